"""`python -m bench`: prints the table of docs/performance.md, as Markdown."""

import argparse
import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable, Mapping

from bench import (
    acks,
    gestures,
    growth,
    insights,
    learning,
    memory,
    picture,
    replicas,
    servers,
    stall,
    storm,
)
from bench.acks import Amount
from bench.databases import postgres, sqlite
from bench.report import Figure, machine, table
from bench.servers import Slack

Measure = Callable[[Slack, Amount], Awaitable[list[Figure]]]


async def _sqlite(slack: Slack, amount: Amount) -> list[Figure]:
    return await acks.versus(slack, amount, sqlite, "SQLite")


async def _postgres(slack: Slack, amount: Amount) -> list[Figure]:
    with postgres() as databases:
        return await acks.versus(slack, amount, databases, "PostgreSQL")


async def _gestures(slack: Slack, amount: Amount) -> list[Figure]:
    return await gestures.shown(slack, amount.gestures)


async def _learning(slack: Slack, amount: Amount) -> list[Figure]:
    figures = await learning.found(sqlite, "SQLite", amount.gestures)
    with postgres() as databases:
        return figures + await learning.found(databases, "PostgreSQL", amount.gestures)


async def _memory(slack: Slack, amount: Amount) -> list[Figure]:
    return await memory.idle(slack, amount.rounds)


async def _stall(_slack: Slack, amount: Amount) -> list[Figure]:
    return await stall.stalled(amount.rounds)


async def _storm(slack: Slack, amount: Amount) -> list[Figure]:
    return await storm.weathered(slack, amount.rounds)


async def _replicas(_slack: Slack, amount: Amount) -> list[Figure]:
    return await replicas.claimed(amount.rounds)


async def _growth(_slack: Slack, amount: Amount) -> list[Figure]:
    figures = await growth.growth(sqlite, "SQLite", owed=amount.owed)
    with postgres() as databases:
        return figures + await growth.growth(databases, "PostgreSQL", owed=amount.owed)


async def _insights(slack: Slack, amount: Amount) -> list[Figure]:
    return await insights.counted(amount.rounds)


MEASURES: Mapping[str, Measure] = {
    "sqlite": _sqlite,
    "postgres": _postgres,
    "steady": acks.steady,
    "gestures": _gestures,
    "learning": _learning,
    "memory": _memory,
    "stall": _stall,
    "storm": _storm,
    "replicas": _replicas,
    "growth": _growth,
    "insights": _insights,
}
WHOLE = Amount(rounds=3, burst=1500, single=60, seconds=10, gestures=15, owed=growth.OWED)
QUICK = Amount(rounds=2, burst=400, single=20, seconds=3, gestures=4, owed=growth.FEW_OWED)


def _as_the_bot_does() -> None:
    """What is measured in this process finds the collector of garbage as `app.py` leaves it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


async def _run(names: list[str], amount: Amount) -> list[Figure]:
    figures = []
    async with servers.slack() as slack:
        for name in names:
            print(f"measuring {name} …", file=sys.stderr, flush=True)
            figures += await MEASURES[name](slack, amount)
    return figures


def main() -> int:
    """Returns the exit code: 1 where something that is needed cannot be had."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measures the bot against a hello-world Bolt app; takes a quarter of an hour.",
    )
    parser.add_argument("--only", action="append", choices=[*MEASURES], help="may be repeated")
    parser.add_argument("--quick", action="store_true", help="a rough look, in two minutes")
    parser.add_argument("--picture", action="store_true", help=f"draws {picture.PATH}, too")
    asked = parser.parse_args()
    on = machine()
    _as_the_bot_does()
    try:
        figures = asyncio.run(_run(asked.only or list(MEASURES), QUICK if asked.quick else WHOLE))
    except (RuntimeError, TimeoutError) as error:
        print(f"✗ {type(error).__name__}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(f"{table(figures)}\n\n{on}")
    if asked.picture:
        picture.draw(figures, on)
    return 0


if __name__ == "__main__":
    sys.exit(main())
