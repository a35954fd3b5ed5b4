"""A mark on a message the bot never heard of: Slack is in trouble, the bot is killed."""

import signal

import pytest

from sandbox.model import Message
from tests.faults.deeds import pin, react, say, unreact
from tests.faults.moments import ACKING, COMMITTED, COMMITTING, Moment
from tests.faults.place import LEASE, Place, until
from tests.faults.processes import running
from tests.stories.cast import PRIYA, TOM

OWING = Moment("storage/marking.py", "_row", "call")
MAKING = Moment("storage/marking.py", "_make", "call")
POINTS = ("owed, before the ack", "looked at, not made", "made, not told")


def trap_at(point: str, place: Place) -> list[Moment]:
    database = "sqlite" if place.database_url.startswith("sqlite") else "postgres"
    return {
        "owed, before the ack": [OWING, COMMITTED[database], ACKING],
        "looked at, not made": [MAKING, COMMITTING[database]],
        "made, not told": [MAKING, COMMITTED[database]],
    }[point]


async def unheard(place: Place) -> Message:
    """What Tom said in the thread of a new incident, which never reached the bot."""
    card = await place.opened(PRIYA)
    await place.settle()
    place.sandbox.delivery.hold()
    said = await say(place, TOM, card, "I rang them")
    place.sandbox.delivery.held = None
    return said


async def made(place: Place) -> None:
    """Nothing is owed any more; what was marked stands on the timeline, once."""
    await until(lambda: not place.kept().unsent(), "all is done", 40)
    await place.settle()
    place.check()


@pytest.mark.parametrize("point", POINTS)
async def test_killed_at(file_place: Place, point: str) -> None:
    await killed_at(file_place, point)


@pytest.mark.long
@pytest.mark.parametrize("point", POINTS)
async def test_killed_at_on_a_server(shared_place: Place, point: str) -> None:
    await killed_at(shared_place, point)


async def killed_at(place: Place, point: str) -> None:
    """Killed there, and started again: it is made, once."""
    async with running(place, trap_at(point, place)) as process:
        await pin(place, PRIYA, await unheard(place))
        assert await process.ended() == -signal.SIGKILL
    place.time.pass_by(LEASE)
    async with running(place):
        await until(lambda: not place.sandbox.delivery.undelivered, "all is delivered", 30)
        await made(place)


async def test_killed_while_slack_refuses_to_show_it(place: Place) -> None:
    """The one that was taken off meanwhile is not marked, the other is."""
    async with running(place) as process:
        said = await unheard(place)
        fault = place.fault("conversations.replies", "500", 1000)
        await pin(place, PRIYA, said)
        await react(place, TOM, said, "mega")
        await until(lambda: fault.count < 999, "Slack has refused both")
        process.kill()
        await process.ended()
    await unreact(place, TOM, said, "mega")
    place.sandbox.faults.waiting.clear()
    place.time.pass_by(LEASE)
    async with running(place):
        await until(lambda: not place.sandbox.delivery.undelivered, "all is delivered", 30)
        await made(place)
    marks = [entry["marked_by"] for entry in place.kept().timeline if entry["ts"] == said.ts]
    assert marks == [PRIYA]


async def test_under_a_card_that_was_posted_twice(place: Place) -> None:
    """The answer to the post is lost, and Slack's history is late: there are two cards, and what is
    said under the one we never heard of counts as well."""
    place.sandbox.faults.history_lags = 600.0
    place.fault("chat.postMessage", "lost_reply")
    async with running(place):
        await place.opened(PRIYA)
        first, second = (card for card in place.cards() if "putting it right" in card.text)
        place.sandbox.faults.history_lags = 0.0
        for card in (first, second):
            await pin(place, PRIYA, await say(place, TOM, card, f"I rang them at {card.ts}"))
        await until(lambda: not place.kept().unsent(), "all is done", 40)
        await place.settle()
    place.check(surplus=1)
    told = {entry["text"] for entry in place.kept().timeline if entry["ts"]}
    assert told == {f"I rang them at {card.ts}" for card in (first, second)}
