"""Waiting for what should happen."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

PATIENCE = 12.0  # real seconds until something that should happen counts as not happening

T = TypeVar("T")


async def eventually(look: Callable[[], T | None], what: str, patience: float = PATIENCE) -> T:
    """What `look` finds, as soon as it finds something. Fails with `what` otherwise."""
    for _ in range(int(patience / 0.02)):
        found = look()
        if found:
            return found
        await asyncio.sleep(0.02)
    raise AssertionError(f"did not happen within {patience} s: {what}")
