"""Somebody has left: what they own is looked at afterwards, some at a time, by the sweep.

Slack waits for an answer when it says so, and they may own hundreds of incidents. That they left,
and how far we have come, is a line of `meta`.
"""

import logging
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from bot.commands import CheckChases
from bot.incident import Status
from storage import changes, incidents
from storage.inserts import insert_or_replace
from storage.known import Known
from storage.statements import Prepared, database_errors
from storage.tables import incidents as incidents_table
from storage.tables import meta

_LEFT = "left:"  # how keys of `meta` begin; the team and the person follow

log = logging.getLogger(__name__)

_KEEP = insert_or_replace(meta)
_FORGET = Prepared(delete(meta).where(meta.c.key == bindparam("this_key")))
_NEXT = select(meta.c.key, meta.c.value).where(meta.c.key.startswith(_LEFT)).limit(1)
_OWNED = (
    select(incidents_table.c.id)
    .where(
        incidents_table.c.team_id == bindparam("team"),
        incidents_table.c.status == Status.OPEN.value,
        incidents_table.c.owner == bindparam("user"),
        incidents_table.c.id > bindparam("after"),
    )
    .order_by(incidents_table.c.id)
    .limit(bindparam("count"))
)


def has_left(connection: Connection, team: str, user: str) -> None:
    """What that person owns is to be looked at, from the first on."""
    _KEEP.run(connection, {"key": f"{_LEFT}{team}:{user}", "value": "0"})


def anything(connection: Connection) -> bool:
    """Whether somebody has left of whom not everything was looked at."""
    return connection.execute(_NEXT).first() is not None


def look(connection: Connection, known: Known, now: datetime, count: int) -> int:
    """Look at up to `count` open incidents of one who left, so that whoever is next hears of them.
    Returns how many; 0 where nothing is left to do that nobody else is at."""
    row = connection.execute(_NEXT.with_for_update(skip_locked=True)).first()
    if row is None:
        return 0
    team, user = row.key.removeprefix(_LEFT).split(":")
    asked = {"team": team, "user": user, "after": int(row.value), "count": count}
    owned = connection.execute(_OWNED, asked).scalars().all()
    known.person_changed(team, user)  # where another replica heard that they left
    for incident_id in owned:
        _check(connection, known, incident_id, now)
    if len(owned) < count:
        _FORGET.run(connection, {"this_key": row.key})
    else:
        _KEEP.run(connection, {"key": row.key, "value": str(owned[-1])})
    return max(1, len(owned))


def _check(connection: Connection, known: Known, incident_id: int, now: datetime) -> None:
    try:
        incident = incidents.by_id(connection, incident_id, lock=True)
        if incident is not None:
            changes.follows(connection, known, incident, CheckChases(), now)
    except database_errors(connection):
        raise
    except Exception as error:  # one that cannot be decided about does not hold up the others
        # Its kind only: what an error says may quote what a person wrote.
        log.error("what somebody left could not be checked (%s)", type(error).__name__)
