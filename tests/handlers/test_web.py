"""The pages for whoever watches over the bot."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from bot.config import Config
from bot.vitals import Vitals
from handlers.front_door import BODY_LIMIT, FORM
from handlers.intake import Intake
from handlers.metrics import Metrics
from handlers.web import WebSide
from tests.handlers.test_front_door import NOW as SLACKS_NOW
from tests.handlers.test_front_door import OLD_SECRET, SECRET, an_app, command, headers
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
async def pages(pulse: Pulse, **more: Any) -> AsyncIterator[tuple[WebSide, aiohttp.ClientSession]]:
    """The pages of a process in Socket Mode, unless `more` settings say otherwise, and a session
    that looks at them."""
    usual = {"http_port": free_port(), "signing_secret": ""}
    config = Config("xoxb-1", "xapp-1", **{**usual, **more})
    metrics = Metrics()
    intake = Intake(an_app(), metrics)
    side = WebSide(
        config, intake, metrics, pulse, clock=lambda: NOW, real_seconds=lambda: SLACKS_NOW
    )
    await side.open()
    base = f"http://127.0.0.1:{config.http_port}"
    async with aiohttp.ClientSession(base_url=base) as session:
        try:
            yield side, session
        finally:
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


@pytest.mark.parametrize(
    ("secret", "status"), [(SECRET, 200), (OLD_SECRET, 200), ("another", 401), ("", 401)]
)
async def test_in_http_mode_both_secrets_of_the_settings_are_taken(
    secret: str, status: int
) -> None:
    two = {"signing_secret": SECRET, "previous_signing_secret": OLD_SECRET}
    body = command("x")
    async with pages(Pulse(), mode="http", **two) as (_side, session):
        sent = headers(body, FORM, secret=secret)
        async with session.post("/slack/events", data=body, headers=sent) as answer:
            assert answer.status == status


async def test_in_http_mode_there_is_a_limit_to_what_is_read() -> None:
    """Signed or not, and however it is sent: nobody has us hold more than that."""
    largest, larger = (command("x" * length) for length in (BODY_LIMIT - 80, BODY_LIMIT + 1))
    assert len(largest) <= BODY_LIMIT <= 2**20
    async with pages(Pulse(), mode="http", signing_secret=SECRET) as (_side, session):
        for body, status in ((largest, 200), (larger, 413)):
            sent = headers(body, FORM)
            async with session.post("/slack/events", data=BytesIO(body), headers=sent) as answer:
                assert answer.status == status
        unsigned = {"Content-Type": FORM}
        data = BytesIO(larger)
        async with session.post("/slack/events", data=data, headers=unsigned) as answer:
            assert answer.status == 413


@pytest.mark.parametrize("mode", ["socket", "http"])
@pytest.mark.parametrize(
    ("asked", "otherwise"),
    [
        ("GET /live", 200),
        ("HEAD /live", 200),
        ("GET /ready", 503),
        ("GET /metrics", 200),
        ("GET /nowhere", 404),
        ("GET /", 404),
        ("GET /{rest}", 404),
        ("GET //a/%ff%0ab?c", 404),
        ("POST /live", 405),
        ("PUT /ready", 405),
        ("POST /nowhere", 404),
    ],
)
async def test_whatever_is_expected_of_a_page_is_no_fault_of_ours(
    mode: str, asked: str, otherwise: int
) -> None:
    """Byte for byte: the clients there are would not send half of this."""
    port = free_port()
    async with pages(Pulse(), mode=mode, signing_secret=SECRET, http_port=port):

        async def status(*headers: bytes) -> int:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            usual = (b"Host: x", b"Connection: close")
            writer.write(b"\r\n".join([f"{asked} HTTP/1.1".encode(), *usual, *headers, b"", b""]))
            said = await reader.read()
            writer.close()
            await writer.wait_closed()
            return int(said.split(b" ", 2)[1])

        assert await status() == otherwise
        for odd in (b"\xff", b"100-continue \xff", b"200-ok", "größer".encode()):
            assert await status(b"Expect: " + odd) == 417, odd
        assert await status(b"Expect: 100-Continue") == 100
