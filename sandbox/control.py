"""/control/*: every gesture, the whole state, and trouble on request, as JSON for tests."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, HTTPException, Request

from sandbox import shapes
from sandbox.api import Api
from sandbox.delivery import Delivery
from sandbox.errors import GestureRefused
from sandbox.faults import FAULT_KINDS, ApiFault
from sandbox.gestures import Gestures
from sandbox.model import Json, OpenView
from sandbox.sharing import share
from sandbox.socket_mode import REASONS

GESTURES = (
    "say", "edit", "delete", "command", "react", "unreact", "press", "press_in_view", "fill",
    "submit", "close_view", "global_shortcut", "message_shortcut", "open_home", "open_dm",
    "invite", "remove", "archive", "unarchive",
)  # fmt: skip


def routes(api: Api, gestures: Gestures) -> APIRouter:
    """The control routes."""
    router = APIRouter(prefix="/control")
    _add_looking(router, api)
    _add_gestures(router, api, gestures)
    _add_faults(router, api)
    _add_trouble(router, api, gestures.delivery)
    return router


def _add_looking(router: APIRouter, api: Api) -> None:
    slack = api.slack

    @router.get("/state")
    async def state() -> Json:
        return _state(api)

    @router.get("/messages")
    async def messages(channel: str, viewer: str, thread_ts: str | None = None) -> list[Json]:
        """What `viewer` sees in a channel (or thread); ephemeral messages have `only_for`."""
        if channel not in slack.channels:
            raise HTTPException(404, f"no channel {channel!r}")
        if thread_ts:
            seen = slack.thread(channel, thread_ts, viewer)
        else:
            seen = slack.messages(channel, viewer)
        return [asdict(message) for message in seen]

    @router.get("/view")
    async def view(user: str) -> Json | None:
        """What this person has open on top, with its errors."""
        return _view(api, slack.view_of(user))

    @router.get("/home")
    async def home(user: str) -> Json | None:
        """This person's Home tab."""
        return _view(api, slack.home_of(user))


def _add_gestures(router: APIRouter, api: Api, gestures: Gestures) -> None:
    @router.post("/gesture/{name}")
    async def gesture(name: str, request: Request) -> Json:
        """Do a gesture with the body's arguments; 409 with the reason where it is refused."""
        if name not in GESTURES:
            raise HTTPException(404, f"no gesture {name!r}; there are: {', '.join(GESTURES)}")
        method = getattr(gestures, name)
        arguments = await _body(request)
        _check_call(method, arguments, api)
        try:
            return {"ok": True, "result": await method(**arguments)}
        except GestureRefused as refused:
            raise HTTPException(409, refused.reason) from refused

    @router.post("/user")
    async def change_user(request: Request) -> Json:
        """{"user": id, field: value…}: change a person, such as deleted or tz."""
        asked = await _body(request)
        user = asked.pop("user", None)
        if user not in api.slack.users:
            raise HTTPException(404, f"no user {user!r}")
        try:
            api.slack.change_user(user, **asked)
        except ValueError as error:
            raise HTTPException(422, str(error)) from error
        return {"ok": True}

    @router.post("/channel")
    async def share_channel(request: Request) -> Json:
        """{"channel": id, "is_ext_shared": bool}: share a channel with an outside company; the app
        hears of it, as of all events."""
        asked = await _body(request)
        if asked.get("channel") not in api.slack.channels:
            raise HTTPException(404, f"no channel {asked.get('channel')!r}")
        channel = api.slack.channels[asked["channel"]]
        share(api.slack, channel, bool(asked.get("is_ext_shared")))
        return {"ok": True}


def _add_faults(router: APIRouter, api: Api) -> None:
    @router.post("/faults")
    async def add_fault(request: Request) -> Json:
        """{method, kind, count?, seconds?, retry_after?}: see ApiFault."""
        arguments = {"method": "*", **await _body(request)}
        if arguments.get("kind") not in FAULT_KINDS:
            raise HTTPException(422, f"kind must be one of {', '.join(FAULT_KINDS)}")
        _check_call(ApiFault, arguments, api)
        api.faults.waiting.append(ApiFault(**arguments))
        return {"ok": True}

    @router.delete("/faults")
    async def clear_faults() -> Json:
        api.faults.waiting.clear()
        return {"ok": True}

    @router.post("/limits")
    async def limits(request: Request) -> Json:
        """{"chat.postMessage_per_channel_per_s": number}; 0 switches it off."""
        per_second = (await _body(request)).get("chat.postMessage_per_channel_per_s", 0)
        api.faults.posts_per_channel_per_s = float(per_second)
        return {"ok": True}


def _add_trouble(router: APIRouter, api: Api, delivery: Delivery) -> None:
    @router.post("/sockets")
    async def sockets(request: Request) -> Json:
        """{"cut": true}, or {"disconnect": one of Slack's reasons}."""
        asked = await _body(request)
        if asked.get("cut"):
            await api.socket.cut()
        elif asked.get("disconnect") in REASONS:
            await api.socket.disconnect(asked["disconnect"])
        else:
            raise HTTPException(422, f"say cut, or disconnect with one of {', '.join(REASONS)}")
        return {"ok": True}

    @router.post("/events")
    async def events(request: Request) -> Json:
        """{"double": n, "silent": n, "hold": true, "release": as_sent|reversed|shuffled}."""
        asked = await _body(request)
        delivery.double = int(asked.get("double", delivery.double))
        delivery.silent = int(asked.get("silent", delivery.silent))
        if asked.get("hold"):
            delivery.hold()
        released = delivery.release(asked["release"]) if asked.get("release") else 0
        return {"ok": True, "released": released}

    @router.post("/look-into")
    async def look_into(request: Request) -> Json:
        """{"channel": id, "ts": message}: Slack unfurls its links; the words stay."""
        asked = await _body(request)
        message = api.slack.message(str(asked.get("channel")), str(asked.get("ts")))
        if message is None or message.only_for is not None:
            raise HTTPException(404, "no such message for everybody")
        api.slack.look_into(message)
        return {"ok": True}

    @router.post("/settled")
    async def settled() -> Json:
        """Answers once no event is on its way."""
        await delivery.settled()
        return {"ok": True}


async def _body(request: Request) -> Json:
    body: Any = await request.json() if await request.body() else {}
    if not isinstance(body, dict):
        raise HTTPException(422, "the body must be a JSON object")
    return body


def _check_call(function: Callable[..., Any], arguments: Json, api: Api) -> None:
    try:
        inspect.signature(function).bind(**arguments)
    except TypeError as error:
        raise HTTPException(422, f"{function.__name__}: {error}") from error
    if "user" in arguments and arguments["user"] not in api.slack.users:
        raise HTTPException(404, f"no user {arguments['user']!r}")


def _view(api: Api, opened: OpenView | None) -> Json | None:
    if opened is None:
        return None
    more = {"errors": opened.errors, "in_flight": opened.in_flight}
    return shapes.view_object(opened, api.slack.team) | more


def _state(api: Api) -> Json:
    slack = api.slack
    return {
        "now": slack.clock.now(),
        "connections": api.socket.connections,
        "users": [asdict(user) for user in slack.users.values()],
        "channels": [asdict(channel) for channel in slack.channels.values()],
        "views": {user: _view(api, slack.view_of(user)) for user in slack.users},
        "pings": [asdict(ping) for ping in slack.pings],
        "refusals": slack.refusals,
        "notices": {user: [n.text for n in slack.notices(user)] for user in slack.users},
    }
