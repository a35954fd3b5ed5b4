"""Calls that are made at once keep to Slack's wish for silence too, and pass it on.

They are not queued as promised messages are (`handlers.calling`): while a method is to rest, such a
call fails as Slack would let it fail, without asking Slack again. (Slack: "Rate limits".)
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.outbox import Outbox
from bot.pace import line_of
from handlers.lacking import WatchfulClient
from handlers.slack_errors import judge

_refusal: Callable[[str, AsyncSlackResponse], SlackApiError] = SlackApiError  # it has no types


class Rests:
    """Which lines of calls (`bot.pace.line_of`) are to rest, whoever was told so."""

    def __init__(
        self,
        outbox: Outbox,
        team: str,
        clock: Callable[[], datetime],
        spawn: Callable[[Coroutine[Any, Any, None], str], None],
    ) -> None:
        """`clock` gives aware UTC instants; `spawn` runs something that nobody waits for."""
        self._outbox = outbox
        self._team = team
        self._clock = clock
        self._spawn = spawn
        # line -> until when (seconds of the event loop's clock), as we were told, and as others
        self._ours: dict[str, float] = {}
        self._theirs: dict[str, float] = {}

    def left(self, line: str) -> float:
        """For how many real seconds more that line is to rest."""
        until = max(self._ours.get(line, 0.0), self._theirs.get(line, 0.0))
        return max(0.0, until - _now())

    def begin(self, line: str, seconds: float) -> None:
        """Slack has just said so to us. The others hear of it."""
        now = _now()
        self._ours = {each: until for each, until in self._ours.items() if until > now}
        self._ours[line] = now + seconds
        self._spawn(self._pass_on(line, seconds), "rest")

    async def _pass_on(self, line: str, seconds: float) -> None:
        await self._outbox.park(self._team, line, now=self._clock(), seconds=seconds)

    async def learn(self) -> None:
        """What all of us were told, also before the last start. Where the database does not say,
        what is known here stands. One look at a time: whoever is not answered holds a thread."""
        with suppress(Exception):
            resting = await self._outbox.resting(self._team, now=self._clock())
            now = _now()
            self._theirs = {line: now + seconds for line, seconds in resting.items()}


class HeedingClient(WatchfulClient):
    """Slack's Web API for what is said and asked at once."""

    rests: Rests | None = None

    async def api_call(self, api_method: str, **more: Any) -> AsyncSlackResponse:
        """See the SDK's own. Raises what Slack would answer while that is to rest."""
        if self.rests is None:
            return await super().api_call(api_method, **more)
        line = line_of(api_method, str((more.get("json") or {}).get("channel", "")))
        if left := self.rests.left(line):
            raise self._slower(api_method, left)
        try:
            return await super().api_call(api_method, **more)
        except SlackApiError as error:
            failure = judge(error)
            if failure and failure.limited:
                self.rests.begin(line, failure.wait or 0.0)
            raise

    def _slower(self, method: str, seconds: float) -> SlackApiError:
        """As Slack says it."""
        answer = AsyncSlackResponse(
            client=self,
            http_verb="POST",
            api_url=f"{self.base_url}{method}",
            req_args={},
            data={"ok": False, "error": "ratelimited"},
            headers={"Retry-After": f"{seconds:.3f}"},
            status_code=429,
        )
        return _refusal(f"{method} is to rest", answer)


def _now() -> float:
    return asyncio.get_running_loop().time()
