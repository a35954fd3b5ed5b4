"""Two connections to Slack: each is replaced when it should be, and not in a hurry."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncAck
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from handlers import switchboard
from handlers.connecting import new_app
from handlers.intake import Intake
from handlers.metrics import Metrics
from handlers.switchboard import LINES, Pauses, Switchboard
from tests.handlers.fake_slack import Sockets, sockets

COMMAND = {"command": "/mistake", "text": "hello", "user_id": "U1", "team_id": "T1"}


async def until(look: Callable[[], object], seconds: float = 5.0) -> None:
    for _ in range(int(seconds / 0.005)):
        if look():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it did not happen")


@asynccontextmanager
async def board(slack: Sockets, **quick: Any) -> AsyncIterator[Switchboard]:
    """Connected, with a bot that says back what was typed, a moment later."""
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(base_url=f"{slack.url}/api/", session=session, retry_handlers=[])
        app = new_app(client, AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1"))

        @app.command("/mistake")
        async def command(ack: AsyncAck, body: dict[str, str]) -> None:
            await asyncio.sleep(0.1)
            await ack(body["text"])

        metrics = Metrics()
        opened = Switchboard(client, "xapp-1", Intake(app, metrics), metrics, **quick)
        await opened.start(await opened.open_url(), asyncio.Event())
        try:
            yield opened
        finally:
            await opened.close()
            await until(
                lambda: not slack.standing
            )  # a line that was just being made is hung up, too


def envelope(number: int) -> dict[str, object]:
    return {"type": "slash_commands", "envelope_id": f"e{number}", "payload": COMMAND}


def acked(slack: Sockets) -> list[str]:
    return [ack["envelope_id"] for ack in slack.acks]


async def test_two_stand_and_each_answers_what_comes_over_it() -> None:
    async with sockets() as slack, board(slack) as opened:
        await until(lambda: opened.alive == LINES)
        for number, socket in enumerate(slack.standing):
            await socket.send_str("this is not JSON")
            await socket.send_json({"type": "something new"})
            await socket.send_json(envelope(number))
        await until(lambda: len(slack.acks) == LINES)
        assert slack.acks[0]["payload"] == {"text": "hello"}


async def test_asked_to_go_it_is_there_again_before_it_goes() -> None:
    async with sockets() as slack, board(slack) as opened:
        await until(lambda: opened.alive == LINES)
        old = slack.standing[0]
        await old.send_json({"type": "disconnect", "reason": "warning"})
        await old.send_json(envelope(1))  # Slack may still use it for a while
        await until(lambda: len(slack.opened) == LINES + 1)
        await until(lambda: old.closed)
        assert acked(slack) == ["e1"], "answered before it was let go"
        await until(lambda: opened.alive == LINES)


async def test_one_that_is_open_and_dead_is_found_out() -> None:
    async with sockets() as slack:
        slack.dumb = True
        async with board(slack, ping_every=0.05, silent_after=0.2) as opened:
            await until(lambda: len(slack.opened) == LINES)
            slack.dumb = False
            await until(lambda: opened.alive == 0)  # as /ready says, too
            await until(lambda: opened.alive == LINES)
            assert len(slack.opened) >= LINES + 1


async def test_what_is_under_way_is_answered_before_it_ends() -> None:
    async with sockets() as slack:
        async with board(slack):
            await slack.standing[0].send_json(envelope(7))
            await asyncio.sleep(0.05)
        assert acked(slack) == ["e7"]


async def test_a_hello_that_does_not_last_does_not_make_it_hurry() -> None:
    """Back-off begins anew only once Slack said hello and the connection stood."""
    async with sockets() as slack, board(slack) as opened:
        await until(lambda: opened.alive == LINES)
        slack.greeting = {"type": "disconnect", "reason": "too_many_websockets"}
        for socket in slack.standing:
            await socket.close()
        before = len(slack.asked_at)
        await asyncio.sleep(1.5)
        assert len(slack.asked_at) - before <= 2 * LINES
        slack.greeting = {"type": "hello"}


@pytest.mark.parametrize("greeting", ["disconnect", "hello"])
async def test_pauses_grow_until_a_connection_stands(
    monkeypatch: pytest.MonkeyPatch, greeting: str
) -> None:
    """An address and an open socket are nothing yet, nor is a hello that is taken back at once."""
    monkeypatch.setattr(switchboard, "FIRST_PAUSE", 0.05)
    async with sockets() as slack:
        asked = slack.asked_at
        async with board(slack) as opened:
            await until(lambda: opened.alive == LINES)
            slack.greeting = {"type": greeting, "reason": "too_many_websockets"}
            slack.brief = True
            for socket in slack.standing:
                await socket.close()
            before = len(asked)
            await asyncio.sleep(2)
            # 0.05 s, twice as long each time, and half of each at least: six at most.
            assert LINES < len(asked) - before <= 6 * LINES
            slack.greeting, slack.brief = {"type": "hello"}, False


async def test_one_on_which_nothing_is_delivered_for_long_is_made_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It answers our pings, and yet Slack may have forgotten it."""
    monkeypatch.setattr(switchboard, "SETTLED_AFTER", 0.1)
    monkeypatch.setattr(switchboard, "RENEWED_AFTER", 0.3)
    async with sockets() as slack, board(slack) as opened:
        await until(lambda: opened.alive == LINES)
        first = slack.standing
        await until(lambda: len(slack.opened) >= 2 * LINES)
        await until(lambda: all(each.closed for each in first))
        assert b'amends_reconnects_total{why="idle"}' in opened._metrics.scrape()
        await until(lambda: opened.alive == LINES)


async def test_slack_is_not_asked_again_before_the_time_it_says(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with sockets() as slack, board(slack) as opened:
        await until(lambda: opened.alive == LINES)
        body, wait = {"ok": False, "error": "ratelimited"}, {"Retry-After": "2"}
        slack.refusals = [web.json_response(body, status=429, headers=wait)]
        slack.asked_at.clear()
        await slack.standing[0].close()
        await until(lambda: len(slack.asked_at) == 2, seconds=8)
        [gap] = [after - before for before, after in pairwise(slack.asked_at)]
        assert gap >= 1.9  # when each arrived, not when it was sent
        assert "ratelimited" in caplog.text


async def test_socket_mode_switched_off_is_said(caplog: pytest.LogCaptureFixture) -> None:
    async with sockets() as slack, board(slack) as opened:
        await until(lambda: opened.alive == LINES)
        slack.asked_at.clear()
        for socket in slack.standing:
            await socket.send_json({"type": "disconnect", "reason": "link_disabled"})
        await until(lambda: opened.alive == 0)
        await asyncio.sleep(0.2)
        assert slack.asked_at == []
        assert "Socket Mode is switched off" in caplog.text


def test_pauses_grow_up_to_a_minute_and_begin_anew() -> None:
    pauses = Pauses()
    waits = [pauses.longer() for _ in range(10)]
    assert all(2**n / 2 <= wait <= min(2**n, 60) for n, wait in enumerate(waits[:6]))
    assert 30 <= waits[-1] <= 60
    assert pauses.longer(at_least=90) == 90
    pauses.begin_anew()
    assert pauses.longer() <= 1
