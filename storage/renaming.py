"""A channel gets another id: all that is kept about it follows.

Slack gives a private channel a new id the moment somebody begins to share it with another company
(Slack: "channel_id_changed").
"""

from sqlalchemy import Connection, Table, bindparam, update

from bot.change import replace
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
    settings: Settings = known.settings(connection, team)
    if settings.incident_channel != old:
        return False
    chosen = settings_json(replace(settings, incident_channel=new))
    connection.execute(_CHOOSE, {"team": team, "chosen": chosen})
    return True
