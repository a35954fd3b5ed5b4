"""Slack delivers twice, late, only the second time, and in the wrong order."""

from datetime import timedelta

from tests.faults.deeds import pin, react, say
from tests.faults.place import Place, until
from tests.faults.replicas import replica, replicas
from tests.faults.wires import LosingFirst, Remembering, Repeating
from tests.stories.cast import PRIYA, TOM

A_DAY = timedelta(days=1)


async def conversation(place: Place) -> None:
    """A mistake is reported, and people do something about it."""
    card = await place.opened(PRIYA)
    [prompt] = place.prompts()
    await react(place, TOM, prompt, "hand")
    said = await say(place, TOM, card, "I rang them at ten")
    await pin(place, PRIYA, said)
    await place.settle()
    await react(place, TOM, prompt, "fast_forward")
    await until(lambda: len(place.prompts()) == 1 and place.prompts() != [prompt], "the next step")
    await place.settle()


async def test_everything_four_times_on_two_replicas_at_once(shared_place: Place) -> None:
    place = shared_place
    async with replicas(place, 2):
        place.sandbox.delivery.transport = Repeating(place.sandbox.delivery.transport)
        await conversation(place)
        found = place.check()
    assert len(found.incidents) == 1


async def test_everything_again_after_a_day(place: Place) -> None:
    async with replica(place):
        wire = Remembering(place.sandbox.delivery.transport)
        place.sandbox.delivery.transport = wire
        await conversation(place)
        await place.later(A_DAY)
        await place.later(timedelta(minutes=2))
        before, said = place.check(), place.said()
        await wire.again()
        await place.settle()
        after = place.check()
        assert after.incidents == before.incidents
        assert after.timeline == before.timeline
        assert place.said() == said


async def test_what_arrives_only_as_a_retry_is_done(place: Place) -> None:
    async with replica(place):
        wire = LosingFirst(place.sandbox.delivery.transport)
        place.sandbox.delivery.transport = wire
        await conversation(place)
        assert wire.lost
        place.check()
