"""The loop that brings promised messages to Slack: claim, render, send, note what became of it.

Each row is rendered when it is sent. What Slack refuses becomes a decision (`slack_errors`), and
every decision is written down; a crash at any point leaves a row that someone claims again.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.commands import MessageRef
from bot.effects import CARD
from bot.outbox import Outbox
from bot.ports import Parcel, ParcelKind, Scene
from bot.quiet import rests_until
from handlers.about import it_is_about, working_on
from handlers.calling import NotNow, NotOurs
from handlers.courier import Courier
from handlers.in_doubt import worded
from handlers.logs import outline
from handlers.metrics import Metrics
from handlers.owed_marks import OwedMarks
from handlers.readable import readable
from handlers.sharing import Sharing
from handlers.slack_errors import Failure, Fate, judge
from handlers.uploads import SentFile
from handlers.views.shapes import Message

log = logging.getLogger(__name__)

IN_FLIGHT = 50
FEW = 8  # messages under way
APART = 0.02  # real seconds from one look to the next at least while there are more
POLL = 1.0  # real seconds between looks when nobody wakes us
LONGEST_WAIT = 300.0  # real seconds between two tries
FAULTY_TRIES = 6  # how often we try at once what fails on our own side
TRIES = 14  # … and what fails on Slack's: with growing pauses that is half an hour
LOOKS = 6  # … and for a marked message that Slack does not list, as it may do so a little later
SELDOM = 600.0  # real seconds between two tries of what fails for long
GIVE_BACK = 0.5  # real seconds for giving leases back when we end

_IN_THREAD = frozenset({ParcelKind.SLOT, ParcelKind.NOTE, ParcelKind.THREAD_REMINDER})


def _nobody_waits() -> None:
    """For a process in which nobody shows what was sent."""


class Sender:
    """Brings what is in the outbox to Slack, until it is closed."""

    def __init__(
        self,
        outbox: Outbox,
        client: AsyncWebClient,
        clock: Callable[[], datetime],
        *,
        on_sent: Callable[[], None] = _nobody_waits,
        picture_for: Callable[[Parcel], Awaitable[SentFile | None]] | None = None,
        bot_user: str = "",
        command: str = "/mistake",
        workspace_url: str = "",
        speed: float = 1.0,
        metrics: Metrics | None = None,
        sharing: Sharing | None = None,
    ) -> None:
        """`clock` gives aware UTC instants and runs `speed` times as fast as real time (drills);
        `client` has its own session with a timeout, and no retry handlers. `on_sent` is called
        when a message has arrived; `picture_for` has the picture of a digest drawn and sent, None
        where that fails. `bot_user` is our own id: without it our posts are known by their marks
        only. `workspace_url`: as https://acme.slack.com/. `sharing` knows where others read."""
        self._outbox = outbox
        self._clock = clock
        self._on_sent = on_sent
        self._picture_for = picture_for
        self._bot_user = bot_user
        self._shown_as = {"command": command, "workspace_url": workspace_url}
        self._speed = speed
        self._client = client
        self._metrics = metrics or Metrics()
        self._sharing = sharing or Sharing(client)
        self.marks: OwedMarks | None = None  # who makes marks, in a process in which somebody does
        self._flying: dict[asyncio.Task[None], Parcel] = {}
        self._woken = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()
        self._closing = False

    def wake(self) -> None:
        """Something was promised: look at once."""
        self._woken.set()

    async def run(self) -> None:
        """Send until `close` is called."""
        self._ended.clear()
        try:
            await self._run()
        finally:
            self._ended.set()

    async def _run(self) -> None:
        seconds = asyncio.get_running_loop().time
        courier = Courier(
            self._client,
            self._outbox,
            bot_user=self._bot_user,
            clock=self._clock,
            sharing=self._sharing,
        )
        looked = seconds() - APART
        while not self._ending():
            if len(self._flying) > FEW:
                # Every message that arrives wakes us: of so many, one look does for several.
                await asyncio.sleep(looked + APART - seconds())
            self._woken.clear()
            looked = seconds()
            parcels = await self._claim()
            if self._ending():
                return await self._give_back(parcels)
            for parcel in parcels:
                task = asyncio.create_task(self._handle(courier, parcel), name="send")
                self._flying[task] = parcel
                task.add_done_callback(self._landed)
            if not parcels:
                await self._pause()

    async def close(self, seconds: float) -> None:
        """Claim nothing more, wait that long (real seconds) for what is under way, and give the
        rest back, so that another replica can have it at once."""
        self._closing = True
        self.wake()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._ended.wait()
                while self._flying:
                    await asyncio.wait(self._flying)
        late = dict(self._flying)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        await self._give_back(tuple(late.values()))

    def _ending(self) -> bool:
        return self._closing

    async def _give_back(self, parcels: Sequence[Parcel]) -> None:
        """Where that fails, the leases end by themselves."""
        if not parcels:
            return
        try:
            async with asyncio.timeout(GIVE_BACK):
                await self._outbox.give_back(parcels)
        except Exception as error:
            log.warning("leases were not given back: %s", outline(error))

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._flying.pop(task, None)
        self.wake()  # the next row of its lane may go

    async def _claim(self) -> tuple[Parcel, ...]:
        room = IN_FLIGHT - len(self._flying)
        if room <= 0:
            return ()
        try:
            return tuple(await self._outbox.claim(now=self._clock(), limit=room))
        except Exception as error:  # whatever it is, the next look may be luckier
            log.error("the outbox did not answer: %s", outline(error))
            return ()

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(POLL):
                await self._woken.wait()

    async def _handle(self, courier: Courier, parcel: Parcel) -> None:
        with working_on(outbox=parcel.id):
            await self._bring(courier, parcel)

    async def _bring(self, courier: Courier, parcel: Parcel) -> None:
        try:
            await self._send(courier, parcel)
        except NotOurs:
            log.info("%s %s: claimed by someone else meanwhile", parcel.kind, parcel.slot)
        except NotNow as it:
            await self._again(parcel, it.seconds, "paced", unsure=parcel.unsure, failed=it.failed)
        except Exception as error:  # one message that fails must not stop the others
            await self._failed(parcel, error)

    async def _send(self, courier: Courier, parcel: Parcel) -> None:
        await asyncio.sleep(parcel.wait)
        scene = await self._outbox.scene(parcel)
        it_is_about(scene.incident.number if scene.incident else None)
        if parcel.kind is ParcelKind.FETCH_WORDS:
            return await self._fetch(courier, parcel, scene)
        if parcel.kind is ParcelKind.MARK and self.marks:
            return await self.marks.settle(parcel, courier)
        if parcel.kind in _IN_THREAD and parcel.slot != CARD and parcel.thread_ts is None:
            return await self._again(parcel, POLL, "no thread yet", unsure=parcel.unsure)
        there, message = await worded(courier, parcel, scene, **self._shown_as)
        if message is None:
            return await self._outbox.sent(parcel, parcel.posted, now=self._clock())
        now = self._clock()
        if (until := rests_until(parcel, scene, now)) and not await courier.found(parcel, message):
            return await self._outbox.rest(parcel, now=now, until=until)
        where = await self._deliver(courier, there, message)
        await self._outbox.sent(parcel, where, now=self._clock())
        self._metrics.sent()
        log.info("%s %s is in Slack", parcel.kind, parcel.slot)
        self._on_sent()

    async def _deliver(
        self, courier: Courier, parcel: Parcel, message: Message
    ) -> MessageRef | None:
        """As what it is sent; a digest with its picture, where there is one."""
        if parcel.kind is ParcelKind.DIGEST and self._picture_for:
            return await courier.deliver_with(parcel, message, self._picture_for)
        return await courier.deliver(parcel, message)

    async def _fetch(self, courier: Courier, parcel: Parcel, scene: Scene) -> None:
        found = await courier.words_of(parcel)
        if found is None and parcel.attempts < LOOKS:
            return await self._again(parcel, 2 * POLL, "not listed", unsure=False, failed=True)
        named = readable(found or "", scene.people).strip()
        if words := await self.marks.words(parcel.team, found or "") if self.marks else named:
            await self._outbox.words_found(parcel, words, now=self._clock())
        else:
            await self._outbox.sent(parcel, None, now=self._clock())

    async def _failed(self, parcel: Parcel, error: Exception) -> None:
        failure = judge(error)
        try:
            if failure is None:
                await self._faulty(parcel, error)
            else:
                await self._refused(parcel, failure)
        except Exception as worse:  # the lease ends by itself, and the row is claimed again
            log.error("%s %s: outcome not kept: %s", parcel.kind, parcel.slot, outline(worse))

    async def _refused(self, parcel: Parcel, failure: Failure) -> None:
        log.warning("%s %s: %s (%s)", parcel.kind, parcel.slot, failure.code, failure.fate)
        match failure.fate:
            case Fate.RETRY:
                await self._later(parcel, failure, unsure=parcel.unsure)
            case Fate.UNSURE:
                unsure = parcel.posted is None  # an edit can simply be made once more
                await self._later(parcel, failure, unsure=unsure)
            case Fate.GONE if parcel.posted or parcel.unsure:
                await self._outbox.gone(parcel, now=self._clock())
            case _:
                self._metrics.gave_up()
                barred = failure.fate is Fate.BARRED
                await self._in_vain(parcel, failure.code, trying=False)
                await self._outbox.give_up(
                    parcel, now=self._clock(), error=failure.code, barred=barred
                )

    async def _faulty(self, parcel: Parcel, error: Exception) -> None:
        """Our own mistake: tried again, in case it depends on what is told."""
        log.error("%s %s failed: %s", parcel.kind, parcel.slot, outline(error))
        unsure = parcel.posted is None
        await self._once_more(parcel, type(error).__name__, unsure=unsure, tries=FAULTY_TRIES)

    async def _later(self, parcel: Parcel, failure: Failure, *, unsure: bool) -> None:
        if failure.wait is None:
            await self._once_more(parcel, failure.code, unsure=unsure, tries=TRIES)
        else:
            await self._again(parcel, failure.wait, failure.code, unsure=unsure)

    async def _once_more(self, parcel: Parcel, error: str, *, unsure: bool, tries: int) -> None:
        """Longer after every try; after so many of them, seldom."""
        self._metrics.retried()
        if parcel.attempts + 1 < tries:
            pause = min(2.0**parcel.attempts, LONGEST_WAIT)
            return await self._again(parcel, pause, error, unsure=unsure, failed=True)
        log.error("%s %s fails for long (%s): somebody is told", parcel.kind, parcel.slot, error)
        self._metrics.stuck()
        if parcel.attempts < TRIES:  # the first time
            await self._in_vain(parcel, error, trying=True)
        await self._outbox.stuck(
            parcel, now=self._clock(), at=self._after(SELDOM), error=error, unsure=unsure
        )

    async def _in_vain(self, parcel: Parcel, error: str, *, trying: bool) -> None:
        if parcel.kind is ParcelKind.MARK and self.marks:
            await self.marks.in_vain(parcel, error, trying=trying)

    async def _again(
        self, parcel: Parcel, wait: float, error: str, *, unsure: bool, failed: bool = False
    ) -> None:
        """Try again after `wait` real seconds."""
        at = self._after(wait)
        await self._outbox.retry(parcel, at=at, error=error, unsure=unsure, failed=failed)

    def _after(self, seconds: float) -> datetime:
        return self._clock() + timedelta(seconds=seconds * self._speed)
