"""Looking into a database beside a bot that may be running on it."""

from sqlalchemy import select

from storage.engines import open_for_reading
from storage.mapping import settings_of
from storage.tables import team_settings


def incident_channels(url: str) -> tuple[str, ...]:
    """The channels that teams have chosen for their cards. Changes nothing."""
    with open_for_reading(url) as engine, engine.connect() as connection:
        rows = connection.execute(select(team_settings.c.settings)).scalars()
        chosen = [settings_of(row).incident_channel for row in rows]
    return tuple(channel for channel in chosen if channel)
