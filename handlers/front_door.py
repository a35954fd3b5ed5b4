"""What stands before Bolt in HTTP mode: a size limit, the signature on the raw bytes, the shape.

Bolt parses before it checks who sent it, so nothing unsigned or malformed may reach it.
(Slack: "Verifying requests from Slack"; times are real seconds, never scaled ones.)
"""

import json
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, unquote_plus

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import Clock, SignatureVerifier

BODY_LIMIT = 1024 * 1024  # Slack's own payloads stay far below
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

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        try:
            raw = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413)
        if not self._signed(request, raw):
            return web.Response(status=401)
        body = readable(raw, request.content_type)
        if body is None:
            return web.Response(status=400)
        bolt_request = AsyncBoltRequest(
            body=body,
            query=request.query_string,
            headers={name: value for name, value in request.headers.items()},
        )
        return await to_aiohttp_response(await self._app.async_dispatch(bolt_request))

    def _signed(self, request: web.Request, raw: bytes) -> bool:
        sent_at, signature = (request.headers.get(name, "") for name in SIGNATURE_HEADERS)
        if not (sent_at.isascii() and sent_at.isdigit() and len(sent_at) < 12):
            return False
        if not signature.isascii():
            return False
        return self._verifier.is_valid(body=raw, timestamp=sent_at, signature=signature)


def readable(raw: bytes, content_type: str) -> str | None:
    """The body as text if it is a payload Bolt can take (a JSON object, or a form), else None."""
    try:
        body = raw.decode("utf-8")
        if content_type == "application/x-www-form-urlencoded":
            if not any(unquote_plus(name) == "payload" for name in _names(body)):
                return body  # a slash command: Bolt reads the form, once is enough
            payload = parse_qs(body).get("payload")
            return body if payload is None or isinstance(json.loads(payload[0]), dict) else None
        return body if isinstance(json.loads(body), dict) else None
    except (ValueError, RecursionError):
        return None


def _names(form: str) -> Iterator[str]:
    return (field.partition("=")[0] for field in form.split("&"))


def mount(app: web.Application, door: FrontDoor) -> None:
    """Serve the front door on `app`."""
    app.router.add_post("/slack/events", door)
