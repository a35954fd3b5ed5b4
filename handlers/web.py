"""The HTTP side: is it alive, is it ready, how is it doing, and in HTTP mode the door Slack knocks
at."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot.config import Config
from bot.vitals import Pulse, Vitals
from handlers.admin_words import no_pages
from handlers.front_door import BODY_LIMIT, FrontDoor, expected, mount
from handlers.intake import Intake
from handlers.logs import outline
from handlers.metrics import Metrics
from handlers.port import host_of, why_not

log = logging.getLogger("amends")

LOOK_SECONDS = 2.0  # what the database may take to say how things stand
FRESH = 5.0  # seconds for which that holds: however often somebody asks, it is read seldom
FINISH_SECONDS = 1.5  # for requests under way when we are to stop
HANG_UP_SECONDS = 0.5


class PortTaken(RuntimeError):
    """In HTTP mode nothing works without the port; the message says what to change."""


class WebSide:
    """`/live`, `/ready` and `/metrics`; in HTTP mode `/slack/events`. `/ready` says yes while
    `ready` is set and `trouble` names none."""

    def __init__(
        self,
        config: Config,
        intake: Intake,
        metrics: Metrics,
        pulse: Pulse,
        *,
        clock: Callable[[], datetime],
        real_seconds: Callable[[], float],
    ) -> None:
        self.ready = False
        self.trouble: Callable[[], str] = str  # none
        self._intake = intake
        self._metrics = metrics
        self._pulse = pulse
        self._clock = clock
        self._looked_at: float | None = None
        self._needed = config.mode == "http"
        self._port = config.http_port
        self._host = host_of(config)
        self._site: web.TCPSite | None = None
        site = web.Application(client_max_size=BODY_LIMIT)
        site.router.add_get("/live", self._live, expect_handler=expected)
        site.router.add_get("/ready", self._is_ready, expect_handler=expected)
        site.router.add_get("/metrics", self._tell_metrics, expect_handler=expected)
        if self._needed:
            secrets = (config.signing_secret, config.previous_signing_secret)
            mount(site, FrontDoor(intake, secrets, real_seconds, metrics))
        site.router.add_route("*", r"/{rest:(?s:.*)}", nothing_here, expect_handler=expected)
        self._runner = web.AppRunner(site, access_log=None, shutdown_timeout=HANG_UP_SECONDS)
        metrics.ready.set_function(lambda: float(not self._why_not()))

    async def open(self) -> None:
        """Listen. Raises PortTaken in HTTP mode; in Socket Mode only the health pages are lost."""
        await self._runner.setup()
        try:
            self._site = web.TCPSite(self._runner, self._host, self._port)
            await self._site.start()
        except OSError as error:
            self._site = None
            if self._needed:
                raise PortTaken(why_not(error, self._port)) from error
            log.warning("%s", no_pages(why_not(error, self._port)))

    async def stop_taking(self) -> None:
        """Let nobody in any more, and answer those who are."""
        if self._site is not None:
            await self._site.stop()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FINISH_SECONDS):
                await self._intake.idle.wait()

    async def close(self) -> None:
        """Hang up."""
        await self._runner.cleanup()

    def _why_not(self) -> str:
        return self.trouble() if self.ready else "not yet"

    async def _live(self, _request: web.Request) -> web.Response:
        return web.Response(text="alive")

    async def _is_ready(self, _request: web.Request) -> web.Response:
        trouble = self._why_not()
        return web.Response(status=503 if trouble else 200, text=trouble or "ready")

    async def _tell_metrics(self, _request: web.Request) -> web.Response:
        now = asyncio.get_running_loop().time()
        if self._looked_at is None or now - self._looked_at > FRESH:
            self._looked_at = now
            self._metrics.keeping_up(await self._vitals(), self._clock())
        return web.Response(
            body=self._metrics.scrape(),
            headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
        )

    async def _vitals(self) -> Vitals | None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                return await self._pulse.vitals()
        except Exception as error:  # whatever keeps it from answering is what is to be told
            log.warning("the database did not say how things stand: %s", outline(error))
            return None


async def nothing_here(request: web.Request) -> web.Response:
    """404, or 405 where another method has an answer. aiohttp says the same by itself, but a 500 to
    who expects something there that is no UTF-8 (`expected`)."""
    here = [each for each in request.app.router.resources() if each.canonical == request.path]
    methods = {route.method for each in here for route in each} - {"*"}
    if methods:
        raise web.HTTPMethodNotAllowed(request.method, methods)
    raise web.HTTPNotFound
