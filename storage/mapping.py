"""Rows to values of `bot` and back.

Reading is tolerant: a key that is missing takes its default, one that is unknown is left out, so
that two versions can work on one database while an update is rolled out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter

from bot.change import replace
from bot.commands import MessageRef
from bot.effects import EntryKind
from bot.incident import (
    Chase,
    ChaseState,
    Customer,
    Home,
    Incident,
    NoticedBy,
    Rung,
    Severity,
    Status,
    StepState,
)
from bot.ledger import Action, Promise, WordGiven
from bot.make_up import MakingUp
from bot.people import Person
from bot.playbook import Playbook
from bot.ports import ChaseItem, Entry
from bot.settings import STEP_SPANS, UPDATE_SPANS, Settings

Values = dict[str, Any]  # column name -> value, as SQLAlchemy takes and gives them

_STEPS = TypeAdapter(dict[str, StepState])
_PLAYBOOK = TypeAdapter(Playbook | None)
_MAKING_UP = TypeAdapter(MakingUp)
_CUSTOMERS = TypeAdapter(tuple[Customer, ...])
_PROMISES = TypeAdapter(dict[str, Promise])
_ACTIONS = TypeAdapter(dict[str, Action])
_GIVEN = TypeAdapter(tuple[WordGiven, ...])
_SETTINGS = TypeAdapter(Settings)
_ITEMS = TypeAdapter(tuple[ChaseItem, ...])


def incident_values(incident: Incident) -> Values:
    """The columns of an incident, all but its id."""
    return {
        "team_id": incident.team,
        "number": incident.number,
        "title": incident.title,
        "story": incident.story,
        "owner": incident.owner,
        "reporter": incident.reporter,
        "severity": incident.severity.value,
        "status": incident.status.value,
        "playbook_key": incident.playbook_key,
        "own_playbook": _PLAYBOOK.dump_python(incident.own_playbook, mode="json"),
        "making_up": _MAKING_UP.dump_python(incident.making_up, mode="json"),
        "noticed_by": incident.noticed_by.value,
        "expected": incident.expected,
        "source_link": incident.source_link,
        "private": incident.private,
        "drill": incident.drill,
        "channel": incident.home.channel,
        "thread_ts": incident.home.thread_ts,
        "trouble": incident.home.trouble,
        "customers": _CUSTOMERS.dump_python(incident.customers, mode="json"),
        "steps": _STEPS.dump_python(dict(incident.steps), mode="json"),
        "promises": _PROMISES.dump_python(dict(incident.promises), mode="json"),
        "words_given": _GIVEN.dump_python(incident.words_given, mode="json"),
        "actions": _ACTIONS.dump_python(dict(incident.actions), mode="json"),
        "opened_at": incident.opened_at,
        "happened_at": incident.happened_at,
        "noticed_at": incident.noticed_at,
        "first_told_at": incident.first_told_at,
        "update_since": incident.update_since,
        "next_update_at": incident.next_update_at,
        "next_promise_at": incident.next_promise_at,
        "closed_at": incident.closed_at,
        "closed_by": incident.closed_by,
        "close_reason": incident.close_reason,
        "version": incident.version,
    }


def incident_of(row: Mapping[Any, Any], chases: Iterable[Chase]) -> Incident:
    """The incident of a row of `incidents` and its chases."""
    return Incident(
        id=row["id"],
        team=row["team_id"],
        number=row["number"],
        title=row["title"],
        story=row["story"],
        owner=row["owner"],
        reporter=row["reporter"],
        severity=Severity(row["severity"]),
        status=Status(row["status"]),
        playbook_key=row["playbook_key"],
        own_playbook=_PLAYBOOK.validate_python(row["own_playbook"]),
        making_up=_MAKING_UP.validate_python(row["making_up"] or {}),
        noticed_by=NoticedBy(row["noticed_by"]),
        expected=row["expected"],
        source_link=row["source_link"],
        private=row["private"],
        drill=row["drill"],
        home=Home(row["channel"], row["thread_ts"], row["trouble"]),
        customers=_CUSTOMERS.validate_python(row["customers"]),
        steps=_STEPS.validate_python(row["steps"]),
        promises=_PROMISES.validate_python(row["promises"] or {}),
        actions=_ACTIONS.validate_python(row["actions"] or {}),
        words_given=_GIVEN.validate_python(row["words_given"] or ()),
        opened_at=row["opened_at"],
        happened_at=row["happened_at"],
        noticed_at=row["noticed_at"],
        first_told_at=row["first_told_at"],
        update_since=row["update_since"],
        next_update_at=row["next_update_at"],
        closed_at=row["closed_at"],
        closed_by=row["closed_by"],
        close_reason=row["close_reason"],
        version=row["version"],
        chases={chase.key: chase for chase in chases},
    )


def chase_values(incident: Incident, chase: Chase) -> Values:
    """The columns of one chase of that incident."""
    return {
        "incident_id": incident.id,
        "key": chase.key,
        "team_id": incident.team,
        "who": chase.who,
        "since": chase.since,
        "due": chase.due,
        "interval_seconds": chase.interval.total_seconds(),
        "rung": chase.rung.value,
        "next_at": chase.next_at,
        "state": chase.state.value,
        "moved_by": chase.moved_by,
    }


def chase_of(row: Mapping[Any, Any]) -> Chase:
    """The chase of a row of `chases`."""
    return Chase(
        key=row["key"],
        who=row["who"],
        since=row["since"],
        due=row["due"],
        interval=timedelta(seconds=row["interval_seconds"]),
        rung=Rung(row["rung"]),
        next_at=row["next_at"],
        state=ChaseState(row["state"]),
        moved_by=row["moved_by"],
    )


def entry_of(row: Mapping[Any, Any]) -> Entry:
    """The timeline entry of a row of `timeline`."""
    message = MessageRef(row["channel"], row["ts"]) if row["ts"] else None
    return Entry(row["id"], EntryKind(row["kind"]), row["at"], row["by_user"], row["text"], message)


def person_values(team: str, person: Person) -> Values:
    """The columns of a person."""
    fields = asdict(person)
    return {"team_id": team, "user_id": fields.pop("user"), **fields}


def person_of(row: Mapping[Any, Any]) -> Person:
    """The person of a row of `people`."""
    return Person(
        user=row["user_id"],
        name=row["name"],
        zone=row["zone"],
        is_admin=row["is_admin"],
        active=row["active"],
        is_bot=row["is_bot"],
        known_at=row["known_at"],
    )


def settings_json(settings: Settings) -> Values:
    """Settings as they are stored."""
    stored: Values = _SETTINGS.dump_python(settings, mode="json")
    return stored


def settings_of(stored: Mapping[str, Any]) -> Settings:
    """Settings from what was stored, defaults for what was not."""
    settings = _SETTINGS.validate_python(dict(stored))
    return replace(
        settings,
        update_spans={**UPDATE_SPANS, **settings.update_spans},
        step_spans={**STEP_SPANS, **settings.step_spans},
    )


def items_json(items: Iterable[ChaseItem]) -> list[Values]:
    """What a reminder speaks of, as it is stored."""
    stored: list[Values] = _ITEMS.dump_python(tuple(items), mode="json")
    return stored


def items_of(stored: object) -> tuple[ChaseItem, ...]:
    """What a reminder speaks of, from what was stored."""
    return _ITEMS.validate_python(stored)
