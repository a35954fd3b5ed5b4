"""Reactions: gestures on a prompt, and marks on messages of an incident's thread."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.commands import Command, MoveStep, TakeBack
from bot.effects import promise_in, step_of
from bot.ledger_commands import KeepPromise
from bot.playbook import STEP_REACTIONS, Gesture
from bot.ports import ParcelKind
from bot.wording import answers
from handlers import marks, parse
from handlers.deps import Deps
from handlers.parse import Reaction
from handlers.patience import ours_soon
from handlers.payload import Payload
from handlers.react import explain, react


async def on_reaction(ack: AsyncAck, body: Payload, *, deps: Deps) -> None:
    """A reaction was put on a message or taken off. What is not ours is not touched."""
    reaction = parse.reaction(body, deps.team)
    if reaction and reaction.user != deps.bot_user:
        if reaction.name in STEP_REACTIONS:
            await _on_prompt(deps, reaction)
        elif reaction.name in marks.MARKS:
            await marks.on_message(deps, reaction)
    await ack()


async def _on_prompt(deps: Deps, reaction: Reaction) -> None:
    ours = await ours_soon(
        deps,
        reaction.team,
        reaction.message,
        author=reaction.author,
        event_ts=reaction.event_ts,
    )
    if ours is None or ours.kind is not ParcelKind.SLOT or ours.number is None:
        return
    step, gesture = step_of(ours.slot), STEP_REACTIONS[reaction.name]
    promise = promise_in(ours.slot)
    if promise and gesture is Gesture.DONE:
        await _on_promise(deps, reaction, ours.number, promise)
        return
    if step is None:
        explain(deps, reaction, answers.card_is_no_step())
        return
    command: Command = (
        MoveStep(reaction.user, step, gesture, by_reaction=True)
        if reaction.added
        else TakeBack(reaction.user, step, gesture)
    )
    await react(deps, reaction, ours.number, command, gesture)


async def _on_promise(deps: Deps, reaction: Reaction, number: int, key: str) -> None:
    """✅ on a promise keeps it. Taking it off needs more than a slip of the finger."""
    if reaction.added:
        await react(deps, reaction, number, KeepPromise(reaction.user, key), Gesture.DONE)
