"""Word to whoever looks after Amends that the app lacks a permission in Slack."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.ports import Parcel, ParcelKind
from storage import queue
from storage.known import Known
from storage.overseers import overseers
from storage.queue import person_lane, place_at
from storage.seen import first_since

AGAIN = timedelta(days=1)


def tell(
    connection: Connection, known: Known, team: str, scopes: Sequence[str], *, now: datetime
) -> bool:
    """See `Postroom.lacking`."""
    users = overseers(connection, known, team)
    key = f"lacking:{','.join(scopes)}"
    if not users or not first_since(connection, team, key, now - AGAIN, now):
        return False
    _want(connection, team, {"scopes": list(scopes), "since": now.isoformat()}, users, now)
    return True


def unheard(connection: Connection, known: Known, notice: Parcel, *, now: datetime) -> None:
    """Whom that notice was for cannot be told: who was not told yet is."""
    others = overseers(connection, known, notice.team, but=notice.target)
    _want(connection, notice.team, notice.payload, others, now)


def _want(
    connection: Connection,
    team: str,
    payload: Mapping[str, Any],
    users: Iterable[str],
    now: datetime,
) -> None:
    which = f"{','.join(payload['scopes'])}:{payload['since']}"
    for user in users:
        row = queue.new_row(
            team=team,
            key=f"lacking:{team}:{which}:{user}",
            kind=ParcelKind.LACKING,
            slot="lacking",
            lane=person_lane(team, user),
            place=place_at(now),
            due=now,
            target=user,
            payload=dict(payload),
        )
        queue.SAY_ONCE.run(connection, row)
