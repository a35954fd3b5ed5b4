"""Trouble on request: what the Web API does wrong next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

FaultKind = Literal["429", "500", "502", "503", "504", "lost_reply", "hang", "delay"]
FAULT_KINDS = ("429", "500", "502", "503", "504", "lost_reply", "hang", "delay")


@dataclass
class ApiFault:
    """The next `count` calls of `method` ("*": any) go wrong in this way.

    lost_reply: done, but the connection breaks before the answer. hang: not done, no answer for
    `seconds`. delay: done, answered `seconds` later. retry_after is in seconds, for 429.
    """

    method: str
    kind: FaultKind
    count: int = 1
    seconds: float = 60.0
    retry_after: int = 1


@dataclass
class Faults:
    """Faults still to come, and the optional limit on posts. `without`: fields of a message that
    are not given back when messages are listed; `history_lags`: seconds until it is listed at all.
    """

    waiting: list[ApiFault] = field(default_factory=list)
    posts_per_channel_per_s: float = 0.0
    without: frozenset[str] = frozenset()
    history_lags: float = 0.0
    _next_post: dict[str, float] = field(default_factory=dict)

    def take(self, method: str) -> ApiFault | None:
        """The fault that hits this call, if any; it is counted down."""
        for fault in self.waiting:
            if fault.method in ("*", method):
                fault.count -= 1
                if fault.count <= 0:
                    self.waiting.remove(fault)
                return fault
        return None

    def too_fast(self, channel: str, now: float) -> bool:
        """Whether a post to `channel` at `now` (real s) breaks the limit; if not, it counts."""
        if not self.posts_per_channel_per_s:
            return False
        if now < self._next_post.get(channel, 0.0):
            return True
        self._next_post[channel] = now + 1 / self.posts_per_channel_per_s
        return False
