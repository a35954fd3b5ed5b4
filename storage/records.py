"""Figures, learnings and exports: questions over all incidents of a workspace."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from pydantic_core import from_json
from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Text,
    bindparam,
    cast,
    func,
    select,
)
from sqlmodel import Session

from bot.cases import COLUMNS, PAST_COLUMNS, SYSTEMIC, History, case_of, past_of
from bot.incident import Incident, may_see
from bot.insights import counts, since
from bot.periods import Period
from bot.ports import Entry
from bot.records import Record
from storage.database import Database
from storage.incidents import with_chases
from storage.known import Known
from storage.mapping import entry_of
from storage.tables import incidents, timeline

T = TypeVar("T")
Asked = Mapping[str, Any]


def _as_text(name: str) -> ColumnElement[Any]:
    """JSON is read as text and decoded below: measured, that takes a third of the time."""
    column = incidents.c[name]
    return cast(column, Text) if isinstance(column.type, JSON) else column


def _kinds(names: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """Each name, and whether its column is JSON."""
    return tuple((name, isinstance(incidents.c[name].type, JSON)) for name in names)


_KINDS, _PAST_KINDS = _kinds(COLUMNS), _kinds(PAST_COLUMNS)
_TEAM = (incidents.c.team_id == bindparam("team"), incidents.c.drill.is_(False))
_PRIVATE = select(incidents).where(*_TEAM, incidents.c.private.is_(True))
_SHOWN = (*_TEAM, incidents.c.id.not_in(bindparam("hidden", expanding=True)))
_BETWEEN = (
    incidents.c.opened_at >= bindparam("since", type_=incidents.c.opened_at.type),
    incidents.c.opened_at < bindparam("until", type_=incidents.c.opened_at.type),
)
_OLDEST_FIRST = (incidents.c.opened_at, incidents.c.id)
_CASES = select(*map(_as_text, COLUMNS)).where(*_SHOWN, *_BETWEEN).order_by(*_OLDEST_FIRST)
_PAST = select(*map(_as_text, PAST_COLUMNS)).where(*_SHOWN, *_BETWEEN).order_by(*_OLDEST_FIRST)
_STEPS = _as_text("steps")
# The key of a debrief's field, as JSON has it: quotes in what people write are escaped there.
_LEARNINGS = (
    select(incidents)
    .where(*_SHOWN, _STEPS.like('%"learned": "%') | _STEPS.like('%"learned":"%'))
    .order_by(incidents.c.id.desc())
    .limit(bindparam("count"))
)
_COUNT = select(func.count()).select_from(incidents).where(*_SHOWN)
_PAGE = (
    select(incidents)
    .where(*_SHOWN, incidents.c.number > bindparam("after"))
    .order_by(incidents.c.number)
    .limit(bindparam("count"))
)
_ENTRIES = (
    select(timeline)
    .where(timeline.c.incident_id.in_(bindparam("ids", expanding=True)))
    .order_by(timeline.c.at, timeline.c.id)
)


class SqlRecords:
    """Implements `bot.records.Records`, where what each method takes and gives is said."""

    def __init__(self, database: Database, known: Known) -> None:
        self._database = database
        self._known = known

    async def history(
        self, team: str, viewer: str | None, period: Period, *, now: datetime
    ) -> History:
        return await self._read(
            lambda connection: history(connection, self._known, team, viewer, period, now)
        )

    async def learnings(self, team: str, viewer: str, *, limit: int) -> Sequence[Incident]:
        def work(connection: Connection) -> Sequence[Incident]:
            asked = self._asked(connection, team, viewer) | {"count": limit}
            return with_chases(connection, connection.execute(_LEARNINGS, asked).mappings().all())

        return await self._read(work)

    async def count(self, team: str, viewer: str) -> int:
        return await self._read(
            lambda connection: connection.execute(
                _COUNT, self._asked(connection, team, viewer)
            ).scalar_one()
        )

    async def page(self, team: str, viewer: str, *, after: int, limit: int) -> Sequence[Record]:
        return await self._read(
            lambda connection: page(
                connection, self._asked(connection, team, viewer), after=after, limit=limit
            )
        )

    def _asked(self, connection: Connection, team: str, viewer: str) -> dict[str, Any]:
        """Whose incidents, and which of them `viewer` is not shown."""
        lead = self._known.settings(connection, team).lead
        return asked_of(connection, team, lambda incident: may_see(incident, viewer, lead))

    async def _read(self, work: Callable[[Connection], T]) -> T:
        def of(session: Session) -> T:
            return work(session.connection())

        return await self._database.read(of, patient=True)


def asked_of(
    connection: Connection, team: str, shown: Callable[[Incident], bool]
) -> dict[str, Any]:
    """That team's incidents without the private ones that are not `shown`."""
    private = connection.execute(_PRIVATE, {"team": team}).mappings().all()
    hidden = [each.id for each in with_chases(connection, private) if not shown(each)]
    return {"team": team, "hidden": hidden}


def history(
    connection: Connection,
    known: Known,
    team: str,
    viewer: str | None,
    period: Period,
    now: datetime,
) -> History:
    """See `Records.history`."""
    lead = known.settings(connection, team).lead
    asked = asked_of(connection, team, lambda incident: counts(incident, viewer, lead))
    recent = connection.execute(_CASES, asked | {"since": period.before, "until": period.end})
    past = connection.execute(_PAST, asked | {"since": since(period), "until": period.before})
    return History(
        [case_of(_decoded(row, _KINDS), now) for row in recent],
        [past_of(_decoded(_in_short(row), _PAST_KINDS)) for row in past],
    )


def _in_short(row: Sequence[Any]) -> Sequence[Any]:
    """Of the past only what was systemic has to be looked into."""
    opened_at, steps, *others = row
    return (opened_at, steps if SYSTEMIC in steps else "", *others)


def _decoded(row: Iterable[Any], kinds: Iterable[tuple[str, bool]]) -> Mapping[str, Any]:
    return {
        name: from_json(value) if is_json and value else value
        for (name, is_json), value in zip(kinds, row, strict=True)
    }


def page(connection: Connection, asked: Asked, *, after: int, limit: int) -> list[Record]:
    """See `Records.page`; `asked` says whose, and what is hidden."""
    wanted = {**asked, "after": after, "count": limit}
    rows = connection.execute(_PAGE, wanted).mappings().all()
    entries: dict[int, list[Entry]] = {row["id"]: [] for row in rows}
    for row in connection.execute(_ENTRIES, {"ids": list(entries)}).mappings():
        entries[row["incident_id"]].append(entry_of(row))
    found = with_chases(connection, rows)
    return [Record(incident, tuple(entries[incident.id])) for incident in found]
