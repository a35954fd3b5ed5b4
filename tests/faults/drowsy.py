"""A replica in a process of its own that can sleep as a machine does: all of it stands still at a
moment, and goes on as if nothing had been. Its clock is a file, so it may have stood still, too.

What runs in the new process loads no more than it needs; so this knows nothing of places.
"""

import asyncio
import logging
import os
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.config import read
from handlers.metrics import Metrics
from handlers.service import Service
from sandbox.clock import real_now
from storage.database import Database
from storage.store import Storage
from tests.faults.moments import Moment, set_trap
from tests.programs import Program, forked


@dataclass
class Drowsy:
    """One that was started, the file it prints to, and the file that says how its clock is off."""

    program: Program
    log: Path
    clock: Path
    woken: int = 0  # how much it had printed when it was woken

    def asleep(self) -> bool:
        """Whether all of it stands still."""
        stat = Path(f"/proc/{self.program.pid}/stat").read_text()
        return stat.rpartition(")")[2].split()[0] == "T"

    def said(self, *words: str) -> bool:
        """Whether it has printed one of these, since it was woken if it was."""
        log = self.log.read_text()[self.woken :]
        return any(each in log for each in words)

    def sleep(self) -> None:
        """Stand still now."""
        os.kill(self.program.pid, signal.SIGSTOP)

    def wake(self) -> None:
        """Go on."""
        self.woken = len(self.log.read_text())
        os.kill(self.program.pid, signal.SIGCONT)

    def goes_by(self, moved: timedelta) -> None:
        """From now on its clock is so far from the real one."""
        _set(self.clock, moved)

    async def end(self) -> None:
        """kill -9, which ends whatever sleeps as well."""
        self.program.kill()
        await self.program.wait()


async def start(
    environment: Mapping[str, str], folder: Path, moved: timedelta, nap: Sequence[Moment] = ()
) -> Drowsy:
    """Start one, its clock so far from the real one. `nap`: where it falls asleep, once."""
    log, clock = folder / "drowsy.log", folder / "drowsy.clock"
    log.touch()
    _set(clock, moved)
    live = partial(_live, dict(environment), clock, tuple(nap))
    return Drowsy(await forked((), environment, log, first=live), log, clock)


def _set(clock: Path, moved: timedelta) -> None:
    new = clock.with_suffix(".new")
    new.write_text(str(moved.total_seconds()))
    new.replace(clock)  # whoever reads it finds the one or the other


def _live(environment: dict[str, str], clock: Path, nap: tuple[Moment, ...]) -> None:
    logging.basicConfig(level=logging.INFO)
    if nap:
        set_trap(nap, signal.SIGSTOP)
    asyncio.run(_work(environment, clock))


async def _work(environment: dict[str, str], clock: Path) -> None:
    def now() -> datetime:
        return datetime.fromtimestamp(real_now() + float(clock.read_text()), UTC)

    config = read(environment)
    storage = Storage.over(Database.connect(config.database_url))
    service = Service(config, storage, clock=now, real_seconds=real_now, metrics=Metrics())
    await service.run(asyncio.Event())
