"""Incidents as data to take away: one JSON object each, and one row of a table each. Pure.

The JSON holds all that the figures of `bot.insights` are made from (docs/insights.md).
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from unicodedata import category, normalize

from bot.first import lead_time
from bot.forms import CHECK_BACK, DEBRIEF
from bot.incident import Incident, participants
from bot.ledger import ActionState, PromiseState
from bot.people import People, person
from bot.ports import Entry
from bot.records import Record

FORMAT = 1  # goes up when a field changes its meaning
COLUMNS = (
    "number", "title", "story", "status", "severity", "private", "owner", "customers",
    "noticed_by", "opened_at", "happened_at", "noticed_at", "first_told_at", "minutes_to_own",
    "closed_at", "close_reason", "playbook", "steps_settled", "steps", "updates_in_time",
    "updates_late", "promises_kept", "promises_kept_late", "promises_broken", "promises_released",
    "promises_open", "make_up_total", "currency", "cause", "recurrence", "what", "why", "better",
    "learned", "actions_done", "actions_open", "asked_back", "stay", "recommend",
)  # fmt: skip
# A spreadsheet takes a cell that begins like this for a formula (OWASP: "CSV Injection").
_FORMULA = frozenset("=+-@\t\r\n\u2212")  # U+2212 is the minus of good print
# Letters and signs by category, yet nothing is seen: Hangul fillers, an empty Braille cell.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def as_json(record: Record) -> dict[str, Any]:
    """One incident, whole. Instants are ISO 8601 in UTC, people are user ids."""
    incident = record.incident
    return {
        "number": incident.number,
        "title": incident.title,
        "story": incident.story,
        "status": incident.status.value,
        "severity": incident.severity.value,
        "private": incident.private,
        "owner": incident.owner,
        "reporter": incident.reporter,
        "noticed_by": incident.noticed_by.value,
        "expected": incident.expected,
        "source_link": incident.source_link,
        "opened_at": _plain(incident.opened_at),
        "happened_at": _plain(incident.happened_at),
        "noticed_at": _plain(incident.noticed_at),
        "first_told_at": _plain(incident.first_told_at),
        "next_update_at": _plain(incident.next_update_at),
        "closed_at": _plain(incident.closed_at),
        "closed_by": incident.closed_by,
        "close_reason": incident.close_reason,
        "words_given": _plain(incident.words_given),
        "playbook": {"key": incident.playbook.key, "name": incident.playbook.name},
        "customers": _plain(incident.customers),
        "steps": [_step(incident, step.id) for step in incident.playbook.steps],
        "promises": _plain(tuple(incident.promises.values())),
        "actions": _plain(tuple(incident.actions.values())),
        "make_ups": _plain(incident.making_up),
        "answers_without_names": _plain(record.answers),
        "timeline": [_entry(entry) for entry in record.entries],
    }


def _step(incident: Incident, step_id: str) -> dict[str, Any]:
    step, state = incident.playbook.step(step_id), incident.state(step_id)
    assert step is not None
    return {"id": step.id, "name": step.name, "asks_for": step.artefact, **_plain(state)}


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "at": _plain(entry.at),
        "kind": entry.kind.value,
        "by": entry.by,
        "text": entry.text,
    }


def _plain(value: Any) -> Any:
    """As JSON can say it."""
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def people_of(record: Record) -> frozenset[str]:
    """Everyone that record names."""
    return participants(record.incident) | {entry.by for entry in record.entries if entry.by}


def row(record: Record, people: People) -> tuple[str, ...]:
    """One incident as the cells of a table, in the order of `COLUMNS`, safe for a spreadsheet."""
    incident = record.incident
    debrief, back = _left(incident, DEBRIEF.key), _left(incident, CHECK_BACK.key)
    in_time = sum(each.in_time for each in incident.words_given)
    made_up, promised, acting = incident.making_up.total, _states(incident), _acting(incident)
    cells = (
        incident.number,
        incident.title,
        incident.story,
        incident.status.value,
        incident.severity.value,
        "yes" if incident.private else "no",
        person(people, incident.owner).name or incident.owner,
        "; ".join(customer.name for customer in incident.customers),
        incident.noticed_by.value,
        incident.opened_at,
        incident.happened_at,
        incident.noticed_at,
        incident.first_told_at,
        _minutes(lead_time(incident)),
        incident.closed_at,
        incident.close_reason,
        incident.playbook.name,
        incident.settled_count,
        len(incident.playbook.steps),
        in_time,
        len(incident.words_given) - in_time,
        *(promised[state] for state in _STATES),
        made_up.amount if made_up else None,
        made_up.currency if made_up else None,
        *(debrief.get(key) for key in ("cause", "recurrence", "what", "why", "better", "learned")),
        acting[ActionState.DONE],
        acting[ActionState.OPEN],
        *(back.get(key) for key in ("asked", "stay", "recommend")),
    )
    return tuple(_cell(cell) for cell in cells)


_STATES = (
    PromiseState.KEPT,
    PromiseState.KEPT_LATE,
    PromiseState.BROKEN,
    PromiseState.RELEASED,
    PromiseState.OPEN,
)


def _states(incident: Incident) -> Mapping[PromiseState, int]:
    states = [promise.state for promise in incident.promises.values()]
    return {state: states.count(state) for state in PromiseState}


def _acting(incident: Incident) -> Mapping[ActionState, int]:
    states = [action.state for action in incident.actions.values()]
    return {state: states.count(state) for state in ActionState}


def _left(incident: Incident, kind: str) -> Mapping[str, str]:
    steps = (step for step in incident.playbook.steps if step.artefact == kind)
    return next((incident.state(step.id).artefact for step in steps), {})


def _minutes(lead: timedelta | None) -> int | None:
    return None if lead is None else round(lead.total_seconds() / 60)


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return defused(value) if isinstance(value, str) else "" if value is None else str(value)


def defused(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula, whatever it drops before the sign."""
    first = next((normalize("NFKC", each) for each in text if not _unseen(each)), "")
    return f"'{text}" if first in _FORMULA else text


def _unseen(sign: str) -> bool:
    """Whether nothing is seen of it: a space, a sign of control or format, a mark on no letter."""
    if sign in _FORMULA:
        return False
    return category(sign)[0] in "ZCM" or sign in _BLANK
