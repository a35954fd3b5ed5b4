"""Killed with SIGKILL at every point that matters: what was acknowledged is there, said once."""

import signal

import pytest

from sandbox.faults import FaultKind
from tests.faults.deeds import react
from tests.faults.moments import (
    ACKING,
    CLAIMED,
    COMMITTED,
    COMMITTING,
    LINGERING,
    MARKING,
    OPENING,
    PERFORMING,
    STARTING,
    Moment,
)
from tests.faults.place import LEASE, ROOMS, Place, until
from tests.faults.processes import running
from tests.faults.wires import AfterAck
from tests.stories.cast import PRIYA, TOM

# Each is followed by the commit of the transaction it stands in, begun or ended.
POINTS: dict[str, tuple[Moment, dict[str, Moment]]] = {
    "before the commit": (OPENING, COMMITTING),
    "after the commit": (OPENING, COMMITTED),
    "claimed, not begun": (CLAIMED, COMMITTED),
    "begun, not posted": (STARTING, COMMITTED),
    "posted, before the mark": (MARKING, COMMITTING),
    "posted, after the mark": (MARKING, COMMITTED),
}


def trap_at(point: str, place: Place) -> list[Moment]:
    database = "sqlite" if place.database_url.startswith("sqlite") else "postgres"
    if point == "before the ack":
        return [OPENING, COMMITTED[database], ACKING]
    first, then = POINTS[point]
    return [first, waited(then[database]) if then is COMMITTING else then[database]]


def waited(commit: Moment) -> Moment:
    """What must not overtake a commit has time to."""
    return commit._replace(pause=LINGERING)


async def recovers(place: Place) -> None:
    """Started again, once what the dead one held is free, it says all that is owed, once."""
    place.time.pass_by(LEASE)
    async with running(place):
        await place.report(TOM, ROOMS[1])
        await until(lambda: not place.kept().unsent(), "all is sent")
        await place.settle()
        place.check()


@pytest.mark.parametrize("point", [*POINTS, "before the ack"])
async def test_killed_at(place: Place, point: str) -> None:
    async with running(place, trap_at(point, place)) as process:
        await place.report(PRIYA)
        assert await process.ended() == -signal.SIGKILL
    await recovers(place)
    assert len(place.kept().incidents) == (1 if point == "before the commit" else 2)


async def test_killed_right_after_the_ack(place: Place) -> None:
    async with running(place) as process:
        place.sandbox.delivery.transport = AfterAck(place.sandbox.delivery.transport, process.kill)
        line = await place.report(PRIYA)
        assert place.asked.lines[line], "Slack heard that it was taken"
        assert await process.ended() == -signal.SIGKILL
    await recovers(place)


@pytest.mark.parametrize("point", ["before the commit", "after the commit"])
async def test_killed_with_a_gesture_in_hand(place: Place, point: str) -> None:
    """An event is acknowledged once it is kept, and not before: otherwise Slack would not deliver
    it again."""
    database = "sqlite" if place.database_url.startswith("sqlite") else "postgres"
    before = point == "before the commit"
    then = waited(COMMITTING[database]) if before else COMMITTED[database]
    async with running(place, [PERFORMING, then]) as process:
        await place.opened(PRIYA)
        await place.settle()
        [prompt] = place.prompts()
        await react(place, TOM, prompt, "hand")
        assert await process.ended() == -signal.SIGKILL
    await recovers(place)
    await place.sandbox.delivery.settled()
    await place.settle()
    [mine] = [each for each in place.check().incidents.values() if each.home.channel == ROOMS[0]]
    assert mine.responsible("own_it") == TOM


@pytest.mark.parametrize("kind", ["hang", "delay"])
async def test_killed_while_slack_has_the_message(place: Place, kind: FaultKind) -> None:
    """hang: Slack never took it. delay: Slack took it, and the answer was on its way."""
    async with running(place) as process:
        fault = place.fault("chat.postMessage", kind, seconds=2)
        await place.report(PRIYA)
        await until(lambda: not place.pending(fault), "Slack has been asked")
        if kind == "delay":
            await until(place.cards, "Slack has it")
        process.kill()
        await process.ended()
    await recovers(place)
    assert len(place.cards()) == 1
