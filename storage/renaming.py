"""A channel gets another id: all that is kept about it follows.

Slack gives a private channel a new id the moment somebody begins to share it with another company
(Slack: "channel_id_changed").
"""

from sqlalchemy import Connection, Table, bindparam, select, update

from bot.change import replace
from bot.ports import ParcelKind
from bot.settings import Settings
from storage.known import Known
from storage.mapping import settings_json
from storage.tables import incidents, outbox, posted, team_settings, thread_messages, timeline

# Every column that holds a channel's id.
_COLUMNS: tuple[tuple[Table, str], ...] = (
    (incidents, "channel"),
    (outbox, "channel"),
    (outbox, "target"),
    (posted, "channel"),
    (thread_messages, "channel"),
    (timeline, "channel"),
)
_FOLLOW = [
    update(table)
    .where(table.c.team_id == bindparam("team"), table.c[name] == bindparam("old"))
    .values({name: bindparam("new")})
    for table, name in _COLUMNS
]
# What still has to be looked up says in its payload where. What has been claimed already is wanted
# once more: it is asked for under the old id, and what is found would find no entry.
_TO_LOOK_UP = select(outbox.c.id, outbox.c.payload).where(
    outbox.c.team_id == bindparam("team"),
    outbox.c.kind.in_([ParcelKind.FETCH_WORDS.value, ParcelKind.MARK.value]),
    outbox.c.due_at.is_not(None),
)
_LOOK_THERE = (
    update(outbox)
    .where(outbox.c.id == bindparam("this_id"))
    .values(payload=bindparam("about"), wanted=outbox.c.wanted + 1)
)
_CHOOSE = (
    update(team_settings)
    .where(team_settings.c.team_id == bindparam("team"))
    .values(settings=bindparam("chosen"))
)


def rename(connection: Connection, known: Known, team: str, old: str, new: str) -> bool:
    """What was in the channel `old` is in `new`. Doing it twice changes nothing. Returns whether
    the team's settings changed with it."""
    for statement in _FOLLOW:
        connection.execute(statement, {"team": team, "old": old, "new": new})
    _look_there(connection, team, old, new)
    settings: Settings = known.settings(connection, team)
    if settings.incident_channel != old:
        return False
    chosen = settings_json(replace(settings, incident_channel=new))
    connection.execute(_CHOOSE, {"team": team, "chosen": chosen})
    return True


def _look_there(connection: Connection, team: str, old: str, new: str) -> None:
    waiting = connection.execute(_TO_LOOK_UP, {"team": team}).mappings().all()
    for row in waiting:
        if row["payload"].get("channel") == old:
            about = {**row["payload"], "channel": new}
            connection.execute(_LOOK_THERE, {"this_id": row["id"], "about": about})
