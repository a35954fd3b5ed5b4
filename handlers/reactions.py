"""Reactions: gestures on a prompt, and marks on messages of an incident's thread."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.commands import Command, MoveStep, TakeBack
from bot.effects import promise_in, step_of
from bot.ledger_commands import KeepPromise, TakeBackKept
from bot.make_up import number_of
from bot.playbook import STEP_REACTIONS, Gesture
from bot.ports import ParcelKind, UnknownIncident
from bot.wording import answers
from bot.wording import make_up_answers as words
from handlers import marks, parse
from handlers.deps import Deps
from handlers.parse import Place, Reaction
from handlers.patience import ours_soon
from handlers.payload import Payload
from handlers.react import explain, react
from handlers.views import answers as views
from handlers.whisper import tell_later


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
    if number_of(ours.slot) is not None:
        await _on_make_up(deps, reaction, ours.number, number_of(ours.slot) or 0)
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
    """✅ on a promise keeps it; taking that off opens it again."""
    command: Command = (
        KeepPromise(reaction.user, key, by_reaction=True)
        if reaction.added
        else TakeBackKept(reaction.user, key)
    )
    await react(deps, reaction, number, command, Gesture.DONE)


async def _on_make_up(deps: Deps, reaction: Reaction, number: int, made_number: int) -> None:
    """On a make-up its buttons decide: whoever reacts to it is told how it stands."""
    channel = reaction.message.channel
    try:
        incident = await deps.desk.incident(reaction.team, number, reaction.user, at=channel)
    except UnknownIncident:
        return
    made = incident.making_up.find(made_number)
    if made is None or not reaction.added:
        return
    lead = (await deps.directory.settings(reaction.team)).lead
    place = Place(channel, incident.home.thread_ts or "")
    tell_later(deps, reaction.user, place, views.gesture(words.by_buttons(made, lead), number))
