"""The database is locked, or full: nothing taken is lost, and the bot goes on after it."""

import asyncio
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.engines import opened
from tests.faults.deeds import pin, say
from tests.faults.kept import Row
from tests.faults.place import GATHER, LEASE, ROOMS, Place, open_place, until
from tests.faults.processes import running
from tests.faults.replicas import replica
from tests.stories.cast import PRIYA, TOM

PAST_PATIENCE = 7.0  # seconds: longer than anybody waits for a lock, or for an answer
ALMOST_A_DAY = timedelta(hours=23)  # after a whole one it would count as having been away
THIRTY = pytest.param(30.0, marks=pytest.mark.long)


@contextmanager
def locked(place: Place, mode: str = "ACCESS EXCLUSIVE") -> Iterator[Callable[[], None]]:
    """Somebody else holds the whole database. What it gives has the server turn away whoever waits
    for that, as an administrator may; with a file, whoever waits gives up by itself. `mode`: how
    the server is to lock; a file can be read all the same."""
    with opened(place.database_url, writes=True) as engine, engine.connect() as connection:
        shared = connection.dialect.name == "postgresql"
        if shared:
            tables = "incidents, chases, outbox, seen, meta, counters"
            connection.execute(text(f"LOCK TABLE {tables} IN {mode} MODE"))
        else:
            connection.execute(text("UPDATE meta SET value = value"))

        def turn_away() -> None:
            if shared:
                connection.execute(_TURN_AWAY)

        yield turn_away
        connection.rollback()


_TURN_AWAY = text(
    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def _to_a_working_morning(place: Place) -> None:
    """Some days later, on a Wednesday at eleven where Priya is: nobody's reminder waits
    for the next day then, whenever this is run."""
    now = place.time()
    later = now + timedelta(days=3)
    later += timedelta(days=(2 - later.weekday()) % 7)
    place.time.pass_by(later.replace(hour=5, minute=30) - now)


@pytest.mark.parametrize("seconds", [PAST_PATIENCE, THIRTY])
async def test_locked(place: Place, seconds: float, caplog: pytest.LogCaptureFixture) -> None:
    """What people ask for meanwhile is done or refused; sweeps fail, and go on by themselves
    afterwards: nothing here sweeps."""
    _to_a_working_morning(place)
    async with replica(place):
        await place.opened(PRIYA)
        await place.settle()
        with locked(place) as turn_away:
            ends = asyncio.get_running_loop().time() + seconds
            place.time.pass_by(ALMOST_A_DAY)  # her step is due soon, and she is at work
            await asyncio.sleep(1.5)  # or a sweep would wait longer than the lock lasts
            line = await place.report(TOM, ROOMS[1])
            assert not place.asked.lines[line]
            await asyncio.sleep(max(0.0, ends - asyncio.get_running_loop().time()))
            turn_away()
            await until(lambda: "a sweep failed" in caplog.text, "a sweep that fails", 30)
        await until(lambda: not due(place), "a sweep of its own", 15)
        place.time.pass_by(GATHER)
        await until(lambda: place.reminders(PRIYA), "she is told")
        await place.opened(TOM, ROOMS[2])
        await place.settle()
        place.check()


async def test_what_could_not_be_done_is_in_the_figures(place: Place) -> None:
    """Others read, and nobody writes: a look at what is due fails, so it lies, and so does what
    Slack delivers, which comes again."""
    not_acked = 'amends_not_acked_total{kind="event"}'
    counted = (not_acked, "amends_sweep_failures_total", "amends_due_lag_seconds")
    _to_a_working_morning(place)
    async with replica(place) as watched:
        card = await place.opened(PRIYA)
        await place.settle()
        assert [await watched.figure(name) for name in counted] == [0, 0, 0]
        with locked(place, "EXCLUSIVE") as turn_away:
            place.time.pass_by(ALMOST_A_DAY)
            await pin(place, PRIYA, await say(place, TOM, card, "I have called them"))
            await watched.shows("amends_due_lag_seconds", lambda late: late > 120)
            await asyncio.sleep(PAST_PATIENCE)
            turn_away()
            await watched.shows(not_acked, bool)
            await watched.shows("amends_sweep_failures_total", bool)
            assert await watched.figure("amends_database_up") == 1
        await watched.shows("amends_due_lag_seconds", lambda late: late == 0)
        await place.settle()
        place.check()


def due(place: Place) -> list[Row]:
    """What the next sweep has to look at."""
    now = place.time()
    return [each for each in place.kept().chases if each["next_at"] and each["next_at"] <= now]


async def test_full(ready_sqlite_url: str, tmp_path: Path) -> None:
    """A limit on the size of files stands for a full disk. What fits no more is not acknowledged,
    the person is told, and when there is room again everything goes on by itself."""
    async with open_place(ready_sqlite_url, tmp_path) as place:
        async with running(place) as process:
            await place.opened(PRIYA)
            await place.settle()
            no_limit = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            full = (4096, resource.RLIM_INFINITY)  # a page: no transaction fits
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, full)
            lines = [await place.report(TOM, ROOMS[1]) for _ in range(8)]
            refused = [line for line in lines if not place.asked.lines[line]]
            assert refused, "the disk was not full"
            assert process.code is None
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, no_limit)
            await place.opened(TOM, ROOMS[2])
            await until(lambda: not place.kept().unsent(), "all is sent", 30)
            await place.settle()
            found = place.check()
            there = {incident.title for incident in found.incidents.values()}
            assert not there & set(refused)
        await until(lambda: not place.sandbox.socket.connections, "Slack has seen that it is dead")
        place.time.pass_by(LEASE)
        async with replica(place):
            await place.until_told(PRIYA)
            place.check()
    with closing(sqlite3.connect(tmp_path / "amends.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
