"""A process that writes as fast as it can, and says which keys were acknowledged, until killed."""

import asyncio
import sys
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from storage.database import Database
from storage.meta import remembered


async def main(url: str) -> None:
    database = Database.connect(url)
    numbers = count()

    async def write() -> None:
        for number in numbers:
            await remembered(database, str(number), "kept")
            print(number, flush=True)

    await asyncio.gather(*(write() for _ in range(8)))


asyncio.run(main(sys.argv[1]))
