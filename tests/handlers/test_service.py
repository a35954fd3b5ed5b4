"""The first word with Slack: tried for as long as it may still work, and said in plain words."""

import asyncio
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.errors import SlackApiError

from bot.config import Config
from handlers.connecting import NotWelcome, new_client, new_session, patiently
from handlers.service import STALE_SWEEP, trouble
from handlers.slack_errors import Failure, Fate, judge

slack_says: Any = SlackApiError  # the SDK leaves its types out


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (aiohttp.ClientError(), "check this machine’s network and SLACK_API_URL. Trying again in"),
        (slack_says("", {"error": "fatal_error"}), "with an error (fatal_error). Trying again"),
    ],
)
async def test_what_may_pass_is_tried_again(
    error: Exception, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    stop, tries = asyncio.Event(), 0

    async def call() -> str:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise error
        return "hello"

    assert await patiently(call, str, stop) == "hello"
    assert said in caplog.text


async def test_nothing_is_tried_once_we_are_to_stop() -> None:
    stop = asyncio.Event()

    async def call() -> str:
        stop.set()
        raise TimeoutError

    assert await patiently(call, str, stop) is None


async def test_a_no_for_good_is_not_tried_again() -> None:
    async def call() -> str:
        raise slack_says("", {"error": "invalid_auth"})

    with pytest.raises(NotWelcome, match="fix invalid_auth"):
        await patiently(call, "fix {}".format, asyncio.Event())


async def test_an_answer_in_plain_text_is_an_answer(caplog: pytest.LogCaptureFixture) -> None:
    """A proxy before Slack says 503 in its own words: the SDK has a text where an object should
    be. It is tried again, and a message that met it is in doubt."""
    answers = [
        web.Response(status=503, text="upstream connect error"),
        web.Response(status=503, text="upstream connect error"),
        web.json_response({"ok": True, "team_id": "T1"}),
    ]

    async def answer(_request: web.Request) -> web.Response:
        return answers.pop(0)

    site = web.Application()
    site.router.add_post("/api/{method}", answer)
    async with TestServer(site) as server, new_session() as session:
        config = Config("xoxb-1", "xapp-1", "", api_url=str(server.make_url("/api/")))
        client = new_client(config, session)
        client.on_lacking = lambda _scopes: None
        with pytest.raises(SlackApiError) as raised:
            await client.chat_postMessage(channel="C1", text="hello")
        assert judge(raised.value) == Failure(Fate.UNSURE, "http_503")
        assert await patiently(client.auth_test, str, asyncio.Event())
    assert "Trying again" in caplog.text


@pytest.mark.parametrize(
    ("connected", "silence", "said"),
    [
        (True, 0.0, ""),
        (True, STALE_SWEEP - 1, ""),
        (True, STALE_SWEEP + 1, "the database does not answer"),
        (False, 0.0, "not connected to Slack"),
    ],
)
def test_why_it_is_not_ready(connected: bool, silence: float, said: str) -> None:
    assert trouble(connected, silence) == said
