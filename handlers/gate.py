"""Who is listened to: people of our own workspace. Everyone else is let be, silently.

In a shared channel people of other companies can press and react, too (Slack: "Slack Connect").
"""

import logging
from collections.abc import Awaitable, Callable

from slack_bolt.response import BoltResponse

from handlers.deps import Deps
from handlers.payload import Payload, acting_team, team_of, text
from handlers.people import meet

log = logging.getLogger(__name__)


async def only_our_people(
    body: Payload, next_: Callable[[], Awaitable[None]], *, deps: Deps
) -> BoltResponse | None:
    """A middleware: what an outsider does ends here, answered with an empty 200."""
    if text(body, "type") == "app_rate_limited":
        log.warning("Slack holds back events: this workspace is beyond its hourly limit")
        return BoltResponse(status=200, body="")
    theirs = acting_team(body)
    if theirs and theirs != deps.team:
        return BoltResponse(status=200, body="")
    team = team_of(body, deps.team)
    meet(deps, team, text(body, "user", "id") or text(body, "user_id"))
    await next_()
    return None
