"""The Web API as slack_sdk calls it, and what it refuses."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.model import User
from sandbox.scopes import load_manifest
from sandbox.server import Sandbox
from sandbox.testing import MANIFEST, running_sandbox, until
from tests.sandbox.hello import (
    BOT,
    GENERAL,
    HELLO_BUTTON,
    LEADERS,
    MARIA,
    MISTAKES,
    NOAH,
    TOM,
    Hello,
    connected,
    refused,
)  # fmt: skip


async def test_who_am_i(client: AsyncWebClient) -> None:
    me = await client.auth_test()
    assert (me["user_id"], me["team"], me["bot_id"]) == (BOT, "Harbour & Pine", "B0AMENDS1")
    assert "chat:write" in me.headers["x-oauth-scopes"]


async def test_tokens(sandbox: Sandbox, client: AsyncWebClient) -> None:
    for token, code in (
        ("", "not_authed"),
        ("xoxb-other", "invalid_auth"),
        (sandbox.tokens.app, "not_allowed_token_type"),
    ):
        stranger = AsyncWebClient(token, base_url=client.base_url)
        assert await refused(stranger.auth_test()) == code
    assert await refused(client.apps_connections_open(app_token=sandbox.tokens.bot)) == (
        "not_allowed_token_type"
    )
    assert await refused(client.api_call("chat.shout")) == "unknown_method"


async def test_a_missing_scope_is_named(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        await client.reactions_add(channel=MISTAKES, timestamp="1.1", name="eyes")
    assert caught.value.response["needed"] == "reactions:write"
    assert "chat:write" in caught.value.response["provided"]
    direct = (await client.conversations_open(users=MARIA))["channel"]["id"]
    assert await refused(client.conversations_info(channel=direct)) == "missing_scope"


async def test_a_message_is_posted_edited_listed_and_deleted(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    metadata = {"event_type": "step", "event_payload": {"id": "x1"}}
    sent = await client.chat_postMessage(channel=MISTAKES, text="One", metadata=metadata)
    answer = await client.chat_postMessage(channel=MISTAKES, text="Two", thread_ts=sent["ts"])
    await client.chat_update(channel=MISTAKES, ts=sent["ts"], text="One!")
    thread = await client.conversations_replies(
        channel=MISTAKES, ts=sent["ts"], include_all_metadata=True
    )
    assert [message["text"] for message in thread["messages"]] == ["One!", "Two"]
    assert thread["messages"][0]["metadata"] == metadata
    assert thread["messages"][0]["reply_count"] == 1
    bare = await client.conversations_history(channel=MISTAKES, limit=1)
    assert bare["messages"][0]["metadata"] == {"event_type": "step"}
    link = await client.chat_getPermalink(channel=MISTAKES, message_ts=answer["ts"])
    assert link["permalink"].endswith(f"?thread_ts={sent['ts']}&cid={MISTAKES}")
    await client.chat_delete(channel=MISTAKES, ts=sent["ts"])
    assert sandbox.slack.thread(MISTAKES, sent["ts"], TOM)[0].subtype == "tombstone"
    await client.chat_delete(channel=MISTAKES, ts=answer["ts"])
    assert len(sandbox.slack.thread(MISTAKES, sent["ts"], TOM)) == 1


async def test_metadata_stays_until_taken_away(sandbox: Sandbox, client: AsyncWebClient) -> None:
    metadata = {"event_type": "step", "event_payload": {}}
    sent = await client.chat_postMessage(channel=MISTAKES, text="One", metadata=metadata)
    message = sandbox.slack.message(MISTAKES, sent["ts"])
    assert message is not None
    await client.chat_update(channel=MISTAKES, ts=sent["ts"], text="Two")
    assert message.metadata == metadata
    await client.chat_update(channel=MISTAKES, ts=sent["ts"], text="Three", metadata={})
    assert message.metadata is None


async def test_pages_of_history(client: AsyncWebClient) -> None:
    sent = [(await client.chat_postMessage(channel=MISTAKES, text=str(n)))["ts"] for n in range(5)]
    found: list[str] = []
    async for page in await client.conversations_history(
        channel=MISTAKES, limit=2, oldest=sent[0], latest=sent[4]
    ):
        found += [message["text"] for message in page["messages"]]
    assert found == ["3", "2", "1"]


async def test_where_the_bot_may_not_write(sandbox: Sandbox, client: AsyncWebClient) -> None:
    theirs = await sandbox.gestures.say(MARIA, MISTAKES, "Mine")
    private = sandbox.slack.direct([MARIA, TOM]).id
    await sandbox.gestures.archive(MARIA, LEADERS)
    sandbox.slack.users[NOAH].deleted = True
    post = client.chat_postMessage
    for call, code in (
        (post(channel=GENERAL, text="x"), "not_in_channel"),
        (post(channel="C0NOWHERE", text="x"), "channel_not_found"),
        (post(channel=private, text="x"), "channel_not_found"),
        (post(channel=LEADERS, text="x"), "is_archived"),
        (client.api_call("chat.postMessage", json={"channel": MISTAKES}), "no_text"),
        (post(channel=MISTAKES, text="x" * 40_001), "msg_too_long"),
        (post(channel=MISTAKES, text="x", thread_ts="1.000001"), "thread_not_found"),
        (post(channel=MISTAKES, text="x", metadata={"a": 1}), "invalid_metadata_schema"),
        (post(channel=MISTAKES, text="x", username="Boss"), "missing_scope"),
        (post(channel=MISTAKES, text="x", reply_broadcast=True), "invalid_arguments"),
        (post(channel=MISTAKES, text="x", parse="full"), "invalid_arguments"),
        (client.chat_update(channel=MISTAKES, ts=theirs, text="x"), "cant_update_message"),
        (client.chat_delete(channel=MISTAKES, ts=theirs), "cant_delete_message"),
        (client.chat_update(channel=MISTAKES, ts="1.1", text="x"), "message_not_found"),
        (
            client.chat_postEphemeral(channel=LEADERS, user=TOM, text="x"),
            "user_not_in_channel",
        ),
        (client.conversations_history(channel=GENERAL), "not_in_channel"),
        (client.conversations_open(users=NOAH), "user_disabled"),
        (client.conversations_open(users="U0NOBODY"), "user_not_found"),
        (client.users_info(user="U0NOBODY"), "user_not_found"),
    ):
        assert await refused(call) == code
    assert len(sandbox.slack.refusals) == 19


async def test_an_ephemeral_message_has_one_reader(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    sent = await client.chat_postEphemeral(channel=MISTAKES, user=TOM, text="Only you")
    assert sandbox.slack.messages(MISTAKES, TOM)[-1].text == "Only you"
    assert "Only you" not in [m.text for m in sandbox.slack.messages(MISTAKES, MARIA)]
    update = client.chat_update(channel=MISTAKES, ts=sent["message_ts"], text="x")
    assert await refused(update) == "message_not_found"


async def test_a_dm_is_opened_by_posting_to_a_person(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    sent = await client.chat_postMessage(channel=TOM, text="Hello")
    opened = await client.conversations_open(users=[TOM])
    assert opened["channel"]["id"] == sent["channel"]
    assert sandbox.slack.unread(TOM, sent["channel"]) == 1
    assert sandbox.slack.messages(sent["channel"], MARIA) == []


async def test_people_and_channels(client: AsyncWebClient) -> None:
    tom = (await client.users_info(user=TOM))["user"]
    assert (tom["tz"], tom["real_name"]) == ("Europe/London", "Tom Whitaker")
    assert len((await client.users_list())["members"]) == 8
    listed = await client.conversations_list(types="public_channel,private_channel")
    assert {c["name"]: c["is_member"] for c in listed["channels"]} == {
        "mistakes": True, "general": False, "deliveries": True, "leadership": True,
    }  # fmt: skip
    shape = (await client.conversations_info(channel=LEADERS))["channel"]
    assert (shape["is_private"], shape["is_ext_shared"]) == (True, False)
    inside = await client.conversations_members(channel=LEADERS, limit=2)
    assert len(inside["members"]) == 2
    assert inside["response_metadata"]["next_cursor"]


async def test_arguments_may_come_as_a_form(sandbox: Sandbox) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "Hi"}}]
    form = {"channel": MISTAKES, "text": "Hi", "blocks": json.dumps(blocks)}
    headers = {"Authorization": f"Bearer {sandbox.tokens.bot}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        url = f"{sandbox.url}/api/chat.postMessage"
        async with session.post(url, data=form) as reply:
            assert (await reply.json())["ok"]
        async with session.post(url, data=form | {"blocks": "[{"}) as reply:
            assert (await reply.json())["error"] == "invalid_blocks_format"
    assert sandbox.slack.messages(MISTAKES, TOM)[-1].blocks[0]["text"]["text"] == "Hi"


async def test_home_needs_its_tab() -> None:
    view = {"type": "home", "blocks": [{"type": "divider"}]}
    manifest = replace(load_manifest(MANIFEST), home_tab=False)
    async with running_sandbox(manifest=manifest) as sandbox:
        own = AsyncWebClient(sandbox.tokens.bot, base_url=f"{sandbox.url}/api/")
        assert await refused(own.views_publish(user_id=TOM, view=view)) == "not_enabled"


async def test_a_home_is_published_pressed_and_replaced() -> None:
    manifest = replace(
        load_manifest(MANIFEST), home_tab=True, events=frozenset({"app_home_opened"})
    )
    async with running_sandbox(manifest=manifest) as sandbox, connected(sandbox) as hello:
        heard: list[Any] = []

        async def pressed(ack: Any, body: dict[str, Any]) -> None:
            heard.append(body)
            await ack()

        async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
            heard.append(event)
            view = {"type": "home", "blocks": HELLO_BUTTON}
            await client.views_publish(user_id=event["user"], view=view)

        hello.app.event("app_home_opened")(opened)
        hello.app.action({"block_id": "row", "action_id": "hello_press"})(pressed)
        await sandbox.gestures.open_home(TOM)
        home = await until(sandbox.slack, lambda: sandbox.slack.home_of(TOM))
        assert sandbox.slack.home_of(MARIA) is None
        assert heard[0]["tab"] == "home"
        before = home.hash
        await sandbox.gestures.open_home(TOM)
        await until(sandbox.slack, lambda: home.hash != before)
        assert heard[1]["view"]["id"] == home.id


async def test_outsiders_are_marked(sandbox: Sandbox, hello: Hello) -> None:
    guest = User("U0GUEST00", "guest", "A Guest", "Etc/UTC", team_id="T0OTHER00")
    sandbox.slack.users[guest.id] = guest
    shared = sandbox.slack.channels[MISTAKES]
    shared.members.append(guest.id)
    shared.is_ext_shared = True
    bodies: list[dict[str, Any]] = []

    async def note(body: dict[str, Any], next: Any) -> None:
        bodies.append(body)
        await next()

    hello.app.middleware(note)
    await sandbox.gestures.say(guest.id, MISTAKES, "Hello from outside")
    await sandbox.delivery.settled()
    assert bodies[0]["is_ext_shared_channel"] is True
    assert bodies[0]["event"]["user_team"] == "T0OTHER00"


async def test_history_and_names_are_as_typed() -> None:
    async with running_sandbox() as sandbox:
        ts = await sandbox.gestures.say(MARIA, MISTAKES, "@tom & <b> @here <!channel> @nobody")
        message = sandbox.slack.message(MISTAKES, ts)
        assert message is not None
        assert message.text == (f"<@{TOM}> &amp; &lt;b&gt; <!here> &lt;!channel&gt; @nobody")
