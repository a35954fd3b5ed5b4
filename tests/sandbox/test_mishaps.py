"""What the Web API does wrong on request, and the log of pings."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.faults import ApiFault, FaultKind
from sandbox.model import Ping
from sandbox.server import Sandbox
from tests.sandbox.hello import LEADERS, MISTAKES, TOM, refused


@pytest.mark.parametrize(("kind", "code"), [("429", 429), ("500", 500), ("503", 503)])
async def test_faults_on_request(
    sandbox: Sandbox, client: AsyncWebClient, kind: FaultKind, code: int
) -> None:
    sandbox.faults.waiting.append(ApiFault("auth.test", kind, retry_after=7))
    with pytest.raises(SlackApiError) as caught:
        await client.auth_test()
    assert caught.value.response.status_code == code
    assert kind != "429" or caught.value.response.headers["Retry-After"] == "7"
    assert (await client.auth_test())["ok"]


async def test_a_lost_reply_leaves_the_message_and_a_hang_does_not(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    sandbox.faults.waiting += [
        ApiFault("*", "lost_reply"),
        ApiFault("*", "hang", seconds=0.05),
    ]
    for text in ("lost", "hung"):
        with pytest.raises(aiohttp.ClientConnectionError):
            await client.chat_postMessage(channel=MISTAKES, text=text)
    texts = [message.text for message in sandbox.slack.messages(MISTAKES, TOM)]
    assert "lost" in texts
    assert "hung" not in texts


async def test_the_optional_limit_on_posts(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.faults.posts_per_channel_per_s = 1
    await client.chat_postMessage(channel=MISTAKES, text="1")
    assert await refused(client.chat_postMessage(channel=MISTAKES, text="2")) == "ratelimited"
    await client.chat_postMessage(channel=LEADERS, text="1")


async def test_what_would_ping_somebody_is_kept(sandbox: Sandbox, client: AsyncWebClient) -> None:
    def section(**text: Any) -> list[dict[str, Any]]:
        return [{"type": "section", "text": text}]

    quiet: list[dict[str, Any]] = [
        {"type": "plain_text", "text": "<!channel> @here"},
        {"type": "mrkdwn", "text": "@here &lt;!channel&gt;", "verbatim": True},
    ]
    for text in quiet:
        await client.chat_postMessage(channel=MISTAKES, text="x @here", blocks=section(**text))
    assert sandbox.slack.pings == []
    loud = section(type="mrkdwn", text="@here <!channel>")
    sent = await client.chat_postMessage(channel=MISTAKES, text=f"<@{TOM}>", blocks=loud)
    assert sandbox.slack.pings == [
        Ping(MISTAKES, sent["ts"], what, edited=False)
        for what in (f"<@{TOM}>", "<!channel>", "@here")
    ]
