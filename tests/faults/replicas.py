"""Replicas within the test's own process: all of the bot but `app.py`, with a clock that is an
argument. For what only a process of its own can show, see `processes`."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

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
