"""The first word with Slack: tried for as long as it may still work, and said in plain words."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from handlers.connecting import NotWelcome, patiently

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
