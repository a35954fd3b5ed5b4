"""What stands before Bolt in HTTP mode: a size limit, the signature on the raw bytes, the shape.

Bolt parses before it checks who sent it, so nothing unsigned or malformed may reach it.
(Slack: "Verifying requests from Slack"; times are real seconds, never scaled ones.)
"""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import Clock, SignatureVerifier

BODY_LIMIT = 1024 * 1024  # Slack's own payloads stay far below
FORM = "application/x-www-form-urlencoded"
SIGNATURE_HEADERS = ("X-Slack-Request-Timestamp", "X-Slack-Signature")


class RealClock(Clock):
    """Slack's verifier with the time passed in (seconds since the epoch)."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now

    def now(self) -> float:
        return self._now()


class FrontDoor:
    """Answers POST /slack/events. 401: not signed by Slack, or stale. 400: signed, but no payload
    we could read. 413: too large. The body is never logged."""

    def __init__(self, app: AsyncApp, secret: str, now: Callable[[], float]) -> None:
        self._app = app
        self._verifier = SignatureVerifier(secret, clock=RealClock(now))

    async def receive(self, request: web.Request) -> web.Response:
        """Take in what came."""
        try:
            raw = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413)
        try:
            said = raw.decode("utf-8")
        except UnicodeDecodeError:
            return web.Response(status=400)
        if not self._signed(request, said):
            return web.Response(status=401)
        body = payload_of(said, request.content_type)
        if body is None:
            return web.Response(status=400)
        # Bolt takes a payload that is read already only in the manner of Socket Mode.
        reply = await self._app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))
        return answer(reply)

    def _signed(self, request: web.Request, body: str) -> bool:
        sent_at, signature = (request.headers.get(name, "") for name in SIGNATURE_HEADERS)
        if not (sent_at.isascii() and sent_at.isdigit() and len(sent_at) < 12):
            return False
        if not signature.isascii():
            return False
        return self._verifier.is_valid(body=body, timestamp=sent_at, signature=signature)


def payload_of(body: str, content_type: str) -> dict[str, Any] | None:
    """What Slack says in that body: a JSON object, a form, or a JSON object in a form. None where
    it is neither.

    Bolt would read it too, but it takes a form for an interaction as soon as the word "payload" is
    anywhere in it, and then a command whose text has it says nothing.
    """
    try:
        if content_type == FORM:
            form = dict(parse_qsl(body, keep_blank_values=True))
            if "payload" not in form:
                return form
            body = form["payload"]
        payload = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return payload if isinstance(payload, dict) else None


def answer(reply: BoltResponse) -> web.Response:
    """Bolt's reply for Slack."""
    kind = "application/json" if reply.body.startswith("{") else "text/plain"
    return web.Response(status=reply.status, text=reply.body, content_type=kind)


def mount(app: web.Application, door: FrontDoor) -> None:
    """Serve the front door on `app`."""
    app.router.add_post("/slack/events", door.receive)
