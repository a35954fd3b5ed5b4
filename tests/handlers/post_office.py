"""The sender at work against the local Slack, with an outbox kept in memory."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands import MessageRef
from bot.incident import Chase, Incident
from bot.people import Person
from bot.ports import ChaseItem, Parcel, ParcelKind, Scene
from bot.settings import Settings
from handlers.metrics import Metrics
from handlers.sender import Sender
from handlers.uploads import SentFile
from sandbox.faults import ApiFault, FaultKind
from sandbox.model import Message
from sandbox.server import Sandbox
from sandbox.testing import running_sandbox
from tests.handlers.cases import an_incident

BOT = "U0AMENDS1"
MISTAKES, GENERAL, DELIVERIES = "C0MISTAKE", "C0GENERAL", "C0DELIVER"

Items = Sequence[tuple[Incident, ChaseItem, Chase | None]]


@dataclass
class Row:
    """A row of the outbox. `state` is waiting, flying, sent, gone, stuck or dead."""

    parcel: Parcel
    lane: str
    due: datetime
    state: str = "waiting"
    error: str = ""
    words: str = ""
    tries: list[str] = field(default_factory=list)


class MemoryOutbox:
    """Implements `bot.outbox.Outbox`: strict order within a lane, one in flight."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.rows: list[Row] = []
        self.threads: dict[str, str] = {}  # lane -> the card's ts
        self.incident: Incident | None = an_incident()
        self.taken_away: set[str] = set()  # parcels whose lease lapses at the worst moment
        self.broken = 0  # how many claims still fail
        self.scenes_broken = 0
        self.deaf = False  # the next outcome is not kept
        self.away = False  # what it is asked about rests it cannot say
        self.parked: dict[str, float] = {}
        self.silent: dict[str, datetime] = {}
        self.settings = Settings()
        self.items: Items = ()

    def put(self, kind: ParcelKind, slot: str, *, lane: str = "incident:1", **changes: Any) -> Row:
        """Promise a message."""
        parcel = Parcel(
            id=f"p{len(self.rows)}",
            team="T0HARBOUR",
            kind=kind,
            slot=slot,
            target=MISTAKES,
            thread_ts=None,
            posted=None,
            incident_id=1,
            payload={},
            wanted=1,
            attempts=0,
            token="t",
            unsure=False,
        )
        row = Row(replace(parcel, **changes), lane, self.clock())
        self.rows.append(row)
        return row

    def row(self, parcel: Parcel) -> Row:
        return next(row for row in self.rows if row.parcel.id == parcel.id)

    async def claim(self, *, now: datetime, limit: int) -> Sequence[Parcel]:
        if self.broken:
            self.broken -= 1
            raise RuntimeError("locked")
        claimed: list[Parcel] = []
        for lane in dict.fromkeys(row.lane for row in self.rows):
            first = next(
                (
                    row
                    for row in self.rows
                    if row.lane == lane and row.state in ("waiting", "flying")
                ),
                None,
            )
            if first and first.state == "waiting" and first.due <= now and len(claimed) < limit:
                first.state = "flying"
                if first.parcel.thread_ts is None and first.parcel.slot != "card":
                    first.parcel = replace(first.parcel, thread_ts=self.threads.get(lane))
                claimed.append(first.parcel)
        return claimed

    async def park(self, team: str, line: str, *, now: datetime, seconds: float) -> None:
        self.parked[line] = seconds
        self.silent[line] = now + timedelta(seconds=seconds)

    async def silence(self, team: str, line: str, *, now: datetime) -> float:
        return max(0.0, (self.silent.get(line, now) - now).total_seconds())

    async def resting(self, team: str, *, now: datetime) -> dict[str, float]:
        if self.away:
            raise OSError("the database is away")
        left = {line: (until - now).total_seconds() for line, until in self.silent.items()}
        return {line: seconds for line, seconds in left.items() if seconds > 0}

    async def scene(self, parcel: Parcel) -> Scene:
        if self.scenes_broken:
            self.scenes_broken -= 1
            raise KeyError("a fault of our own")
        people = {"U0TOM0000": Person("U0TOM0000", "Tom")}
        return Scene(self.settings, people, self.incident, self.items)

    async def starting(self, parcel: Parcel) -> bool:
        return parcel.id not in self.taken_away

    async def is_known(self, parcel: Parcel, message: MessageRef) -> bool:
        return any(row.parcel.posted == message for row in self.rows)

    async def sent(self, parcel: Parcel, message: MessageRef | None, *, now: datetime) -> None:
        row = self.row(parcel)
        row.state, row.parcel = (
            "sent",
            replace(row.parcel, posted=message, unsure=False, attempts=0),
        )
        if row.parcel.slot == "card" and message:
            self.threads[row.lane] = message.ts

    async def stuck(
        self, parcel: Parcel, *, now: datetime, at: datetime, error: str, unsure: bool
    ) -> None:
        row = self.row(parcel)
        row.state, row.due, row.error = "stuck", at, error
        row.parcel = replace(row.parcel, unsure=unsure)

    async def retry(
        self, parcel: Parcel, *, at: datetime, error: str, unsure: bool, failed: bool
    ) -> None:
        if self.deaf:
            self.deaf = False
            raise RuntimeError("locked")
        row = self.row(parcel)
        attempts = row.parcel.attempts + failed
        row.state, row.due = "waiting", at
        row.parcel = replace(row.parcel, unsure=unsure, attempts=attempts)
        row.tries.append(error)

    async def rest(self, parcel: Parcel, *, now: datetime, until: datetime) -> None:
        row = self.row(parcel)
        row.state, row.due = "waiting", until

    async def give_back(self, parcels: Sequence[Parcel]) -> None:
        for parcel in parcels:
            self.row(parcel).state = "waiting"

    async def gone(self, parcel: Parcel, *, now: datetime) -> None:
        row = self.row(parcel)
        row.state, row.parcel = "waiting", replace(row.parcel, posted=None, unsure=False)
        row.tries.append("gone")

    async def give_up(self, parcel: Parcel, *, now: datetime, error: str, barred: bool) -> None:
        row = self.row(parcel)
        row.state, row.error = "dead", f"barred: {error}" if barred else error

    async def words_found(self, parcel: Parcel, text: str, *, now: datetime) -> None:
        row = self.row(parcel)
        row.state, row.words = "sent", text


class FastClock:
    """Runs `speed` times as fast as the event loop, so that waits are short."""

    def __init__(self, speed: float, begin: datetime) -> None:
        self.speed, self.begin = speed, begin
        self.start = asyncio.get_running_loop().time()

    def __call__(self) -> datetime:
        passed = (asyncio.get_running_loop().time() - self.start) * self.speed
        return self.begin + timedelta(seconds=passed)


@dataclass
class PostOffice:
    """Sandbox, outbox and a running sender."""

    sandbox: Sandbox
    outbox: MemoryOutbox
    sender: Sender
    metrics: Metrics

    def put(self, kind: ParcelKind, slot: str, **changes: Any) -> Row:
        """Promise a message and wake the sender."""
        row = self.outbox.put(kind, slot, **changes)
        self.sender.wake()
        return row

    def note(self, text: str, **changes: Any) -> Row:
        """Promise a note in the thread of whatever is there."""
        return self.put(ParcelKind.NOTE, f"note:{text}", payload={"text": text}, **changes)

    def again(self, row: Row) -> None:
        """Want a message shown once more."""
        row.state, row.due = "waiting", self.outbox.clock()
        self.sender.wake()

    def goes_wrong(self, method: str, kind: FaultKind, count: int = 1, **more: Any) -> ApiFault:
        """The next calls of that method go wrong."""
        fault = ApiFault(method, kind, count, **more)
        self.sandbox.faults.waiting.append(fault)
        return fault

    async def tried(self, row: Row, seconds: float = 0.8) -> str:
        """Wait until the row was tried in vain, and say why."""
        for _ in range(int(seconds * 1000)):
            if row.tries:
                return row.tries[0]
            await asyncio.sleep(0.001)
        raise AssertionError(f"{row.parcel.slot} was not tried")

    async def until(self, row: Row, *states: str, seconds: float = 8) -> Row:
        """Wait until the row is in one of these states ("sent" where none is given)."""
        for _ in range(int(seconds / 0.01)):
            if row.state in (states or ("sent",)):
                return row
            await asyncio.sleep(0.01)
        raise AssertionError(f"{row.parcel.slot} stays {row.state} after {row.tries}")

    def in_channel(self, channel: str = MISTAKES) -> list[Message]:
        """The bot's messages there, outside threads."""
        seen = self.sandbox.slack.history(channel)
        return [m for m in seen if m.user == BOT and m.thread_ts in (None, m.ts) and not m.deleted]

    def in_thread(self, card: Row) -> list[Message]:
        """The bot's messages under that card."""
        assert card.parcel.posted
        at = card.parcel.posted
        seen = self.sandbox.slack.replies(at.channel, at.ts)
        return [message for message in seen if message.user == BOT]


@asynccontextmanager
async def open_post_office(
    *,
    answer_within: float = 0.5,
    speed: float = 20,
    picture_of: Callable[[AsyncWebClient, Parcel], Awaitable[SentFile | None]] | None = None,
) -> AsyncIterator[PostOffice]:
    """A sender at work. Slack's answers may take that long, in seconds. `picture_of` has the
    picture of a digest sent."""
    limit = aiohttp.ClientTimeout(total=answer_within)
    async with running_sandbox() as sandbox, aiohttp.ClientSession(timeout=limit) as session:
        client = AsyncWebClient(
            sandbox.tokens.bot, base_url=f"{sandbox.url}/api/", session=session, retry_handlers=[]
        )
        clock = FastClock(speed, datetime.fromtimestamp(sandbox.slack.clock.now(), UTC))
        outbox = MemoryOutbox(clock)
        draw = partial(picture_of, client) if picture_of else None
        metrics = Metrics()
        sender = Sender(
            outbox, client, clock, picture_for=draw, bot_user=BOT, speed=1.0, metrics=metrics
        )
        running = asyncio.create_task(sender.run())
        try:
            yield PostOffice(sandbox, outbox, sender, metrics)
        finally:
            await sender.close(5)
            await running
