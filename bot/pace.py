"""How fast we may speak to Slack, by method and channel.

Slack: "Rate limits": about one chat.postMessage a second per channel; other methods by their tier,
per workspace.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """One call every `interval` real seconds in the long run, up to `burst` at once."""

    interval: float
    burst: int = 1


POST = "chat.postMessage"
UPDATE = "chat.update"
LOOK_UP = "conversations.replies"
HOME = "views.publish"  # tier 4: 100 a minute and more, in the next two lines together
HOME_AGAIN = "views.publish again"  # what is probably shown already: never before what is new
PACES = {
    POST: Pace(1.05),  # a little more, for two may not be equally long on their way
    UPDATE: Pace(1.2, burst=25),  # tier 3: 50 a minute, bursts are tolerated
    HOME: Pace(0.9, burst=50),
    HOME_AGAIN: Pace(2.4, burst=8),
}


def line_of(method: str, channel: str) -> str:
    """The line a call waits in: one for each channel where the pace is the channel's."""
    return f"{method}:{channel}" if method == POST else method
