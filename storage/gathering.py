"""What is asked for while the same is being done for others is then done for all at once.

A transaction costs the same for one as for fifty: a wait for the disk, and on PostgreSQL a handful
of turns between two processes. So openings gather, and so does what the sender writes down.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from sqlmodel import Session

A = TypeVar("A")
R = TypeVar("R")
T = TypeVar("T")
MOST = 64  # in one go


class Run(Protocol):
    """`Database.run`, or something like it."""

    async def __call__(self, work: Callable[[Session], T], /) -> T: ...


class Gathering(Generic[A, R]):
    """One kind of thing to do, for everybody who asks for it."""

    def __init__(
        self,
        run: Run,
        together: Callable[[Session, Sequence[A]], Sequence[R]],
    ) -> None:
        """`together` does it for all, and returns what came of each in the same order. Where it
        raises, it is done for each alone, so that one who fails takes nobody with them."""
        self._run = run
        self._together = together
        self._waiting: list[tuple[A, asyncio.Future[R]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def ask(self, asked: A) -> R:
        """What came of it, once it is committed; or what it raised, and then nothing is kept."""
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, future))
        if self._worker is None:
            self._worker = asyncio.create_task(self._work(), name="gathering")
        return await future

    async def _work(self) -> None:
        try:
            while self._waiting:
                some, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._settle(some)
        finally:
            self._worker = None

    async def _settle(self, some: Sequence[tuple[A, asyncio.Future[R]]]) -> None:
        try:
            came = await self._do([asked for asked, _ in some])
        except Exception as error:
            if len(some) > 1:
                await asyncio.gather(*(self._settle([one]) for one in some))
            elif not some[0][1].done():
                some[0][1].set_exception(error)
            return
        for (_, future), each in zip(some, came, strict=True):
            if not future.done():  # they stopped waiting
                future.set_result(each)

    async def _do(self, asked: Sequence[A]) -> Sequence[R]:
        return await self._run(lambda session: self._together(session, asked))
