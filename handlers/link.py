"""One Socket Mode connection, from its hello to its end (Slack: "Using Socket Mode").

Whether it is alive is judged by what is heard on it: a connection can be open and yet dead.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable

from aiohttp import ClientError, ClientWebSocketResponse, WSMsgType
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest

from handlers.logs import outline
from handlers.payload import Payload, text
from handlers.scrub import read_json

log = logging.getLogger(__name__)

PING_EVERY = 10.0  # seconds
SILENT_AFTER = 35.0  # seconds without a sign of life: three pings in vain
AT_ONCE = 200  # deliveries under way; more of them wait in the socket

Take = Callable[[SocketModeRequest, float], Awaitable[BoltResponse]]


class Link:
    """`leaving` is set once it should be replaced, or has ended; `why` says in a word why. Times
    are the event loop's, in seconds."""

    def __init__(
        self,
        socket: ClientWebSocketResponse,
        take: Take,
        *,
        ping_every: float = PING_EVERY,
        silent_after: float = SILENT_AFTER,
    ) -> None:
        """`take` answers a delivery that arrived at the time it is told. `socket` leaves pings to
        us."""
        self._socket = socket
        self._take = take
        self._ping_every = ping_every
        self._silent_after = silent_after
        self._loop = asyncio.get_running_loop()
        self._answering: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._tasks: tuple[asyncio.Task[None], ...] = ()
        self.hello = asyncio.Event()
        self.leaving = asyncio.Event()
        self.why = ""
        self.heard_at = self.begun_at = self._loop.time()
        self.delivered_at: float | None = None

    def start(self) -> None:
        """Listen, and ping."""
        self._tasks = (
            asyncio.create_task(self._listen(), name="link"),
            asyncio.create_task(self._watch(), name="link-watch"),
        )

    @property
    def alive(self) -> bool:
        """Whether Slack said hello on it, and has been heard lately."""
        recent = self._loop.time() - self.heard_at < self._silent_after
        return self.hello.is_set() and not self._socket.closed and recent

    async def drain(self, seconds: float) -> None:
        """Wait that long at most for the answers that are under way."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=seconds)

    async def close(self, seconds: float) -> None:
        """Answer what is under way within that time, then end."""
        await self.drain(seconds)
        await self._socket.close()
        for task in (*self._tasks, *self._answering):
            task.cancel()
        await asyncio.gather(*self._tasks, *self._answering, return_exceptions=True)

    def _leave(self, why: str) -> None:
        self.why = self.why or why
        self.leaving.set()

    async def _listen(self) -> None:
        try:
            while True:
                frame = await self._socket.receive()
                self.heard_at = self._loop.time()
                if frame.type is WSMsgType.TEXT:
                    await self._said(frame.data)
                elif frame.type is WSMsgType.PING:
                    await self._socket.pong(frame.data)
                elif frame.type is not WSMsgType.PONG:
                    break  # closed, or broken
        except (ClientError, OSError) as error:
            log.info("a connection to Slack broke: %s", type(error).__name__)
        finally:
            self._leave("closed")

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._ping_every)
            if self._loop.time() - self.heard_at > self._silent_after:
                self._leave("silent")
                return
            try:
                await self._socket.ping()
            except (ClientError, OSError):
                self._leave("closed")
                return

    async def _said(self, words: str) -> None:
        try:
            frame = read_json(words)
        except (ValueError, RecursionError):
            log.warning("Slack sent something that is not JSON over a socket")
            return
        kind = text(frame, "type")
        if kind == "hello":
            self.hello.set()
        elif kind == "disconnect":
            self._leave(text(frame, "reason") or "refresh_requested")
        elif request := _request(frame):
            await self._room.acquire()
            self.delivered_at = self._loop.time()
            task = asyncio.create_task(self._answer(request, self.heard_at), name="delivery")
            self._answering.add(task)
            task.add_done_callback(self._answered)

    def _answered(self, task: asyncio.Task[None]) -> None:
        self._answering.discard(task)
        self._room.release()
        error = None if task.cancelled() else task.exception()
        if error is not None:  # the ack did not get out: Slack delivers it again
            log.info("an answer was not taken: %s", outline(error))

    async def _answer(self, request: SocketModeRequest, arrived: float) -> None:
        """Over the same connection: Slack waits for the ack there."""
        answer = await self._take(request, arrived)
        if answer.status == 200:
            ack = {"envelope_id": request.envelope_id, **_payload(answer)}
            await self._socket.send_str(json.dumps(ack))


def _request(frame: Payload) -> SocketModeRequest | None:
    payload = frame.get("payload") if isinstance(frame, dict) else None
    if not isinstance(payload, dict) or not text(frame, "envelope_id"):
        return None
    return SocketModeRequest.from_dict(dict(frame))


def _payload(answer: BoltResponse) -> dict[str, object]:
    if not answer.body:
        return {}
    is_json = answer.first_headers().get("content-type", "").startswith("application/json")
    return {"payload": json.loads(answer.body) if is_json else {"text": answer.body}}
