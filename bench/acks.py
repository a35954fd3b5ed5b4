"""How fast `/mistake …` is answered once it is kept, in turns with the floor: A B A B.

Each round starts the bot anew on an empty database, so that no round pays for the one before. The
bot sends what the opened incidents promise while it is measured, as it would.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench import payloads, servers
from bench.databases import Databases, sqlite
from bench.load import Taken, at_once, one_by_one, steadily
from bench.report import Figure
from bench.servers import Server, Slack

LINES = 32
PAUSE = 0.05  # seconds after which one command's messages are sent and the bot is at rest again
SLOW = 0.2  # seconds that Slack takes under the steady load
STEADY = 100.0  # commands a second there
WARM_UP = 200  # commands that are not counted
MS = 1000
AT_MOST = 2.0  # of what the rows alone cost (docs/performance.md, "What is aimed at")


@dataclass(frozen=True)
class Amount:
    """How much is asked for: commands in a burst, commands one by one, seconds of steady load,
    gestures of each kind, obligations (several numbers of them)."""

    rounds: int
    burst: int
    single: int
    seconds: float
    gestures: int
    owed: Sequence[int]


@dataclass(frozen=True)
class Round:
    """The floor and the bot, one right after the other."""

    floor: Taken
    bot: Taken

    def over(self, figure: Callable[[Taken], float]) -> float:
        """The bot's figure in terms of the floor's."""
        return figure(self.bot) / figure(self.floor)


@dataclass(frozen=True)
class Rounds:
    """The bot against both floors, each list in the order of the rounds: the one that keeps
    nothing, and the one that keeps the rows of an opening."""

    floor: list[Taken]
    kept: list[Taken]
    bot: list[Taken]

    def add(self, floor: Taken, kept: Taken, bot: Taken) -> None:
        """One more round."""
        self.floor.append(floor)
        self.kept.append(kept)
        self.bot.append(bot)

    def over(self, floor: Sequence[Taken], figure: Callable[[Taken], float]) -> list[float]:
        """The bot's figure in terms of that floor's, round by round."""
        return [Round(one, bot).over(figure) for one, bot in zip(floor, self.bot, strict=True)]


async def versus(slack: Slack, amount: Amount, databases: Databases, name: str) -> list[Figure]:
    """Many at once, and one alone."""
    singles, bursts = Rounds([], [], []), Rounds([], [], [])
    async with servers.hello(slack) as floor:
        for _ in range(amount.rounds):
            of_floor = await _measure(slack, floor, amount)
            with databases() as url:
                async with servers.hello_kept(slack, url) as kept:
                    of_kept = await _measure(slack, kept, amount)
            with databases() as url:
                async with servers.amends(slack, url) as bot:
                    of_bot = await _measure(slack, bot, amount)
            singles.add(of_floor[0], of_kept[0], of_bot[0])
            bursts.add(of_floor[1], of_kept[1], of_bot[1])
    return [*_bursts(f"{name}, {LINES} at once", bursts), *_singles(name, singles)]


def _bursts(name: str, rounds: Rounds) -> list[Figure]:
    def per_second(taken: Taken) -> float:
        return taken.per_second

    floor, kept = (rounds.over(one, per_second) for one in (rounds.floor, rounds.kept))
    return [
        Figure(f"{name}: floor", [per_second(one) for one in rounds.floor], "/s"),
        Figure(
            f"{name}: floor that keeps the rows", [per_second(one) for one in rounds.kept], "/s"
        ),
        Figure(f"{name}: bot", [per_second(one) for one in rounds.bot], "/s"),
        Figure(f"{name}: bot ÷ floor", floor),
        Figure(f"{name}: bot ÷ floor that keeps the rows", kept, target=1 / AT_MOST, at_least=True),
    ]


def _singles(name: str, rounds: Rounds) -> list[Figure]:
    def median(taken: Taken) -> float:
        return taken.at(0.5)

    floor, kept = (rounds.over(one, median) for one in (rounds.floor, rounds.kept))
    each = f"{name}, one alone, p50"
    return [
        Figure(f"{each}: floor", _p(0.5, rounds.floor), "ms"),
        Figure(f"{each}: floor that keeps the rows", _p(0.5, rounds.kept), "ms"),
        Figure(f"{each}: bot", _p(0.5, rounds.bot), "ms"),
        Figure(f"{each}: bot ÷ floor", floor),
        Figure(f"{each}: bot ÷ floor that keeps the rows", kept, target=AT_MOST),
    ]


async def steady(slack: Slack, amount: Amount) -> list[Figure]:
    """The answers at a steady load while Slack takes its time."""
    rounds = []
    async with servers.hello(slack) as floor:
        await at_once(floor.port, _commands(slack, WARM_UP), LINES)
        for _ in range(amount.rounds):
            floor_taken = await _steadily(slack, floor, amount)
            with sqlite() as url:
                async with servers.amends(slack, url) as bot:
                    await at_once(bot.port, _commands(slack, WARM_UP), LINES)
                    await slack.quiet()
                    await slack.take(SLOW)
                    rounds.append(Round(floor_taken, await _steadily(slack, bot, amount)))
                    await slack.take(0)
    name = f"{STEADY:.0f}/s while Slack takes {SLOW * MS:.0f} ms"
    floors, bots = [one.floor for one in rounds], [one.bot for one in rounds]
    return [
        Figure(f"{name}, p50: floor", _p(0.5, floors), "ms"),
        Figure(f"{name}, p50: bot", _p(0.5, bots), "ms"),
        Figure(f"{name}, p99: floor", _p(0.99, floors), "ms"),
        Figure(f"{name}, p99: bot", _p(0.99, bots), "ms", target=30.0),
    ]


async def _measure(slack: Slack, server: Server, amount: Amount) -> tuple[Taken, Taken]:
    await at_once(server.port, _commands(slack, WARM_UP), LINES)
    await slack.quiet()
    single = await one_by_one(server.port, _commands(slack, amount.single), PAUSE)
    await slack.quiet()
    burst = await at_once(server.port, _commands(slack, amount.burst), LINES)
    return single, burst


async def _steadily(slack: Slack, server: Server, amount: Amount) -> Taken:
    commands = _commands(slack, int(STEADY * amount.seconds))
    return await steadily(server.port, commands, STEADY)


def _commands(slack: Slack, count: int) -> list[bytes]:
    return [payloads.command(slack.respond_to) for _ in range(count)]


def _p(share: float, taken: Sequence[Taken]) -> list[float]:
    return [one.at(share) * MS for one in taken]
