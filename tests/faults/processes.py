"""Replicas that are processes of their own, to be killed."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from sandbox.clock import real_now
from tests.faults.moments import Moment, set_trap
from tests.faults.place import Place, until
from tests.programs import Program, forked

PATIENCE = 30.0  # seconds until a process has to have started, or ended
PACE = 0.001  # how much faster than real time a shifted clock runs; see `shifted`


def log_of(place: Place) -> Path:
    """What the processes of a place print."""
    return place.folder / "bot.log"


def shifted(place: Place) -> dict[str, str]:
    """What tells a whole process that the time is that of the place: a drill's clock agreed with
    the real one so long ago that it is off by just so much now, at nearly the same pace."""
    moved = place.time.moved.total_seconds()
    if not moved:
        return {}
    scale = 1 + PACE if moved > 0 else 1 - PACE
    return {"TIME_SCALE": f"{scale:g}@{int(real_now() - abs(moved) / PACE)}"}


async def start(
    place: Place, trap: Sequence[Moment] = (), arguments: Sequence[str] = ()
) -> Program:
    """Start one. `trap`: where it dies."""
    environment = {**place.environment, **shifted(place)}
    first = partial(set_trap, tuple(trap)) if trap else None
    return await forked(arguments, environment, log_of(place), first=first)


async def ended(place: Place, process: Program) -> int:
    """Wait for its end; its exit code, below zero the signal that killed it."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await process.wait()
    except TimeoutError:
        raise AssertionError(f"it does not end:\n{log_of(place).read_text()}") from None


async def connected(place: Place, trap: Sequence[Moment] = ()) -> Program:
    """Start one, and wait until it is connected."""
    before = place.sandbox.socket.connections
    process = await start(place, trap)
    await until(
        lambda: process.returncode is not None or place.sandbox.socket.connections > before,
        "a connection",
        PATIENCE,
    )
    assert process.returncode is None, log_of(place).read_text()
    return process


@asynccontextmanager
async def running(place: Place, trap: Sequence[Moment] = ()) -> AsyncIterator[Program]:
    """One that is connected; killed at the end of the block."""
    process = await connected(place, trap)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await ended(place, process)
