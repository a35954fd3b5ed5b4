"""What reaches the app, when it is sent again, and what the person is told if it is not."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import delivery
from sandbox.errors import GestureRefused
from sandbox.server import Sandbox
from sandbox.testing import running_sandbox
from tests.sandbox.hello import (
    BOT,
    GENERAL,
    LEADERS,
    MARIA,
    MISTAKES,
    TOM,
    Hello,
    connected,
    hello_app,
)  # fmt: skip
from tests.stories.waiting import eventually


async def test_the_app_hears_only_what_it_may(sandbox: Sandbox, hello: Hello) -> None:
    gestures = sandbox.gestures
    await gestures.say(MARIA, GENERAL, "The bot is not here")
    await gestures.say(MARIA, sandbox.slack.direct([MARIA, TOM]).id, "Between us")
    await gestures.say(MARIA, LEADERS, "One")
    await gestures.say(MARIA, await gestures.open_dm(MARIA, BOT), "Two")
    await sandbox.delivery.settled()
    assert [event["channel_type"] for event in hello.heard] == ["group", "im"]
    await gestures.invite(MARIA, GENERAL, BOT)
    await gestures.open_home(MARIA)
    await sandbox.delivery.settled()
    assert hello.kinds()[2:] == ["member_joined_channel", "message.channel_join"]


async def test_edits_deletions_and_the_apps_own_messages(
    sandbox: Sandbox, hello: Hello, client: AsyncWebClient
) -> None:
    ts = await sandbox.gestures.say(TOM, MISTAKES, "Helo")
    await sandbox.gestures.edit(TOM, MISTAKES, ts, "Hello")
    await sandbox.gestures.delete(TOM, MISTAKES, ts)
    await client.chat_postMessage(channel=MISTAKES, text="Mine")
    await client.chat_postEphemeral(channel=MISTAKES, user=TOM, text="Unheard")
    sandbox.slack.change_user(TOM, deleted=True)
    await sandbox.gestures.archive(MARIA, LEADERS)
    await sandbox.delivery.settled()
    assert hello.kinds() == [
        "message", "message.message_changed", "message.message_deleted", "message", "user_change",
        "group_archive",
    ]  # fmt: skip
    assert hello.heard[1]["message"]["text"] == "Hello"
    assert hello.heard[1]["previous_message"]["text"] == "Helo"
    assert hello.heard[2]["deleted_ts"] == ts
    assert hello.heard[3]["bot_id"] == "B0AMENDS1"
    assert hello.heard[4]["user"]["deleted"] is True


async def test_a_channel_that_was_archived_can_be_brought_back(
    sandbox: Sandbox, hello: Hello, client: AsyncWebClient
) -> None:
    """Our manifest does not ask to hear of that; an app that does is told as Slack documents."""
    way, gestures = sandbox.delivery, sandbox.gestures
    await gestures.archive(MARIA, LEADERS)
    await gestures.unarchive(MARIA, LEADERS)
    await client.chat_postMessage(channel=LEADERS, text="Here again")
    with pytest.raises(GestureRefused, match="not archived"):
        await gestures.unarchive(MARIA, LEADERS)
    await way.settled()
    assert hello.kinds() == ["group_archive", "message"]
    way.manifest = replace(way.manifest, events=way.manifest.events | {"channel_unarchive"})
    await gestures.archive(MARIA, MISTAKES)
    await gestures.unarchive(MARIA, MISTAKES)
    await way.settled()
    assert hello.kinds()[2:] == ["channel_archive", "channel_unarchive"]
    event = hello.heard[-1]
    assert (event["channel"], event["user"]) == (MISTAKES, MARIA)


async def test_slack_changes_a_message_without_its_words(sandbox: Sandbox, hello: Hello) -> None:
    ts = await sandbox.gestures.say(TOM, MISTAKES, "See https://example.com")
    message = sandbox.slack.message(MISTAKES, ts)
    assert message is not None
    sandbox.slack.look_into(message)
    await sandbox.gestures.edit(TOM, MISTAKES, ts, "See https://example.com")
    await sandbox.delivery.settled()
    assert hello.kinds() == ["message", "message.message_changed"]
    changed = hello.heard[1]
    assert changed["message"]["text"] == changed["previous_message"]["text"]
    assert "attachments" in changed["message"]
    assert "edited" not in changed["message"]


async def test_unacknowledged_doubled_and_reordered_events(sandbox: Sandbox, hello: Hello) -> None:
    say = sandbox.gestures.say
    sandbox.delivery.silent = 1
    await say(MARIA, MISTAKES, "again")
    await sandbox.delivery.settled()
    sandbox.delivery.double = 1
    await say(MARIA, MISTAKES, "twice")
    await sandbox.delivery.settled()
    sandbox.delivery.hold()
    await say(MARIA, MISTAKES, "first")
    await say(MARIA, MISTAKES, "second")
    assert sandbox.delivery.release("reversed") == 2
    await sandbox.delivery.settled()
    assert [event["text"] for event in hello.heard] == [
        "again", "again", "twice", "twice", "second", "first",
    ]  # fmt: skip


async def test_a_command_that_is_not_answered(sandbox: Sandbox, hello: Hello) -> None:
    sandbox.delivery.silent = 1
    await sandbox.gestures.command(MARIA, MISTAKES, "/mistake", "x")
    notices = sandbox.slack.notices(MARIA)
    assert notices[-1].text == '/mistake failed with the error "operation_timeout"'
    assert sandbox.slack.notices(TOM) == []


async def test_a_command_without_an_app(sandbox: Sandbox) -> None:
    await sandbox.gestures.command(MARIA, MISTAKES, "/mistake", "x")
    assert "dispatch_failed" in sandbox.slack.notices(MARIA)[-1].text


async def test_events_wait_for_a_new_socket() -> None:
    async with running_sandbox(retry_seconds=(0.0, 2.0)) as patient:
        await patient.gestures.say(MARIA, MISTAKES, "Later")
        async with connected(patient) as hello:
            heard = await eventually(lambda: hello.heard, "Slack tried again")
            assert heard[0]["text"] == "Later"


async def test_sockets() -> None:
    async with running_sandbox(retry_seconds=(0.0, 0.5)) as sandbox:
        client = AsyncWebClient(base_url=f"{sandbox.url}/api/")
        url = (await client.apps_connections_open(app_token=sandbox.tokens.app))["url"]
        async with aiohttp.ClientSession() as session, session.ws_connect(url) as link:
            hello = await link.receive_json()
            assert (hello["type"], hello["num_connections"]) == ("hello", 1)
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(url)
            await link.ping()
            await sandbox.gestures.say(MARIA, MISTAKES, "Hello")
            first = await link.receive_json()
            assert (first["retry_attempt"], first["accepts_response_payload"]) == (0, False)
            await sandbox.socket.cut()
            assert (await link.receive()).type is aiohttp.WSMsgType.CLOSE
        url = (await client.apps_connections_open(app_token=sandbox.tokens.app))["url"]
        async with aiohttp.ClientSession() as session, session.ws_connect(url) as link:
            assert (await link.receive_json())["type"] == "hello"
            again = await link.receive_json()
            assert (again["retry_attempt"], again["retry_reason"]) == (2, "no_connection")
            assert again["payload"]["event_id"] == first["payload"]["event_id"]
            assert again["envelope_id"] != first["envelope_id"]
            await link.send_json({"envelope_id": again["envelope_id"]})
            await sandbox.delivery.settled()
            await sandbox.socket.disconnect("warning")
            assert (await link.receive_json())["reason"] == "warning"


async def test_ten_sockets_at_most(sandbox: Sandbox) -> None:
    client = AsyncWebClient(base_url=f"{sandbox.url}/api/")
    async with aiohttp.ClientSession() as session:
        links = []
        for number in range(1, 12):
            url = (await client.apps_connections_open(app_token=sandbox.tokens.app))["url"]
            links.append(await session.ws_connect(url))
            said = await links[-1].receive_json()
            assert said.get("num_connections", 11) == number
        assert said["reason"] == "too_many_websockets"


async def test_a_refresh_is_survived(sandbox: Sandbox, hello: Hello) -> None:
    await sandbox.socket.disconnect("refresh_requested")
    async with asyncio.timeout(5):
        await sandbox.socket.connected.wait()
    await sandbox.gestures.command(MARIA, MISTAKES, "/mistake", "still there?")
    assert sandbox.slack.messages(MISTAKES, MARIA)[-1].text == "You said: still there?"


@asynccontextmanager
async def http_app() -> AsyncIterator[tuple[Sandbox, Hello, list[Any]]]:
    """The hello-world app behind HTTP; the list holds the headers of what came."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}/slack/events"
    async with running_sandbox(http_to=url, retry_seconds=(0.0, 0.05)) as sandbox:
        hello, seen = hello_app(sandbox.url, sandbox.tokens), []

        async def events(request: web.Request) -> web.Response:
            seen.append(request.headers)
            if hello.heard and hello.heard[-1].get("text") == "break":
                hello.heard.clear()
                return web.Response(status=500)
            reply = await hello.app.async_dispatch(await to_bolt_request(request))
            return await to_aiohttp_response(reply)

        served = web.Application()
        served.router.add_post("/slack/events", events)
        runner = web.AppRunner(served)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        try:
            yield sandbox, hello, seen
        finally:
            await runner.cleanup()


async def test_signed_http() -> None:
    async with http_app() as (sandbox, hello, seen):
        assert sandbox.http is not None
        assert await sandbox.http.verify()
        await sandbox.gestures.command(MARIA, MISTAKES, "/mistake", "hello")
        assert sandbox.slack.messages(MISTAKES, MARIA)[-1].text == "You said: hello"
        await sandbox.gestures.command(MARIA, MISTAKES, "/mistake", "form")
        await sandbox.gestures.fill(MARIA, "what", "text", "wrong")
        await sandbox.gestures.submit(MARIA)
        opened = sandbox.slack.view_of(MARIA)
        assert opened is not None
        assert opened.errors
        await sandbox.gestures.say(MARIA, MISTAKES, "break")
        await sandbox.delivery.settled()
        await sandbox.gestures.say(MARIA, MISTAKES, "on")
        await sandbox.delivery.settled()
        assert [event["text"] for event in hello.heard] == ["on"]
        assert seen[-1]["X-Slack-Retry-Num"] == "1"
        assert seen[-1]["X-Slack-Retry-Reason"] == "http_error"


async def test_http_that_nobody_answers() -> None:
    async with running_sandbox(http_to="http://127.0.0.1:9/slack/events") as sandbox:
        assert sandbox.http is not None
        assert not await sandbox.http.verify()
        with pytest.raises(delivery.NotAcked, match="connection_failed"):
            await sandbox.delivery.interact("interactive", {})
