"""What it costs as there is more and more: open incidents, and what is owed or waits to be sent.

Asked of storage, in this process: our own time, without Slack and without HTTP.
"""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from bench.databases import Databases
from bench.filling import (
    DUE,
    LATER,
    NOW,
    come_due,
    fill,
    opened,
    owe,
    promise_messages,
    storage_of,
    untold,
)
from bench.payloads import TEAM
from bench.report import Figure
from bot.ports import Parcel
from handlers.views import lists
from handlers.views.home import LEARNED_LIMIT, OPEN_LIMIT, HomeScene, home
from storage.store import Storage

MS = 1000
TIMES = 15
WARMING_UP = 2  # times more, which do not count
MINUTE = timedelta(minutes=1)
REST = 0.02  # seconds after which nobody counts as waiting any more
HUNDRED = 100
OWNER = "U7"  # one of many: see `bench.filling`
BETWEEN = timedelta(seconds=3)  # two claims: each in a lane may be sent by then
INCIDENTS = (1, 100, 10_000)
OWED = (100, 10_000, 1_000_000)
FEW_OWED = (100, 1_000, 10_000)

Curve = dict[int, list[float]]  # how many there are -> milliseconds, several times


async def growth(databases: Databases, name: str, *, owed: Sequence[int]) -> list[Figure]:
    """The curves of that kind of database."""
    listed, shown, opening = Curve(), Curve(), Curve()
    looks, sweeps, claims = Curve(), Curve(), Curve()
    for count in INCIDENTS:
        with databases() as url:
            await _with_incidents(url, count, listed, shown, opening)
    for count in owed:
        with databases() as url:
            await _with_owed(url, count, looks, sweeps)
        with databases() as url:
            await _with_messages(url, count, claims)
    return [
        *_figures(f"{name}, `/mistake list`", "open incidents", listed, at_most=50.0),
        *_figures(f"{name}, App Home", "open incidents", shown, at_most=50.0),
        *_figures(f"{name}, opening one more", "open incidents", opening, at_most=50.0),
        *_figures(f"{name}, a tick with nothing due", "obligations", looks),
        *_figures(f"{name}, a tick with {DUE} due", "obligations", sweeps),
        *_figures(f"{name}, claiming {HUNDRED}", "messages", claims, at_most=5.0, times=2.0),
    ]


async def _with_incidents(
    url: str, count: int, listed: Curve, shown: Curve, opening: Curve
) -> None:
    async with storage_of(url) as (storage, database):
        await fill(storage, database, count)

        async def show() -> None:
            page = await storage.desk.open_incidents(TEAM, OWNER, offset=0, limit=lists.LIST_LIMIT)
            lists.open_list(page, "/mistake", now=NOW)

        listed[count] = await _timed(show)
        shown[count] = await _timed(lambda: _app_home(storage))
        numbers = iter(range(1, 10 * TIMES))

        async def more() -> None:
            await opened(storage, next(numbers))

        opening[count] = await _timed(more)


async def _app_home(storage: Storage) -> None:
    """What the owner of some incidents is shown; see `handlers.home`."""
    mine = await storage.desk.mine(TEAM, OWNER)
    page = await storage.desk.open_incidents(TEAM, OWNER, offset=0, limit=OPEN_LIMIT)
    learned = await storage.records.learnings(TEAM, OWNER, limit=LEARNED_LIMIT)
    home(HomeScene(mine, page, learned, NOW, "/mistake"))


async def _with_owed(url: str, count: int, looks: Curve, sweeps: Curve) -> None:
    async with storage_of(url) as (storage, database):
        await fill(storage, database, HUNDRED)
        await owe(database, count // HUNDRED)
        await storage.sweeper.sweep(now=NOW, limit=HUNDRED)  # the first cleans up, too

        async def tick() -> None:
            await storage.sweeper.sweep(now=NOW, limit=HUNDRED)

        looks[count] = await _timed(tick)
        begins = await come_due(storage, database, TIMES + WARMING_UP)
        moments = (begins + minute * MINUTE for minute in itertools.count())
        before = await untold(database)

        async def remind() -> None:
            await storage.sweeper.sweep(now=next(moments), limit=HUNDRED)

        sweeps[count] = await _timed(remind)
        told = before - await untold(database)
        if told != (TIMES + WARMING_UP) * DUE:
            raise RuntimeError(f"{told} reminders were made while {DUE} at a time came due")


async def _with_messages(url: str, count: int, claims: Curve) -> None:
    async with storage_of(url) as (storage, database):
        await promise_messages(storage, database, count)
        held: list[Parcel] = []
        moments = (LATER + number * BETWEEN for number in itertools.count())

        async def claim() -> None:
            held[:] = await storage.outbox.claim(now=next(moments), limit=HUNDRED)

        claims[count] = await _timed(claim, after=lambda: storage.outbox.give_back(held))


async def _nothing() -> None:
    pass


async def _timed(
    what: Callable[[], Awaitable[None]], after: Callable[[], Awaitable[None]] = _nothing
) -> list[float]:
    """Milliseconds, each time but the first two. `after` it something is put in order."""
    seen = []
    for _ in range(TIMES + WARMING_UP):
        await asyncio.sleep(REST)
        begun = time.perf_counter()
        await what()
        seen.append((time.perf_counter() - begun) * MS)
        await after()
    return seen[WARMING_UP:]


def _figures(
    name: str, of: str, curve: Curve, *, at_most: float | None = None, times: float | None = None
) -> list[Figure]:
    """What it costs with most of them, and how much that is beside the step before. Drawn and
    compared is the least of each: what else the machine does only adds to it."""
    *_, before, most = curve
    drawn = [(count, min(seen)) for count, seen in curve.items()]
    ratio = drawn[-1][1] / drawn[-2][1]
    return [
        Figure(f"{name}, {most:,} {of}", curve[most], "ms", target=at_most, curve=drawn),
        Figure(f"{name}, {most:,} {of} ÷ {before:,}", [ratio], target=times),
    ]
