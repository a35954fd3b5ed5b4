"""Several replicas at once, killed at random moments while people go on working."""

import asyncio
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from sandbox.errors import GestureRefused
from tests.faults.deeds import pin, react, say
from tests.faults.place import CAST, ROOMS, Place
from tests.faults.processes import Running, connected

SKIP = "fast_forward"


@dataclass
class Troupe:
    """Replicas that are started again when they are killed. `dice` decide who dies, and when."""

    place: Place
    size: int
    dice: Random
    alive: list[Running] = field(default_factory=list)
    kills: int = 0

    async def begin(self) -> None:
        """Start all of them, and wait until each is connected."""
        while len(self.alive) < self.size:
            self.alive.append(await connected(self.place))

    async def rage(self, seconds: float) -> None:
        """Kill one now and then for so long, sometimes all; each comes back after a moment."""
        ends = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < ends:
            await asyncio.sleep(self.dice.uniform(0.1, 1.2))
            doomed = self.alive if self.dice.random() < 0.1 else [self.dice.choice(self.alive)]
            await self.kill(doomed)
            await asyncio.sleep(self.dice.uniform(0.0, 0.5))
            await self.begin()

    async def sleep(self, length: timedelta) -> None:
        """kill -9 for all; they come back when it is so much later, so they agree on the time."""
        await self.kill(self.alive)
        self.place.time.pass_by(length)
        await self.begin()

    async def kill(self, doomed: Sequence[Running]) -> None:
        """kill -9 for these."""
        for process in list(doomed):
            process.kill()
            assert await process.ended() == -signal.SIGKILL, process.log.read_text()
            self.alive.remove(process)
            self.kills += 1

    async def end(self) -> None:
        """There is nothing more to see."""
        for process in self.alive:
            await process.put_away()
        self.alive.clear()


async def works(place: Place, user: str, dice: Random, stop: asyncio.Event) -> None:
    """A person reports mistakes, takes steps and skips them, and marks what was said, as fast as a
    person may, whatever becomes of the bot."""
    while not stop.is_set():
        room = dice.choice(ROOMS)
        await place.report(user, room)
        await asyncio.sleep(dice.uniform(0.2, 1.5))
        cards, prompts = place.cards(room), place.prompts(room)
        try:
            if prompts:
                await react(place, user, dice.choice(prompts), dice.choice(("hand", SKIP)))
            if cards:
                await pin(place, user, await say(place, user, dice.choice(cards), "I rang them"))
        except GestureRefused:
            continue  # that reaction is there already
        await asyncio.sleep(dice.uniform(0.2, 1.5))


async def under_fire(troupe: Troupe, seconds: float, people: int = len(CAST)) -> None:
    """Everybody works for so long, and replicas die."""
    place, stop = troupe.place, asyncio.Event()
    working = [
        asyncio.create_task(works(place, user, Random(troupe.dice.random()), stop))
        for user in CAST[:people]
    ]
    try:
        await troupe.rage(seconds)
    finally:
        stop.set()
        await asyncio.gather(*working)
