"""For how long nothing else moves while a thousand chases come due at the same time."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

from bench.databases import sqlite
from bench.filling import NOW, fill, storage_of, untold
from bench.report import Figure

INCIDENTS = 500  # each owes the customer a word, and its first step
CHASES = 2 * INCIDENTS
LATE = timedelta(days=5)
EVERY = 0.001  # seconds
MS = 1000


async def stalled(rounds: int) -> list[Figure]:
    """The longest time that the event loop was late by, with the sweep at work and without. Raises
    RuntimeError where it left one out."""
    busy, idle = [], []
    for _ in range(rounds):
        with sqlite() as url:
            async with storage_of(url) as (storage, database):
                await fill(storage, database, INCIDENTS)
                idle.append(await _late_while(asyncio.sleep(1)))
                before = await untold(database)
                sweep = storage.sweeper.sweep(now=NOW + LATE, limit=CHASES)
                busy.append(await _late_while(sweep))
                told = before - await untold(database)
                if told != CHASES:
                    raise RuntimeError(f"{told:,} chases of {CHASES:,} were swept")
    name = f"{CHASES:,} chases due at once: the loop is late by"
    return [
        Figure(f"{name}, p99", [_at(each, 0.99) for each in busy], "ms", target=10.0),
        Figure(f"{name}, at most", [max(each) for each in busy], "ms"),
        Figure("nothing due: the loop is late by, at most", [max(each) for each in idle], "ms"),
    ]


async def _late_while(work: Coroutine[Any, Any, object]) -> list[float]:
    """Milliseconds, each time that the loop came round."""
    seconds, late = asyncio.get_running_loop().time, list[float]()
    task = asyncio.create_task(work)
    while not task.done():
        begun = seconds()
        await asyncio.sleep(EVERY)
        late.append((seconds() - begun - EVERY) * MS)
    await task
    return late


def _at(seen: list[float], share: float) -> float:
    return sorted(seen)[int(len(seen) * share)]
