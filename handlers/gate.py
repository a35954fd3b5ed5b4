"""Who is listened to, and where: people of our own workspace, where nobody else reads along.

In a shared channel people of other companies can write, press and react, too (Slack: "Slack
Connect"). They are let be, silently; and what happens there moves nothing.
"""

import logging
from collections.abc import Awaitable, Callable

from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from handlers import parse
from handlers.deps import Deps
from handlers.members import overheard, stop_in
from handlers.payload import Payload, acting_team, part, team_of, text
from handlers.people import meet
from handlers.views import answers
from handlers.whisper import tell_later

log = logging.getLogger(__name__)


# What happens to a channel itself, wherever that is.
_OF_CHANNELS = frozenset(
    {
        "channel_id_changed",
        "channel_shared",
        "channel_unshared",
        "channel_archive",
        "group_archive",
        "member_joined_channel",
    }
)


class OnlyOurPeople(AsyncMiddleware):
    """What an outsider does, and what is done in front of outsiders, ends here with an empty 200.
    (A class, because Bolt works out anew for every payload what a function wants to be given.)"""

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
        if not self._is_ours(req.body) or await self._is_overheard(req.body):
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

    async def _is_overheard(self, body: Payload) -> bool:
        """Whether that was done where another company reads along. Whoever of ours pressed a button
        there is told why nothing happens."""
        event = part(body, "event")
        if event:
            if text(event, "type") in _OF_CHANNELS or not overheard(body):
                return False
            channel = text(event, "channel") or text(event, "item", "channel")
            if channel:
                await stop_in(self._deps, team_of(body, self._deps.team), channel)
            return True
        channel, user = text(body, "channel", "id"), text(body, "user", "id")
        on_message = text(body, "type") == "block_actions" and channel
        if not on_message or part(body, "container").get("is_ephemeral") is True:
            return False
        if not self._deps.sharing.is_known(channel):
            return False
        place = parse.shortcut(body, self._deps.team).place
        tell_later(self._deps, user, place, answers.outsiders_read_along())
        return True
