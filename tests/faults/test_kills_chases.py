"""Killed with SIGKILL while a reminder is made or sent: it is told once, and its ladder goes on."""

import signal

import pytest

from bot.chasing import LADDER
from sandbox.faults import FaultKind
from tests.faults.chases import (
    MOMENT,
    all_swept,
    due,
    nearly_due,
    reminders,
    shown,
    tell_more,
)
from tests.faults.moments import (
    CLAIMED,
    COMMITTED,
    COMMITTING,
    MARKING,
    STARTING,
    TELLING,
    Moment,
)
from tests.faults.place import GATHER, LEASE, Place, until
from tests.faults.processes import running, start
from tests.stories.cast import PRIYA

LONG = pytest.mark.long
SENDING: dict[str, tuple[Moment, dict[str, Moment]]] = {
    "claimed, not begun": (CLAIMED, COMMITTED),
    "begun, not posted": (STARTING, COMMITTED),
    "posted, before the mark": (MARKING, COMMITTING),
    "posted, after the mark": (MARKING, COMMITTED),
}
# Of the reminder, where it died there: it waits, is tried, is in Slack so often, is known to be.
LEFT = {
    "claimed, not begun": (True, False, 0, False),
    "begun, not posted": (True, True, 0, False),
    "posted, before the mark": (True, True, 1, False),
    "posted, after the mark": (False, False, 1, True),
}
SWEEPING = ("before the commit", "after the commit")


def database(place: Place) -> str:
    return "sqlite" if place.database_url.startswith("sqlite") else "postgres"


async def goes_on(place: Place) -> None:
    """Started again, once what the dead one held is free: it is told, once."""
    place.time.pass_by(LEASE)
    async with running(place):
        await until(lambda: all_swept(place), "all is swept", 30)
        await place.settle(30)
    if place.kept().unsent():  # it was made just now, so it gathers
        place.time.pass_by(GATHER)
        async with running(place):
            await until(lambda: not place.kept().unsent(), "all is sent", 30)
            await place.settle()
    told_once(place, 1)


async def climbs_on(place: Place) -> None:
    """And so is what comes after it."""
    await tell_more(place)
    told_once(place, 2)


def told_once(place: Place, number: int) -> None:
    """There are so many reminders, each of them in Slack, once; every ladder stands above what was
    told."""
    found, rows = place.check(), reminders(place)
    assert len(rows) == number
    assert [len(shown(place, row)) for row in rows] == [1] * number
    assert len(place.reminders(PRIYA)) == number
    assert len(found.told()) >= number
    for who, item in found.told():
        chase = found.incidents[item.incident_id].chases[item.key]
        assert who == PRIYA and LADDER.index(chase.rung) > LADDER.index(item.rung)


async def dies_sending(place: Place, point: str) -> None:
    """The reminder that waits alone is sent by one that is killed there."""
    first, then = SENDING[point]
    dying = await start(place, [first, then[database(place)]])
    assert await dying.ended() == -signal.SIGKILL
    [row] = reminders(place)
    left = (bool(row["due_at"]), row["tried"], len(shown(place, row)), bool(row["ts"]))
    assert left == LEFT[point]


async def dies_sweeping(place: Place, point: str) -> None:
    """It is made by one that is killed there. That it is told and where its ladder stands are one:
    neither is kept without the other."""
    before = place.kept().chases
    commit = [COMMITTED[database(place)]] if point == "after the commit" else []
    dying = await start(place, [TELLING, *commit])
    assert await dying.ended() == -signal.SIGKILL
    moved = place.kept().chases != before
    assert (len(reminders(place)), moved) == ((1, True) if "after" in point else (0, False))


async def test_killed_at_one_point_after_the_other(file_place: Place) -> None:
    """One and the same reminder."""
    place = file_place
    await nearly_due(place, PRIYA)
    place.time.pass_by(2 * MOMENT)
    for point in SWEEPING:
        await dies_sweeping(place, point)
    place.time.pass_by(GATHER)
    for point in ("begun, not posted", "posted, before the mark"):
        await dies_sending(place, point)
    await goes_on(place)


async def killed_sending(place: Place, point: str) -> None:
    await due(place, PRIYA)
    await dies_sending(place, point)
    await goes_on(place)
    await climbs_on(place)


async def test_killed_before_it_is_known_to_be_told(shared_place: Place) -> None:
    """Whoever sends it next waits until the lease is over, and looks."""
    await due(shared_place, PRIYA)
    await dies_sending(shared_place, "posted, before the mark")
    await goes_on(shared_place)


async def test_killed_before_it_is_known_while_slack_shows_what_is_old(file_place: Place) -> None:
    """The next one does not find it in Slack, and tells it again: once, and its ladder goes on."""
    place = file_place
    await due(place, PRIYA)
    place.sandbox.faults.history_lags = 600.0
    await dies_sending(place, "posted, before the mark")
    place.time.pass_by(LEASE)
    for _ in range(2):  # the second has nothing left to tell
        async with running(place):
            await until(lambda: not place.kept().unsent(), "all is sent", 30)
            await place.settle()
        [row] = reminders(place)
        assert len(shown(place, row)) == 2
        place.sandbox.faults.history_lags = 0.0
    place.check(surplus=1)
    await tell_more(place)
    place.check(surplus=1)
    assert [len(shown(place, row)) for row in reminders(place)] == [2, 1]


@LONG
@pytest.mark.parametrize("point", SENDING)
async def test_killed_while_it_is_sent(place: Place, point: str) -> None:
    await killed_sending(place, point)


@LONG
@pytest.mark.parametrize("point", SWEEPING)
async def test_killed_while_it_is_made(place: Place, point: str) -> None:
    await nearly_due(place, PRIYA)
    place.time.pass_by(2 * MOMENT)
    await dies_sweeping(place, point)
    await goes_on(place)
    await climbs_on(place)


@LONG
@pytest.mark.parametrize("kind", ["hang", "delay"])
async def test_killed_while_slack_has_it(place: Place, kind: FaultKind) -> None:
    """hang: Slack never took it. delay: Slack took it, and the answer was on its way."""
    reminder = await due(place, PRIYA)
    fault = place.fault("chat.postMessage", kind, seconds=5)
    async with running(place) as process:
        await until(lambda: not place.pending(fault), "Slack has been asked", 30)
        if kind == "delay":
            await until(lambda: shown(place, reminder), "Slack has it")
        process.kill()
        await process.ended()
    [row] = reminders(place)
    assert (row["tried"], row["ts"], len(shown(place, row))) == (True, None, kind == "delay")
    await goes_on(place)
    await climbs_on(place)
