"""Figures, learnings and exports: questions over all incidents of a workspace."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, Text, bindparam, cast, func, select
from sqlmodel import Session

from bot.cases import COLUMNS, Case, case_of
from bot.incident import Incident, may_see
from bot.insights import counts
from bot.ports import Entry
from bot.records import Record
from storage.database import Database
from storage.incidents import with_chases
from storage.known import Known
from storage.mapping import entry_of
from storage.tables import incidents, timeline

T = TypeVar("T")

_TEAM = (incidents.c.team_id == bindparam("team"), incidents.c.drill.is_(False))
_PRIVATE = select(incidents).where(*_TEAM, incidents.c.private.is_(True))
_SHOWN = (*_TEAM, incidents.c.id.not_in(bindparam("hidden", expanding=True)))
_CASES = select(*(incidents.c[name] for name in COLUMNS)).where(
    *_SHOWN,
    incidents.c.opened_at >= bindparam("since", type_=incidents.c.opened_at.type),
    incidents.c.opened_at < bindparam("until", type_=incidents.c.opened_at.type),
)
# The key of a debrief's field, as JSON has it: quotes in what people write are escaped there.
_LEARNED = cast(incidents.c.steps, Text).like('%"learned": "%')
_LEARNINGS = (
    select(incidents)
    .where(*_SHOWN, _LEARNED)
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

    async def cases(
        self, team: str, viewer: str | None, *, since: datetime, until: datetime, now: datetime
    ) -> Sequence[Case]:
        return await self._read(
            lambda connection: cases(
                connection, self._known, team, viewer, since=since, until=until, now=now
            )
        )

    async def learnings(self, team: str, viewer: str, *, limit: int) -> Sequence[Incident]:
        def work(connection: Connection) -> Sequence[Incident]:
            asked = {"team": team, "hidden": self._hidden(connection, team, viewer)}
            rows = connection.execute(_LEARNINGS, asked | {"count": limit}).mappings().all()
            return with_chases(connection, rows)

        return await self._read(work)

    async def count(self, team: str, viewer: str) -> int:
        def work(connection: Connection) -> int:
            asked = {"team": team, "hidden": self._hidden(connection, team, viewer)}
            return connection.execute(_COUNT, asked).scalar_one()

        return await self._read(work)

    async def page(self, team: str, viewer: str, *, after: int, limit: int) -> Sequence[Record]:
        def work(connection: Connection) -> Sequence[Record]:
            asked = {"team": team, "hidden": self._hidden(connection, team, viewer)}
            return page(connection, asked, after=after, limit=limit)

        return await self._read(work)

    def _hidden(self, connection: Connection, team: str, viewer: str) -> list[int]:
        lead = self._known.settings(connection, team).lead
        return hidden(connection, team, lambda incident: may_see(incident, viewer, lead))

    async def _read(self, work: Callable[[Connection], T]) -> T:
        return await self._database.read(lambda session: _of(session, work), patient=True)


def _of(session: Session, work: Callable[[Connection], T]) -> T:
    return work(session.connection())


def hidden(connection: Connection, team: str, shown: Callable[[Incident], bool]) -> list[int]:
    """The ids of the private incidents that are not `shown`."""
    private = connection.execute(_PRIVATE, {"team": team}).mappings().all()
    return [each.id for each in with_chases(connection, private) if not shown(each)]


def cases(
    connection: Connection,
    known: Known,
    team: str,
    viewer: str | None,
    *,
    since: datetime,
    until: datetime,
    now: datetime,
) -> list[Case]:
    """See `Records.cases`."""
    lead = known.settings(connection, team).lead
    kept_from = hidden(connection, team, lambda incident: counts(incident, viewer, lead))
    asked = {"team": team, "hidden": kept_from, "since": since, "until": until}
    rows = connection.execute(_CASES, asked)
    return [case_of(dict(zip(COLUMNS, row, strict=True)), now) for row in rows]


def page(
    connection: Connection, asked: dict[str, object], *, after: int, limit: int
) -> list[Record]:
    """See `Records.page`; `asked` says whose, and what is hidden."""
    rows = connection.execute(_PAGE, asked | {"after": after, "count": limit}).mappings().all()
    entries: dict[int, list[Entry]] = {row["id"]: [] for row in rows}
    for row in connection.execute(_ENTRIES, {"ids": list(entries)}).mappings():
        entries[row["incident_id"]].append(entry_of(row))
    found = with_chases(connection, rows)
    return [Record(incident, tuple(entries[incident.id])) for incident in found]
