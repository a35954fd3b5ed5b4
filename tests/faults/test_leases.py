"""A replica that sleeps while it has a message in hand, and wakes when another has sent it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from sandbox.faults import FaultKind
from tests.faults.deeds import react
from tests.faults.drowsy import Drowsy, start
from tests.faults.kept import look
from tests.faults.moments import CLAIMED, COMMITTED, PERFORMING, STARTING, Moment
from tests.faults.place import LEASE, ROOMS, Place, until
from tests.faults.replicas import replica
from tests.stories.cast import PRIYA, TOM

EDITING = Moment("handlers/courier.py", "_edit", "call")  # it knows what to say, and has to say it
NAPS = {
    "claimed": (CLAIMED, COMMITTED["postgres"]),
    "begun": (STARTING, COMMITTED["postgres"]),
    "editing": (PERFORMING, EDITING),
}
REFUSED = "claimed by someone else meanwhile"
PATIENCE = 30.0


@asynccontextmanager
async def drowsy(place: Place, nap: Sequence[Moment] = ()) -> AsyncIterator[Drowsy]:
    """One that is connected, and falls asleep there."""
    first = await start(place.environment, place.folder, place.time.moved, nap)
    try:
        await until(lambda: first.said("Ready."), "a connection", PATIENCE)
        yield first
    finally:
        await first.end()


def written(place: Place) -> dict[str, str]:
    """Which transaction wrote each row of the outbox last, though it wrote what was there."""
    rows = text("SELECT id, xmin::text AS by_whom FROM outbox")
    return look(
        place.database_url,
        lambda connection: {row.id: row.by_whom for row in connection.execute(rows)},
    )


async def taken_over(place: Place, first: Drowsy) -> dict[str, str]:
    """A second one has sent all of it, while the first sleeps. What is `written` then."""
    await until(place.prompts, "the second has taken over", PATIENCE)
    await place.settle()
    assert first.asleep(), "it was the second"
    return written(place)


async def goes_on(place: Place, first: Drowsy, before: dict[str, str]) -> None:
    """It is alone from here on, knows the time, and works; nothing that was done is done again."""
    first.goes_by(place.time.moved)
    await place.opened(TOM, ROOMS[2])
    await place.settle()
    place.check()
    now = written(place)
    assert {row: now[row] for row in before} == before, "it wrote about what is another's"
    assert len(place.cards()) == 1


@pytest.mark.parametrize("stands_still", [True, False], ids=["its clock, too", "not its clock"])
async def test_it_says_nothing_any_more(shared_place: Place, *, stands_still: bool) -> None:
    """What keeps it from posting is the token where its clock stood still with it and its time does
    not seem over, and its time where it had asked about the token before it fell asleep."""
    place = shared_place
    async with drowsy(place, NAPS["claimed" if stands_still else "begun"]) as first:
        await place.report(PRIYA)
        await until(first.asleep, "it sleeps with the card in hand", PATIENCE)
        assert not place.cards()
        place.time.pass_by(LEASE)
        async with replica(place):
            before = await taken_over(place, first)
            if not stands_still:
                first.goes_by(place.time.moved)
            first.wake()
            await until(lambda: first.said(REFUSED, "card is in Slack"), "it goes on", PATIENCE)
            place.check()
        assert first.said(REFUSED)
        await goes_on(place, first, before)


@pytest.mark.parametrize("kind", ["hang", pytest.param("delay", marks=pytest.mark.long)])
async def test_it_writes_nothing_any_more(shared_place: Place, kind: FaultKind) -> None:
    """hang: Slack did not take its message. delay: Slack took it, and it does not know yet."""
    place = shared_place
    async with drowsy(place) as first:
        slow = place.fault("chat.postMessage", kind, seconds=1)
        await place.report(PRIYA)
        await until(lambda: not place.pending(slow), "it has begun to post", PATIENCE)
        if kind == "delay":
            await until(place.cards, "Slack has it")
        first.sleep()
        await until(first.asleep, "it sleeps")
        place.time.pass_by(LEASE)
        async with replica(place):
            before = await taken_over(place, first)
            assert not first.said("card is in Slack", "slot card: ")
            first.goes_by(place.time.moved)
            first.wake()  # Slack’s answer comes, or the end of its patience
            await until(
                lambda: first.said("card is in Slack", "slot card: "), "it has heard", PATIENCE
            )
        await goes_on(place, first, before)


@pytest.mark.long
async def test_an_edit_that_is_late_is_not_made(shared_place: Place) -> None:
    """Another has made it meanwhile, and a newer one."""
    place = shared_place
    async with drowsy(place, NAPS["editing"]) as first:
        await place.opened(PRIYA)
        await place.settle()
        [prompt] = place.prompts()
        await react(place, TOM, prompt, "hand")
        await until(first.asleep, "it sleeps with an edit in hand", PATIENCE)
        place.time.pass_by(LEASE)
        async with replica(place):
            await until(
                lambda: not place.kept().waiting(place.time()), "the second edits", PATIENCE
            )
            await react(place, PRIYA, prompt, "fast_forward")
            await until(
                lambda: any(each.ts != prompt.ts for each in place.prompts()), "the next", PATIENCE
            )
            await place.settle()
            place.check()
            before = written(place)
            first.goes_by(place.time.moved)
            first.wake()
            await until(lambda: first.said(REFUSED, "is in Slack"), "it goes on", PATIENCE)
            place.check()
        await goes_on(place, first, before)
