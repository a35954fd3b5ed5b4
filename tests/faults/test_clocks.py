"""Clocks that are wrong, jump, and run backwards: the machine's, Slack's, and a person's."""

import asyncio
from datetime import timedelta

import pytest

from tests.faults.deeds import pin, react, say
from tests.faults.place import GATHER, LEASE, ROOMS, Place, until
from tests.faults.processes import running
from tests.faults.replicas import replica
from tests.stories.cast import PRIYA, TOM

MINUTES, DAY = timedelta(minutes=10), timedelta(days=1)


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
async def test_one_replica_of_two_has_the_wrong_time(shared_place: Place, off: timedelta) -> None:
    """Slack and the other one know better: nothing is said or done twice."""
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
        assert not [told for told in place.sandbox.slack.refusals if "ratelimited" in told]


def astray(place: Place) -> list[str]:
    """What waits for a time that is not near, as nothing does so soon after it was promised."""
    near = place.time() + GATHER + LEASE
    return [row["slot"] for row in place.kept().unsent() if row["due_at"] > near]


@pytest.mark.long
@pytest.mark.parametrize("off", [MINUTES, -MINUTES, DAY, -DAY], ids=str)
async def test_a_whole_process_with_the_wrong_time(place: Place, off: timedelta) -> None:
    """The machine's clock is off, and put right while it is restarted. Each time it is killed with
    something in hand, which on PostgreSQL is another's once the lease is over."""
    for room, move in zip(ROOMS, (timedelta(), off, -off), strict=False):
        place.time.pass_by(move)
        async with running(place):
            await place.opened(PRIYA, room)
            assert not astray(place)
    place.time.pass_by(LEASE)
    async with running(place):
        await place.settle()
        place.check()


async def test_somebody_travels_while_a_reminder_waits(file_place: Place) -> None:
    """From London to Lord Howe and on to New York: each reminder is one message all the same."""
    place = file_place
    async with replica(place):
        await place.opened(TOM)
        for zone in ("Australia/Lord_Howe", "America/New_York", "Europe/London"):
            await place.later(timedelta(hours=15))
            place.sandbox.slack.change_user(TOM, tz=zone)
            await place.sandbox.delivery.settled()
            await place.later(timedelta(hours=15))
            await place.later(GATHER)
            place.check()
        await place.later(timedelta(days=4))
        await place.later(GATHER)
        await place.until_told(TOM)
        place.check()
