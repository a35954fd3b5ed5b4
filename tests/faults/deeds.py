"""What people do in an incident's thread, as Slack's clients do it."""

from sandbox.model import Message
from tests.faults.place import Place, until
from tests.stories.reading import elements


async def press(place: Place, user: str, message: Message, label: str) -> None:
    """Press the button with that label."""
    for block, part in elements(message.blocks):
        if part["type"] == "button" and part["text"]["text"] == label:
            await place.sandbox.gestures.press(
                user,
                message.channel,
                message.ts,
                part["action_id"],
                block_id=block["block_id"],
                value=part.get("value"),
            )
            return
    raise AssertionError(f"no button {label!r}")


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


async def settled_step(place: Place, user: str, prompt: Message) -> None:
    """Skip the step of that prompt by a reaction, and wait for the next one."""
    before = {message.ts for message in place.prompts(prompt.channel)}
    await react(place, user, prompt, "fast_forward")
    await until(
        lambda: {message.ts for message in place.prompts(prompt.channel)} - before,
        "the next prompt",
    )
