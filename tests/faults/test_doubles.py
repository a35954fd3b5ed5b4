"""Slack delivers twice, late, only the second time, and in the wrong order."""

import asyncio
import re
from collections import Counter
from datetime import timedelta

from sandbox.model import Message
from tests.faults.deeds import pin, react, say
from tests.faults.place import Place, until
from tests.faults.replicas import replica, replicas
from tests.faults.wires import LosingFirst, Remembering, Repeating
from tests.faults.zones import known
from tests.phrases import WHOLE
from tests.stories.cast import AMENDS, PRIYA, TOM
from tests.stories.reading import words
from tests.stories.stage import Stage

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


async def what_counts_each_time(place: Place) -> None:
    """What would be there twice if it were done twice: a promise, words to the customer, an answer
    of the coach, a prompt that is said again."""
    gestures, stage = place.sandbox.gestures, Stage(place.sandbox, {}, place.folder / "log")
    card, prompt = place.cards()[-1], place.prompts()[-1]
    due = f"{place.time() + timedelta(days=5):%Y-%m-%d}"
    promise = f"promise 1 refund by {due} 17:00"
    await gestures.command(PRIYA, card.channel, "/mistake", promise)
    await stage.press(PRIYA, card, "Update the customer")
    await stage.modal(PRIYA, "Update the customer")
    await stage.fill(PRIYA, what_do_you=WHOLE)
    await stage.submit(PRIYA)
    said = await say(place, TOM, card, "It was the wrong label")
    await place.settle()
    await gestures.edit(TOM, said.channel, said.ts, "Liam was careless, it is his fault")
    await until(lambda: any(m.only_for == TOM for m in everything(place)), "a word to Tom alone")
    place.sandbox.slack.delete(prompt)
    await until(lambda: place.prompts()[-1].ts > prompt.ts, "the prompt again")
    await place.settle()


def everything(place: Place) -> list[Message]:
    """All that the bot said, also to one reader alone."""
    slack = place.sandbox.slack
    return [
        message
        for channel in slack.channels.values()
        for user in channel.members
        for message in slack.visible(channel.id, user)
        if message.user == AMENDS and user == (message.only_for or channel.members[-1])
    ]


def outcome(place: Place) -> tuple[object, ...]:
    """What came of it, without the times at which it did."""
    found = place.check()
    [incident] = found.incidents.values()
    entries = Counter((e["kind"], e["by_user"], timeless(e["text"])) for e in found.timeline)
    said = Counter((m.channel, m.only_for, timeless(words(m))) for m in everything(place))
    given = [each.words for each in incident.words_given]
    promised = [each.words for each in incident.promises.values()]
    assert promised
    assert given
    return incident.version, promised, given, entries, said


def timeless(said: str) -> str:
    """Without dates and timestamps."""
    return re.sub(r"<!date[^>]*>|\d[\d.:]{6,}", "then", said)


async def conversed(place: Place, number: int, times: int) -> tuple[object, ...]:
    """All of it on so many replicas, with everything delivered so many times at once."""
    async with replicas(place, number):
        if times > 1:
            wire = Repeating(place.sandbox.delivery.transport, times)
            place.sandbox.delivery.transport = wire
        for user in (PRIYA, TOM):  # or when it is known by whose clock it goes decides the version
            await known(place, user)
        await conversation(place)
        await what_counts_each_time(place)
        return outcome(place)


async def test_everything_four_times_on_two_replicas_at_once(
    shared_place: Place, file_place: Place
) -> None:
    """It ends as when each of it comes once."""
    four_times, once = await asyncio.gather(
        conversed(shared_place, 2, 4), conversed(file_place, 1, 1)
    )
    assert four_times == once


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
