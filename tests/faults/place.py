"""A place where things go wrong: the sandbox, a database, people, and any number of replicas."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from bot.ports import Sweeper
from sandbox.clock import SandboxClock, real_now
from sandbox.faults import ApiFault, FaultKind
from sandbox.model import Channel, Message, load_workspace
from sandbox.scopes import load_manifest
from sandbox.server import Sandbox, build, served
from sandbox.testing import MANIFEST, WORKSPACE
from storage import schema
from tests.faults.asked import Asked
from tests.faults.checker import check, said_by_bot
from tests.faults.kept import Kept, kept
from tests.stories.cast import AMENDS, GRACE, LIAM, MARIA, PRIYA, SOFIA, TOM
from tests.stories.reading import labels
from tests.stories.stage import free_port

CAST = (PRIYA, TOM, MARIA, GRACE, LIAM, SOFIA)
ROOMS = tuple(f"C0ROOM{number:03d}" for number in range(8))  # each at a pace of its own
# The sandbox’s waits before it delivers again. Slack’s own end after six minutes; these, after the
# longest killing, so that what was asked in the middle of it is delivered in the end.
RETRY_SECONDS = (0.1, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
LEASE = timedelta(seconds=61)  # after which what a dead replica held is free
GATHER = timedelta(seconds=61)  # after which a reminder is sent
WEEK, SHIFT = timedelta(days=7), timedelta(hours=7)  # the second is shorter than working hours
STEP = timedelta(hours=20)  # whoever is not heard of for a day counts as having been away


class Time:
    """The clock of everybody here: real time, moved as a test says."""

    def __init__(self) -> None:
        self.moved = timedelta()

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(real_now(), UTC) + self.moved

    def pass_by(self, length: timedelta) -> None:
        """Be so much later (or, below zero, earlier) at once."""
        self.moved += length

    def epoch(self) -> float:
        """In epoch seconds."""
        return self().timestamp()


@dataclass
class Place:
    """Everything a fault may befall."""

    sandbox: Sandbox
    database_url: str
    folder: Path
    time: Time
    asked: Asked = field(default_factory=Asked)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    sweepers: list[Sweeper] = field(default_factory=list)  # of the replicas in this process

    @property
    def environment(self) -> dict[str, str]:
        """What a replica here is told."""
        return {
            "PATH": os.defpath,
            "SLACK_API_URL": f"{self.sandbox.url}/api/",
            "SLACK_BOT_TOKEN": self.sandbox.tokens.bot,
            "SLACK_APP_TOKEN": self.sandbox.tokens.app,
            "DATABASE_URL": self.database_url,
            "HTTP_PORT": str(free_port()),
            "PYTHONUNBUFFERED": "1",
            "LOG_LEVEL": "INFO",
        }

    def fault(self, method: str, kind: FaultKind, times: int = 1, **more: Any) -> ApiFault:
        """The next calls of that method of Slack's go wrong. It is in `pending` until they did."""
        fault = ApiFault(method, kind, times, **more)
        self.sandbox.faults.waiting.append(fault)
        return fault

    def pending(self, fault: ApiFault) -> bool:
        """Whether that fault is still to come."""
        return fault in self.sandbox.faults.waiting

    async def report(self, user: str = PRIYA, room: str = ROOMS[0]) -> str:
        """Report a mistake, in words nobody else uses. Returns them."""
        line = f"Order {next(self.numbers)} went to the wrong house"
        await self.asked.report(self.sandbox, user, room, line)
        return line

    async def opened(self, user: str = PRIYA, room: str = ROOMS[0]) -> Message:
        """Report a mistake; its card, once it is there with its first prompt."""
        before = len(self.prompts(room))
        line = await self.report(user, room)
        await until(lambda: len(self.prompts(room)) > before, f"the prompt of {line!r}")
        return self.cards(room)[-1]

    def said(self) -> list[Message]:
        """What the bot said for more than one reader, in the order it said it."""
        everything = [
            message for each in said_by_bot(self.sandbox.slack).values() for message in each
        ]
        return sorted(everything, key=lambda message: message.ts)

    def cards(self, room: str = ROOMS[0]) -> list[Message]:
        """The bot's messages there outside threads."""
        return [m for m in self.said() if m.channel == room and m.thread_ts in (None, m.ts)]

    def prompts(self, room: str = ROOMS[0]) -> list[Message]:
        """The open prompts there."""
        return [m for m in self.said() if m.channel == room and "Skip…" in labels(m)]

    def reminders(self, user: str) -> list[Message]:
        """What the bot said to that person alone."""
        channel = self.sandbox.slack.direct([user, AMENDS]).id
        return [message for message in self.said() if message.channel == channel]

    def kept(self) -> Kept:
        """What the database keeps now."""
        return kept(self.database_url)

    async def settle(self, patience: float = 20.0) -> None:
        """Wait until nothing is on its way to the bot or due from it."""
        await self.sandbox.delivery.settled()
        still, calm = 0.0, 0
        while calm < 2:
            waiting = self.kept().waiting(self.time())
            calm = 0 if waiting else calm + 1
            await asyncio.sleep(0.05)
            still += 0.05
            assert still < patience, f"still waiting: {[(r['slot'], r['error']) for r in waiting]}"

    async def later(self, length: timedelta, patience: float = 20.0) -> None:
        """So much later, with the bot at work all the time: what is due is told and sent."""
        while length > STEP:
            await self._at(STEP)
            await self.settle(patience)  # or it would be sent at the last hour only, maybe at night
            length -= STEP
        await self._at(length)
        await self.settle(patience)

    async def until_told(self, *users: str) -> None:
        """So much later that these have had a reminder, which comes in working hours: as night and
        weekend last for each of them at the hour at which this runs."""
        for _ in range(WEEK // SHIFT):
            rows = (row for row in self.kept().outbox if row["ts"] and row["payload"].get("items"))
            if {row["target"] for row in rows} >= set(users):
                return
            await self.later(SHIFT)
            await self.later(GATHER)
        raise AssertionError(f"told in a week: {self.kept().told()}")

    async def _at(self, length: timedelta) -> None:
        self.time.pass_by(length)
        for sweeper in self.sweepers:  # rather than wait for their ticks
            await sweeper.sweep(now=self.time(), limit=1000)
        due = self.time()

        def none_due() -> bool:
            return not any(c["next_at"] and c["next_at"] <= due for c in self.kept().chases)

        await until(none_due, "a sweep")

    def check(self, surplus: int = 0, left: str = "") -> Kept:
        """Compare what was asked, what is kept, and what was said."""
        slack, now = self.sandbox.slack, self.time()
        return check(slack, self.database_url, self.asked, now=now, surplus=surplus, left=left)


async def until(look: Callable[[], object], what: str, patience: float = 10.0) -> None:
    """Wait until `look` finds something. Fails with `what` after so many real seconds."""
    for _ in range(int(patience / 0.02)):
        if look():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"did not happen within {patience} s: {what}")


@asynccontextmanager
async def open_place(
    database_url: str, folder: Path, *, prepared: bool = True
) -> AsyncIterator[Place]:
    """The sandbox with rooms enough, and a database, which has its tables if it is `prepared`."""
    if prepared:
        schema.prepare(database_url)
    time = Time()
    workspace = load_workspace(WORKSPACE)
    workspace.channels += [Channel(room, room.lower(), "public", [AMENDS, *CAST]) for room in ROOMS]
    sandbox = build(
        workspace,
        load_manifest(MANIFEST),
        SandboxClock(real=time.epoch),
        retry_seconds=RETRY_SECONDS,
    )
    async with served(sandbox):
        yield Place(sandbox, database_url, folder, time)
