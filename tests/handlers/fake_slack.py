"""A Slack for connections only: its sockets say hello, and then what a test has them say."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer


@dataclass
class Sockets:
    """`greeting` is what a new connection hears first; `dumb`: then it answers no ping; `brief`:
    then it is closed."""

    greeting: dict[str, Any] = field(default_factory=lambda: {"type": "hello"})
    dumb: bool = False
    brief: bool = False
    refusals: list[web.Response] = field(default_factory=list)  # of apps.connections.open
    opened: list[web.WebSocketResponse] = field(default_factory=list)
    ended: list[web.WebSocketResponse] = field(default_factory=list)
    asked_at: list[float] = field(default_factory=list)
    acks: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    async def open(self, _request: web.Request) -> web.Response:
        """apps.connections.open"""
        self.asked_at.append(asyncio.get_running_loop().time())
        if self.refusals:
            return self.refusals.pop(0)
        return web.json_response({"ok": True, "url": f"{self.url}/link"})

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        """One connection."""
        socket = web.WebSocketResponse(autoping=not self.dumb)
        await socket.prepare(request)
        self.opened.append(socket)
        try:
            await socket.send_json(self.greeting)
            if self.brief:
                await socket.close()
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self.acks.append(frame.json())
        finally:  # also where the other side was gone before it was greeted
            self.ended.append(socket)
        return socket

    @property
    def standing(self) -> list[web.WebSocketResponse]:
        """Connections that are open, oldest first."""
        return [each for each in self.opened if not each.closed and each not in self.ended]


@asynccontextmanager
async def sockets() -> AsyncIterator[Sockets]:
    """Served while the block runs."""
    slack = Sockets()
    site = web.Application()
    site.router.add_post("/api/apps.connections.open", slack.open)
    site.router.add_get("/link", slack.link)
    server = TestServer(site)
    await server.start_server()
    slack.url = str(server.make_url("")).rstrip("/")
    try:
        yield slack
    finally:
        for socket in slack.standing:
            await socket.close()
        await server.close()
