"""Who is listened to: people of our own workspace. Everyone else is let be, silently.

In a shared channel people of other companies can press and react, too (Slack: "Slack Connect").
"""

import logging
from collections.abc import Awaitable, Callable

from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from handlers.deps import Deps
from handlers.payload import Payload, acting_team, team_of, text
from handlers.people import meet

log = logging.getLogger(__name__)


class OnlyOurPeople(AsyncMiddleware):
    """What an outsider does ends here, answered with an empty 200. (A class, because Bolt works out
    anew for every payload what a function wants to be given.)"""

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
        if not self._is_ours(req.body):
            return BoltResponse(status=200, body="")
        return await next()

    def _is_ours(self, body: Payload) -> bool:
        if text(body, "type") == "app_rate_limited":
            log.warning("Slack holds back events: this workspace is beyond its hourly limit")
            return False
        theirs = acting_team(body)
        if theirs and theirs != self._deps.team:
            return False
        team = team_of(body, self._deps.team)
        meet(self._deps, team, text(body, "user", "id") or text(body, "user_id"))
        return True
