"""What every listener needs, passed in by the composition root."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.coachbook import Coachbook
from bot.context import Context
from bot.library import Library
from bot.marks import Marks
from bot.ports import Desk, Directory
from bot.postroom import Postroom
from bot.records import Homes, Records
from handlers.logs import outline
from handlers.sharing import Sharing

log = logging.getLogger(__name__)


class TaskSet:
    """Work that goes on after an ack, kept hold of so that shutting down can wait for it."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Run `work` in the background. What it raises is logged under `name`."""
        task = asyncio.create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._over)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("%s failed: %s", task.get_name(), outline(error))

    async def wait(self, seconds: float) -> set[asyncio.Task[None]]:
        """Wait at most that long for what is running, and for what that begins in its turn.
        Returns what still runs."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._running:
                    await asyncio.wait(self._running)
        return set(self._running)

    async def close(self, seconds: float) -> None:
        """Wait that long for what is running, then end it."""
        late = await self.wait(seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


class OneByOne:
    """Does what nobody waits for one after the other, so that it takes little from those who wait.
    What comes while too much is waiting is let go."""

    MOST = 20

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def do(self, work: Callable[[], Awaitable[None]]) -> bool:
        """Do `work` when its turn comes. False: it was let go."""
        if self._waiting >= self.MOST:
            return False
        self._waiting += 1
        try:
            async with self._turn:
                await work()
        finally:
            self._waiting -= 1
        return True


class Recent:
    """What this process has seen lately: the last thousand."""

    ROOM = 1000

    def __init__(self) -> None:
        self._seen: dict[str, None] = {}

    def first_time(self, key: str) -> bool:
        """Remember `key`. False: it was seen lately."""
        if key in self._seen:
            return False
        self._seen[key] = None
        if len(self._seen) > self.ROOM:
            del self._seen[next(iter(self._seen))]
        return True


def _nobody_waits() -> None:
    """For a process without a sender."""


@dataclass(frozen=True)
class Deps:
    """`clock` gives the current instant (aware UTC). `team` and `bot_user` are our own ids.
    `client` has its own session with a timeout and no retry handlers. `wake` tells the sender that
    something was promised. `command` is the slash command's name where a payload does not say it.
    `workspace_url` is the workspace's address, such as https://acme.slack.com/, if known. `sharing`
    knows where another company reads along.
    """

    desk: Desk
    directory: Directory
    coachbook: Coachbook
    library: Library
    postroom: Postroom
    records: Records
    homes: Homes
    marks: Marks
    clock: Callable[[], datetime]
    client: AsyncWebClient
    team: str
    bot_user: str
    sharing: Sharing
    tasks: TaskSet = field(default_factory=TaskSet)
    looking: OneByOne = field(default_factory=OneByOne)  # back, for past mistakes like a new one
    answered: Recent = field(default_factory=Recent)  # presses that changed nothing
    met: set[tuple[str, str]] = field(default_factory=set)  # (team, user) this process has met
    exporting: set[tuple[str, str]] = field(default_factory=set)  # … and is writing an export for
    wake: Callable[[], None] = _nobody_waits
    command: str = "/mistake"
    workspace_url: str = ""

    async def context(self, team: str, *users: str | None) -> Context:
        """What the core may look at, with what is known of these people."""
        known = [user for user in dict.fromkeys(users) if user]
        settings = await self.directory.settings(team)
        people = await self.directory.people(team, known)
        return Context(self.clock(), settings, people)
