"""Whether our messages can go to a channel that somebody has just chosen for them."""

from slack_sdk.errors import SlackApiError

from handlers.deps import Deps
from handlers.logs import reason
from handlers.payload import part
from handlers.sharing import SHARED, says_shared
from handlers.whisper import REFUSED

NOT_THERE = "not_in_channel"


async def obstacle(deps: Deps, channel: str) -> str:
    """What keeps us from writing there, as Slack calls it when we try; "" for nothing that is
    known. A channel that Slack does not show us is one we were not invited to."""
    try:
        answer = await deps.sharing.ask(channel)
    except SlackApiError as error:
        return NOT_THERE if reason(error) == "channel_not_found" else ""
    except REFUSED:
        return ""
    found = part(answer.data, "channel")
    if found.get("is_archived"):
        return "is_archived"
    if says_shared(found):
        return SHARED
    return "" if found.get("is_member") else NOT_THERE
