"""Where people live, and the passing of time up to an instant."""

from datetime import datetime

from sqlalchemy import Connection, select

from storage.tables import people
from tests.faults.kept import look
from tests.faults.place import GATHER, ROOMS, Place, until


def zone_kept(place: Place, user: str) -> str | None:
    """By which zone's clock that person lives, as the database has it; None: they are not known."""

    def question(connection: Connection) -> str | None:
        of_user = select(people.c.zone).where(people.c.user_id == user)
        return connection.execute(of_user).scalar()

    return look(place.database_url, question)


async def known(place: Place, user: str) -> None:
    """They do something here for the first time, and it is known where they live."""
    await place.sandbox.gestures.command(user, ROOMS[0], "/mistake", "mine")
    zone = place.sandbox.slack.users[user].tz
    await until(lambda: zone_kept(place, user) == zone, f"{user} is known")


async def at(place: Place, moment: datetime) -> None:
    """Let time pass until then, and for as long as reminders gather."""
    await place.later(moment - place.time())
    await place.later(GATHER)
