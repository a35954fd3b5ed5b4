"""A hello-world app, the kind any slack_bolt tutorial ends with, next to a running sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from sandbox.model import Tokens
from sandbox.server import Sandbox

MARIA, TOM, NOAH, BOT = "U0MARIA00", "U0TOM0000", "U0NOAH000", "U0AMENDS1"
MISTAKES, GENERAL, LEADERS = "C0MISTAKE", "C0GENERAL", "C0LEADERS"

HELLO_MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "hello_form",
    "title": {"type": "plain_text", "text": "Hello"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "what",
            "label": {"type": "plain_text", "text": "What"},
            "element": {"type": "plain_text_input", "action_id": "text", "initial_value": "hi"},
        }
    ],
}
HELLO_BUTTON: list[dict[str, Any]] = [
    {
        "type": "actions",
        "block_id": "row",
        "elements": [
            {
                "type": "button",
                "action_id": "hello_press",
                "value": "1",
                "text": {"type": "plain_text", "text": "Press"},
            }
        ],
    }
]


@dataclass
class Hello:
    """The app and what it heard, in order."""

    app: AsyncApp
    heard: list[dict[str, Any]] = field(default_factory=list)

    def kinds(self) -> list[str]:
        return [
            event["type"] + (f".{event['subtype']}" if "subtype" in event else "")
            for event in self.heard
        ]


def hello_app(url: str, tokens: Tokens) -> Hello:
    client = AsyncWebClient(tokens.bot, base_url=f"{url}/api/", retry_handlers=[])
    app = AsyncApp(
        name="hello", client=client, signing_secret=tokens.signing_secret,
        process_before_response=True, ignoring_self_events_enabled=False,
    )  # fmt: skip
    hello = Hello(app)

    async def command(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        words = body["text"]
        if words == "form":
            await client.views_open(trigger_id=body["trigger_id"], view=HELLO_MODAL)
            await ack()
        elif words == "button":
            await client.chat_postMessage(
                channel=body["channel_id"], text="Press", blocks=HELLO_BUTTON
            )
            await ack()
        elif words == "banner":
            await ack(blocks=[{"type": "banner"}])
        else:
            await ack(f"You said: {words}")

    async def pressed(ack: Any, body: dict[str, Any], respond: Any) -> None:
        await ack()
        await respond(f"Pressed by <@{body['user']['id']}>", replace_original=True)

    async def submitted(ack: Any, view: dict[str, Any]) -> None:
        said = view["state"]["values"]["what"]["text"]["value"]
        if said == "wrong":
            await ack(response_action="errors", errors={"what": "Say something else."})
        elif said == "more":
            await ack(response_action="push", view={**HELLO_MODAL, "callback_id": "second"})
        else:
            await ack()

    async def event(event: dict[str, Any]) -> None:
        hello.heard.append(event)

    app.command("/mistake")(command)
    app.action("hello_press")(pressed)
    app.view("hello_form")(submitted)
    for kind in ("message", "reaction_added", "reaction_removed", "member_joined_channel",
                 "channel_archive", "channel_unarchive", "group_archive",
                 "user_change"):  # fmt: skip
        app.event(kind)(event)
    return hello


@asynccontextmanager
async def connected(sandbox: Sandbox) -> AsyncIterator[Hello]:
    """The hello-world app, connected over Socket Mode."""
    hello = hello_app(sandbox.url, sandbox.tokens)
    handler = AsyncSocketModeHandler(hello.app, sandbox.tokens.app)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await sandbox.socket.connected.wait()
    try:
        yield hello
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


async def refused(call: Awaitable[AsyncSlackResponse]) -> str:
    """Slack's error code."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])
