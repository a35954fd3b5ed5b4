"""Where another company reads along (Slack: "Slack Connect"): there we say nothing.

A channel can become shared at any time, so we look again just before we write. What Slack tells of
itself counts at once; what we asked for counts for five minutes. Whichever way it is learned: where
a channel is known to be shared, we have stopped there with all that lives in it.
"""

import asyncio
from collections.abc import Awaitable, Callable

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from handlers.payload import Payload, part

FRESH = 300.0  # real seconds
ROOM = 5_000  # channels remembered
SHARED = "is_ext_shared"  # Slack's own word, which we use for the trouble, too


class OutsidersReadAlong(Exception):
    """Nothing of ours may be written in that channel."""


class Sharing:
    """What is known of channels at the moment. `on_found` stops us in a channel of which we find
    out that it is shared."""

    on_found: Callable[[str], Awaitable[None]] | None = None

    def __init__(self, client: AsyncWebClient, *, fresh: float = FRESH) -> None:
        self._client = client
        self._fresh = fresh
        self._known: dict[str, tuple[bool, float]] = {}

    def heard(self, channel: str, *, shared: bool) -> None:
        """Slack says that it is shared now, or that it is no longer."""
        self._known.pop(channel, None)
        self._known[channel] = (shared, _now())
        if len(self._known) > ROOM:
            del self._known[next(iter(self._known))]

    def is_known(self, channel: str) -> bool | None:
        """Whether it is shared, as far as is known; None where that is not known, or too old."""
        if not channel.startswith(("C", "G")):
            return False  # a direct message of two: we only write to people of our own
        shared, since = self._known.get(channel, (None, 0.0))
        return shared if _now() - since < self._fresh else None

    def is_said_of(self, channel: str) -> bool:
        """Whether it is shared by what was said of it last, however long ago that was. For our
        words only: before we write there, it is asked again."""
        return self._known.get(channel, (False, 0.0))[0]

    async def ask(self, channel: str) -> AsyncSlackResponse:
        """Have Slack say whether it is. Raises what the SDK raises, and `on_found`."""
        answer = await self._client.conversations_info(channel=channel)
        shared = says_shared(part(answer.data, "channel"))
        if shared and self.on_found:
            await self.on_found(channel)
        self.heard(channel, shared=shared)  # only now: where the above fails, it is asked again
        return answer


def says_shared(channel: Payload) -> bool:
    """Whether that conversation is shared with another company (Slack: "Conversation object").
    What is shared within one's own organisation is not meant."""
    return channel.get("is_ext_shared") is True


def _now() -> float:
    return asyncio.get_running_loop().time()
