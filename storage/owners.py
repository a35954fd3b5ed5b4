"""Somebody has left, or we know their clock at last: what they own is looked at afterwards, some at
a time, by the sweep.

Slack waits for an answer when it says so, and they may own hundreds of incidents. What is new of
them, and how far we have come, is a line of `meta`.
"""

import logging
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from bot.commands import CheckChases
from bot.incident import Status
from storage import changes, incidents
from storage.inserts import insert_or_replace
from storage.known import Known
from storage.ladders import Ladders
from storage.statements import Prepared, database_errors
from storage.tables import incidents as incidents_table
from storage.tables import meta

_LEFT, _MET = "left:", "met:"  # how keys of `meta` begin; the team and the person follow

_AT_ONCE = 50  # lines that are read to find one
_ONCE = "-1"  # instead of the last incident that was looked at: it was not known whose clock it is

log = logging.getLogger(__name__)

_KEEP = insert_or_replace(meta)
_FORGET = Prepared(delete(meta).where(meta.c.key == bindparam("this_key")))
_NEXT = select(meta.c.key, meta.c.value).where(
    meta.c.key.startswith(_LEFT) | meta.c.key.startswith(_MET)
)
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


def is_met(connection: Connection, team: str, user: str) -> None:
    """Slack has said for the first time who they are: what they own goes by their clock now."""
    owned = {"team": team, "user": user, "after": 0, "count": 1}
    if connection.execute(_OWNED, owned).first() is not None:
        _KEEP.run(connection, {"key": f"{_MET}{team}:{user}", "value": "0"})


def opened_unmet(connection: Connection, owners: Iterable[tuple[str, str]]) -> None:
    """Those, by (team, user), have opened something while we did not know who they are. Slack may
    be saying so at this moment, and neither transaction sees the other; or it has said so to
    another replica. In one order, so that no two who open wait for each other."""
    for team, user in sorted(owners):
        _KEEP.run(connection, {"key": f"{_MET}{team}:{user}", "value": "0"})


def anything(connection: Connection) -> bool:
    """Whether there is somebody of whom not everything was looked at."""
    return connection.execute(_NEXT.limit(1)).first() is not None


def look(connection: Connection, known: Known, now: datetime, count: int) -> int:
    """Look at up to `count` open incidents of one of them: whoever is next after one who left hears
    of them. Returns how many; 0 where nothing is left to do that nobody else is at."""
    line = _next(connection, known)
    if line is None:
        return 0
    key, after = line
    what, team, user = key.split(":", 2)
    asked = {"team": team, "user": user, "after": after, "count": count}
    owned = connection.execute(_OWNED, asked).scalars().all()
    command = CheckChases(met=user if f"{what}:" == _MET else "")
    for incident_id in owned:
        _check(connection, known, incident_id, command, now)
    if len(owned) < count:
        _FORGET.run(connection, {"this_key": key})
    else:
        _KEEP.run(connection, {"key": key, "value": str(owned[-1])})
    return max(1, len(owned))


def _next(connection: Connection, known: Known) -> tuple[str, int] | None:
    """The next line: its key, and the last incident that was looked at. Lines about somebody of
    whom Slack has said nothing yet are looked at twice, as it may be saying so at this moment, and
    then done with: when it does later, it finds what they own."""
    for row in connection.execute(_NEXT.limit(_AT_ONCE).with_for_update(skip_locked=True)).all():
        what, team, user = row.key.split(":", 2)
        known.person_changed(team, user)  # where another replica heard of it
        if f"{what}:" == _LEFT or known.people(connection, team, (user,)):
            return row.key, int(row.value)
        if row.value == _ONCE:
            _FORGET.run(connection, {"this_key": row.key})
        else:
            _KEEP.run(connection, {"key": row.key, "value": _ONCE})
    return None


def _check(
    connection: Connection, known: Known, incident_id: int, command: CheckChases, now: datetime
) -> None:
    try:
        incident = incidents.by_id(connection, incident_id, lock=True)
        if incident is None:
            return
        context = changes.context_for(connection, known, incident, now)
        waits = Ladders(connection, [incident_id]).waiting(incident, context)
        if waits is not incident:
            incident = incidents.change(connection, incident, waits)
        changes.follows(connection, known, incident, command, now)
    except database_errors(connection):
        raise
    except Exception as error:  # one that cannot be decided about does not hold up the others
        # Its kind only: what an error says may quote what a person wrote.
        log.error("what somebody owns could not be checked (%s)", type(error).__name__)
