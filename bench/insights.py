"""The figures of a period among ten thousand mistakes, without the picture."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta
from functools import partial

from sqlmodel import Session

from bench.databases import sqlite
from bench.report import Figure
from bot.incident import Incident
from bot.insights import insights
from bot.periods import read
from storage.database import Database
from storage.incidents import add_all
from storage.schema import prepare
from storage.store import Storage
from tests.many import NOW, many

COUNT = 10_000
AT_ONCE = 500
TARGET = 500.0  # ms
VIEWER = "U0ELSE"


async def counted(rounds: int) -> list[Figure]:
    """On SQLite: from the question to the figures."""
    with sqlite() as url:
        await asyncio.to_thread(prepare, url)
        database = Database.connect(url)
        try:
            storage = Storage.over(database)
            await _fill(database)
            return [await _figure(storage, typed, rounds) for typed in ("90d", "2y")]
        finally:
            await database.close()


async def _fill(database: Database) -> None:
    everything = many(COUNT, 1, days=730)
    for start in range(0, COUNT, AT_ONCE):
        some = [replace(each, drill=False) for each in everything[start : start + AT_ONCE]]
        await database.run(partial(_add, some), in_thread=True)


def _add(some: list[Incident], session: Session) -> None:
    add_all(session.connection(), some)


async def _figure(storage: Storage, typed: str, rounds: int) -> Figure:
    times = await _times(storage, typed, rounds)
    return Figure(f"insights {typed} of 10,000", times, "ms", TARGET)


async def _times(storage: Storage, typed: str, rounds: int) -> list[float]:
    period = read(typed, NOW + timedelta(seconds=1), "UTC")
    seen = []
    for _ in range(rounds * 2):
        begun = time.perf_counter()
        insights(await storage.records.history("T1", VIEWER, period, now=NOW), period)
        seen.append((time.perf_counter() - begun) * 1000)
    return seen
