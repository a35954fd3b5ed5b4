"""Figures, learnings and exports: questions over all incidents of a workspace."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from heapq import nlargest
from typing import Any, TypeVar

from pydantic_core import from_json
from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    Connection,
    Text,
    bindparam,
    cast,
    func,
    or_,
    select,
)
from sqlmodel import Session

from bot.cases import COLUMNS, PAST_COLUMNS, SYSTEMIC, History, case_of, past_of
from bot.incident import Incident, may_see
from bot.insights import since
from bot.periods import Period
from bot.ports import Entry
from bot.records import Record
from storage.database import Database
from storage.incidents import by_ids, with_chases
from storage.known import Known
from storage.mapping import entry_of
from storage.searching import among_readers
from storage.tables import incidents, timeline
from storage.tables_learning import incident_words

LOOKED_AT = 2_000  # of the latest incidents, for learnings
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # where it is not known

T = TypeVar("T")
Asked = Mapping[str, Any]
Shown = Callable[[Incident], bool]


def _as_text(name: str) -> ColumnElement[Any]:
    """JSON is read as text and decoded below: measured, that takes a third of the time."""
    column = incidents.c[name]
    return cast(column, Text) if isinstance(column.type, JSON) else column


def _kinds(names: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """Each name, and whether its column is JSON."""
    return tuple((name, isinstance(incidents.c[name].type, JSON)) for name in names)


_KINDS, _PAST_KINDS = _kinds(COLUMNS), _kinds(PAST_COLUMNS)
_TEAM = (incidents.c.team_id == bindparam("team"), incidents.c.drill.is_(False))
# `bot.incident.may_see`, as the database can ask it of ten thousand: of whom takes part, only the
# owner and the reporter are columns. It is asked again of each incident that is shown itself.
_TAKES_PART = or_(
    incidents.c.owner == bindparam("viewer"),
    incidents.c.reporter == bindparam("viewer"),
    select(incident_words.c.incident_id)
    .where(
        incident_words.c.incident_id == incidents.c.id,
        incident_words.c.readers.like(bindparam("reader"), escape="/"),
    )
    .exists(),
)
_SHOWN = (
    *_TEAM,
    or_(incidents.c.private.is_(False), bindparam("everything", type_=Boolean), _TAKES_PART),
)
_BETWEEN = (
    incidents.c.opened_at >= bindparam("since", type_=incidents.c.opened_at.type),
    incidents.c.opened_at < bindparam("until", type_=incidents.c.opened_at.type),
)
_OLDEST_FIRST = (incidents.c.opened_at, incidents.c.id)
_CASES = select(*map(_as_text, COLUMNS)).where(*_SHOWN, *_BETWEEN).order_by(*_OLDEST_FIRST)
_PAST = select(*map(_as_text, PAST_COLUMNS)).where(*_SHOWN, *_BETWEEN).order_by(*_OLDEST_FIRST)
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


def asked_of(team: str, viewer: str, *, everything: bool) -> Asked:
    """That team's incidents, of the private ones those in which `viewer` takes part ("": nobody
    does), or `everything`."""
    reader = among_readers(viewer)
    return {"team": team, "viewer": viewer, "reader": reader, "everything": everything}


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
    recent = connection.execute(_CASES, {**asked, **inside})
    past = connection.execute(_PAST, {**asked, **earlier})
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
    return [Record(incident, tuple(entries[incident.id])) for incident in found]
