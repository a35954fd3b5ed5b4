"""What people do in an incident's thread, as Slack's clients do it."""

from sandbox.model import Message
from tests.faults.place import Place


async def react(place: Place, user: str, message: Message, name: str) -> None:
    """Put a reaction on a message."""
    await place.sandbox.gestures.react(user, message.channel, message.ts, name)


async def unreact(place: Place, user: str, message: Message, name: str) -> None:
    """Take it off."""
    await place.sandbox.gestures.unreact(user, message.channel, message.ts, name)


async def say(place: Place, user: str, card: Message, words: str) -> Message:
    """Say something in the card's thread."""
    ts = await place.sandbox.gestures.say(user, card.channel, words, card.ts)
    found = place.sandbox.slack.message(card.channel, ts)
    assert found
    return found


async def pin(place: Place, user: str, message: Message) -> None:
    """Mark a message for the timeline."""
    await react(place, user, message, "pushpin")
    place.asked.pinned.add((message.channel, message.ts))
