"""The control API: what tests outside this process use."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from sandbox.faults import ApiFault
from sandbox.server import Sandbox
from tests.sandbox.hello import MARIA, MISTAKES, TOM, Hello

Json = dict[str, Any]


@pytest.fixture
async def control(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"{sandbox.url}/control", trust_env=False) as client:
        yield client


async def test_a_conversation_from_outside(control: httpx.AsyncClient, hello: Hello) -> None:
    async def act(gesture: str, /, **arguments: object) -> Any:
        reply = await control.post(f"/gesture/{gesture}", json=arguments)
        assert reply.status_code == 200, reply.text
        return reply.json()["result"]

    ts = await act("say", user=TOM, channel=MISTAKES, text="Hello")
    await act("react", user=MARIA, channel=MISTAKES, ts=ts, name="eyes")
    await act("command", user=MARIA, channel=MISTAKES, command="/mistake", text="form")
    await act("fill", user=MARIA, block_id="what", action_id="text", value="wrong")
    await act("submit", user=MARIA)
    view = (await control.get("/view", params={"user": MARIA})).json()
    assert view["errors"] == {"what": "Say something else."}
    assert (await control.get("/view", params={"user": TOM})).json() is None
    assert (await control.get("/home", params={"user": TOM})).json() is None
    await control.post("/settled")
    seen = await control.get("/messages", params={"channel": MISTAKES, "viewer": TOM})
    assert seen.json()[-1]["reactions"] == {"eyes": [MARIA]}
    thread = {"channel": MISTAKES, "viewer": TOM, "thread_ts": ts}
    assert len((await control.get("/messages", params=thread)).json()) == 1
    state = (await control.get("/state")).json()
    assert (state["connections"], state["refusals"], state["pings"]) == (1, [], [])


@pytest.mark.parametrize(
    ("path", "body", "status", "words"),
    [
        ("/gesture/dance", {}, 404, "no gesture 'dance'"),
        ("/gesture/say", {"user": MARIA}, 422, "missing a required argument"),
        ("/gesture/say", {"user": "U0", "channel": MISTAKES, "text": "x"}, 404, "no user 'U0'"),
        ("/gesture/submit", {"user": MARIA}, 409, "No window is open."),
        ("/gesture/submit", [], 422, "must be a JSON object"),
        ("/faults", {"kind": "fire"}, 422, "kind must be one of 429"),
        ("/sockets", {}, 422, "say cut"),
        ("/channel", {"channel": "C0"}, 404, "no channel 'C0'"),
        ("/look-into", {"channel": MISTAKES, "ts": "1"}, 404, "no such message"),
        ("/user", {"user": "U0"}, 404, "no user 'U0'"),
        ("/user", {"user": TOM, "shoes": 2}, 422, "no field 'shoes'"),
    ],
)
async def test_a_wrong_request_is_told_what_is_wrong(
    control: httpx.AsyncClient, path: str, body: object, status: int, words: str
) -> None:
    reply = await control.post(path, json=body)
    assert reply.status_code == status
    assert words in reply.json()["detail"]


async def test_trouble_on_request(sandbox: Sandbox, control: httpx.AsyncClient) -> None:
    for path, body in (
        ("/faults", {"kind": "429", "count": 2, "retry_after": 9}),
        ("/limits", {"chat.postMessage_per_channel_per_s": 2}),
        ("/events", {"double": 1, "silent": 2, "hold": True}),
        ("/user", {"user": TOM, "tz": "Asia/Tokyo"}),
        ("/channel", {"channel": MISTAKES, "is_ext_shared": True}),
        ("/sockets", {"cut": True}),
        ("/sockets", {"disconnect": "warning"}),
    ):
        assert (await control.post(path, json=body)).status_code == 200
    assert sandbox.faults.waiting == [ApiFault("*", "429", count=2, retry_after=9)]
    assert sandbox.faults.posts_per_channel_per_s == 2
    assert (sandbox.delivery.double, sandbox.delivery.silent) == (1, 2)
    assert sandbox.slack.users[TOM].tz == "Asia/Tokyo"
    assert sandbox.slack.channels[MISTAKES].is_ext_shared
    assert (await control.post("/events", json={"release": "shuffled"})).json()["released"] == 2
    await control.delete("/faults")
    assert sandbox.faults.waiting == []
    assert (await control.get("/messages", params={"channel": "C", "viewer": TOM})).is_error
