"""Puts the parts together and serves them on one loopback port."""

from __future__ import annotations

import asyncio
import socket as sockets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from typing import Any

import uvicorn
from fastapi import FastAPI

from sandbox import control, methods_files, web_api
from sandbox.api import Api
from sandbox.clock import SandboxClock
from sandbox.delivery import RETRY_SECONDS, Delivery
from sandbox.faults import Faults
from sandbox.gestures import Gestures
from sandbox.http_delivery import HttpDelivery
from sandbox.model import Tokens, Workspace
from sandbox.responses import Responses
from sandbox.scopes import Manifest
from sandbox.slack import Slack
from sandbox.socket_mode import SocketMode
from sandbox.tickets import Tickets

LOOPBACK = "127.0.0.1"


@dataclass
class Sandbox:
    """A local Slack: state, gestures, deliveries, faults, and the web app that serves it."""

    slack: Slack
    gestures: Gestures
    delivery: Delivery
    socket: SocketMode
    http: HttpDelivery | None
    faults: Faults
    tickets: Tickets
    api: Api
    app: FastAPI

    @property
    def url(self) -> str:
        """Where it is served, such as http://127.0.0.1:8484; the Web API is at url + "/api/"."""
        return self.tickets.base_url

    @property
    def tokens(self) -> Tokens:
        """Bot token, app token and signing secret."""
        return self.slack.tokens


def build(
    workspace: Workspace,
    manifest: Manifest,
    clock: SandboxClock,
    *,
    http_to: str | None = None,
    retry_seconds: tuple[float, ...] = RETRY_SECONDS,
) -> Sandbox:
    """A sandbox that is not served yet.

    `http_to` is the app's request URL if it is to get signed HTTP instead of Socket Mode;
    `retry_seconds` are the real seconds before each redelivery of an event.
    """
    slack, tickets, faults = Slack(workspace, clock), Tickets(), Faults()
    socket = SocketMode(workspace.team.app_id)
    http = HttpDelivery(http_to, workspace.tokens.signing_secret) if http_to else None
    delivery = Delivery(slack, manifest, tickets, http or socket, retry_seconds)
    responses = Responses(slack, tickets)
    gestures = Gestures(slack, delivery, responses)
    api = Api(slack, manifest, tickets, socket, faults)
    app = FastAPI(title="A small Slack", openapi_url=None)
    app.include_router(web_api.routes(api, responses))
    app.include_router(methods_files.routes(api))
    app.include_router(control.routes(api, gestures))
    app.add_api_websocket_route("/link/", socket.serve)
    return Sandbox(slack, gestures, delivery, socket, http, faults, tickets, api, app)


@asynccontextmanager
async def served(sandbox: Sandbox, port: int = 0) -> AsyncIterator[Sandbox]:
    """Serve it on 127.0.0.1 (0: any free port) while the block runs. Raises OSError if taken."""
    # The protocol is named because asyncio sends small pieces at once (TCP_NODELAY) only where it
    # is: otherwise each answer waits 40 ms for the other side's acknowledgement.
    listener = sockets.socket(sockets.AF_INET, sockets.SOCK_STREAM, sockets.IPPROTO_TCP)
    listener.setsockopt(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError:
        listener.close()
        raise
    sandbox.tickets.base_url = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
    server = _Server(
        uvicorn.Config(
            _Abortable(sandbox.app),
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
    )
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started:
            if task.done():
                await task
            await asyncio.sleep(0.005)
        yield sandbox
    finally:
        await sandbox.delivery.close()
        await sandbox.socket.cut()
        if sandbox.http:
            await sandbox.http.close()
        server.end()
        await task


class _Server(uvicorn.Server):
    """Leaves signals to whoever runs the loop, and ends when told rather than at its next tick."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._told = asyncio.Event()

    def end(self) -> None:
        """End; what it is doing is finished first."""
        self.should_exit = True
        self._told.set()

    async def main_loop(self) -> None:
        """Tick ten times a second, as the counter in `on_tick` expects."""
        ticks = count()
        while not await self.on_tick(next(ticks)):
            with suppress(TimeoutError):
                async with asyncio.timeout(0.1):
                    await self._told.wait()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


class _Abortable:
    """Lets a reply be lost: gives the app a way to break the connection it is asked on.

    ASGI itself has none, so this reaches for the transport of uvicorn's request cycle.
    """

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            extensions = {"sandbox.abort": send.__self__.transport.abort}
            scope = {**scope, "extensions": {**scope.get("extensions", {}), **extensions}}
        await self.app(scope, receive, send)
