"""Reactions: gestures on a prompt, and marks on messages of an incident's thread."""

from collections.abc import Mapping

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.commands import Command, MarkMessage, MoveStep, TakeBack, UnmarkMessage
from bot.effects import step_of
from bot.playbook import STEP_REACTIONS
from bot.ports import ParcelKind, UnknownIncident
from bot.wording import answers as core_answers
from bot.wording.answers import Answer
from handlers import parse
from handlers.deps import Deps
from handlers.parse import Place, Reaction
from handlers.patience import ours_soon, seen_soon
from handlers.payload import Payload
from handlers.people import meet
from handlers.views import answers
from handlers.whisper import tell_later

# Marks on a person's message, and whether each says that these were the words to the customer.
MARKS: Mapping[str, bool] = {"pushpin": False, "mega": True}


async def on_reaction(ack: AsyncAck, body: Payload, *, deps: Deps) -> None:
    """A reaction was put on a message or taken off. What is not ours is not touched."""
    reaction = parse.reaction(body, deps.team)
    if reaction and reaction.user != deps.bot_user:
        if reaction.name in STEP_REACTIONS:
            await _on_prompt(deps, reaction)
        elif reaction.name in MARKS:
            await _on_message(deps, reaction)
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
    if step is None:
        _explain(deps, reaction, core_answers.card_is_no_step(), ours.number)
        return
    command: Command = (
        MoveStep(reaction.user, step, gesture, by_reaction=True)
        if reaction.added
        else TakeBack(reaction.user, step, gesture)
    )
    await _do(deps, reaction, ours.number, command, gesture)


async def _on_message(deps: Deps, reaction: Reaction) -> None:
    found = await seen_soon(
        lambda: deps.desk.thread_message(reaction.team, reaction.message),
        ts=reaction.message.ts,
        event_ts=reaction.event_ts,
    )
    if found is None:
        ours = await deps.desk.our_message(reaction.team, reaction.message)
        if ours is not None and ours.number is not None:
            _explain(deps, reaction, core_answers.only_peoples_words(), ours.number)
        return
    as_words = MARKS[reaction.name]
    command: Command = (
        MarkMessage(reaction.user, reaction.message, found.author, as_words)
        if reaction.added
        else UnmarkMessage(reaction.user, reaction.message, as_words)
    )
    await _do(deps, reaction, found.number, command, reaction.name)


def _explain(deps: Deps, reaction: Reaction, answer: Answer, number: int) -> None:
    """A reaction that does nothing where it was put. Taking it off needs no words."""
    if reaction.added:
        place = Place(reaction.message.channel, "")
        tell_later(deps, reaction.user, place, answers.gesture(answer, number))


async def _do(deps: Deps, reaction: Reaction, number: int, command: Command, gesture: str) -> None:
    """Of one person's `gesture` on a message the latest counts, put on or taken off, in whichever
    order Slack delivers. Who may not see the incident, and every bot, reacts without effect and
    without an answer."""
    known = await deps.directory.people(reaction.team, [reaction.user])
    if reaction.user in known and known[reaction.user].is_bot:
        return
    try:
        outcome = await deps.desk.perform(
            reaction.team,
            number,
            command,
            now=deps.clock(),
            key=reaction.key,
            at=reaction.message.channel,
            happened=reaction.happened(gesture),
        )
    except UnknownIncident:
        return
    deps.wake()
    meet(deps, reaction.team, reaction.user)
    if outcome.answer:
        thread_ts = outcome.incident.home.thread_ts if outcome.incident else None
        place = Place(reaction.message.channel, thread_ts or "")
        tell_later(deps, reaction.user, place, answers.gesture(outcome.answer, number))
