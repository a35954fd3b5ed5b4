"""The sandbox's clock: real time, or real time made to run faster."""

import time
from collections.abc import Callable
from dataclasses import dataclass


def real_now() -> float:
    """Real time in epoch seconds: what signatures and deadlines go by, at any scale."""
    return time.time()


@dataclass(frozen=True)
class SandboxClock:
    """Sandbox time equals real time at `anchor` (epoch s) and runs `scale` times as fast."""

    scale: float = 1.0
    anchor: int = 0
    real: Callable[[], float] = real_now

    def now(self) -> float:
        """Sandbox time in epoch seconds."""
        return self.anchor + (self.real() - self.anchor) * self.scale
