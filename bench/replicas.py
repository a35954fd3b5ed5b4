"""Four senders on one PostgreSQL claim what waits: how fast, and nothing twice."""

import asyncio
import sys
import time
from collections import Counter

from bench.databases import postgres
from bench.filling import LATER, promise_messages, storage_of
from bench.report import Figure
from storage.database import Database
from storage.store import Storage

REPLICAS = 4
AT_ONCE = 200  # rows in one claim
MESSAGES = 20_000


async def claimed(rounds: int) -> list[Figure]:
    """Claims in a second, and how many messages two of them were given."""
    rates, doubled = [], []
    with postgres() as databases:
        for _ in range(rounds):
            with databases() as url:
                async with storage_of(url) as (storage, database):
                    await promise_messages(storage, database, MESSAGES)
                told = await asyncio.gather(*(_replica(url) for _ in range(REPLICAS)))
            counted = Counter(one for ids, _, _ in told for one in ids)
            if len(counted) != MESSAGES:
                raise RuntimeError(f"{MESSAGES - len(counted)} messages were claimed by nobody")
            doubled.append(float(sum(counted.values()) - len(counted)))
            first, last = min(each[1] for each in told), max(each[2] for each in told)
            rates.append(MESSAGES / (last - first))
    name = f"PostgreSQL, {REPLICAS} replicas claim"
    return [
        Figure(name, rates, "/s", target=8000.0, at_least=True),
        Figure(f"{name}: messages claimed twice", doubled, target=0.0),
    ]


async def _replica(url: str) -> tuple[list[str], float, float]:
    """The ids it claimed, and the first and the last moment of it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.replicas", url, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    first, last, *ids = said.decode().split()
    return ids, float(first), float(last)


async def _claim_all(url: str) -> None:
    """Print when the first claim began and the last ended, and the ids that were claimed."""
    database, ids = Database.connect(url), list[str]()
    storage = Storage.over(database)
    begun = ended = time.time()
    while parcels := await storage.outbox.claim(now=LATER, limit=AT_ONCE):
        ids += [parcel.id for parcel in parcels]
        ended = time.time()
    await database.close()
    print(begun, ended, *ids)


if __name__ == "__main__":
    asyncio.run(_claim_all(sys.argv[1]))
