"""Marks on messages of an incident's thread: 📌 and 📣."""

from collections.abc import Mapping

from bot.commands import Command, MarkMessage, UnmarkMessage
from bot.marks import Mark
from bot.ports import ThreadMessage
from bot.wording import answers
from handlers.deps import Deps
from handlers.parse import Reaction
from handlers.react import explain, is_heeded, react

# Marks on a person's message, and whether each says that these were the words to the customer.
MARKS: Mapping[str, bool] = {"pushpin": False, "mega": True}


async def on_message(deps: Deps, reaction: Reaction) -> None:
    """A mark was put on a message or taken off. Where the message is not known but may be from an
    incident's thread, written while we were away, a look at it is owed (`handlers.owed_marks`)."""
    found = await deps.desk.thread_message(reaction.team, reaction.message)
    if found is None and await _may_be_of_a_thread(deps, reaction):
        found = await _owe(deps, reaction)
    if found is not None:
        await _mark(deps, reaction, found)


async def _may_be_of_a_thread(deps: Deps, reaction: Reaction) -> bool:
    ours = await deps.desk.our_message(reaction.team, reaction.message)
    if ours is not None and ours.number is not None:
        explain(deps, reaction, answers.only_peoples_words())
    if ours is not None or reaction.author == deps.bot_user:
        return False
    return await deps.desk.has_threads(reaction.team, reaction.message.channel)


async def _owe(deps: Deps, reaction: Reaction) -> ThreadMessage | None:
    """What is known of the message, if it has become known meanwhile."""
    team, name = reaction.team, reaction.name
    if not await is_heeded(deps, team, reaction.user):
        return None
    now, happened = deps.clock(), reaction.happened(name)
    mark = Mark(reaction.user, reaction.message, MARKS[name], now, happened)
    if not reaction.added:
        return await deps.marks.take_back(team, mark)
    found = await deps.marks.owe(team, mark, key=reaction.key, now=now)
    deps.wake()
    return found


async def _mark(deps: Deps, reaction: Reaction, found: ThreadMessage) -> None:
    as_words = MARKS[reaction.name]
    command: Command = (
        MarkMessage(reaction.user, reaction.message, found.author, as_words)
        if reaction.added
        else UnmarkMessage(reaction.user, reaction.message, as_words)
    )
    await react(deps, reaction, found.number, command, reaction.name)
