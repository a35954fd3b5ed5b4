"""Two Socket Mode connections, each replaced as soon as it should be, and before it is let go.

Slack hands each delivery to any one of an app's connections, of which it allows ten (Slack: "Using
Socket Mode"); with two, one may be renewed or die while the other one goes on.
"""

import asyncio
import contextlib
import logging
import random
from collections.abc import Mapping

import aiohttp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from handlers.admin_words import no_app_token, not_connected, socket_mode_off
from handlers.intake import Intake
from handlers.link import PING_EVERY, SILENT_AFTER, Link
from handlers.logs import reason
from handlers.metrics import Metrics, age
from handlers.payload import text
from handlers.slack_errors import FINAL, judge

log = logging.getLogger("amends")

LINES = 2
HELLO_WITHIN = 10.0  # seconds
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds; apps.connections.open: Tier 1, one a minute
SETTLED_AFTER = 30.0  # seconds a connection must stand before the pauses begin anew
RENEWED_AFTER = 3600.0  # seconds without a delivery, after which a connection is not trusted
SWITCHED_OFF = 300.0  # seconds between two looks whether Socket Mode is on again
DRAIN = 2.0  # seconds for the acks under way on a connection that ends

_ASKED_TO_GO = ("warning", "refresh_requested", "idle")
_WORDS = {"too_many_websockets": "too_many", "link_disabled": "switched_off"}
_BROKEN = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError, ValueError)


class Pauses:
    """How long to wait before the next try: longer each time, never alike."""

    def __init__(self) -> None:
        self._next = FIRST_PAUSE

    def longer(self, at_least: float = 0.0) -> float:
        """Seconds to wait now."""
        pause, self._next = self._next, min(self._next * 2, LONGEST_PAUSE)
        return max(at_least, pause * random.uniform(0.5, 1.0))

    def begin_anew(self) -> None:
        """A connection stands."""
        self._next = FIRST_PAUSE


class Switchboard:
    """Our connections to Slack in Socket Mode."""

    def __init__(
        self,
        client: AsyncWebClient,
        app_token: str,
        intake: Intake,
        metrics: Metrics,
        *,
        lines: int = LINES,
        ping_every: float = PING_EVERY,
        silent_after: float = SILENT_AFTER,
    ) -> None:
        """`client` has its own session."""
        self._client = client
        self._app_token = app_token
        self._intake = intake
        self._metrics = metrics
        self._lines = lines
        self._ping_every = ping_every
        self._silent_after = silent_after
        self._links: set[Link] = set()
        self._keepers: list[asyncio.Task[None]] = []
        self._closing: set[asyncio.Task[None]] = set()
        self._up = asyncio.Event()
        self._delivered_at: float | None = None
        seconds = asyncio.get_running_loop().time
        metrics.connections.set_function(lambda: float(self.alive))
        metrics.ping_age.set_function(age(seconds, self._heard_at))
        metrics.envelope_age.set_function(age(seconds, lambda: self._delivered_at))

    @property
    def alive(self) -> int:
        """How many connections Slack can be heard on."""
        return sum(link.alive for link in self._links)

    async def open_url(self) -> str:
        """A WebSocket address that works once. Raises what the SDK raises."""
        answer = await self._client.apps_connections_open(app_token=self._app_token)
        return text(answer.data, "url")

    async def start(self, url: str, stop: asyncio.Event) -> None:
        """Connect, the first time at `url`, and wait until one connection stands, or `stop`."""
        for number in range(self._lines):
            keeper = self._keep(url if number == 0 else None)
            self._keepers.append(asyncio.create_task(keeper, name=f"line-{number}"))
        waits = {asyncio.create_task(event.wait()) for event in (self._up, stop)}
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()

    async def close(self) -> None:
        """Take nothing more; answer what is under way."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        await asyncio.gather(*(link.close(DRAIN) for link in self._links), *self._closing)
        self._links.clear()

    async def _keep(self, url: str | None) -> None:
        """Keep one connection standing."""
        pauses, link, wait = Pauses(), None, 0.0
        while True:
            await asyncio.sleep(wait)
            try:
                new = await self._dial(url or await self.open_url())
            except _BROKEN as error:
                wait = pauses.longer(_asked_wait(error))
                _tell(error, wait)
                continue
            finally:
                url = None
            self._replace(link, new)
            link = new
            wait = await self._while_it_stands(link, pauses)

    async def _while_it_stands(self, link: Link, pauses: Pauses) -> float:
        """Returns once it should be replaced: after how many seconds."""
        loop = asyncio.get_running_loop()
        while not link.leaving.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(SETTLED_AFTER):
                    await link.leaving.wait()
            if not link.leaving.is_set():
                pauses.begin_anew()
                if loop.time() - (link.delivered_at or link.begun_at) > RENEWED_AFTER:
                    link.why = "idle"
                    break
        why = link.why
        self._metrics.reconnected(_WORDS.get(why, why if why.isidentifier() else "other"))
        log.info("a connection to Slack is made anew: %s", why)
        if why not in _ASKED_TO_GO:
            self._let_go(link)
        if why == "link_disabled":
            log.error(socket_mode_off())
            return SWITCHED_OFF
        settled = loop.time() - link.begun_at >= SETTLED_AFTER
        return 0.0 if settled and why in _ASKED_TO_GO else pauses.longer()

    async def _dial(self, url: str) -> Link:
        """A connection on which Slack has said hello. Raises what aiohttp raises, TimeoutError, and
        OSError where Slack sends us away instead."""
        session = self._client.session
        assert session is not None
        socket = await session.ws_connect(
            url,
            autoping=False,
            proxy=self._client.proxy,
            ssl=self._client.ssl if self._client.ssl is not None else True,
            timeout=aiohttp.ClientWSTimeout(ws_close=1.0),
        )
        link = Link(
            socket, self._take, ping_every=self._ping_every, silent_after=self._silent_after
        )
        link.start()
        waits = {asyncio.create_task(event.wait()) for event in (link.hello, link.leaving)}
        try:
            await asyncio.wait(waits, timeout=HELLO_WITHIN, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            await link.close(0)  # also where it had just said hello: nobody else knows of it
            raise
        finally:
            for wait in waits:
                wait.cancel()
        if not link.hello.is_set():
            await link.close(0)
            raise ConnectionError(link.why or "no_hello")
        return link

    def _replace(self, old: Link | None, new: Link) -> None:
        self._links.add(new)
        self._up.set()
        if old is not None and old in self._links:
            self._let_go(old)

    def _let_go(self, link: Link) -> None:
        self._links.discard(link)
        task = asyncio.create_task(link.close(DRAIN), name="hang-up")
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _take(self, request: SocketModeRequest, arrived: float) -> BoltResponse:
        self._delivered_at = arrived
        return await self._intake.take(request.payload, _retry(request), since=arrived)

    def _heard_at(self) -> float | None:
        return max((link.heard_at for link in self._links), default=None)


def _retry(request: SocketModeRequest) -> Mapping[str, str]:
    """As Slack says it over HTTP (Slack: "The Events API", retries)."""
    headers = {}
    if request.retry_attempt is not None:
        headers["x-slack-retry-num"] = str(request.retry_attempt)
    if request.retry_reason is not None:
        headers["x-slack-retry-reason"] = str(request.retry_reason)
    return headers


def _asked_wait(error: BaseException) -> float:
    """Seconds that Slack wants us to wait before the next try."""
    if str(error) == "link_disabled":
        return SWITCHED_OFF
    failure = judge(error)
    return failure.wait or 0.0 if failure and failure.limited else 0.0


def _tell(error: BaseException, wait: float) -> None:
    code = reason(error)
    if str(error) == "link_disabled":
        log.error(socket_mode_off())
    elif code in FINAL:
        log.error(no_app_token(code))
    else:
        log.warning(not_connected(code, wait))
