"""The debrief (P17 to P21): when those involved are asked, what its form begins with, and what
follows from it. Nobody's name stands in any of it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.calendar import allowed_from, local
from bot.context import Context
from bot.effects import (
    LEARNINGS,
    AskThoseInvolved,
    Effect,
    EntryKind,
    Outcome,
    Show,
    TellRepeat,
)
from bot.forms import DEBRIEF
from bot.incident import Incident, NoticedBy
from bot.learned import Said
from bot.owing import loud
from bot.people import person
from bot.playbook import Step, StepStatus
from bot.ports import Entry
from bot.searchable import debrief
from bot.text import one_line, shorten
from bot.wording import debrief as words
from bot.wording import prefilled

MOST_ENTRIES = 20  # of the timeline in the form
ENOUGH_SAID = 3  # entries of people: then ours are left out
ENTRY_LENGTH = 120
SETTLING = timedelta(minutes=1)  # in which people add what they know to what they have opened
TEXT_LIMIT = 3000  # Slack: "Plain-text input element", max_length


def step_of(incident: Incident) -> Step | None:
    """The step that is the debrief, whatever it is called; None where the playbook has none."""
    return next((step for step in incident.playbook.steps if step.artefact == DEBRIEF.key), None)


def also(before: Incident | None, outcome: Outcome, context: Context) -> Outcome:
    """The outcome of a decision, with what follows for those who are to learn from it. `before` is
    None for an incident that was just opened."""
    after = outcome.incident
    if after is None or not outcome.changed or after.drill:
        return outcome
    more = _told(after, context) if before is None else _follows(before, after, context)
    return replace(outcome, effects=(*outcome.effects, *more)) if more else outcome


def _follows(before: Incident, after: Incident, context: Context) -> list[Effect]:
    step = step_of(after)
    if step is None:
        return []
    if _noted(before, after, step):
        return [Show(LEARNINGS), *_told(after, context)]
    changed = before.actions is not after.actions or before.title != after.title
    learned: list[Effect] = [Show(LEARNINGS)] if changed and debrief(after) else []
    return [AskThoseInvolved(), *learned] if _begins(before, after, step) else learned


def _told(incident: Incident, context: Context) -> list[Effect]:
    lead = context.settings.lead
    if not lead or not person(context.people, lead).active:
        return []
    return [TellRepeat(lead, ask_at(lead, incident, context) + SETTLING)]


def _begins(before: Incident, after: Incident, step: Step) -> bool:
    """Whether its turn has come, or come again."""
    began = after.state(step.id).since
    return began is not None and began != before.state(step.id).since and after.current is step


def _noted(before: Incident, after: Incident, step: Step) -> bool:
    """Whether something else stands in it now."""
    done = after.state(step.id).status is StepStatus.DONE
    was, now = before.state(step.id), after.state(step.id)
    changed = (was.artefact, was.status) != (now.artefact, now.status)
    return done and changed and bool(now.artefact)


def ask_at(user: str, incident: Incident, context: Context) -> datetime:
    """When that person may be written to about it (UTC): not at night, unless what hurts much may
    wake them. On which day is the team's own doing: they are at it now."""
    if loud(DEBRIEF.key, incident, context):
        return context.now
    work = replace(context.settings.work, weekend_quiet=False)
    return allowed_from(context.now, person(context.people, user).zone, work)


def begun_with(
    incident: Incident, entries: Sequence[Entry], said: Sequence[Said], zone: str
) -> dict[str, str]:
    """What the form begins with, by field; times on the clock of `zone`."""
    found = {
        "what": _what(incident, entries, zone),
        "found_out": _found_out(incident),
        "better": "\n".join(each.better for each in said if each.better)[:TEXT_LIMIT],
    }
    return {key: value for key, value in found.items() if value}


def _what(incident: Incident, entries: Sequence[Entry], zone: str) -> str:
    """What was said at the opening, and then the timeline, as much of it as a form can hold."""
    lines = [incident.story or incident.title]
    timeline = sorted(_telling(entries), key=lambda each: (each.at, each.id))
    if timeline:
        lines.append(prefilled.heading(zone))
    for entry in timeline:
        text = shorten(one_line(entry.text), ENTRY_LENGTH)
        ours = entry.kind is not EntryKind.PINNED
        lines.append(prefilled.line(local(entry.at, zone), text, ours=ours))
    whole = ""
    for line in lines:
        if len(whole) + len(line) + 1 > TEXT_LIMIT:
            break
        whole += f"\n{line}" if whole else line
    return whole or shorten(lines[0], TEXT_LIMIT)


def _telling(entries: Sequence[Entry]) -> Iterable[Entry]:
    """What people said tells most; what we noted of the steps helps only where that is little."""
    people = [entry for entry in entries if entry.kind is not EntryKind.STATE]
    ours = [entry for entry in entries if entry.kind is EntryKind.STATE]
    whole = (*people, *ours) if len(people) < ENOUGH_SAID else people
    return whole[:MOST_ENTRIES]


def _found_out(incident: Incident) -> str:
    if incident.noticed_by is NoticedBy.UNKNOWN:
        return ""
    return words.WE_NOTICED if incident.noticed_by is NoticedBy.US else words.THEY_NOTICED
