"""The pages for whoever watches over the bot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Config
from bot.vitals import Vitals
from handlers.connecting import new_app
from handlers.intake import Intake
from handlers.metrics import Metrics
from handlers.web import WebSide
from tests.handlers.test_front_door import WHO
from tests.stories.stage import free_port

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


class Pulse:
    """Says that one message waits, or fails; counts how often it was asked."""

    def __init__(self, *, broken: bool = False) -> None:
        self.broken = broken
        self.asked = 0

    async def vitals(self) -> Vitals:
        self.asked += 1
        if self.broken:
            raise OSError("disk I/O error")
        return Vitals(1, 0, NOW)


@asynccontextmanager
async def pages(pulse: Pulse) -> AsyncIterator[tuple[WebSide, aiohttp.ClientSession]]:
    """The pages of a process in Socket Mode, and a session that looks at them."""
    config = Config("xoxb-1", "xapp-1", "", http_port=free_port())
    metrics = Metrics()
    intake = Intake(new_app(AsyncWebClient("xoxb-1"), WHO), metrics)
    side = WebSide(config, intake, metrics, pulse, clock=lambda: NOW, real_seconds=lambda: 0.0)
    await side.open()
    base = f"http://127.0.0.1:{config.http_port}"
    async with aiohttp.ClientSession(base_url=base) as session:
        yield side, session
        await side.stop_taking()
        await side.close()


async def test_it_is_ready_while_nothing_is_wrong() -> None:
    async with pages(Pulse()) as (side, session):

        async def said(page: str) -> tuple[int, str]:
            async with session.get(page) as answer:
                return answer.status, await answer.text()

        assert await said("/ready") == (503, "not yet")
        side.ready = True
        assert await said("/ready") == (200, "ready")
        side.trouble = lambda: "the database does not answer"
        assert await said("/ready") == (503, "the database does not answer")
        assert await said("/live") == (200, "alive")
        assert (await said("/slack/events"))[0] == 404


async def test_however_often_figures_are_asked_for_the_database_is_read_seldom() -> None:
    for pulse, up in ((Pulse(), 1.0), (Pulse(broken=True), 0.0)):
        async with pages(pulse) as (_, session):
            for _ in range(3):
                async with session.get("/metrics") as answer:
                    assert answer.content_type == "text/plain"
                    assert f"amends_database_up {up}" in await answer.text()
            assert pulse.asked == 1
