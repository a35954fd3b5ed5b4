"""Somebody else leads a team: what the former lead was told of is edited to say whose it is."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, update

from bot.make_up import APPROVAL_PREFIX
from storage import queue
from storage.folding import STANDS, TOLD
from storage.mapping import items_of
from storage.statements import Prepared, PreparedAmong
from storage.tables import chases, outbox

LOOK_BACK = timedelta(days=90)
MOST = 500  # reminders: whoever says who leads waits for the answer

_TOLD = TOLD.order_by(outbox.c.slot.desc()).limit(MOST)
_OWED = PreparedAmong(
    chases.c.incident_id,
    lambda among: select(chases.c.incident_id, chases.c.key, chases.c.since, chases.c.who).where(
        among
    ),
)
_AGAIN = PreparedAmong(
    outbox.c.id,
    lambda among: (
        update(outbox)
        .where(among, *STANDS)
        .values(
            queue.again(bindparam("at_place"), bindparam("from_due", type_=outbox.c.due_at.type))
        )
    ),
)
# What was stopped or is held rests.
_LOOK = Prepared(
    update(chases)
    .where(
        chases.c.team_id == bindparam("of_team"),
        chases.c.who == bindparam("former"),
        chases.c.key.startswith(APPROVAL_PREFIX),
        chases.c.next_at.is_not(None),
    )
    .values(next_at=bindparam("now", type_=chases.c.next_at.type))
)


def hand_over(connection: Connection, team: str, former: str, now: datetime) -> None:
    """The `former` lead is asked no more for what others have in hand, and what waits for their yes
    is looked at again, so that whoever leads now hears of it. To be called once it is stored who
    leads."""
    asked = {
        "of_team": team,
        "user": former,
        "first": queue.reminder_slot(team, former, queue.new_id(now - LOOK_BACK)),
        "last": queue.reminder_slot(team, former, "f"),
    }
    told = {
        row.id: items_of(row.payload.get("items", ())) for row in connection.execute(_TOLD, asked)
    }
    concerned = sorted({item.incident_id for items in told.values() for item in items})
    owed = {
        (row["incident_id"], row["key"], row["since"])
        for row in _OWED.among(connection, concerned)
        if row["who"] != former
    }
    again = [
        row_id
        for row_id, items in told.items()
        if any((item.incident_id, item.key, item.since) in owed for item in items)
    ]
    if again:
        values = {"among": again, "at_place": queue.place_at(now), "from_due": now}
        _AGAIN.run(connection, values)
    _LOOK.run(connection, {"of_team": team, "former": former, "now": now})
