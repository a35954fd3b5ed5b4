"""Replicas that are processes of their own, to be killed."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import ClassVar
from uuid import uuid4

import app
from sandbox.clock import real_now
from tests.faults.moments import Moment, set_trap
from tests.faults.place import Place, until
from tests.programs import Program, forked

PATIENCE = 30.0  # seconds until a process has to have started, or ended
PACE = 0.001  # how much faster than real time a shifted clock runs; see `shifted`


READY = "Ready."  # what it prints once it is connected


@dataclass
class Running:
    """One that was started, and the file it prints to."""

    program: Program
    log: Path
    killed: ClassVar[int] = 0  # how many were killed, and not put away; see conftest.py

    @property
    def pid(self) -> int:
        return self.program.pid

    @property
    def code(self) -> int | None:
        """How it ended, below zero by that signal; None while it lives."""
        return self.program.returncode

    def kill(self) -> None:
        """kill -9."""
        self.program.kill()

    async def ended(self) -> int:
        """Wait for its end; its exit code."""
        try:
            async with asyncio.timeout(PATIENCE):
                code = await self.program.wait()
        except TimeoutError:
            raise AssertionError(f"it does not end:\n{self.log.read_text()}") from None
        if code == -signal.SIGKILL:
            Running.killed += 1
        return code

    async def put_away(self) -> None:
        """kill -9 at the end of a block, which is not counted, though something may be in hand."""
        self.program.kill()
        await self.program.wait()


def shifted(place: Place) -> dict[str, str]:
    """What tells a whole process that the time is that of the place: a drill's clock agreed with
    the real one so long ago that it is off by just so much now, at nearly the same pace."""
    moved = place.time.moved.total_seconds()
    if not moved:
        return {}
    scale = 1 + PACE if moved > 0 else 1 - PACE
    return {"TIME_SCALE": f"{scale:g}@{int(real_now() - abs(moved) / PACE)}"}


def wrong_by(off: timedelta) -> None:
    """The clock of the machine is so much ahead. For the process it is called in."""
    right = app._real_now  # the machine’s own
    app._real_now = lambda: right() + off


async def start(
    place: Place,
    trap: Sequence[Moment] = (),
    arguments: Sequence[str] = (),
    first: Callable[[], None] | None = None,
) -> Running:
    """Start one. `trap`: where it dies; or what it does `first` of all."""
    environment = {**place.environment, **shifted(place)}
    first = partial(set_trap, tuple(trap)) if trap else first
    log = place.folder / f"bot-{uuid4().hex}.log"
    log.touch()
    return Running(await forked(arguments, environment, log, first=first), log)


async def connected(
    place: Place, trap: Sequence[Moment] = (), first: Callable[[], None] | None = None
) -> Running:
    """Start one, and wait until it is connected."""
    process = await start(place, trap, first=first)
    await until(
        lambda: process.code is not None or READY in process.log.read_text(),
        "a connection",
        PATIENCE,
    )
    assert process.code is None, process.log.read_text()
    return process


@asynccontextmanager
async def running(
    place: Place, trap: Sequence[Moment] = (), first: Callable[[], None] | None = None
) -> AsyncIterator[Running]:
    """One that is connected; killed at the end of the block."""
    process = await connected(place, trap, first)
    try:
        yield process
    finally:
        if process.code is None:
            await process.put_away()
