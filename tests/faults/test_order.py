"""What Slack delivers in another order ends as in the order in which it happened."""

from sandbox.model import Message
from tests.faults.deeds import pin, react, say, unreact
from tests.faults.place import Place, until
from tests.faults.replicas import replica, replicas
from tests.stories.cast import PRIYA, TOM


async def backwards(place: Place) -> None:
    """What was held back arrives, the last of it first."""
    place.sandbox.delivery.release("reversed")
    await place.settle()


async def opened(place: Place) -> tuple[Message, Message]:
    """An incident's card and its first prompt."""
    card = await place.opened(PRIYA)
    await place.settle()
    [prompt] = place.prompts()
    return card, prompt


async def test_taken_off_before_it_was_put_on(shared_place: Place) -> None:
    """On two replicas, either of which may get either."""
    place = shared_place
    async with replicas(place, 2):
        card, prompt = await opened(place)
        said = await say(place, TOM, card, "I rang them")
        await place.settle()
        place.sandbox.delivery.hold()
        await react(place, TOM, prompt, "hand")
        await unreact(place, TOM, prompt, "hand")
        await react(place, PRIYA, said, "pushpin")
        await unreact(place, PRIYA, said, "pushpin")
        await backwards(place)
        found = place.check()
        [incident] = found.incidents.values()
        assert incident.responsible("own_it") == PRIYA
        assert not [entry for entry in found.timeline if entry["ts"] == said.ts]
        place.sandbox.delivery.hold()
        await pin(place, PRIYA, said)
        await unreact(place, PRIYA, said, "pushpin")
        await pin(place, PRIYA, said)
        await backwards(place)
        place.check()


async def test_edited_or_deleted_before_it_was_said(place: Place) -> None:
    """A mark keeps the words as they were when it was put on, whatever becomes of the message, and
    in whichever order we hear of it. A prompt that was deleted is said again; what was done with it
    before that counts."""
    async with replica(place):
        card, prompt = await opened(place)
        gestures, slack = place.sandbox.gestures, place.sandbox.slack
        early = await say(place, TOM, card, "I rang them at nine")
        gone = await say(place, TOM, card, "I wrote to them")
        await place.settle()
        for message in (early, gone):
            await pin(place, PRIYA, message)
        await until(lambda: {"I rang them at nine", "I wrote to them"} <= noted(place), "both")
        place.sandbox.delivery.hold()
        await gestures.edit(TOM, early.channel, early.ts, "I rang them at noon")
        late = await say(place, TOM, card, "I called at nine")
        await gestures.edit(TOM, late.channel, late.ts, "I called at ten")
        await pin(place, PRIYA, late)
        await gestures.edit(TOM, gone.channel, gone.ts, "I wrote to them, too")
        await gestures.delete(TOM, gone.channel, gone.ts)
        slack.delete(prompt)
        await backwards(place)
        await until(place.prompts, "the prompt again")
        [again] = place.prompts()
        place.sandbox.delivery.hold()
        await react(place, TOM, again, "hand")
        slack.delete(again)
        await backwards(place)
        await until(lambda: [m for m in place.prompts() if m is not again], "once more")
        await until(lambda: "I called at ten" in noted(place), "the words it was marked with")
        await place.settle()
        found = place.check()
        assert noted(place) == {"I rang them at nine", "I wrote to them", "I called at ten"}
        [incident] = found.incidents.values()
        assert incident.responsible("own_it") == TOM
        assert len(place.prompts()) == 1


def noted(place: Place) -> set[str]:
    """What the messages on the timeline say there."""
    return {entry["text"] for entry in place.kept().timeline if entry["ts"]}


async def test_marked_before_our_card_is_known_to_be_ours(file_place: Place) -> None:
    """Slack has our first card there, and its answer is late: people are quicker."""
    place = file_place
    async with replica(place):
        place.fault("chat.postMessage", "delay", seconds=5)
        await place.report(PRIYA)
        await until(place.cards, "the card")
        [card] = place.cards()
        await pin(place, PRIYA, await say(place, TOM, card, "I rang them"))
        await until(lambda: not place.sandbox.delivery.undelivered, "all is delivered", 30)
        await until(lambda: not place.kept().unsent(), "all is looked at", 30)
        await place.settle()
        place.check()


async def test_an_own_message_deleted_twice_over_is_posted_once(file_place: Place) -> None:
    """The deletion of our prompt arrives after it was said again, and arrives twice."""
    place = file_place
    async with replica(place):
        _, prompt = await opened(place)
        place.sandbox.delivery.double = 1
        place.sandbox.slack.delete(prompt)
        await until(place.prompts, "the prompt again")
        await place.settle()
        assert len(place.prompts()) == 1
        place.check()
