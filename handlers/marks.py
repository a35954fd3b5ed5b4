"""Marks on messages of an incident's thread: 📌 and 📣."""

import asyncio
import logging
from collections.abc import Mapping

from bot.commands import Command, MarkMessage, UnmarkMessage
from bot.ports import ThreadMessage
from bot.wording import answers, system
from bot.wording.answers import Answer
from handlers.deps import Deps
from handlers.logs import reason
from handlers.parse import Reaction
from handlers.patience import NotYetKnown, is_recent, seen_soon
from handlers.payload import Payload, items, text
from handlers.react import explain, react
from handlers.slack_errors import Fate, judge
from handlers.whisper import REFUSED

log = logging.getLogger(__name__)

# Marks on a person's message, and whether each says that these were the words to the customer.
MARKS: Mapping[str, bool] = {"pushpin": False, "mega": True}
PAUSES = (2.0, 10.0)  # seconds between one try and the next
LONGEST_PAUSE = 30.0
ASK_SECONDS = 1.0  # before the ack, of the three that Slack gives us


async def on_message(deps: Deps, reaction: Reaction) -> None:
    """A mark was put on a message or taken off. Where the message is not known but may be from an
    incident's thread, written while we were away, Slack is asked."""
    found = await seen_soon(
        lambda: deps.desk.thread_message(reaction.team, reaction.message),
        ts=reaction.message.ts,
        event_ts=reaction.event_ts,
    )
    if found is not None:
        await _mark(deps, reaction, found)
        return
    ours = await deps.desk.our_message(reaction.team, reaction.message)
    if ours is not None:
        if ours.number is not None:
            explain(deps, reaction, answers.only_peoples_words())
    elif await deps.desk.has_threads(reaction.team, reaction.message.channel):
        await _ask_and_mark(deps, reaction)


async def _mark(deps: Deps, reaction: Reaction, found: ThreadMessage) -> None:
    as_words = MARKS[reaction.name]
    command: Command = (
        MarkMessage(reaction.user, reaction.message, found.author, as_words)
        if reaction.added
        else UnmarkMessage(reaction.user, reaction.message, as_words)
    )
    await react(deps, reaction, found.number, command, reaction.name)


async def _ask_and_mark(deps: Deps, reaction: Reaction) -> None:
    """Ask Slack for the message, before the ack: a mark that was acknowledged is kept. Where Slack
    does not answer at once, it is asked again after the ack."""
    try:
        async with asyncio.timeout(ASK_SECONDS):
            await _mark_if_ours(deps, reaction)
    except REFUSED as error:
        if pause := _pause(error, PAUSES[0]):
            deps.tasks.spawn(_ask_later(deps, reaction, pause), "mark")


async def _ask_later(deps: Deps, reaction: Reaction, pause: float) -> None:
    """Ask a few times more. Where Slack does not answer, the person is told to try again."""
    for following in (*PAUSES[1:], None):
        await asyncio.sleep(pause)
        try:
            await _mark_if_ours(deps, reaction)
            return
        except NotYetKnown:
            break
        except REFUSED as error:
            pause = _pause(error, following or LONGEST_PAUSE)
            if not pause:
                return
    explain(deps, reaction, Answer(system.not_looked_up()))


async def _mark_if_ours(deps: Deps, reaction: Reaction) -> None:
    """Raises what Slack and the network raise, and NotYetKnown."""
    response = await deps.client.conversations_replies(
        channel=reaction.message.channel, ts=reaction.message.ts, limit=1
    )
    found = await _of_a_thread(deps, reaction, items(response.data, "messages"))
    if found is not None:
        await _mark(deps, reaction, found)


def _pause(error: BaseException, at_least: float) -> float:
    """Seconds until Slack may be asked again; 0 where the message is not there, or not for us."""
    log.info("conversations.replies refused: %s", reason(error))
    failure = judge(error)
    if failure is None or failure.fate not in (Fate.RETRY, Fate.UNSURE):
        return 0.0
    return min(max(at_least, failure.wait or 0.0), LONGEST_PAUSE)


async def _of_a_thread(
    deps: Deps, reaction: Reaction, messages: list[Payload]
) -> ThreadMessage | None:
    """What is to be remembered about the message, if it is a person's in an incident's thread.
    Raises NotYetKnown where the thread may hang under a card of ours that we do not know yet."""
    team, at = reaction.team, reaction.message
    message = next((each for each in messages if text(each, "ts") == at.ts), {})
    author, thread_ts = text(message, "user"), text(message, "thread_ts")
    if not author or not thread_ts or author == deps.bot_user or text(message, "bot_id"):
        return None
    number = await deps.desk.thread_number(team, at.channel, thread_ts)
    if number is None:
        if text(message, "parent_user_id") == deps.bot_user and is_recent(at.ts, reaction.event_ts):
            raise NotYetKnown
        return None
    await deps.desk.saw_thread_message(team, number, at, author, deps.clock())
    return ThreadMessage(number, author)
