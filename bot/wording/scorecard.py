"""How it went, in words (P24). What would have been better says what to do next time; nobody is
marked, and nobody is named."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from bot.wording.first import length

HOW_IT_WENT = "How it went"
TITLE = "How it went"

PARTS: Mapping[str, str] = MappingProxyType(
    {
        "speed": "⏱️ Speed",
        "attitude": "🤝 Attitude",
        "tone": "💬 Tone",
        "actions": "🛠️ Actions",
    }
)

# What would have made words to a customer better, by what was found in them.
_TONE: Mapping[str, str] = MappingProxyType(
    {
        "person_blame": "Speak of us, not of a colleague: “we”, whoever slipped.",
        "customer_blame": "Leave out what the customer did. It was us who owed them something.",
        "deflection": "Leave out suppliers and circumstances. To the customer it was us.",
        "counterfactual_hindsight": "Say what happened, not what someone should have known.",
        "denial_minimising": "Leave out “only” and “just”: how much it hurt is theirs to say.",
        "qualified_apology": "End the apology after “sorry”, without a “but” or an “if”.",
        "distant_apology": "Apologise in the first person: “we made a mistake”, not “it happened”.",
        "vague_promise": "Put a time on what is promised.",
        "personnel_disclosure": "Keep what happened to a colleague between them and us.",
    }
)


def intro() -> str:
    """Above the four (mrkdwn)."""
    return (
        "Speed, attitude, tone and actions together make a recovery. ✓ is what went well, ➜ what "
        "would have made it better. It is about what we did together, not about anyone."
    )


def small_print() -> str:
    return "Only those who took part can open this. It is worked out from what was noted here."


def only_those_who_took_part() -> str:
    """A private answer."""
    return (
        "How it went is for those who took part in putting it right. What was learned from it is "
        "in its thread, for everyone."
    )


def still_open(number: int) -> str:
    """A private answer."""
    return f"#{number} is open again. How it went is told once it is closed."


def line(well: bool, text: str) -> str:
    return f"{'✓' if well else '➜'} {text}"


def nothing_noted() -> str:
    return "Nothing was noted about this."


# Speed


def told_quickly(lead: timedelta) -> str:
    return f"The customer heard from us {length(lead)} after it was noticed."


def told_late(lead: timedelta) -> str:
    return (
        f"The customer heard from us {length(lead)} after it was noticed. Next time, say “this was "
        "us” within minutes; the cause can come later."
    )


def nobody_told() -> str:
    return (
        "When the customer first heard from us was not noted. Next time, tell them within minutes, "
        "and note it here."
    )


def got_there_first() -> str:
    return "They heard of it from us, before they noticed."


def they_noticed_first() -> str:
    return "They noticed it first. What would have shown it to us before it reached them?"


def promises_kept() -> str:
    return "What we promised them on the way, we kept in time."


def promises_late(late: int, due: int) -> str:
    """`late` of the `due` promises were not kept in time, or are overdue."""
    which = "The promise we made" if due == 1 else f"{late} of {due} promises"
    were = "was" if late == 1 else "were"
    return f"{which} {were} not kept in time. Say a new time before the old one has passed."


def updates_in_time() -> str:
    return "Each next word we promised them came in time."


def updates_late(late: int, given: int) -> str:
    """`late` of the `given` promised words came after their time."""
    which = "The next word we promised them" if given == 1 else f"{late} of {given} promised words"
    return f"{which} came late. “Nothing new yet, I’ll call at four” is enough to be in time."


# Attitude


def owned() -> str:
    return "We told them that it was us."


def not_owned() -> str:
    return "Nobody noted that we told them it was us. That is what people wait for."


def debriefed() -> str:
    return "We talked it over, and wrote down what others can learn."


def kept_what_was_better() -> str:
    return "We looked for what turned out better than planned, and kept it."


def not_debriefed() -> str:
    return "There was no debrief. Half an hour together turns a mistake into a lesson."


def checked_back() -> str:
    return "We asked them afterwards how it was for them."


def not_checked_back() -> str:
    return "Nobody asked them afterwards. A short call tells whether they would stay."


# Tone


def words_clean() -> str:
    return "The words we noted for them are free of excuses and blame."


def words_could_be(category: str) -> str:
    return _TONE[category]


def no_words_noted() -> str:
    return (
        "No words to the customer were noted, so there is nothing to say about how they sounded. "
        "Next time, a line of what was said will do."
    )


def apologised() -> str:
    return "They had an apology from us."


def not_apologised() -> str:
    return "They had no apology that was noted. “We made a mistake, and I’m sorry” is enough."


def explained() -> str:
    return "They know what happened."


def not_explained() -> str:
    return "They were not told what happened. A clear account shows that we looked into it."


# Actions


def put_right() -> str:
    return "It was put right for them."


def not_put_right() -> str:
    return (
        "It was not noted as put right. They should stand where they would be had nothing happened."
    )


def made_up() -> str:
    return "We offered them more than the fix."


def not_made_up() -> str:
    return (
        "Nothing was offered beyond the fix. Something they did not expect is what they remember."
    )


def nothing_prevents() -> str:
    return "Nothing was agreed that keeps it from happening again."


def prevention_open(todo: int, total: int) -> str:
    if total == 1:
        return "What is to keep it from happening again is agreed, and still to be done."
    return (
        f"Of {total} things that are to keep it from happening again, {todo} "
        f"{'is' if todo == 1 else 'are'} still to be done."
    )


def prevention_done() -> str:
    return "What keeps it from happening again is done."


def shown() -> str:
    return "They have seen what we changed."


def not_shown() -> str:
    return "They were not shown what we changed. Seeing it convinces, more than a promise does."


def closed_over_open() -> str:
    return "It was closed with something left open."
