"""HTTP delivery: requests signed with the app's secret, as Slack sends them."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from urllib.parse import urlencode

import httpx

from sandbox.clock import real_now
from sandbox.delivery import ACK_SECONDS, Envelope, NotAcked
from sandbox.model import Json
from sandbox.payloads import VERIFICATION_TOKEN


class HttpDelivery:
    """Sends to one request URL. `clock` gives real epoch seconds for the signature."""

    timeout_reason = "http_timeout"

    def __init__(self, url: str, secret: str, clock: Callable[[], float] = real_now) -> None:
        self.url = url
        self._secret = secret
        self._clock = clock
        self._client = httpx.AsyncClient(
            timeout=ACK_SECONDS + 1, follow_redirects=True, max_redirects=2, trust_env=False
        )

    async def verify(self) -> bool:
        """The url_verification handshake: whether the app gives the challenge back."""
        challenge = secrets.token_urlsafe(16)
        payload = {
            "type": "url_verification",
            "token": VERIFICATION_TOKEN,
            "challenge": challenge,
        }
        try:
            answer = await self.send(Envelope("events_api", payload))
        except NotAcked:
            return False
        return answer is not None and challenge in (answer.get("challenge"), answer.get("text"))

    async def send(self, envelope: Envelope) -> Json | None:
        """One request; the app's answer. Raises NotAcked."""
        body, content_type = _encoded(envelope)
        headers = self._signed(body) | {"Content-Type": content_type}
        if envelope.attempt:
            headers["X-Slack-Retry-Num"] = str(envelope.attempt)
            headers["X-Slack-Retry-Reason"] = envelope.reason
        try:
            reply = await self._client.post(self.url, content=body, headers=headers)
        except httpx.TimeoutException as fault:
            raise NotAcked("http_timeout") from fault
        except httpx.TooManyRedirects as fault:
            raise NotAcked("too_many_redirects") from fault
        except httpx.HTTPError as fault:
            raise NotAcked("connection_failed") from fault
        if not reply.is_success:
            raise NotAcked("http_error", retry=reply.headers.get("x-slack-no-retry") != "1")
        return _decoded(reply)

    async def close(self) -> None:
        """Let the connections go."""
        await self._client.aclose()

    def _signed(self, body: bytes) -> dict[str, str]:
        stamp = str(int(self._clock()))
        base = b"v0:" + stamp.encode() + b":" + body
        digest = hmac.new(self._secret.encode(), base, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def _encoded(envelope: Envelope) -> tuple[bytes, str]:
    if envelope.kind == "events_api":
        return json.dumps(envelope.payload).encode(), "application/json"
    fields = envelope.payload
    if envelope.kind == "interactive":
        fields = {"payload": json.dumps(envelope.payload)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def _decoded(reply: httpx.Response) -> Json | None:
    if not reply.content.strip():
        return None
    try:
        answer = reply.json()
    except ValueError:
        return {"text": reply.text}
    return answer if isinstance(answer, dict) else {"text": reply.text}
