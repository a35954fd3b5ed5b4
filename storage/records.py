"""Figures, learnings and exports: questions over all incidents of a workspace."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from heapq import nlargest
from typing import Any, TypeVar

from pydantic_core import from_json
from sqlalchemy import JSON, ColumnElement, Connection, Text, bindparam, cast, func, select
from sqlmodel import Session

from bot.cases import (
    COLUMNS,
    MATTERS,
    PAST_COLUMNS,
    PAST_MATTERS,
    Case,
    History,
    Past,
    case_of,
    past_of,
)
from bot.incident import Incident, may_see
from bot.insights import since
from bot.periods import Period
from bot.ports import Entry
from bot.records import Record
from storage.database import Database
from storage.debriefs import said_of
from storage.incidents import by_ids, with_chases
from storage.known import Known
from storage.mapping import Values, entry_of
from storage.showing import SHOWN, asked_of
from storage.statements import Prepared
from storage.tables import incidents, timeline

LOOKED_AT = 2_000  # of the latest incidents, for learnings
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # where it is not known

T = TypeVar("T")
C = TypeVar("C", Case, Past)
Asked = Mapping[str, Any]
Shown = Callable[[Incident], bool]


def _as_text(name: str) -> ColumnElement[Any]:
    """JSON is read as text, and decoded below where it matters."""
    column = incidents.c[name]
    return cast(column, Text).label(name) if isinstance(column.type, JSON) else column


def _encoded(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if isinstance(incidents.c[name].type, JSON))


_JSON, _PAST_JSON = _encoded(COLUMNS), _encoded(PAST_COLUMNS)
_TEAM = (incidents.c.team_id == bindparam("team"), incidents.c.drill.is_(False))
_SHOWN = (*_TEAM, SHOWN)
_BETWEEN = (
    incidents.c.opened_at >= bindparam("since", type_=incidents.c.opened_at.type),
    incidents.c.opened_at < bindparam("until", type_=incidents.c.opened_at.type),
)
# In no order: putting whole rows in order takes a database longer than it takes us afterwards.
_CASES = Prepared(select(incidents.c.id, *map(_as_text, COLUMNS)).where(*_SHOWN, *_BETWEEN))
_PAST = Prepared(select(incidents.c.id, *map(_as_text, PAST_COLUMNS)).where(*_SHOWN, *_BETWEEN))
_STEPS = _as_text("steps")
_LATEST = (
    select(func.max(incidents.c.number) - LOOKED_AT)
    .where(incidents.c.team_id == bindparam("team"))
    .scalar_subquery()
)
# The key of a debrief's field, as JSON has it: quotes in what people write are escaped there.
_LEARNINGS = (
    select(incidents.c.id, _STEPS)
    .where(*_SHOWN, incidents.c.number > _LATEST)
    .where(_STEPS.like('%"learned": "%') | _STEPS.like('%"learned":"%'))
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
            asked, shown = self._asked(connection, team, viewer)
            rows = connection.execute(_LEARNINGS, asked)
            latest = nlargest(limit, ((_learned_at(from_json(steps)), id_) for id_, steps in rows))
            found = by_ids(connection, [id_ for _, id_ in latest])
            return [found[id_] for _, id_ in latest if shown(found[id_])]

        return await self._read(work)

    async def count(self, team: str, viewer: str) -> int:
        def work(connection: Connection) -> int:
            asked, _ = self._asked(connection, team, viewer)
            return int(connection.execute(_COUNT, asked).scalar_one())

        return await self._read(work)

    async def page(self, team: str, viewer: str, *, after: int, limit: int) -> Sequence[Record]:
        def work(connection: Connection) -> Sequence[Record]:
            asked, shown = self._asked(connection, team, viewer)
            return page(connection, asked, shown, after=after, limit=limit)

        return await self._read(work)

    def _asked(self, connection: Connection, team: str, viewer: str) -> tuple[Asked, Shown]:
        """Whose incidents, and which of them `viewer` is shown."""
        lead = self._known.settings(connection, team).lead
        asked = asked_of(team, viewer, everything=viewer == lead)
        return asked, lambda incident: may_see(incident, viewer, lead)

    async def _read(self, work: Callable[[Connection], T]) -> T:
        def of(session: Session) -> T:
            return work(session.connection())

        return await self._database.read(of, patient=True)


def _learned_at(steps: Mapping[str, Any]) -> datetime:
    """When what was learned was noted."""
    noted = (each for each in steps.values() if each.get("artefact", {}).get("learned"))
    moments = (each.get("settled_at") or each.get("since") for each in noted)
    return max((datetime.fromisoformat(each) for each in moments if each), default=_LONG_AGO)


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
    asked = asked_of(team, viewer or "", everything=viewer is not None and viewer == lead)
    inside = {"since": period.before, "until": period.end}
    earlier = {"since": since(period), "until": period.before}
    recent = _CASES.each(connection, {**asked, **inside})
    cases = [(row["id"], case_of(_decoded(row, _JSON, MATTERS), now)) for row in recent]
    old = _PAST.each(connection, {**asked, **earlier})
    past = [(row["id"], past_of(_decoded(row, _PAST_JSON, PAST_MATTERS))) for row in old]
    return History(_oldest_first(cases), _oldest_first(past))


def _decoded(row: Values, encoded: Iterable[str], matters: Mapping[str, str]) -> Values:
    for name in encoded:
        value = row[name]
        row[name] = from_json(value) if value and matters.get(name, "") in value else None
    return row


def _oldest_first(found: list[tuple[int, C]]) -> list[C]:
    found.sort(key=lambda each: (each[1].opened_at, each[0]))
    return [each for _, each in found]


def page(
    connection: Connection, asked: Asked, shown: Shown, *, after: int, limit: int
) -> list[Record]:
    """See `Records.page`; `asked` says whose, and `shown` decides about each."""
    found: list[Incident] = []
    while not found:
        wanted = {**asked, "after": after, "count": limit}
        rows = connection.execute(_PAGE, wanted).mappings().all()
        if not rows:
            return []
        found = list(filter(shown, with_chases(connection, rows)))
        after = rows[-1]["number"]
    entries: dict[int, list[Entry]] = {each.id: [] for each in found}
    for row in connection.execute(_ENTRIES, {"ids": list(entries)}).mappings():
        entries[row["incident_id"]].append(entry_of(row))
    said = said_of(connection, entries)
    return [Record(each, tuple(entries[each.id]), said.get(each.id, ())) for each in found]
