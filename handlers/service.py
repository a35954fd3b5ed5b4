"""The Slack side of the process: from its first word with Slack to its last message."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Protocol

import aiohttp
from slack_bolt.authorization import AuthorizeResult

from bot.coachbook import Coachbook
from bot.config import Config
from bot.library import Library
from bot.marks import Marks
from bot.outbox import Outbox
from bot.people import Person
from bot.ports import Desk, Directory, Sweeper
from bot.postroom import Postroom
from bot.records import Homes, Records
from bot.vitals import Pulse
from handlers import register
from handlers.admin_words import no_app_token, refused
from handlers.connecting import new_app, new_client, new_session, patiently
from handlers.deps import Deps, TaskSet
from handlers.digest import DigestPictures
from handlers.home import HomeKeeper
from handlers.intake import Intake
from handlers.lacking import Lacking, WatchfulClient
from handlers.metrics import Metrics
from handlers.owed_marks import OwedMarks
from handlers.people import refresh_due
from handlers.rests import Rests
from handlers.sender import Sender
from handlers.sharing import Sharing
from handlers.switchboard import Switchboard
from handlers.ticker import Ticker
from handlers.watched import watching
from handlers.web import WebSide

log = logging.getLogger("amends")

# When we are to stop, all of it has to fit into ten seconds: service managers kill after that.
SWEEP_SECONDS = 2.0  # for a sweep under way
SEND_SECONDS = 4.0  # for messages on their way to Slack
TASK_SECONDS = 1.0  # for private answers
STALE_SWEEP = 60.0  # seconds after which a database that did not let a sweep through is unwell


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
    @property
    def postroom(self) -> Postroom: ...
    @property
    def records(self) -> Records: ...
    @property
    def homes(self) -> Homes: ...
    @property
    def marks(self) -> Marks: ...
    @property
    def pulse(self) -> Pulse: ...


class Service:
    """Everything that talks to Slack, over the doors to storage."""

    def __init__(
        self,
        config: Config,
        doors: Doors,
        *,
        clock: Callable[[], datetime],
        real_seconds: Callable[[], float],
        metrics: Metrics,
    ) -> None:
        """`clock` gives aware UTC instants, `real_seconds` the real time in epoch seconds (it
        differs in drills, where `clock` runs faster)."""
        self._config = config
        self._doors = doors
        self._clock = clock
        self._real_seconds = real_seconds
        self._metrics = metrics

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set. Raises NotWelcome where Slack says no for good."""
        watched = watching(self._metrics, self._config.api_url, self._real_seconds)
        async with new_session(watched) as session:
            client = new_client(self._config, session)
            who = await patiently(client.auth_test, refused, stop)
            if who is None:
                return
            found = AuthorizeResult.from_auth_test_response(
                auth_test_response=who, bot_token=self._config.bot_token
            )
            await self._work(session, client, found, str(who.get("url") or ""), stop)

    async def _work(
        self,
        session: aiohttp.ClientSession,
        client: WatchfulClient,
        who: AuthorizeResult,
        url: str,
        stop: asyncio.Event,
    ) -> None:
        def stirred() -> None:
            sender.wake()
            keeper.stir()

        def shown() -> None:
            keeper.stir()

        tasks, team = TaskSet(), who.team_id or ""
        # What is promised keeps to Slack's pace by itself; what is said and asked at once does so
        # by its client.
        rests = Rests(self._doors.outbox, team, self._clock, tasks.spawn)
        await rests.learn()
        at_once = new_client(self._config, session, rests)
        sharing = Sharing(client)
        sender = Sender(
            self._doors.outbox,
            client,
            self._clock,
            on_sent=shown,
            picture_for=DigestPictures(client, self._doors.records, self._clock).of,
            bot_user=who.bot_user_id or "",
            workspace_url=url,
            speed=max(1.0, self._config.time_scale),
            metrics=self._metrics,
            sharing=sharing,
        )
        deps = Deps(
            desk=self._doors.desk,
            directory=self._doors.directory,
            coachbook=self._doors.coachbook,
            library=self._doors.library,
            postroom=self._doors.postroom,
            records=self._doors.records,
            homes=self._doors.homes,
            marks=self._doors.marks,
            clock=self._clock,
            client=at_once,
            team=team,
            tasks=tasks,
            bot_user=who.bot_user_id or "",
            wake=stirred,
            workspace_url=url,
            sharing=sharing,
        )
        client.on_lacking = at_once.on_lacking = Lacking(deps)
        sender.marks = OwedMarks(deps, self._doors.outbox)
        keeper = HomeKeeper(deps)
        ticker = Ticker(
            self._doors.sweeper,
            self._clock,
            wake=stirred,
            look_up=partial(refresh_due, deps),
            learn=rests.learn,
            failed=self._metrics.sweep_failed,
        )
        # So that nobody can make the bot itself an owner or a lead.
        itself = Person(deps.bot_user, is_bot=True, known_at=self._clock())
        await self._doors.directory.save_person(deps.team, itself)
        app = new_app(at_once, who)
        register(app, deps, keeper)
        intake = Intake(app, self._metrics)
        web = WebSide(
            self._config,
            intake,
            self._metrics,
            self._doors.pulse,
            clock=self._clock,
            real_seconds=self._real_seconds,
        )
        board = None
        if self._config.mode == "socket":
            board = Switchboard(client, self._config.app_token, intake, self._metrics)
        self._metrics.sweep_age.set_function(ticker.silence)
        web.trouble = lambda: trouble(board is None or bool(board.alive), ticker.silence())
        sending = asyncio.create_task(sender.run(), name="sender")
        keeping = asyncio.create_task(keeper.run(), name="home")
        ticker.start()
        try:
            await web.open()
            if board is not None:
                await _connect(board, stop)
            web.ready = not stop.is_set()
            if web.ready:
                log.info("Ready. Type /mistake in Slack.")
            await stop.wait()
        finally:
            web.ready = False
            keeping.cancel()  # nothing rests on it
            ends = [ticker.close(SWEEP_SECONDS), sender.close(SEND_SECONDS)]
            ends += [board.close()] if board is not None else []
            await asyncio.gather(*ends)
            await web.stop_taking()
            await deps.tasks.close(TASK_SECONDS)
            await web.close()
            await asyncio.gather(sending, keeping, return_exceptions=True)
            sending.result()


def trouble(connected: bool, silence: float) -> str:
    """Why we are not ready; nothing if we are. `silence`: for how many real seconds no sweep has
    got through."""
    if not connected:
        return "not connected to Slack"
    return "the database does not answer" if silence > STALE_SWEEP else ""


async def _connect(board: Switchboard, stop: asyncio.Event) -> None:
    """The first address is asked for here: where Slack says no for good, there is no point in
    going on."""
    url = await patiently(board.open_url, no_app_token, stop)
    if url is not None:
        await board.start(url, stop)
