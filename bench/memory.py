"""What a process that has nothing to do keeps in memory."""

import asyncio

from bench import servers
from bench.databases import sqlite
from bench.report import Figure
from bench.servers import Slack

SETTLES = 5.0  # seconds after which an idle process has taken what it needs


async def idle(slack: Slack, rounds: int) -> list[Figure]:
    """The bot on SQLite and the floor, a few seconds after each has started. Its tables are there
    already, as they are at every start but the first."""
    floors, bots = [], []
    for _ in range(rounds):
        with sqlite() as url:
            await servers.set_up(url)
            async with servers.hello(slack) as floor, servers.amends(slack, url) as bot:
                await asyncio.sleep(SETTLES)
                floors.append(floor.memory())
                bots.append(bot.memory())
    ratios = [bot / floor for floor, bot in zip(floors, bots, strict=True)]
    return [
        Figure("idle memory: floor", floors, "MiB"),
        Figure("idle memory: bot", bots, "MiB", target=90.0),
        Figure("idle memory: bot ÷ floor", ratios),
    ]
