"""The load generator: the same requests, sent the same way, to whoever listens.

It runs in the process of `python -m bench`, apart from all servers, and does as little as it can
for each request, so that it is the servers that are measured. Times are in seconds.
"""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
OK = b"200"


class Refused(RuntimeError):
    """A server answered something other than 200: its speed means nothing."""


class Line:
    """One connection that is kept open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, port: int) -> Self:
        """To a server on this machine."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, request: bytes) -> float:
        """Send it and read the whole answer. Returns how long that took. Raises Refused."""
        begun = time.perf_counter()
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        await self._reader.readexactly(int(length[1]) if length else 0)
        took = time.perf_counter() - begun
        if head.split(b" ", 2)[1] != OK:
            raise Refused(head.decode(errors="replace").splitlines()[0])
        return took

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


@dataclass(frozen=True)
class Taken:
    """How long it took to be answered, each and all together."""

    each: Sequence[float]
    whole: float

    @property
    def per_second(self) -> float:
        """Answers in a second."""
        return len(self.each) / self.whole

    def at(self, share: float) -> float:
        """The time within which that share of the answers came: 0.5 is the median."""
        ranked = sorted(self.each)
        return ranked[min(len(ranked) - 1, int(len(ranked) * share))]


async def at_once(port: int, requests: Sequence[bytes], lines: int) -> Taken:
    """That many people, each of whom asks again as soon as they are answered."""
    waiting, each = iter(requests), []

    async def go_on(line: Line) -> None:
        for request in waiting:
            each.append(await line.ask(request))

    opened = [await Line.open(port) for _ in range(lines)]
    begun = time.perf_counter()
    await asyncio.gather(*map(go_on, opened))
    whole = time.perf_counter() - begun
    _hang_up(opened)
    return Taken(each, whole)


async def one_by_one(port: int, requests: Sequence[bytes], pause: float) -> Taken:
    """One person, who waits for so long before they ask again."""
    line, each = await Line.open(port), []
    for request in requests:
        each.append(await line.ask(request))
        await asyncio.sleep(pause)
    line.close()
    return Taken(each, sum(each))


async def steadily(port: int, requests: Sequence[bytes], per_second: float) -> Taken:
    """So many a second, however slow the answers are. Each is timed from when it should have been
    sent, so that a server which holds up the next one is seen to."""
    idle: list[Line] = []
    loop = asyncio.get_running_loop()
    begun = loop.time() + 0.05

    async def ask(request: bytes, due: float) -> float:
        line = idle.pop() if idle else await Line.open(port)
        await line.ask(request)
        idle.append(line)
        return loop.time() - due

    asked = []
    for index, request in enumerate(requests):
        due = begun + index / per_second
        await asyncio.sleep(max(0.0, due - loop.time()))
        asked.append(asyncio.create_task(ask(request, due)))
    each = await asyncio.gather(*asked)
    whole = loop.time() - begun
    _hang_up(idle)
    return Taken(each, whole)


def _hang_up(lines: Sequence[Line]) -> None:
    for line in lines:
        line.close()
