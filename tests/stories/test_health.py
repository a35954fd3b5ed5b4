"""What a service manager may ask: is it alive, and can Slack reach it?"""

import asyncio

import aiohttp

from sandbox.faults import ApiFault
from tests.stories.stage import Stage


async def answer(stage: Stage, page: str) -> tuple[int, str]:
    """Status and words of one of the bot's own pages."""
    url = f"http://127.0.0.1:{stage.environment['HTTP_PORT']}/{page}"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()


async def until(stage: Stage, page: str, wanted: tuple[int, str]) -> None:
    """Wait until that page says so."""
    for _ in range(300):
        found = await answer(stage, page)
        if found == wanted:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"/{page} still says {found}")


async def test_ready_while_slack_can_reach_it_and_only_then(stage: Stage) -> None:
    await until(stage, "ready", (200, "ready"))
    refused = ApiFault("apps.connections.open", "500", count=1_000)
    stage.sandbox.faults.waiting.append(refused)
    await stage.sandbox.socket.cut()
    await until(stage, "ready", (503, "not connected to Slack"))
    assert await answer(stage, "live") == (200, "alive")
    stage.sandbox.faults.waiting.remove(refused)
    await until(stage, "ready", (200, "ready"))
