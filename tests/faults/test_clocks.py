"""Clocks that are wrong, jump, and run backwards: the machine's, Slack's, and a person's."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from tests.faults.deeds import pin, react, say
from tests.faults.place import GATHER, LEASE, ROOMS, Place, until
from tests.faults.processes import running, wrong_by
from tests.faults.replicas import replica
from tests.faults.zones import at, known
from tests.stories.cast import PRIYA, TOM

MINUTES, DAY = timedelta(minutes=10), timedelta(days=1)


def told_once(place: Place) -> None:
    """Whoever was told of something was told once, in a message that is there once."""
    told = Counter((who, item) for who, item in place.check().told())
    assert told
    assert set(told.values()) == {1}


FAR = [DAY, -DAY]
NEAR = [pytest.param(off, marks=pytest.mark.long) for off in (MINUTES, -MINUTES)]


@pytest.mark.parametrize("jump", [*FAR, *NEAR], ids=str)
async def test_a_clock_that_jumps_and_is_put_right(file_place: Place, jump: timedelta) -> None:
    """With messages on their way and reminders waiting, on both sides of the jump."""
    place = file_place
    async with replica(place):
        card = await place.opened(PRIYA)
        await place.later(timedelta(hours=4))
        for move, room in ((jump, ROOMS[1]), (-jump, ROOMS[2])):
            await place.report(TOM, room)
            place.time.pass_by(move)
            await pin(place, PRIYA, await say(place, TOM, card, f"I rang them before {room}"))
        await place.later(max(-jump, timedelta()) + LEASE)
        await place.later(GATHER)
        place.check()
        await place.later(timedelta(days=4))
        await place.later(GATHER)
        await place.until_told(PRIYA, TOM)
        place.check()


@pytest.mark.parametrize("off", [*FAR, *NEAR], ids=str)
async def test_one_replica_of_two_goes_by_the_wrong_time(
    shared_place: Place, off: timedelta
) -> None:
    """Even where it has not asked the database: Slack and the other one know better, and nothing is
    said or done twice."""
    place = shared_place
    async with replica(place), replica(place, clock=lambda: place.time() + off):
        card = await place.opened(PRIYA)
        [prompt] = place.prompts()
        await react(place, TOM, prompt, "hand")
        await pin(place, PRIYA, await say(place, TOM, card, "I rang them"))
        await until(lambda: len(place.kept().timeline) > 1, "an entry of the timeline")
        await place.later(abs(off) + LEASE)
        await place.later(GATHER)
        place.check()
    async with replica(place):  # the one that is right goes on
        await place.until_told(PRIYA, TOM)
        told_once(place)


@pytest.mark.parametrize("back", [MINUTES, pytest.param(DAY, marks=pytest.mark.long)], ids=str)
async def test_the_clock_of_two_replicas_goes_back(shared_place: Place, back: timedelta) -> None:
    """It is the database's, so both see it. A room that is in use does not wait until the time that
    was wrong, and both together keep its pace."""
    place = shared_place
    async with replica(place), replica(place):
        await asyncio.gather(*(place.report(user) for user in (PRIYA, TOM)))
        await until(place.prompts, "the first of four messages")
        place.time.pass_by(-back)
        await asyncio.gather(*(place.report(user) for user in (PRIYA, TOM)))
        await until(lambda: len(place.prompts()) == 4, "all eight", patience=20)
        await place.settle()
        place.check()
        await place.until_told(PRIYA, TOM)
        told_once(place)
        assert not [told for told in place.sandbox.slack.refusals if "ratelimited" in told]


def astray(place: Place) -> list[str]:
    """What waits for a time that is not near, as nothing does so soon after it was promised."""
    near = place.time() + GATHER + LEASE
    return [row["slot"] for row in place.kept().unsent() if row["due_at"] > near]


def swept(place: Place) -> bool:
    """Whether nothing that is owed waits to be looked at."""
    now = place.time()
    return not any(chase["next_at"] and chase["next_at"] <= now for chase in place.kept().chases)


@pytest.mark.long
@pytest.mark.parametrize("off", [MINUTES, -MINUTES, DAY, -DAY], ids=str)
async def test_a_whole_process_with_the_wrong_time(place: Place, off: timedelta) -> None:
    """The machine's clock is off, and put right while it is restarted. Each time it is killed with
    something in hand, which on PostgreSQL is another's once the lease is over."""
    tuesday = next_tuesday(place)
    place.time.pass_by(on_wall(tuesday, TEN_PAST_NINE, KOLKATA) - place.time())
    for room, move in zip(ROOMS, (timedelta(), off, -off), strict=False):
        place.time.pass_by(move)
        async with running(place):
            await place.opened(PRIYA, room)
            assert not astray(place)
    place.time.pass_by(LEASE)
    async with running(place):
        await place.settle()
        place.check()
    place.time.pass_by(on_wall(tuesday + DAY, TEN_PAST_NINE, KOLKATA) - place.time())
    async with running(place):
        await until(lambda: place.kept().told() and swept(place), "it is decided to remind her", 20)
    place.time.pass_by(LEASE + GATHER)
    async with running(place):
        await until(lambda: place.reminders(PRIYA) and swept(place), "a reminder", 20)
        await place.settle()
        told_once(place)


@asynccontextmanager
async def two_machines(place: Place, off: timedelta) -> AsyncIterator[None]:
    """Two processes at work, one of them on a machine whose clock is so much ahead."""
    async with running(place), running(place, first=partial(wrong_by, off)) as wrong:
        assert "the database's clock is" in wrong.log.read_text(), "it is the one that is wrong"
        yield


@pytest.mark.parametrize("off", [DAY, pytest.param(-DAY, marks=pytest.mark.long)], ids=str)
async def test_one_machine_of_two_has_the_wrong_time(shared_place: Place, off: timedelta) -> None:
    """Both go by the database's: whichever of them something falls to, it is done when it is due,
    once, and nobody is told at another hour."""
    place = shared_place
    tuesday = next_tuesday(place)
    place.time.pass_by(on_wall(tuesday, TEN_PAST_NINE, KOLKATA) - place.time())
    async with two_machines(place, off):
        for room in ROOMS[:5]:
            await place.opened(PRIYA, room)
            assert not astray(place)
        await place.settle()
        place.check()
        assert not place.kept().told()
    place.time.pass_by(on_wall(tuesday + DAY, TEN_PAST_NINE, KOLKATA) - place.time())
    async with two_machines(place, off):
        await until(lambda: place.kept().told() and swept(place), "it is decided to remind her", 20)
        assert not astray(place)
    place.time.pass_by(LEASE + GATHER)
    async with two_machines(place, off):
        await until(lambda: place.reminders(PRIYA) and swept(place), "a reminder", 20)
        await place.settle()
        told_once(place)


# From where to where: at eight in the morning of the first it is night in the second.
FLIGHTS = [
    ("Europe/London", "America/New_York"),
    ("America/New_York", "Australia/Lord_Howe"),
    ("Australia/Lord_Howe", "Europe/London"),
]
MOMENTS = ("while it gathers", "before it is decided")
JOURNEYS = [
    pytest.param(*flight, moment, marks=[pytest.mark.long] if n else [])
    for n, (flight, moment) in enumerate(product(FLIGHTS, MOMENTS))
]
KOLKATA = "Asia/Kolkata"  # where Priya lives
MORNING, TEN_PAST_NINE = time(8), time(9, 10)


@pytest.mark.parametrize(("home", "away", "moment"), JOURNEYS)
async def test_somebody_travels_while_a_reminder_waits(
    file_place: Place, home: str, away: str, moment: str
) -> None:
    """It waits for eight o'clock at home. By then they are where it is night: it is told there in
    the morning, once, and so is whatever comes after it."""
    place = file_place
    place.sandbox.slack.users[TOM].tz = home
    tuesday = next_tuesday(place)
    place.time.pass_by(on_wall(tuesday, TEN_PAST_NINE, home) - place.time())
    async with replica(place):
        await known(place, TOM)
        await place.opened(TOM)
        eight = on_wall(tuesday + DAY, MORNING, home)
        before = eight - MINUTES if moment == "before it is decided" else eight
        await place.later(before - place.time())
        if before < eight:
            assert {chase["next_at"] for chase in place.kept().chases} == {eight}
        else:
            assert [row for row in place.kept().unsent() if row["payload"].get("items")]
        assert not place.reminders(TOM)
        place.sandbox.slack.change_user(TOM, tz=away)
        await place.sandbox.delivery.settled()
        there = next_morning(eight, away)
        for quiet in (eight, there - MINUTES):
            await at(place, quiet)
            assert not place.reminders(TOM), f"told at {quiet}, at night"
        await at(place, there)
        [reminder] = place.reminders(TOM)
        assert float(reminder.ts) >= there.timestamp()
        place.check()
        await place.later(timedelta(hours=30))
        await place.later(GATHER)
        told_once(place)


def next_tuesday(place: Place) -> date:
    """One that is some days off."""
    day = (place.time() + 2 * DAY).date()
    return day + timedelta(days=(1 - day.weekday()) % 7)


def on_wall(day: date, at: time, zone: str) -> datetime:
    """The instant of that time of day there."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def next_morning(after: datetime, zone: str) -> datetime:
    """When it is eight in the morning there, for the first time after that."""
    day = after.astimezone(ZoneInfo(zone)).date()
    return next(at for n in (0, 1) if (at := on_wall(day + n * DAY, MORNING, zone)) > after)
