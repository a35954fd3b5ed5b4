"""What stands before Bolt in HTTP mode: a size limit, the signature on the raw bytes, the shape.

Bolt parses before it checks who sent it, so nothing unsigned or malformed may reach it.
(Slack: "Verifying requests from Slack"; times are real seconds, never scaled ones.)
"""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import HttpVersion11, web
from slack_bolt.response import BoltResponse
from slack_sdk.signature import Clock, SignatureVerifier

from handlers.intake import Intake
from handlers.metrics import Metrics
from handlers.scrub import read_json, readable

BODY_LIMIT = 1024 * 1024  # Slack's own payloads stay far below
FORM = "application/x-www-form-urlencoded"
STAMP, SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"
RETRY_HEADERS = ("x-slack-retry-num", "x-slack-retry-reason")


class RealClock(Clock):
    """Slack's verifier with the time passed in (seconds since the epoch)."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now

    def now(self) -> float:
        return self._now()


class FrontDoor:
    """Answers POST /slack/events. 401: not signed by Slack, or stale. 400: signed, but no payload
    we could read. 413: too large. The body is never logged."""

    def __init__(
        self,
        intake: Intake,
        secrets: Sequence[str],
        now: Callable[[], float],
        metrics: Metrics,
    ) -> None:
        """Each of `secrets` is taken: while one is exchanged for another, Slack may use either."""
        clock = RealClock(now)
        self._intake = intake
        self._verifiers = [SignatureVerifier(secret, clock=clock) for secret in secrets if secret]
        self._metrics = metrics

    async def receive(self, request: web.Request) -> web.Response:
        """Take in what came."""
        found = await self._read(request)
        if isinstance(found, int):
            self._metrics.refused(found)
            return web.Response(status=found)
        retry = {name: request.headers[name] for name in RETRY_HEADERS if name in request.headers}
        return answer(await self._intake.take(found, retry))

    async def _read(self, request: web.Request) -> dict[str, Any] | int:
        """The payload, or the status that refuses it."""
        try:
            raw = await request.read()
            said = raw.decode("utf-8")
        except web.HTTPRequestEntityTooLarge:
            return 413
        except (UnicodeDecodeError, web.RequestPayloadError):
            return 400
        if not self._signed(request, said):
            return 401
        body = payload_of(said, kind_of(request))
        return 400 if body is None else body

    def _signed(self, request: web.Request, body: str) -> bool:
        sent_at, signature = (request.headers.get(name, "") for name in (STAMP, SIGNATURE))
        if not (sent_at.isascii() and sent_at.isdigit() and len(sent_at) < 12):
            return False
        if not signature.isascii():
            return False
        return any(
            verifier.is_valid(body=body, timestamp=sent_at, signature=signature)
            for verifier in self._verifiers
        )


def kind_of(request: web.Request) -> str:
    """What the body is said to be, without what follows ("; charset=utf-8"). aiohttp would say so
    too, but raises on some of what may follow, and no signature covers this header."""
    return request.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def payload_of(body: str, content_type: str) -> dict[str, Any] | None:
    """What Slack says in that body: a JSON object, a form, or a JSON object in a form. None where
    it is neither, or says nothing.

    Bolt would read it too, but it takes a form for an interaction as soon as the word "payload" is
    anywhere in it, and then a command whose text has it says nothing.
    """
    try:
        if content_type == FORM:
            form = dict(parse_qsl(body, keep_blank_values=True))
            if "payload" not in form:
                return {readable(name): readable(value) for name, value in form.items()} or None
            body = form["payload"]
        payload = read_json(body)
    except (ValueError, RecursionError):
        return None
    return payload if isinstance(payload, dict) and payload else None


def answer(reply: BoltResponse) -> web.Response:
    """Bolt's reply for Slack."""
    kind = "application/json" if reply.body.startswith("{") else "text/plain"
    return web.Response(status=reply.status, text=reply.body, content_type=kind)


async def expected(request: web.Request) -> web.Response | None:
    """Whoever asks before sending the body is told to go on; 417 for whatever else is expected.
    aiohttp does the same, but quotes what it refuses, and fails where that is no UTF-8."""
    if request.headers["Expect"].lower() != "100-continue":
        return web.Response(status=417)
    if request.version >= HttpVersion11:
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0  # that was not the answer yet
    return None


def mount(app: web.Application, door: FrontDoor) -> None:
    """Serve the front door on `app`."""
    app.router.add_post("/slack/events", door.receive, expect_handler=expected)
