"""What the lead is told of a systemic repeat: one message for each incident, to whoever leads when
it is sent."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select

from bot.ports import ParcelKind
from storage.columns import NEVER
from storage.mapping import Values
from storage.queue import WANT, new_row, place_at
from storage.tables import outbox

# Nothing of it has been said yet, or the former lead could not be told.
_UNSAID = (
    select(outbox.c.incident_id, outbox.c.due_at, outbox.c.dead_at)
    .where(
        outbox.c.team_id == bindparam("team"),
        outbox.c.kind == ParcelKind.REPEAT.value,
        outbox.c.target == bindparam("former"),
        or_(outbox.c.due_at.is_not(None), outbox.c.dead_at.is_not(None)),
        outbox.c.ts.is_(None),
    )
    .order_by(outbox.c.incident_id)
)


def repeat_row(team: str, incident_id: int, lead: str, at: datetime) -> Values:
    """A row that is looked at, at `at`, for that lead."""
    return new_row(
        team=team,
        key=f"incident:{incident_id}:repeat:{lead}",
        kind=ParcelKind.REPEAT,
        slot="repeat",
        lane=f"repeat:{incident_id}:{lead}",
        place=place_at(at),
        due=at,
        target=lead,
        incident_id=incident_id,
    )


def hand_over(connection: Connection, team: str, former: str, lead: str, now: datetime) -> None:
    """Somebody else leads: what the `former` lead has not been told yet is for the new one. The
    rows of the former one say nothing any more (see `learned_scene`)."""
    unsaid = connection.execute(_UNSAID, {"team": team, "former": former}).all()
    rows = [
        repeat_row(team, incident_id, lead, now if due in (None, NEVER) else max(due, now))
        for incident_id, due, _ in unsaid
    ]
    # A row that is dead is looked at once more: it says nothing any more, and is done with.
    rows += [repeat_row(team, each, former, now) for each, _, dead in unsaid if dead]
    WANT.run_all(connection, rows)
