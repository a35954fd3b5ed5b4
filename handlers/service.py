"""The Slack side of the process: from its first word with Slack to its last message."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Any, Protocol, TypeVar, cast

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.coachbook import Coachbook
from bot.config import Config
from bot.library import Library
from bot.outbox import Outbox
from bot.people import Person
from bot.ports import Desk, Directory, Sweeper
from handlers import register
from handlers.admin_words import no_app_token, refused, unreachable, unwell
from handlers.deps import Deps
from handlers.logs import reason
from handlers.people import refresh_due
from handlers.sender import Sender
from handlers.ticker import Ticker
from handlers.web import WebSide
from handlers.whisper import REFUSED

log = logging.getLogger("amends")
T = TypeVar("T")

CALL_SECONDS = 10.0  # a call to Slack that takes longer counts as unanswered
LONGEST_PAUSE = 30.0
# Slack says no for good (Slack: "auth.test", "apps.connections.open", errors).
FINAL = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)


class NotWelcome(RuntimeError):
    """The process cannot work like this; the message says what to change."""


class Doors(Protocol):
    """What storage offers (see `bot.ports`)."""

    @property
    def desk(self) -> Desk: ...
    @property
    def directory(self) -> Directory: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def sweeper(self) -> Sweeper: ...
    @property
    def coachbook(self) -> Coachbook: ...
    @property
    def library(self) -> Library: ...


def new_client(config: Config, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Slack's Web API over `session`. Nothing is tried twice by itself: a repeated
    chat.postMessage whose first reply was lost would be a second message."""
    return AsyncWebClient(
        token=config.bot_token, base_url=config.api_url, session=session, retry_handlers=[]
    )


def new_session() -> aiohttp.ClientSession:
    """A session with our timeout (the client's own is ignored once it is given a session)."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS))


async def patiently(
    call: Callable[[], Awaitable[T]], explain: Callable[[str], str], stop: asyncio.Event
) -> T | None:
    """What `call` answers, however long Slack cannot be reached; None if we are to stop meanwhile.

    Raises NotWelcome where Slack says no for good; `explain` turns its code into the fix.
    """
    pause = 1.0
    while not stop.is_set():
        try:
            return await call()
        except REFUSED as error:
            code = reason(error)
            if code in FINAL:
                raise NotWelcome(explain(code)) from error
            trouble = unwell(code) if hasattr(error, "response") else unreachable(code)
            log.warning("%s Trying again in %.0f s.", trouble, pause)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)
        pause = min(pause * 2, LONGEST_PAUSE)
    return None


class Service:
    """Everything that talks to Slack, over the doors to storage."""

    def __init__(
        self,
        config: Config,
        doors: Doors,
        *,
        clock: Callable[[], datetime],
        real_seconds: Callable[[], float],
    ) -> None:
        """`clock` gives aware UTC instants, `real_seconds` the real time in epoch seconds (it
        differs in drills, where `clock` runs faster)."""
        self._config = config
        self._doors = doors
        self._clock = clock
        self._real_seconds = real_seconds

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set. Raises NotWelcome where Slack says no for good."""
        async with new_session() as session:
            client = new_client(self._config, session)
            who = await patiently(client.auth_test, refused, stop)
            if who is None:
                return
            found = AuthorizeResult.from_auth_test_response(
                auth_test_response=who, bot_token=self._config.bot_token
            )
            await self._work(client, found, str(who.get("url") or ""), stop)

    async def _work(
        self, client: AsyncWebClient, who: AuthorizeResult, url: str, stop: asyncio.Event
    ) -> None:
        sender = Sender(
            self._doors.outbox,
            client,
            self._clock,
            bot_user=who.bot_user_id or "",
            workspace_url=url,
            speed=max(1.0, self._config.time_scale),
        )
        deps = Deps(
            desk=self._doors.desk,
            directory=self._doors.directory,
            coachbook=self._doors.coachbook,
            library=self._doors.library,
            clock=self._clock,
            client=client,
            team=who.team_id or "",
            bot_user=who.bot_user_id or "",
            wake=sender.wake,
            workspace_url=url,
        )
        ticker = Ticker(
            self._doors.sweeper,
            self._clock,
            wake=sender.wake,
            look_up=partial(refresh_due, deps),
        )
        # So that nobody can make the bot itself an owner or a lead.
        itself = Person(deps.bot_user, is_bot=True, known_at=self._clock())
        await self._doors.directory.save_person(deps.team, itself)
        app = new_app(client, who)
        register(app, deps)
        web = WebSide(self._config, app, self._real_seconds)
        sending = asyncio.create_task(sender.run(), name="sender")
        ticker.start()
        try:
            await web.open()
            web.line = line = await self._connect(app, stop)
            web.ready = not stop.is_set()
            log.info("Ready. Type /mistake in Slack.")
            await stop.wait()
            web.ready = False
            if line is not None:
                await cast(Any, line).close()  # the SDK leaves its type out
        finally:
            await ticker.close()
            await deps.tasks.close(2)
            await sender.close(5)
            await sending
            await web.close()

    async def _connect(self, app: AsyncApp, stop: asyncio.Event) -> SocketModeClient | None:
        if self._config.mode == "http":
            return None
        line = AsyncSocketModeHandler(app, self._config.app_token).client
        # Asked for here, because the client itself would ask for ever, whatever Slack says.
        line.wss_uri = await patiently(line.issue_new_wss_url, no_app_token, stop)
        if line.wss_uri is not None:
            await cast(Any, line).connect()
        return line


def new_app(client: AsyncWebClient, who: AuthorizeResult) -> AsyncApp:
    """Bolt, so set up that a listener is done before Slack hears of it, that who we are is known
    without asking, and that deletions of our own messages are seen."""

    async def authorize() -> AuthorizeResult:
        return who

    quiet = logging.getLogger("amends.bolt")  # it warns that a token in the environment is unused
    quiet.setLevel(logging.ERROR)
    return AsyncApp(
        logger=quiet,
        client=client,
        authorize=authorize,
        process_before_response=True,
        ignoring_self_events_enabled=False,
        request_verification_enabled=False,  # done before Bolt: see handlers.front_door
        attaching_function_token_enabled=False,  # for steps of workflows, which we do not offer
    )
