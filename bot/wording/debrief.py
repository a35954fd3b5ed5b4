"""The debrief: the private question, its form, and what is published. Forms are plain text, the
rest is mrkdwn."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.forms import CAUSES, IN_PROCESS, RECURRENCE
from bot.incident import Incident
from bot.learned import Said
from bot.ledger import ActionState
from bot.similarity import Similar
from bot.text import mention, one_line
from bot.wording.actions import day_of
from bot.wording.actions import said as said_action
from bot.wording.prompts import SEE_RECORDED
from bot.wording.similar import why
from bot.wording.terms import fit, linked, title

# What its form begins with.
WE_NOTICED = "We noticed it ourselves."
THEY_NOTICED = "The customer noticed it first."
SAID_PUBLISHED, SAID_IN_FORM = 1_000, 400  # characters of what somebody said in private
MOST_SAID = 20  # answers to one question that are shown
PART = 3_000  # characters of one answer that are published: as many as its input takes
PARTS = range(PART, 0, -100)  # … or as many as there is room for
ALL = 1_000_000  # more than anybody can write
MOST_CHANGES = 20  # actions that are published

# The private question and its form.
ANSWER = "Answer"
FORM_TITLE = "For the debrief"
POSSIBLE = "What made this possible?"
POSSIBLE_HINT = "Circumstances, habits, tools, gaps. Not people."
BETTER = "What went better than planned?"
SEND = "Send without my name"
ONE_OF_THE_TWO = "Answer one of the two, please. A few words are enough."


def question(incident: Incident) -> str:
    """To everyone who took part (P17, P20, P21)."""
    return (
        f"You took part in putting this right: *{title(incident)}*. Thank you. Now that it is "
        "time to learn from it, two short questions:\n"
        f"• {POSSIBLE}\n"
        f"• {BETTER}"
    )


def question_fallback(incident: Incident) -> str:
    """What a notification shows."""
    return f"Two short questions about {title(incident)}"


def without_names() -> str:
    """Small print below the question, and in its form."""
    return (
        "Your name is not kept with what you write. It stands with the others’ answers in the form "
        "of the debrief. When the debrief is held, all answers are published together in the "
        "thread, for everyone there. One or two sentences are plenty, and so is no answer."
    )


def few_are_asked() -> str:
    """With the question, where a name left out hides little."""
    return (
        "⚠️ Fewer than three people are asked, so others may guess which answer is yours. Write "
        "only what you would say in the thread."
    )


def thanks(incident: Incident) -> str:
    """What stays of the question once it is answered."""
    return f"✓ Thank you. Your words are with the debrief of {title(incident)}, without your name."


def no_longer_asked(incident: Incident) -> str:
    """What the question says where the debrief was skipped."""
    return f"▫️ {title(incident)}: no debrief is planned any more. Thank you all the same."


def answered_already() -> str:
    """A private answer: nothing can be found again to change it, because no name stands with it."""
    return (
        "You have answered already, thank you. I can’t change it: nothing says which answer was "
        "yours. Anything to add? Say it in the thread, or in the debrief."
    )


def not_asked() -> str:
    """A private answer to somebody who did not take part."""
    return "These questions go to those who took part in putting it right."


def those_involved(said: Sequence[Said], limit: int = SAID_PUBLISHED) -> str:
    """What those who took part say, without names, at most `limit` characters of each; "" where
    nobody has said anything."""
    lines = []
    for heading, found in (
        ("*What made it possible, say those who took part*", [each.possible for each in said]),
        (
            "*What went better than planned, say those who took part*",
            [each.better for each in said],
        ),
    ):
        given = [text for text in found if text]
        if given:
            lines += [heading, *(f"• {fit(one_line(text), limit)}" for text in given[:MOST_SAID])]
            if len(given) > MOST_SAID:
                lines.append(f"• and {len(given) - MOST_SAID} more")
    return "\n".join(lines)


def nobody_yet() -> str:
    """In the form, while no answers are there."""
    return (
        "Everyone who took part is asked in private what made this possible, and what went better "
        "than planned. Nobody has answered yet."
    )


def systemic_wants_change() -> str:
    """Where it was called systemic and nothing is agreed (P15, P19)."""
    return (
        "It was called systemic, and nothing is agreed yet that changes how you work. What will "
        "you change?"
    )


def learnings_fallback(incident: Incident) -> str:
    """What a notification shows."""
    return f"What we learned from {title(incident)}"


def learnings(
    incident: Incident,
    noted: Mapping[str, str],
    said: Sequence[Said],
    alike: Sequence[Similar],
    most: int = PART,
) -> list[str]:
    """What the debrief found, for everyone, in paragraphs: at most `most` characters of each
    answer."""
    spoken = most if most == ALL else min(most, SAID_PUBLISHED)

    def part(label: str, key: str) -> str:
        text = noted.get(key, "")
        return f"*{label}*\n{fit(text, most)}" if text else ""

    parts = [
        f"💡 *What we learned from {title(incident)}*",
        part("What others should learn", "learned"),
        part("What happened", "what"),
        part("What made it possible", "why"),
        part("How we found out", "found_out"),
        _kind(noted),
        part("Better than planned", "better"),
        those_involved(_not_in(said, noted.get("better", "")), spoken),
        _changes(incident, fit(noted.get("actions", ""), most)),
        _before(alike),
    ]
    return [part for part in parts if part]


def shortened(incident: Incident) -> str:
    """Below what the debrief found, where not all of it could be shown."""
    return (
        "Some of this is shortened, because Slack takes only so much in one message. All of it: "
        f"`/mistake export {incident.number}`, or *{SEE_RECORDED}* in the ⋯ menu of the debrief."
    )


def _not_in(said: Sequence[Said], better: str) -> list[Said]:
    """Without what was taken over into the debrief, which stands there already."""
    return [replace(each, better="") if each.better in better else each for each in said]


def _kind(noted: Mapping[str, str]) -> str:
    cause = CAUSES.get(noted.get("cause", ""))
    recurrence = RECURRENCE.get(noted.get("recurrence", ""))
    lines = []
    if cause:
        lines.append(f"*Kind of cause:* {cause}")
    if in_process := IN_PROCESS.get(noted.get("in_process", "")):
        lines.append(f"*Is it in our process or checklist?* {in_process}")
    if recurrence:
        lines.append(f"*One-off or systemic:* {recurrence}")
    return "\n".join(lines)


_SIGNS = {ActionState.OPEN: "◻️", ActionState.DONE: "✓", ActionState.DROPPED: "✗"}


def _changes(incident: Incident, more: str) -> str:
    agreed = list(incident.actions.values())
    lines = [
        f"{_SIGNS[each.state]} {said_action(each)}, {mention(each.owner)}, by {day_of(each.day)}"
        for each in agreed[:MOST_CHANGES]
    ]
    if len(agreed) > MOST_CHANGES:
        lines.append(f"• and {len(agreed) - MOST_CHANGES} more")
    if more:
        lines.append(more)
    return "\n".join(("*What we change*", *lines)) if lines else ""


def _before(alike: Sequence[Similar]) -> str:
    lines = [f"• {linked(each.incident, '', 160)}: {why(each)}" for each in alike]
    return "\n".join(("*It happened before*", *lines)) if lines else ""
