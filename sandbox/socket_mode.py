"""Socket Mode: one-time URLs, up to ten sockets, envelopes and their acknowledgements."""

from __future__ import annotations

import asyncio
import itertools
import json
import secrets
from contextlib import suppress
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from sandbox.delivery import Envelope, NotAcked
from sandbox.model import Json

MOST_SOCKETS = 10  # Using Socket Mode: "up to 10 open WebSocket connections"
REASONS = ("warning", "refresh_requested", "link_disabled", "too_many_websockets")


@dataclass(eq=False)
class _Link:
    socket: WebSocket
    waiting: dict[str, asyncio.Future[Json | None]] = field(default_factory=dict)


class SocketMode:
    """The sockets the app holds open."""

    timeout_reason = "timeout"

    def __init__(self, app_id: str) -> None:
        self.app_id = app_id
        self.connected = asyncio.Event()
        self._links: list[_Link] = []
        self._tickets: set[str] = set()
        self._turn = itertools.count()

    @property
    def connections(self) -> int:
        """How many sockets are open."""
        return len(self._links)

    def open_url(self, base_url: str) -> str:
        """A WebSocket URL that works once (apps.connections.open)."""
        ticket = secrets.token_urlsafe(24)
        self._tickets.add(ticket)
        return f"{base_url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={self.app_id}"

    async def serve(self, socket: WebSocket) -> None:
        """One socket's life."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(code=1008, reason="this URL was used already or never issued")
            return
        self._tickets.discard(ticket)
        await socket.accept()
        if len(self._links) >= MOST_SOCKETS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return
        link = _Link(socket)
        self._links.append(link)
        try:
            await socket.send_json(self._hello())
            self.connected.set()
            while True:
                self._acked(link, await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            pass  # a socket may end at any moment; what it owed is settled below
        finally:
            self._gone(link)

    async def send(self, envelope: Envelope) -> Json | None:
        """Send through any one socket and wait for the acknowledgement. Raises NotAcked."""
        if not self._links:
            raise NotAcked("no_connection")
        link = self._links[next(self._turn) % len(self._links)]
        envelope_id = secrets.token_hex(16)
        answer: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        link.waiting[envelope_id] = answer
        try:
            await link.socket.send_json(_frame(envelope, envelope_id))
            return await answer
        except (WebSocketDisconnect, RuntimeError) as fault:
            raise NotAcked("connection_closed") from fault
        finally:
            link.waiting.pop(envelope_id, None)

    async def disconnect(self, reason: str) -> None:
        """Ask every socket to go, as Slack does; all but a warning also close it a second later."""
        links = list(self._links)
        for link in links:
            info = {"host": "sandbox"}
            await link.socket.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": info}
            )
        if reason != "warning":
            await asyncio.sleep(1)
            await self._close(links)

    async def cut(self) -> None:
        """Close every socket without a word."""
        await self._close(list(self._links))

    async def _close(self, links: list[_Link]) -> None:
        for link in links:
            self._gone(link)
            if link.socket.client_state is WebSocketState.CONNECTED:
                with suppress(WebSocketDisconnect, RuntimeError):  # it may be gone by itself
                    await link.socket.close(code=1011)

    def _gone(self, link: _Link) -> None:
        if link in self._links:
            self._links.remove(link)
        if not self._links:
            self.connected.clear()
        for answer in link.waiting.values():
            if not answer.done():
                answer.set_exception(NotAcked("connection_closed"))

    def _acked(self, link: _Link, text: str) -> None:
        frame = json.loads(text)
        answer = link.waiting.get(frame.get("envelope_id", ""))
        if answer is not None and not answer.done():
            answer.set_result(frame.get("payload"))

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._links),
            "connection_info": {"app_id": self.app_id},
            "debug_info": {
                "host": "sandbox",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
        }


def _frame(envelope: Envelope, envelope_id: str) -> Json:
    frame: Json = {
        "envelope_id": envelope_id,
        "type": envelope.kind,
        "payload": envelope.payload,
        "accepts_response_payload": envelope.kind != "events_api",
    }
    if envelope.kind == "events_api":
        frame |= {"retry_attempt": envelope.attempt, "retry_reason": envelope.reason}
    return frame
