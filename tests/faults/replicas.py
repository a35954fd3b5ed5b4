"""Replicas within the test's own process: all of the bot but `app.py`, with a clock that is an
argument. For what only a process of its own can show, see `processes`."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import aiohttp

from bot.config import Config, read
from handlers.metrics import Metrics
from handlers.service import Service
from sandbox.clock import real_now
from storage.database import Database
from storage.store import Storage
from tests.faults.place import Place, until


@dataclass
class Replica:
    """One that is at work."""

    config: Config
    database: Database
    storage: Storage
    task: "asyncio.Task[None]"
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def figure(self, name: str) -> float:
        """What its page says of that figure, labels and all; 0 of one it does not know yet."""
        url = f"http://127.0.0.1:{self.config.http_port}/metrics"
        async with aiohttp.ClientSession() as session, session.get(url) as page:
            lines = [line.rpartition(" ") for line in (await page.text()).splitlines()]
        return next((float(value) for said, _, value in lines if said == name), 0.0)

    async def shows(self, name: str, wanted: Callable[[float], bool]) -> None:
        """Wait until that figure is as wanted; some are read from the database now and then."""
        for _ in range(200):
            found = await self.figure(name)
            if wanted(found):
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"{name} is still {found}")


@asynccontextmanager
async def replica(
    place: Place, *, clock: Callable[[], datetime] | None = None, api_url: str = ""
) -> AsyncIterator[Replica]:
    """One replica, connected. `clock` is its own idea of the time; `api_url` another way to
    Slack."""
    before = place.sandbox.socket.connections
    environment = place.environment
    if api_url:
        environment["SLACK_API_URL"] = api_url
    config, stop = read(environment), asyncio.Event()
    database = Database.connect(config.database_url)
    try:
        storage = Storage.over(database)
        await storage.outbox.take_over()
        service = Service(
            config,
            storage,
            clock=clock or place.time,
            real_seconds=real_now,
            metrics=Metrics(),
        )
        task = asyncio.create_task(service.run(stop))
        await until(
            lambda: task.done() or place.sandbox.socket.connections > before, "a connection"
        )
        place.sweepers.append(storage.sweeper)
        try:
            yield Replica(config, database, storage, task, stop)
        finally:
            place.sweepers.remove(storage.sweeper)
            stop.set()
            await task
    finally:
        await database.close()


@asynccontextmanager
async def replicas(place: Place, number: int) -> AsyncIterator[list[Replica]]:
    """Several at once."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(replica(place)) for _ in range(number)]
