"""How soon a gesture shows: from the event coming in to the edited prompt reaching Slack."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench import payloads, servers
from bench.databases import sqlite
from bench.load import Line, at_once
from bench.report import Figure
from bench.servers import Slack
from handlers.ids import STEP_TAKE

EVERY = 2.6  # seconds: a gesture edits two messages, and Slack allows 50 edits a minute
WARM_UP = 6  # gestures that are not counted
LOOK = 0.03  # seconds between looks at what has reached Slack
GIVE_UP = 10.0  # seconds
MS = 1000


@dataclass(frozen=True)
class Prompt:
    """A step's message, and the value of its button **I have it**."""

    channel: str
    ts: str
    value: str


def _react(prompt: Prompt) -> bytes:
    return payloads.reaction("raised_hand", prompt.channel, prompt.ts)


def _press(prompt: Prompt) -> bytes:
    return payloads.press(STEP_TAKE, prompt.value, prompt.channel, prompt.ts)


KINDS: Sequence[tuple[str, Callable[[Prompt], bytes]]] = (
    ("✋ → edited prompt", _react),
    ("*I have it* → edited prompt", _press),
)


async def shown(slack: Slack, count: int) -> list[Figure]:
    """That many gestures of each kind, each in an incident of its own, one after the other."""
    seen: dict[str, list[float]] = {name: [] for name, _ in KINDS}
    with sqlite() as url:
        async with servers.amends(slack, url) as bot:
            prompts = await _prompts(slack, bot.port, count * len(KINDS) + WARM_UP)
            line = await Line.open(bot.port)
            for index, prompt in enumerate(prompts):
                name, gesture = KINDS[index % len(KINDS)]
                before, begun = len(await slack.log()), time.monotonic()
                await line.ask(gesture(prompt))
                took = await _edited(slack, prompt, before) - begun
                if index >= WARM_UP:
                    seen[name].append(took * MS)
                await asyncio.sleep(max(0.0, begun + EVERY - time.monotonic()))
            line.close()
    return [
        figure
        for name, values in seen.items()
        for figure in (Figure(name, values, "ms"), Figure(f"{name}, p95", [_p95(values)], "ms"))
    ]


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


async def _prompts(slack: Slack, port: int, count: int) -> list[Prompt]:
    """The first prompts of as many new incidents, each in a channel of its own."""
    before = len(await slack.log())
    await at_once(port, [payloads.command(slack.respond_to) for _ in range(count)], 4)
    await slack.quiet()
    first: dict[str, Prompt] = {}
    for entry in await slack.log(before):
        if value := entry["buttons"].get(STEP_TAKE):
            first.setdefault(entry["channel"], Prompt(entry["channel"], entry["ts"], value))
    return list(first.values())[:count]


async def _edited(slack: Slack, prompt: Prompt, before: int) -> float:
    """When its edit reached Slack, by `time.monotonic()`; `before` is the length of the log when it
    had not. Raises TimeoutError."""
    async with asyncio.timeout(GIVE_UP):
        while True:
            for entry in await slack.log(before):
                if entry["method"] == "chat.update" and entry["ts"] == prompt.ts:
                    return float(entry["at"])
            await asyncio.sleep(LOOK)
