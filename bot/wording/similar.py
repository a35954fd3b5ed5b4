"""What happened before and is like this one: why we think so, and what there is to take from it
(P22). mrkdwn."""

from collections.abc import Sequence

from bot.incident import Incident
from bot.searchable import debrief
from bot.similarity import Similar
from bot.text import esc, mention, one_line, when
from bot.wording.actions import day_of
from bot.wording.actions import said as said_action
from bot.wording.find import day
from bot.wording.terms import fit, linked, private_mark, title

SHOW = "Show"
LEARNED = 400  # characters of what was learned
WORDS, ACTIONS = 5, 3  # that are named


def fallback(found: Sequence[Similar]) -> str:
    """What a notification shows."""
    numbers = ", ".join(f"#{each.incident.number}" for each in found)
    return f"Something like this happened before: {numbers}"


def opening(incident: Incident, found: Sequence[Similar]) -> str:
    """Above what was found, for whoever opened it."""
    number = incident.number
    if len(found) == 1:
        return f"*Before you start on #{number}: something like it happened before.*"
    return f"*Before you start on #{number}: something like it happened before, more than once.*"


def in_hand(incident: Incident, address: str, reader: str) -> str:
    """In `reader`'s form that begins with the message which an open incident began with, too."""
    has_it = "You have" if incident.owner == reader else f"{mention(incident.owner)} has"
    return (
        f"⚠️ *A mistake is open from this message already:* {linked(incident, address, 200)}"
        f"{private_mark(incident)}, opened {when(incident.opened_at)}. {has_it} it. If it is the "
        "same one, close this form and go on there, so that the customer does not hear it twice."
    )


ONLY_YOU = "Only you see this. What was learned then may save you time now."


def in_form() -> str:
    """Above what was found, in the form of the debrief."""
    return "*Something like it happened before*"


def repeat_in_form(repeats: Sequence[Similar]) -> str:
    """In the form of the debrief, where it makes a systemic repeat (P19)."""
    return (
        f"⚠️ *It has happened before, and {_numbers(repeats)} was called systemic.* What comes "
        "from how you work comes again until that changes. Is it the same thing?"
    )


def line(similar: Similar, address: str) -> str:
    """One of them. `address` is its thread's, "" where it is not known."""
    past = similar.incident
    state = "still open" if past.is_open else "closed"
    lines = [
        f"*{linked(past, address, 200)}* · {day(past.opened_at)} · {state}",
        f"*Alike:* {why(similar)}",
    ]
    learned = debrief(past).get("learned", "")
    if learned:
        lines.append(f"*Learned:* {fit(one_line(learned), LEARNED)}")
    else:
        lines.append("Nothing is noted yet about what was learned.")
    if similar.systemic:
        lines.append("It was called *systemic*.")
    if todo := _todo(similar):
        lines.append(f"*Still to do so that it does not happen again:* {todo}")
    return "\n".join(lines)


def why(similar: Similar) -> str:
    """What both share."""
    found = []
    if similar.customers:
        found.append(f"the same customer ({', '.join(map(_short, similar.customers[:3]))})")
    if similar.tags:
        found.append(f"the same tag ({', '.join(map(_short, similar.tags[:3]))})")
    if similar.cause:
        found.append(f"the same kind of cause ({similar.cause.lower()})")
    if similar.words:
        found.append(f"the same words ({', '.join(map(esc, similar.words[:WORDS]))})")
    return ", ".join(found)


def _short(name: str) -> str:
    return fit(one_line(name), 80)


def _todo(similar: Similar) -> str:
    todo = similar.open_actions
    listed = "; ".join(
        f"{said_action(each)} ({mention(each.owner)}, by {day_of(each.day)})"
        for each in todo[:ACTIONS]
    )
    return f"{listed}; and {len(todo) - ACTIONS} more" if len(todo) > ACTIONS else listed


def _numbers(found: Sequence[Similar]) -> str:
    *some, last = (f"#{each.incident.number}" for each in found)
    return f"{', '.join(some)} or {last}" if some else last


def repeat(incident: Incident) -> str:
    """To the lead, above what it is like (P19)."""
    return (
        f"*It looks as if something systemic has happened again:* {title(incident)}\n"
        "What comes from how you work comes again until that changes. This is not about whoever it "
        "happened to; it is about what to change."
    )


def repeat_fallback(incident: Incident) -> str:
    """What a notification shows the lead."""
    return f"It looks as if something systemic has happened again: {title(incident)}"


def repeat_over(incident: Incident) -> str:
    """What the lead was told, once the debrief has found otherwise."""
    return f"{title(incident)}: by what is known now, this is no systemic repeat."
