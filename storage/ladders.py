"""Nobody further up a ladder is told while the reminder below is on its way.

An outage may keep it longer than that ladder’s rungs are apart, or a night. What fails for long
holds up nobody.
"""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import Connection, bindparam, select

from bot.change import replace
from bot.chasing import LADDER
from bot.context import Context
from bot.incident import Chase, ChaseState, Incident, Rung
from bot.people import person
from bot.ports import ChaseItem, ParcelKind
from storage import queue
from storage.columns import NEVER
from storage.mapping import items_of
from storage.statements import Prepared
from storage.tables import outbox

LATER = timedelta(minutes=5)  # when to look again

# Only what waits is in that index: what one person was ever told may be thousands of rows.
_ON_ITS_WAY = Prepared(
    select(outbox.c.payload).where(
        outbox.c.lane == bindparam("of_person"),
        outbox.c.due_at.is_not(None),
        outbox.c.due_at != NEVER,
        outbox.c.kind == ParcelKind.REMINDER.value,
        outbox.c.ts.is_(None),
        outbox.c.attempts < queue.STUCK,
    )
)


class Ladders:
    """Which of them wait, among some incidents that are locked in this transaction. What one person
    is still to be told is read once: all that a team owes may be in one reminder."""

    def __init__(self, connection: Connection, incidents: Collection[int]) -> None:
        """`incidents`: their ids."""
        self._connection = connection
        self._incidents = frozenset(incidents)
        self._waiting: dict[str, tuple[ChaseItem, ...]] = {}

    def waiting(self, incident: Incident, context: Context) -> Incident:
        """That incident, where these wait a little longer: the same one where none does."""
        later = {
            key: replace(chase, next_at=context.now + LATER)
            for key, chase in incident.chases.items()
            if chase.next_at
            and chase.next_at <= context.now
            and chase.rung in (Rung.LEAD, Rung.THREAD)
            and chase.state is ChaseState.RUNNING
            and self._waits(incident, chase, context)
        }
        return replace(incident, chases={**incident.chases, **later}) if later else incident

    def _waits(self, incident: Incident, chase: Chase, context: Context) -> bool:
        """Whether whoever has it, or the lead, is still to be told what their rung of it says. Who
        has left is not waited for."""
        below = LADDER[: LADDER.index(chase.rung)]
        users = {chase.who, context.settings.lead or chase.who}
        return any(
            item.rung in below and item.since == chase.since and not item.later
            for user in users
            if person(context.people, user).active
            for item in self._on_its_way(incident.team, user)
            if (item.incident_id, item.key) == (incident.id, chase.key)
        )

    def _on_its_way(self, team: str, user: str) -> tuple[ChaseItem, ...]:
        """What that person is still to be told of these incidents."""
        lane = queue.person_lane(team, user)
        if lane not in self._waiting:
            rows = _ON_ITS_WAY.rows(self._connection, {"of_person": lane})
            told = [item for row in rows for item in row["payload"].get("items", ())]
            # Looked through as they are: to read each takes far longer.
            ours = [item for item in told if item.get("incident_id") in self._incidents]
            self._waiting[lane] = items_of(ours)
        return self._waiting[lane]
