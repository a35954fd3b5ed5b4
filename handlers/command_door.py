"""Slash commands, handed to `handlers.slash` without what Bolt does for a listener.

Bolt asks each listener whether a payload is for it, and works out anew for every call what its
function wants to be given: a twelfth of what opening an incident costs. All commands go to one
function, so there is nothing to work out.
"""

from collections.abc import Awaitable, Callable
from typing import Any, cast

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from handlers.deps import Deps
from handlers.failures import on_failure
from handlers.payload import text
from handlers.slash import on_command


class CommandDoor(AsyncMiddleware):
    """Answers commands; whatever else comes goes on to Bolt's listeners."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],
    ) -> BoltResponse:
        """See `AsyncMiddleware`."""
        if not text(req.body, "command"):
            return await next()
        ack: AsyncAck = cast(Any, AsyncAck)()  # the SDK leaves its type out
        try:
            await on_command(ack, req.body, deps=self._deps)
        except Exception as error:  # as Bolt's listeners: see `AsyncApp.error` in `register`
            return await on_failure(error, req.body, deps=self._deps)
        return ack.response or resp
