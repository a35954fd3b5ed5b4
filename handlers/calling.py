"""Each call to Slack about a promised message in its turn, and none while Slack wants silence."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.outbox import Outbox
from bot.pace import POST, UPDATE, line_of
from bot.ports import Parcel
from handlers.connecting import CALL_SECONDS
from handlers.pacer import Pacer
from handlers.slack_errors import judge

ANSWER = timedelta(seconds=CALL_SECONDS)
PATIENCE = 2.0  # real seconds a call may wait for its turn before its row goes back to the queue


class NotNow(Exception):
    """It is not this call's turn for `seconds` (real ones). `failed`: it counts as a try."""

    def __init__(self, seconds: float, *, failed: bool = False) -> None:
        super().__init__(seconds)
        self.seconds = seconds
        self.failed = failed


class NotOurs(Exception):
    """The row was claimed by someone else meanwhile: nothing may be sent."""


class Calls:
    """Makes calls about parcels; any number may be under way."""

    def __init__(self, outbox: Outbox, clock: Callable[[], datetime]) -> None:
        """`clock` gives aware UTC instants. To be made in a running event loop."""
        self._outbox = outbox
        self._pacer = Pacer(asyncio.get_running_loop().time)
        self._clock = clock

    async def make(
        self,
        method: str,
        channel: str,
        parcel: Parcel,
        call: Callable[[], Awaitable[AsyncSlackResponse]],
        *,
        before: Callable[[], Awaitable[bool]] | None = None,
    ) -> AsyncSlackResponse:
        """Make the call when its turn comes, if `before` agrees at the last moment, and have the
        method rest when Slack says so. Raises NotNow, NotOurs, and what the call raises."""
        while wait := self._pacer.wait(method, channel, parcel.id):
            if wait > PATIENCE:
                raise NotNow(wait)
            await asyncio.sleep(wait)
        if not _was_looked_at(method, parcel) and (wait := await self._silence(method, parcel)):
            raise NotNow(wait)
        if before and not await before():
            raise NotOurs
        # We were held up for so long that it is another's, or would be before Slack has to answer.
        if self._clock() + ANSWER >= parcel.held_until:
            raise NotOurs
        self._pacer.went(method, channel, parcel.id)
        try:
            return await call()
        except SlackApiError as error:
            failure = judge(error)
            if failure and failure.limited:
                await self._rest(method, channel, parcel, failure.wait or 0.0)
            raise

    async def _silence(self, method: str, parcel: Parcel) -> float:
        """For how long (real seconds) another replica, or we before our last start, were told to
        let that method rest. Its line is no channel's own."""
        return await self._outbox.silence(parcel.team, line_of(method, ""), now=self._clock())

    async def _rest(self, method: str, channel: str, parcel: Parcel, seconds: float) -> None:
        """Nothing goes in that line for so long: neither from here nor from another replica."""
        self._pacer.rest(method, channel, seconds)
        with suppress(Exception):  # it is known here at least
            now, line = self._clock(), line_of(method, channel)
            await self._outbox.park(parcel.team, line, now=now, seconds=seconds)


def _was_looked_at(method: str, parcel: Parcel) -> bool:
    """Whether the line was looked at when the parcel was claimed, as most calls are of one that
    was: a post, or the edit of what is known to be there."""
    return method == POST or (method == UPDATE and not parcel.unsure)
