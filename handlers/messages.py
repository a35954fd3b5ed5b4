"""Messages: those in an incident's thread are remembered by author, never by text; the bot answers
when it is spoken to; everything else is not touched."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.commands import MessageGone, MessageRef
from bot.ports import ParcelKind, UnknownIncident
from handlers import coach
from handlers.about import it_is_about
from handlers.deps import Deps
from handlers.parse import Place
from handlers.patience import ours_soon
from handlers.payload import Payload, event_key, is_dm, part, team_of, text
from handlers.views import answers
from handlers.whisper import say_directly, tell_later

# What a person says (Slack: "message" event, subtypes). Everything else is Slack's or an app's.
SPOKEN = ("", "file_share", "me_message", "thread_broadcast")


async def on_message(ack: AsyncAck, body: Payload, *, deps: Deps) -> None:
    """A message was written, changed or deleted."""
    event = part(body, "event")
    subtype = text(event, "subtype")
    if subtype in SPOKEN:
        await _spoken(deps, body, event)
    elif subtype == "message_changed" and text(event, "message", "subtype") in SPOKEN:
        _edited(deps, body)
    elif subtype == "message_deleted":
        ts = text(event, "deleted_ts") or text(event, "previous_message", "ts")
        await _deleted(deps, body, ts)
    elif subtype == "message_changed" and text(event, "message", "subtype") == "tombstone":
        # A deleted message with replies leaves a tombstone behind.
        await _deleted(deps, body, text(event, "message", "ts"))
    await ack()


async def _spoken(deps: Deps, body: Payload, event: Payload) -> None:
    user, channel, ts = text(event, "user"), text(event, "channel"), text(event, "ts")
    if not (user and channel and ts) or user == deps.bot_user or text(event, "bot_id"):
        return
    team, thread_ts = team_of(body, deps.team), text(event, "thread_ts")
    number = None
    if thread_ts and thread_ts != ts:
        root = MessageRef(channel, thread_ts)
        number = await _thread_number(deps, team, root, text(event, "parent_user_id"), ts)
    if number is not None:
        message = MessageRef(channel, ts)
        await deps.desk.saw_thread_message(team, number, message, user, deps.clock())
        it_is_about(number)
        heard = coach.Heard(team, user, channel, thread_ts, ts, text(event, "text"))
        coach.listen(deps, heard, number)
    mentions = (f"<@{deps.bot_user}>", f"<@{deps.bot_user}|")
    mentioned = text(event, "text").lstrip().startswith(mentions)
    written_to = is_dm(channel) and number is None
    if not (mentioned or written_to):
        return
    key = event_key(body)
    if key and not await deps.desk.first_time(team, key, now=deps.clock()):
        return
    help_message = answers.help_message(deps.command, None)
    if mentioned:
        tell_later(deps, user, Place(channel, thread_ts), help_message)
    else:
        deps.tasks.spawn(say_directly(deps, user, help_message, thread_ts), "help")


def _edited(deps: Deps, body: Payload) -> None:
    heard = coach.edited(deps, body)
    if heard:
        coach.listen(deps, heard)


async def _thread_number(
    deps: Deps, team: str, root: MessageRef, author: str, event_ts: str
) -> int | None:
    """The incident whose thread hangs under `root`, also while our card is a moment old."""
    number = await deps.desk.thread_number(team, root.channel, root.ts)
    if number is not None:
        return number
    ours = await ours_soon(deps, team, root, author=author, event_ts=event_ts)
    return await deps.desk.thread_number(team, root.channel, root.ts) if ours else None


async def _deleted(deps: Deps, body: Payload, ts: str) -> None:
    """One of our messages is gone: what it said is still owed, so it is said again.

    Whose it was stands in `previous_message`: what is left of it belongs to Slackbot.
    """
    event = part(body, "event")
    team, message = team_of(body, deps.team), MessageRef(text(event, "channel"), ts)
    author, event_ts = text(event, "previous_message", "user"), text(event, "event_ts")
    ours = await ours_soon(deps, team, message, author=author, event_ts=event_ts)
    if ours is None or ours.kind is not ParcelKind.SLOT or ours.number is None:
        return
    gone, key = MessageGone(ours.slot), event_key(body)
    try:
        await deps.desk.perform(team, ours.number, gone, now=deps.clock(), key=key, pressed=message)
    except UnknownIncident:
        return
    deps.wake()
