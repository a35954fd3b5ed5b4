"""Replicas that are processes of their own, to be killed."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.clock import real_now
from tests.faults.moments import Moment
from tests.faults.place import Place, until

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0  # seconds until a process has to have started, or ended
PACE = 0.001  # how much faster than real time a shifted clock runs; see `shifted`


@dataclass
class Nursery:
    """Where processes are forked from; see `tests.faults.nursery`."""

    process: "subprocess.Popen[str]"

    def ask(self, **asked: Any) -> Any:
        """Tell it to do something; its answer."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@contextmanager
def open_nursery() -> Iterator[Nursery]:
    """One for all tests of a test process."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.nursery"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Nursery(process)
        assert process.stdin
        process.stdin.close()
        process.wait(PATIENCE)


@dataclass
class Process:
    """One that was started."""

    nursery: Nursery
    pid: int
    log: Path
    code: int | None = field(default=None)

    def ended(self) -> bool:
        """Whether it has ended, of itself or killed; how, is then in `code`."""
        if self.code is None:
            self.code = self.nursery.ask(pid=self.pid)
        return self.code is not None

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """kill -9, or another signal, from outside."""
        if not self.ended():
            os.kill(self.pid, how)

    async def until_ended(self) -> int:
        """Wait for its end; its exit code, below zero the signal that killed it."""
        await until(self.ended, f"the end of the process:\n{self.log.read_text()}", PATIENCE)
        assert self.code is not None
        return self.code


def shifted(place: Place) -> dict[str, str]:
    """What tells a whole process that the time is that of the place: a drill's clock agreed with
    the real one so long ago that it is off by just so much now, at nearly the same pace."""
    moved = place.time.moved.total_seconds()
    if not moved:
        return {}
    scale = 1 + PACE if moved > 0 else 1 - PACE
    return {"TIME_SCALE": f"{scale:g}@{int(real_now() - abs(moved) / PACE)}"}


def start(
    nursery: Nursery,
    place: Place,
    trap: Sequence[Moment] = (),
    arguments: Sequence[str] = (),
    **environment: str,
) -> Process:
    """Start one. `trap`: where it dies."""
    log = place.folder / "bot.log"
    log.touch()
    pid = nursery.ask(
        environment={**place.environment, **shifted(place), **environment},
        log=str(log),
        trap=list(trap),
        arguments=list(arguments),
    )
    return Process(nursery, int(pid), log)


@asynccontextmanager
async def running(
    nursery: Nursery, place: Place, trap: Sequence[Moment] = (), **environment: str
) -> AsyncIterator[Process]:
    """One that is connected; killed at the end of the block."""
    before = place.sandbox.socket.connections
    process = start(nursery, place, trap, **environment)
    try:
        await until(
            lambda: process.ended() or place.sandbox.socket.connections > before,
            f"a connection:\n{process.log.read_text() if process.log.exists() else ''}",
            PATIENCE,
        )
        assert process.code is None, process.log.read_text()
        yield process
    finally:
        process.kill()
        await process.until_ended()
        await asyncio.sleep(0)
