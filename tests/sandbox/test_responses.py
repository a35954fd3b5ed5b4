"""Answers to gestures, menus on messages, reactions of the app, unread counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox.errors import GestureRefused
from sandbox.scopes import load_manifest
from sandbox.server import Sandbox
from sandbox.testing import MANIFEST, running_sandbox
from tests.sandbox.hello import (
    BOT,
    HELLO_BUTTON,
    HELLO_MODAL,
    LEADERS,
    MARIA,
    MISTAKES,
    TOM,
    Hello,
    refused,
)  # fmt: skip

Json = dict[str, Any]
OPTIONS = [
    {"text": {"type": "plain_text", "text": name}, "value": name.lower()} for name in ("One", "Two")
]


async def test_a_response_url_answers_replaces_and_deletes(sandbox: Sandbox) -> None:
    hook = AsyncWebhookClient(sandbox.tickets.response_url(MARIA, MISTAKES))
    assert (await hook.send(text="Private")).body == "ok"
    private = sandbox.slack.messages(MISTAKES, MARIA)[-1]
    assert (private.text, private.only_for) == ("Private", MARIA)
    await hook.send(text="Replaced", replace_original=True)
    assert (private.text, private.edited_ts) == ("Replaced", None)
    await hook.send(delete_original=True)
    assert private.deleted
    await hook.send(text="Public", response_type="in_channel")
    assert sandbox.slack.messages(MISTAKES, TOM)[-1].text == "Public"
    await hook.send(text="Fifth")
    sixth = await hook.send(text="Sixth")
    assert (sixth.status_code, "used_url" in sixth.body) == (404, True)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"text": "x", "shoes": 2}, "invalid_payload"),
        ({"text": "x", "response_type": "loud"}, "invalid_payload"),
        ({"text": "x", "replace_original": True}, "no_original"),
        ({"text": ""}, "no_text"),
        ({"blocks": [{"type": "banner"}]}, "invalid_blocks"),
    ],
)
async def test_a_response_url_is_strict_too(sandbox: Sandbox, answer: Json, code: str) -> None:
    url = sandbox.tickets.response_url(MARIA, MISTAKES)
    async with httpx.AsyncClient(trust_env=False) as client:
        reply = await client.post(url, json=answer)
        assert (reply.status_code, reply.json()["error"]) == (400, code)
        assert (await client.post(url + "x", json=answer)).status_code == 404
    assert code in sandbox.slack.refusals[0]


async def test_a_bad_answer_to_a_command(sandbox: Sandbox, hello: Hello) -> None:
    await sandbox.gestures.command(MARIA, MISTAKES, "/mistake", "banner")
    assert "invalid_command_response" in sandbox.slack.notices(MARIA)[-1].text
    assert "unsupported block type: banner" in sandbox.slack.refusals[-1]


async def test_menus_on_a_message(sandbox: Sandbox, hello: Hello, client: AsyncWebClient) -> None:
    heard: list[Json] = []

    async def chosen(ack: Any, body: Json) -> None:
        heard.append(body)
        await ack()

    hello.app.action("more")(chosen)
    hello.app.action("pick")(chosen)
    menus = [
        {"type": "overflow", "action_id": "more", "options": OPTIONS},
        {"type": "static_select", "action_id": "pick", "options": OPTIONS},
    ]
    blocks = [{"type": "actions", "block_id": "row", "elements": menus}]
    sent = await client.chat_postEphemeral(channel=MISTAKES, user=TOM, text="x", blocks=blocks)
    press = sandbox.gestures.press
    with pytest.raises(GestureRefused, match="not there any more"):
        await press(MARIA, MISTAKES, sent["message_ts"], "more", selected="one")
    with pytest.raises(GestureRefused, match="no choice 'three'"):
        await press(TOM, MISTAKES, sent["message_ts"], "more", selected="three")
    await press(TOM, MISTAKES, sent["message_ts"], "more", selected="one")
    await press(TOM, MISTAKES, sent["message_ts"], "pick", "row", selected="two")
    assert [body["actions"][0]["selected_option"]["value"] for body in heard] == ["one", "two"]
    assert heard[1]["state"]["values"]["row"]["pick"]["selected_option"] == OPTIONS[1]
    assert heard[1]["container"]["is_ephemeral"]
    assert "message" not in heard[1]


async def test_fields_that_tell_the_app_at_once(
    sandbox: Sandbox, hello: Hello, client: AsyncWebClient
) -> None:
    heard: list[Json] = []

    async def filled(ack: Any, body: Json) -> None:
        heard.append(body)
        await ack()

    hello.app.action("text")(filled)
    block = HELLO_MODAL["blocks"][0] | {"dispatch_action": True}
    entry = block["element"] | {"min_length": 4}
    view = HELLO_MODAL | {"blocks": [block | {"element": entry}, *HELLO_BUTTON]}
    await client.views_open(trigger_id=sandbox.tickets.trigger(MARIA), view=view)
    await sandbox.gestures.fill(MARIA, "what", "text", "new")
    assert heard[0]["actions"][0]["value"] == "new"
    assert heard[0]["view"]["state"]["values"]["what"]["text"]["value"] == "new"
    with pytest.raises(GestureRefused, match="at least 4 characters"):
        await sandbox.gestures.submit(MARIA)
    with pytest.raises(GestureRefused, match="not a field"):
        await sandbox.gestures.fill(MARIA, "row", "hello_press", "x")


async def test_reactions_of_the_app() -> None:
    manifest = load_manifest(MANIFEST)
    more = replace(manifest, scopes=manifest.scopes | {"reactions:write", "channels:join"})
    async with running_sandbox(manifest=more) as sandbox:
        client = AsyncWebClient(sandbox.tokens.bot, base_url=f"{sandbox.url}/api/")
        ts = await sandbox.gestures.say(TOM, MISTAKES, "Hello")
        on: Json = {"channel": MISTAKES, "timestamp": ts}
        await client.reactions_add(**on, name="eyes")
        assert await refused(client.reactions_add(**on, name="eyes")) == "already_reacted"
        assert await refused(client.reactions_add(**on, name=":eyes:")) == "invalid_name"
        shown = (await client.reactions_get(**on))["message"]["reactions"]
        assert shown == [{"name": "eyes", "users": [BOT], "count": 1}]
        await client.reactions_remove(**on, name="eyes")
        assert await refused(client.reactions_remove(**on, name="eyes")) == "no_reaction"
        joined = await client.conversations_join(channel="C0GENERAL")
        assert joined["channel"]["is_member"]
        wrong = client.conversations_join(channel=LEADERS)
        assert await refused(wrong) == "method_not_supported_for_channel_type"


async def test_unread_until_looked_at(sandbox: Sandbox) -> None:
    slack = sandbox.slack
    slack.mark_read(TOM, MISTAKES)
    ts = await sandbox.gestures.say(MARIA, MISTAKES, "One")
    reply = await sandbox.gestures.say(MARIA, MISTAKES, "Two", ts)
    again = await sandbox.gestures.say(MARIA, MISTAKES, "Three", reply)
    assert [m.ts for m in slack.thread(MISTAKES, ts, TOM)] == [ts, reply, again]
    assert (slack.unread(TOM, MISTAKES), slack.unread(MARIA, MISTAKES)) == (3, 0)
    slack.mark_read(TOM, MISTAKES)
    assert slack.unread(TOM, MISTAKES) == 0
    await sandbox.gestures.remove(MARIA, MISTAKES, TOM)
    assert slack.messages(MISTAKES, TOM) == []
    assert MISTAKES not in [channel.id for channel in slack.channels_of(TOM)]
