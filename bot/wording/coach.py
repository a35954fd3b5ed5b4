"""What the coach says to one person alone, and the teaching behind it.

mrkdwn; buttons and `CATEGORIES` are plain text. It never speaks of the author, only of the words:
what they may do to whoever reads them, and what would help more.
"""

from collections.abc import Mapping
from types import MappingProxyType

from bot.text import esc
from bot.wording.terms import fit

NOT_BLAME = "Not blame"
WHY_THIS = "Why this?"
MUTE = "Mute for this incident"
UNMUTE = "Speak up again"

WORDS_SHOWN = 300  # characters of the words in question, and of what could be said instead

# What each category is called where people choose among them.
CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "person_blame": "Blaming a colleague or a team",
        "customer_blame": "Blaming the customer",
        "deflection": "Pointing at a supplier or at circumstances",
        "counterfactual_hindsight": "“Should have known”",
        "denial_minimising": "Making it small",
        "qualified_apology": "“Sorry, but” and “sorry if”",
        "distant_apology": "An apology that nobody owns",
        "vague_promise": "A promise without a time",
        "personnel_disclosure": "What happened to a colleague",
    }
)

# Why it matters, in our words (P05 to P09, P20).
TEACHINGS: Mapping[str, str] = MappingProxyType(
    {
        "person_blame": (
            "Once somebody is named as the cause, people stop telling what they know, and the "
            "customer is no better off. The team owns this, whoever slipped. Say what happened "
            "and what made it possible: that is what can be mended. If something has to be said "
            "to a colleague, say it to them alone, outside this thread."
        ),
        "customer_blame": (
            "The customer trusted us to make it work for them. Where it seems to be their doing, "
            "ask what made it easy to go wrong: that is ours to change, and it is what helps the "
            "next customer too."
        ),
        "deflection": (
            "The customer chose us, and it is us they count on, not our suppliers and not the "
            "weather. Name others as a plain fact if it helps to explain, and then say what we do "
            "about it: the promise was ours."
        ),
        "qualified_apology": (
            "A “but” or an “if” takes an apology back: what stays in the ear is what comes after "
            "it. Let the sentence end after “sorry”. Whatever explains it can stand on its own, "
            "later."
        ),
        "distant_apology": (
            "“An error occurred” has nobody in it, so nobody seems to be sorry. “We made a "
            "mistake” is harder to write and easier to forgive."
        ),
        "denial_minimising": (
            "What is small for us may have been their whole day. Say what happened and to how "
            "many, and leave it to them how big it is."
        ),
        "vague_promise": (
            "“Soon” can be neither kept nor counted on. A day and a time can, even if all that "
            "comes by then is word that nothing has changed."
        ),
        "personnel_disclosure": (
            "What was said to a colleague, or became of them, is between them and us. The "
            "customer wants to know what will be different next time: tell them that."
        ),
        "counterfactual_hindsight": (
            "Knowing how it ended, everybody could have known. It did not look like that at the "
            "time. Ask what was there to be seen then, and what would have shown it: that can be "
            "changed."
        ),
    }
)


def quoted(words: str) -> str:
    """The words in question."""
    return f"“{fit(words, WORDS_SHOWN)}”"


def nudge(words: str, why: str, rewrite: str) -> str:
    """A private word about a message: the words in question, why, and how else to say it."""
    said = f"*{quoted(words)}*\n{esc(why)}"
    return f"{said}\n\n{instead(rewrite)}" if rewrite else said


def instead(rewrite: str) -> str:
    return f"*You could say:* {fit(rewrite, WORDS_SHOWN)}"


def nudge_hint() -> str:
    """Below it."""
    return "Only you see this. To say it another way, edit your message."


def nudge_fallback() -> str:
    """In a notification, without anybody's words."""
    return "A private thought about your last message"


def teaching(category: str) -> str:
    """Why this category matters; a general word where an older nudge names one we have no more."""
    name = CATEGORIES.get(category)
    if name is None:
        return "Words that put it on somebody make it harder to put it right."
    return f"*{name}*\n{TEACHINGS[category]}"


def not_blame_kept(command: str) -> str:
    return (
        "Thank you, noted. I won’t bring up this way of saying it any more, with anyone here. "
        f"If it was a slip, your team’s lead or an admin can undo it in `{command} settings`."
    )


def muted(number: int) -> str:
    return f"All right, I’ll keep my thoughts on your messages about #{number} to myself."


def unmuted(number: int) -> str:
    return f"Thank you. I’ll tell you, and only you, when something strikes me in #{number}."


def too_old() -> str:
    """A button of another version."""
    return "This one is too old for me to act on. Nothing was changed."
