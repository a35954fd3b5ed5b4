"""Reminders that come due, to be killed in the middle of."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from bot.calendar import WorkingTime, allowed_from
from sandbox.model import Message
from storage.tables import people
from tests.faults.checker import said_by_bot
from tests.faults.kept import Row, look
from tests.faults.place import GATHER, ROOMS, Place, until
from tests.faults.replicas import replica

MOMENT = timedelta(seconds=10)  # so long before, or after: what comes due together is 6 s apart
TUESDAY, BEFORE_WORK = 1, time(2)  # UTC
TIMES = 40  # looks at what comes next: more than a weekend has


def before_work(place: Place) -> None:
    """It is Tuesday, before anybody's working day between London and Kolkata."""
    now = place.time()
    tuesday = now.date() + timedelta(days=(TUESDAY - now.weekday()) % 7 or 7)
    place.time.pass_by(datetime.combine(tuesday, BEFORE_WORK, UTC) - now)


def next_look(place: Place) -> datetime:
    """When a chase is looked at next (UTC)."""
    looks: list[datetime] = [c["next_at"] for c in place.kept().chases if c["next_at"]]
    return min(looks)


def all_swept(place: Place) -> bool:
    """Whether every chase was looked at that is due."""
    return next_look(place) > place.time()


async def met(place: Place, user: str) -> None:
    """It is known where that person is: they used the bot before."""
    await place.sandbox.gestures.command(user, ROOMS[0], "/mistake", "help")
    known = select(people.c.user_id).where(people.c.known_at.is_not(None))
    of_them = known.where(people.c.user_id == user)
    await until(lambda: look(place.database_url, lambda c: c.execute(of_them).first()), user, 30)


async def nearly_due(place: Place, user: str) -> None:
    """A mistake of that person's is open; a few seconds from now they are to be told of it, awake
    and at work. Nothing else waits, and nobody is at work on it here."""
    zone = place.sandbox.slack.users[user].tz
    before_work(place)  # whatever the hour at which this runs, as much comes due at a time
    async with replica(place):
        await met(place, user)
        await place.opened(user)
        await place.settle()
        for _ in range(TIMES):
            comes = next_look(place)
            if allowed_from(comes, zone, WorkingTime()) == comes:
                break
            await place.later(comes + MOMENT - place.time())
        assert not reminders(place), "nobody was told at night"
        await place.later(comes - MOMENT - place.time())
        await until(lambda: not place.kept().unsent(), "nothing waits", 30)
    assert next_look(place) == comes > place.time(), "they are told from then on"


async def due(place: Place, user: str) -> Row:
    """The reminder about it, which waits to be sent now, alone and untouched."""
    await nearly_due(place, user)
    async with replica(place):
        await place.later(2 * MOMENT)
        await until(lambda: place.kept().unsent() == reminders(place), "it waits alone", 30)
    place.time.pass_by(GATHER)
    assert place.kept().waiting(place.time()) == reminders(place)
    [reminder] = reminders(place)
    assert reminder["target"] == user
    return reminder


async def tell_more(place: Place) -> None:
    """So much later that one more reminder is told, in this process."""
    before = len(reminders(place))
    await until(lambda: not place.sandbox.socket.connections, "Slack has seen that all are dead")
    async with replica(place):
        for _ in range(TIMES):
            if len(reminders(place)) > before:
                break
            await place.later(next_look(place) + MOMENT - place.time())
        await place.later(GATHER)


def reminders(place: Place) -> list[Row]:
    """Those to a person that are kept, oldest first."""
    rows = (row for row in place.kept().outbox if row["kind"] == "reminder")
    return sorted(rows, key=lambda row: str(row["id"]))


def shown(place: Place, reminder: Row) -> list[Message]:
    """That reminder, as often as Slack has it."""
    return said_by_bot(place.sandbox.slack).get(reminder["id"], [])


def are_told(place: Place) -> bool:
    """Whether somebody was told of what is due, and has it in Slack."""
    return any(row["ts"] and shown(place, row) for row in reminders(place))
