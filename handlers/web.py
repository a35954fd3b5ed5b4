"""The HTTP side: is it alive, is it ready, and in HTTP mode the door Slack knocks at."""

import logging
from collections.abc import Callable
from typing import Protocol

from aiohttp import web
from slack_bolt.async_app import AsyncApp

from bot.config import Config
from handlers.admin_words import port_taken
from handlers.front_door import BODY_LIMIT, FrontDoor, mount

log = logging.getLogger("amends")


class PortTaken(RuntimeError):
    """In HTTP mode nothing works without the port; the message says what to change."""


class Line(Protocol):
    """Our connection to Slack in Socket Mode."""

    async def is_connected(self) -> bool: ...


class WebSide:
    """`/live` and `/ready`; in HTTP mode `/slack/events`. `/ready` says yes while `ready` is set
    and the `line`, if there is one, stands."""

    def __init__(self, config: Config, app: AsyncApp, real_seconds: Callable[[], float]) -> None:
        self.ready = False
        self.line: Line | None = None
        self._needed = config.mode == "http"
        self._port = config.http_port
        self._host = "0.0.0.0" if self._needed else "127.0.0.1"  # Slack must reach it; nobody else
        site = web.Application(client_max_size=BODY_LIMIT)
        site.router.add_get("/live", self._live)
        site.router.add_get("/ready", self._is_ready)
        if self._needed:
            mount(site, FrontDoor(app, config.signing_secret, real_seconds))
        self._runner = web.AppRunner(site, access_log=None)

    async def open(self) -> None:
        """Listen. Raises PortTaken in HTTP mode; in Socket Mode only the health pages are lost."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            if self._needed:
                raise PortTaken(port_taken(self._port)) from error
            log.warning("No /live and /ready: %s", port_taken(self._port))

    async def close(self) -> None:
        """Answer what was asked, then listen no more."""
        await self._runner.cleanup()

    async def _live(self, _request: web.Request) -> web.Response:
        return web.Response(text="alive")

    async def _is_ready(self, _request: web.Request) -> web.Response:
        if not self.ready:
            return web.Response(status=503, text="not yet")
        if self.line is not None and not await self.line.is_connected():
            return web.Response(status=503, text="not connected to Slack")
        return web.Response(text="ready")
