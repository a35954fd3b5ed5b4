"""One promised message on its way to Slack: posted, edited, or found again after a doubt."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.commands import MessageRef
from bot.outbox import Outbox
from bot.ports import Parcel, ParcelKind
from handlers.calling import Calls
from handlers.logs import reason
from handlers.payload import Payload, items, part, text
from handlers.recognise import ids_on, is_like, is_that, marked
from handlers.sharing import OutsidersReadAlong, Sharing
from handlers.slack_errors import Fate, judge
from handlers.uploads import SentFile
from handlers.views.shapes import Message

EVENT_TYPE = "amends_message"
PAGES = 10  # of a hundred messages each, when we look for one of ours

_SAID_ONCE = frozenset({ParcelKind.NOTE, ParcelKind.WELCOME})
_REFUSED = (Fate.GONE, Fate.NEVER, Fate.BARRED)
_NOT_THERE = frozenset({"message_not_found", "thread_not_found"})
_NO_LOOK = frozenset({"channel_not_found", "missing_scope", "not_in_channel", "thread_not_found"})


class Courier:
    """Talks to Slack about one parcel at a time; any number may be under way."""

    def __init__(
        self,
        client: AsyncWebClient,
        outbox: Outbox,
        *,
        bot_user: str,
        clock: Callable[[], datetime],
        sharing: Sharing,
    ) -> None:
        """`client` has its own session with a timeout, and no retry handlers. `bot_user` is our own
        id; `clock` gives aware UTC instants and goes with Slack's; `sharing` knows where another
        company reads along."""
        self._client = client
        self._outbox = outbox
        self._calls = Calls(outbox, clock)
        self._bot_user = bot_user
        self._clock = clock
        self._sharing = sharing

    async def deliver(self, parcel: Parcel, message: Message) -> MessageRef:
        """Have Slack show it. Raises what Slack or the network raises, NotNow, NotOurs, and
        OutsidersReadAlong."""
        if parcel.posted:
            await self._among_us(parcel, parcel.posted.channel)
            return await self._edit(parcel, parcel.posted, message)
        channel = await self._conversation(parcel, look=parcel.unsure)
        await self._among_us(parcel, channel)
        if parcel.unsure:
            found = await self._find(parcel, channel, message)
            if found and parcel.kind in _SAID_ONCE:
                return found
            if found:  # it may say what was true when it was first tried
                return await self._edit(parcel, found, message)
        return await self._post(parcel, channel, message)

    async def deliver_with(
        self,
        parcel: Parcel,
        message: Message,
        draw: Callable[[Parcel], Awaitable[SentFile | None]],
    ) -> MessageRef | None:
        """Have Slack show the file that `draw` gives it, with the message's text beside it; the
        words alone where there is none. Beside a file the message has no marks of ours: after a
        doubt its words have to do. Raises as `deliver`, and what `draw` raises."""
        await self._among_us(parcel, parcel.target)  # nothing is drawn for other companies
        if parcel.unsure and await self._find(parcel, parcel.target, message):
            return None
        file = await draw(parcel)
        if file is None:
            return await self.deliver(parcel, message)
        await self._among_us(parcel, parcel.target)  # drawing takes a while
        await self._calls.make(
            "files.completeUploadExternal",
            parcel.target,
            parcel,
            lambda: self._client.files_completeUploadExternal(
                files=[{"id": file.id, "title": file.title}],
                channel_id=parcel.target,
                initial_comment=message[0],
            ),
            before=lambda: self._outbox.starting(parcel),
        )
        return None

    async def found(self, parcel: Parcel, message: Message) -> MessageRef | None:
        """Where an earlier try has got through. An edit of it wakes nobody."""
        if not parcel.unsure:
            return None
        channel = await self._conversation(parcel, look=True)
        return await self._find(parcel, channel, message)

    async def shown(self, parcel: Parcel) -> Payload | None:
        """The message a FETCH_WORDS or MARK parcel is about, as Slack has it, whichever thread it
        is in; None where it is not there."""
        channel, ts = str(parcel.payload["channel"]), str(parcel.payload["ts"])
        try:
            found = await self._calls.make(
                "conversations.replies",
                channel,
                parcel,
                # Of a reply, Slack gives the reply alone.
                lambda: self._client.conversations_replies(channel=channel, ts=ts, limit=1),
            )
        except SlackApiError as error:
            if reason(error) in _NOT_THERE:
                return None
            raise
        return _at(ts, found)

    async def words_of(self, parcel: Parcel) -> str | None:
        """What that message says; None where it is not there."""
        message = await self.shown(parcel)
        return None if message is None else text(message, "text")

    async def ids_above(self, parcel: Parcel, above: MessageRef) -> tuple[str, str]:
        """Where the message on top of that thread may carry the id of a row of ours."""
        found = await self._calls.make(
            "conversations.replies",
            above.channel,
            parcel,
            lambda: self._client.conversations_replies(
                channel=above.channel, ts=above.ts, limit=1, include_all_metadata=True
            ),
        )
        return ids_on(_at(above.ts, found) or {})

    async def _among_us(self, parcel: Parcel, channel: str) -> None:
        """Raises OutsidersReadAlong where another company is in that conversation."""
        if self._sharing.is_known(channel) is None:
            await self._calls.make(
                "conversations.info", channel, parcel, lambda: self._sharing.ask(channel)
            )
        if self._sharing.is_known(channel):
            raise OutsidersReadAlong

    async def _edit(self, parcel: Parcel, at: MessageRef, message: Message) -> MessageRef:
        words, blocks = message
        await self._calls.make(
            "chat.update",
            at.channel,
            parcel,
            lambda: self._client.chat_update(
                channel=at.channel, ts=at.ts, text=words, blocks=blocks
            ),
        )
        return at

    async def _post(self, parcel: Parcel, channel: str, message: Message) -> MessageRef:
        words, blocks = message

        sent = await self._calls.make(
            "chat.postMessage",
            parcel.target,  # as it was claimed, whatever the conversation's own id is
            parcel,
            lambda: self._client.chat_postMessage(
                channel=channel,
                thread_ts=parcel.thread_ts,
                text=words,
                blocks=marked(blocks, parcel.id),
                unfurl_links=False,
                unfurl_media=False,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"id": parcel.id}},
            ),
            before=lambda: self._outbox.starting(parcel),
        )
        return MessageRef(text(sent.data, "channel") or channel, text(sent.data, "ts"))

    async def _conversation(self, parcel: Parcel, *, look: bool) -> str:
        """The conversation to post in. Several people need one opened; with one person it is there
        by itself, but only an opened one can be looked at."""
        target = parcel.target
        if "," not in target and not (look and target.startswith(("U", "W"))):
            return target
        opened = await self._calls.make(
            "conversations.open",
            target,
            parcel,
            lambda: self._client.conversations_open(users=target),
        )
        return text(opened.data, "channel", "id") or target

    async def _find(self, parcel: Parcel, channel: str, message: Message) -> MessageRef | None:
        """Our message with the parcel's id, or else one that says the same and is not known as
        another; in some pages of the place only."""
        cursor, alike = "", list[MessageRef]()
        for _ in range(PAGES):
            more: dict[str, Any] = {"limit": 100, "include_all_metadata": True}
            if cursor:
                more["cursor"] = cursor
            try:
                page = await self._page(parcel, channel, more)
            except SlackApiError as error:
                if _in_vain(error):
                    return None
                raise
            for found in items(page.data, "messages"):
                at = MessageRef(channel, text(found, "ts"))
                if is_that(parcel, found):
                    return at
                if is_like(message, found, bot_user=self._bot_user, now=self._clock()):
                    alike.append(at)
            cursor = text(part(page.data, "response_metadata"), "next_cursor")
            if not cursor:
                break
        for at in alike:
            if not await self._outbox.is_known(parcel, at):
                return at
        return None

    async def _page(self, parcel: Parcel, channel: str, more: dict[str, Any]) -> AsyncSlackResponse:
        thread = parcel.thread_ts
        if thread is None:
            return await self._calls.make(
                "conversations.history",
                channel,
                parcel,
                lambda: self._client.conversations_history(channel=channel, **more),
            )
        return await self._calls.make(
            "conversations.replies",
            channel,
            parcel,
            lambda: self._client.conversations_replies(channel=channel, ts=thread, **more),
        )


def _at(ts: str, found: AsyncSlackResponse) -> Payload | None:
    return next((each for each in items(found.data, "messages") if text(each, "ts") == ts), None)


def _in_vain(error: SlackApiError) -> bool:
    """Whether Slack will not let us look, now or later. That says nothing about the post itself,
    which is then simply made: better said twice than never."""
    failure = judge(error)
    return failure is None or failure.code in _NO_LOOK or failure.fate in _REFUSED
