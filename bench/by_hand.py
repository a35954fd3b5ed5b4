"""What opening an incident keeps, written by hand: about the least that keeps it.

Whether the command came before is asked first, with the next numbers: what follows depends on it.
Then come the rows, those of one real opening; each further one is a copy with its own words, number
and people. Nothing else is looked up, decided or checked. The statements are the driver's own, and
what is asked for while the disk is waited for is kept together.
"""

import asyncio
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from pydantic_core import to_json

from bench.filling import opened, storage_of
from storage.engines import parse_url, sqlite_path

Row = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """What a command says: its id, who typed it, where, and the words."""

    key: str
    by: str
    channel: str
    words: str


def _in_outbox(row: Row, number: int, said: Said) -> Row:
    lane = f"incident:{number}"
    key = f"{lane}:{row['slot']}"
    return {"id": key, "key": key, "lane": lane, "incident_id": number}


# What is another in each copy of a row, by the table it is in; what is asked first comes first.
OWN: Mapping[str, Callable[[Row, int, Said], Row]] = {
    "seen": lambda _row, _number, said: {"key": said.key},
    "incidents": lambda _row, number, said: {
        "id": number,
        "number": number,
        "title": said.words,
        "owner": said.by,
        "reporter": said.by,
        "channel": said.channel,
    },
    "incident_words": lambda _row, number, said: {"incident_id": number, "words": said.words},
    "chases": lambda _row, number, said: {"incident_id": number, "who": said.by},
    "outbox": _in_outbox,
    "timeline": lambda _row, number, said: {"incident_id": number, "by_user": said.by},
}
FIRST = "seen"
COUNT = "UPDATE counters SET value = value + {}"
Rows = Mapping[str, Sequence[Row]]  # by table


class ByHand(ABC):
    """Keeps openings on a database that has the rows of one, in the order in which they come."""

    def __init__(self) -> None:
        self._of_one = {table: _without_ids(table, self._rows(table)) for table in OWN}
        self._waiting: list[tuple[Said, asyncio.Future[None]]] = []
        self._worker: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1)

    async def keep(self, said: Said) -> None:
        """Returns once it is on the disk."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((said, future))
        if self._worker is None:
            self._worker = asyncio.create_task(self._work())
        await future

    @abstractmethod
    def _rows(self, table: str) -> list[Row]:
        """All rows of that table, with the driver's own values."""

    @abstractmethod
    async def _keep(self, some: Sequence[Said]) -> None:
        """Have all of these on the disk."""

    async def _work(self) -> None:
        while self._waiting:
            some, self._waiting = self._waiting, []
            await self._keep([said for said, _ in some])
            for _, future in some:
                future.set_result(None)
        self._worker = None

    def _keys(self, some: Sequence[Said]) -> Rows:
        return {FIRST: self._copies(FIRST, some, 0)}

    def _others(self, some: Sequence[Said], last: int) -> Rows:
        """All other rows, where that is the last number of these."""
        first = last - len(some) + 1
        return {table: self._copies(table, some, first) for table in OWN if table != FIRST}

    def _copies(self, table: str, some: Sequence[Said], first: int) -> Sequence[Row]:
        return [
            row | OWN[table](row, number, said)
            for number, said in enumerate(some, first)
            for row in self._of_one[table]
        ]


class OnSqlite(ByHand):
    """A file. What is short is done on the event loop, the wait for the disk in a thread: what
    storage does (`storage.sqlite`), because it is fastest."""

    def __init__(self, path: Path) -> None:
        self._driver = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._driver.execute("PRAGMA journal_mode = WAL")
        self._driver.execute("PRAGMA synchronous = FULL")
        super().__init__()

    def _rows(self, table: str) -> list[Row]:
        found = self._driver.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]

    async def _keep(self, some: Sequence[Said]) -> None:
        self._driver.execute("BEGIN IMMEDIATE")
        self._insert(self._keys(some), "INSERT OR IGNORE")
        self._driver.execute(COUNT.format("?"), [len(some)])
        [(last,)] = self._driver.execute("SELECT value FROM counters")
        self._insert(self._others(some, last), "INSERT")
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._driver.execute, "COMMIT")

    def _insert(self, all_rows: Rows, how: str) -> None:
        for table, rows in all_rows.items():
            places = ", ".join("?" * len(rows[0]))
            self._driver.executemany(
                f"{how} INTO {table} ({_columns(rows)}) VALUES ({places})",
                [tuple(row.values()) for row in rows],
            )


class OnPostgres(ByHand):
    """One connection; each table's rows go over as one JSON text. Two turns: what is asked first,
    and all others with the commit."""

    def __init__(self, url: str) -> None:
        self._driver = psycopg.connect(url, prepare_threshold=1)
        super().__init__()

    def _rows(self, table: str) -> list[Row]:
        found = self._driver.execute(f"SELECT row_to_json({table}) FROM {table}")
        return [row for (row,) in found]

    async def _keep(self, some: Sequence[Said]) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._commit, some)

    def _commit(self, some: Sequence[Said]) -> None:
        with self._driver.pipeline():
            self._insert(self._keys(some), " ON CONFLICT DO NOTHING")
            counted = self._driver.execute(f"{COUNT.format('%s')} RETURNING value", [len(some)])
        [(last,)] = counted.fetchall()
        with self._driver.pipeline():
            self._insert(self._others(some, last), "")
            self._driver.commit()

    def _insert(self, all_rows: Rows, on_conflict: str) -> None:
        for table, rows in all_rows.items():
            columns = _columns(rows)
            self._driver.execute(
                f"INSERT INTO {table} ({columns}) SELECT {columns} "
                f"FROM json_populate_recordset(NULL::{table}, %s){on_conflict}",
                [to_json(rows).decode()],
            )


def _columns(rows: Sequence[Row]) -> str:
    return ", ".join(f'"{name}"' for name in rows[0])


def _without_ids(table: str, rows: list[Row]) -> list[Row]:
    """Those of the timeline are numbered by the database."""
    if table != "timeline":
        return rows
    return [{name: value for name, value in row.items() if name != "id"} for row in rows]


async def _open_one(url: str) -> None:
    async with storage_of(url) as (storage, _):
        await opened(storage, 0)


def by_hand(url: str) -> ByHand:
    """On that empty database, which is set up for it and gets its first incident."""
    asyncio.run(_open_one(url))
    path = sqlite_path(parse_url(url))
    return OnPostgres(url.replace("+psycopg", "")) if path is None else OnSqlite(path)
