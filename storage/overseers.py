"""Who is told of what no owner can mend: the lead, or else the workspace's admins."""

from sqlalchemy import Connection, bindparam, select

from bot.people import can_lead
from storage.known import Known
from storage.statements import Prepared
from storage.tables import people

MOST = 5  # admins who are told

_ADMINS = Prepared(
    select(people.c.user_id)
    .where(
        people.c.team_id == bindparam("team"),
        people.c.is_admin.is_(True),
        people.c.active.is_(True),
        people.c.is_bot.is_(False),
    )
    .order_by(people.c.user_id)
)


def overseers(connection: Connection, known: Known, team: str, *, but: str = "") -> tuple[str, ...]:
    """The user ids of those to tell; nobody where we know neither. `but`: whom a message did not
    reach."""
    lead = known.settings(connection, team).lead
    if lead and lead != but and can_lead(known.people(connection, team, (lead,)), lead):
        return (lead,)
    admins = (row["user_id"] for row in _ADMINS.rows(connection, {"team": team}))
    return tuple(user for user in admins if user != but)[:MOST]
