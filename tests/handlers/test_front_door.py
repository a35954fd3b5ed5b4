"""The front door: what is signed and readable reaches Bolt whole; the rest reaches nobody."""

import hashlib
import hmac
import io
import json
import logging
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from handlers.connecting import new_app
from handlers.front_door import BODY_LIMIT, FORM, FrontDoor, mount, payload_of
from handlers.intake import Intake
from handlers.metrics import Metrics

SECRET, OLD_SECRET, NOW = "secret", "before", 1_800_000_000.0
WHO = AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1")


def site(app: AsyncApp) -> web.Application:
    served = web.Application(client_max_size=BODY_LIMIT)
    metrics = Metrics()
    mount(served, FrontDoor(Intake(app, metrics), (SECRET, OLD_SECRET), lambda: NOW, metrics))
    return served


def an_app() -> AsyncApp:
    """Says back what was typed, or which button was pressed."""
    app = new_app(AsyncWebClient(token="xoxb-1"), WHO)

    @app.command("/mistake")
    async def command(ack: AsyncAck, body: dict[str, str]) -> None:
        await ack(body["text"])

    @app.action("done")
    async def action(ack: AsyncAck) -> None:
        await ack()

    return app


def headers(body: bytes, kind: str, at: float = NOW, secret: str = SECRET) -> dict[str, str]:
    stamp = str(int(at))
    base = b"v0:" + stamp.encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }


async def post(body: bytes, kind: str = FORM, **signed: Any) -> tuple[int, str]:
    """The answer's status and text."""
    async with TestClient(TestServer(site(an_app()))) as client:
        sent = headers(body, kind, **signed)
        answer = await client.post("/slack/events", data=body, headers=sent)
        return answer.status, await answer.text()


def command(text: str) -> bytes:
    fields = {"command": "/mistake", "text": text, "user_id": "U1", "team_id": "T1", "x": ""}
    return urlencode(fields).encode()


def pressed() -> bytes:
    action = {"type": "button", "action_id": "done", "block_id": "b", "value": "1"}
    payload = {"type": "block_actions", "user": {"id": "U1"}, "actions": [action]}
    return urlencode({"payload": json.dumps(payload)}).encode()


@pytest.mark.parametrize(
    "text", ["Wrong invoice", "The payload was wrong: payload=1&x", "{Grüße} + 100 %", ""]
)
async def test_a_command_arrives_as_it_was_typed(text: str) -> None:
    assert await post(command(text)) == (200, text)


async def test_a_button_arrives() -> None:
    assert (await post(pressed()))[0] == 200


async def test_slack_may_ask_whether_the_address_is_ours() -> None:
    asked = json.dumps({"type": "url_verification", "challenge": "c"}).encode()
    status, said = await post(asked, "application/json")
    assert (status, json.loads(said)) == (200, {"challenge": "c"})


BAD_BODIES = {
    "null": b"null",
    "array": b"[{}]",
    "number": b"1",
    "cut off": b'{"type": "event_callback", "event": {"te',
    "deep": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "invalid UTF-8": b'{"text": "\xff\xfe"}',
    "empty": b"",
    "nothing in it": b"{}",
    "huge number": b'{"a": ' + b"9" * 10_000 + b"}",
    "10 MB": b"x" * 10_000_000,
}
BAD_HEADERS = {
    "no number": {"X-Slack-Request-Timestamp": "soon"},
    "a fraction": {"X-Slack-Request-Timestamp": "1800000000.5"},
    "below zero": {"X-Slack-Request-Timestamp": "-1800000000"},
    "huge": {"X-Slack-Request-Timestamp": "9" * 400},
    "other digits": {"X-Slack-Request-Timestamp": "١٨٠٠٠٠٠٠٠٠"},
    "not ASCII": {"X-Slack-Signature": "v0=é"},
    "no version": {"X-Slack-Signature": "0" * 64},
    "no signature": {"X-Slack-Signature": ""},
}


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES)
async def test_what_is_no_payload_is_refused_signed_or_not(
    body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with TestClient(TestServer(site(an_app()))) as client:
        for kind in ("application/json", FORM, "multipart/form-data", "nonsense"):
            for sent, allowed in (
                (headers(body, kind), {400, 413}),
                (headers(body, kind, secret="other"), {400, 401, 413}),
                ({"Content-Type": kind}, {400, 401, 413}),
            ):
                data = io.BytesIO(body)
                async with client.post("/slack/events", data=data, headers=sent) as answer:
                    assert answer.status in allowed, (kind, sent)
    assert len(body) < 10 or body[:20].decode("latin1") not in caplog.text, "it is not logged"


@pytest.mark.parametrize("name", ["event", "item", "message", "view", "x"])
async def test_what_is_nested_just_not_too_deeply_to_be_read_is_no_fault_of_ours(name: str) -> None:
    """Python's reader goes deeper than what looks through what it has read."""
    for depth in range(100, 1000, 100):
        inner = f'{{"type": "x", "{name}": ' * depth + "{}" + "}" * depth
        for body in (
            f'{{"type": "event_callback", "event": {inner}}}',
            f'{{"type": "view_submission", "view": {inner}, "user": {{"id": "U1"}}}}',
        ):
            assert (await post(body.encode(), "application/json"))[0] in (200, 400), depth


@pytest.mark.parametrize("odd", BAD_HEADERS.values(), ids=BAD_HEADERS)
async def test_odd_headers_are_refused(odd: dict[str, str]) -> None:
    body = command("x")
    async with TestClient(TestServer(site(an_app()))) as client:
        sent = headers(body, FORM) | odd
        async with client.post("/slack/events", data=body, headers=sent) as answer:
            assert answer.status == 401


@pytest.mark.parametrize("after", ["", "; charset=utf-8", " ;", "; a*", "; a*=''\"b", ";*0*=é"])
async def test_whatever_follows_the_content_type_the_body_is_read(after: str) -> None:
    assert await post(command("x"), FORM.title() + after) == (200, "x")
    asked = json.dumps({"type": "url_verification", "challenge": "c"}).encode()
    assert (await post(asked, f"application/json{after}"))[0] == 200


async def test_a_body_that_is_not_what_it_says_it_is_packed_as() -> None:
    body = command("x")
    async with TestClient(TestServer(site(an_app()))) as client:
        sent = headers(body, FORM) | {"Content-Encoding": "gzip"}
        async with client.post("/slack/events", data=body, headers=sent) as answer:
            assert answer.status in (400, 401)


async def test_what_no_database_could_keep_arrives_without_it() -> None:
    assert await post(command("a\x00b")) == (200, "a\ufffdb")
    half = urlencode({"payload": json.dumps({"type": "block_actions", "user": "\ud800"})})
    assert payload_of(half, FORM) == {"type": "block_actions", "user": "\ufffd"}


async def test_what_slack_did_not_sign_just_now_is_refused() -> None:
    assert (await post(command("x"), secret="other"))[0] == 401
    assert (await post(command("x"), at=NOW - 301))[0] == 401
    assert (await post(command("x"), at=NOW + 301))[0] == 401
    assert (await post(command("x"), at=NOW - 299))[0] == 200


async def test_while_the_secret_is_exchanged_both_are_taken() -> None:
    assert await post(command("x"), secret=OLD_SECRET) == (200, "x")
