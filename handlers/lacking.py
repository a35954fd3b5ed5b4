"""Slack says that a permission is missing: whoever can mend that hears of it.

It comes after an upgrade that asks for more than the app was installed with.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from handlers.admin_words import scopes_missing
from handlers.deps import Deps
from handlers.logs import reason
from handlers.scopes import lacks

log = logging.getLogger("amends")

LACKING = "missing_scope"
AGAIN = 3600.0  # real seconds until the same is looked at again; that it is told is kept in storage
WRITE = "chat:write"  # without it nobody can be told

Heard = Callable[[Sequence[str]], None]


class WatchfulClient(AsyncWebClient):
    """Slack's Web API; `on_lacking` hears which scopes are missing when a call was refused for
    that."""

    on_lacking: Heard | None = None

    async def api_call(self, *arguments: Any, **more: Any) -> AsyncSlackResponse:
        """See the SDK's own."""
        try:
            return await super().api_call(*arguments, **more)
        except SlackApiError as error:
            if self.on_lacking and reason(error) == LACKING:
                self.on_lacking(_missing(error))
            raise


class Lacking:
    """Has the lead, or else the admins, told."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._told: dict[tuple[str, ...], float] = {}

    def __call__(self, scopes: Sequence[str]) -> None:
        """These are missing."""
        key, now = tuple(scopes), asyncio.get_running_loop().time()
        if not key or now - self._told.get(key, -AGAIN) < AGAIN:
            return
        self._told[key] = now
        log.error(scopes_missing(key))
        if WRITE not in key:
            self._deps.tasks.spawn(self._tell(key), "lacking")

    async def _tell(self, scopes: tuple[str, ...]) -> None:
        deps = self._deps
        if await deps.postroom.lacking(deps.team, scopes, now=deps.clock()):
            deps.wake()


def _missing(error: SlackApiError) -> tuple[str, ...]:
    """All that the token lacks, or what that call needed where Slack does not say what it has."""
    needed = str(error.response.get("needed") or "")
    return lacks(error.response.headers) or tuple(filter(None, needed.split(",")))
