"""What handlers and storage need of each other, said once; the sender's part is in `bot.outbox`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Protocol

from bot.commands import Command, MessageRef
from bot.effects import EntryKind, Outcome
from bot.incident import Chase, Incident, Rung
from bot.learned import Learned
from bot.people import People, Person
from bot.postroom import Held, Undelivered
from bot.settings import Settings

FOR_GOOD = datetime.max.replace(tzinfo=UTC)


class UnknownIncident(LookupError):
    """There is no incident with that number that this person may see."""


@dataclass(frozen=True)
class Entry:
    """A timeline entry as stored. `text` is plain text; `at` is UTC."""

    id: int
    kind: EntryKind
    at: datetime
    by: str
    text: str
    message: MessageRef | None = None


@dataclass(frozen=True)
class ChaseItem:
    """One thing a reminder speaks of. It is looked at again when the reminder is rendered."""

    incident_id: int
    key: str
    since: datetime
    rung: Rung
    later: bool = False  # a newer reminder speaks of it to the same person


class ParcelKind(StrEnum):
    """What a row of the outbox is for."""

    SLOT = "slot"  # Show(slot): a message of an incident, rendered from its state
    NOTE = "note"  # a finished sentence in the thread
    REMINDER = "reminder"  # a DM with one or several chase items
    THREAD_REMINDER = "thread_reminder"  # the last rung, in the thread
    TROUBLE = "trouble"  # a DM: the card cannot be written where it belongs
    REPEAT = "repeat"  # a DM to the lead: it happened before, and was called systemic
    QUESTION = "question"  # a DM to someone who took part, for the debrief
    FETCH_WORDS = "fetch_words"  # look up a pinned message's words for the timeline
    MARK = "mark"  # look at a message that was marked, and mark it (`bot.marks`)
    WELCOME = "welcome"  # first words in a channel the bot was invited to
    UNDELIVERED = "undelivered"  # a DM: what could not be delivered, to whoever can mend it
    LACKING = "lacking"  # a DM: the app lacks a permission in Slack, to whoever can mend it
    REVIEW = "review"  # a DM: what came due while nobody was there to say it
    DIGEST = "digest"  # the week's figures, with a picture, in the incident channel


@dataclass(frozen=True)
class Parcel:
    """A claimed row of the outbox: one message to post or edit.

    `id` is opaque and travels in the message's metadata. `target` is a channel id, or user ids
    joined by commas for a (group) DM to be opened. `posted` is the message it became, if it was
    posted before. `wanted` is the version asked for; finishing an older one leaves the row pending.
    `attempts` counts earlier tries that failed. `token` proves the lease, which ends at
    `held_until` (UTC). `unsure`: an earlier try may have reached Slack, so look before sending.
    `wait`: its turn among all that is sent to Slack comes in so many real seconds.
    """

    id: str
    team: str
    kind: ParcelKind
    slot: str
    target: str
    thread_ts: str | None
    posted: MessageRef | None
    incident_id: int | None
    payload: Mapping[str, Any]
    wanted: int
    attempts: int
    token: str
    unsure: bool
    held_until: datetime = FOR_GOOD
    wait: float = 0.0


@dataclass(frozen=True)
class Scene:
    """All that rendering a parcel may look at, read in one go when it is sent. `items` of a
    reminder: the incident, what it is about, and the chase as it stands now (None where nothing is
    owed any more). `learned`, `undelivered` and `held` are what those speak of."""

    settings: Settings
    people: People
    incident: Incident | None = None
    items: Sequence[tuple[Incident, ChaseItem, Chase | None]] = ()
    learned: Learned | None = None
    undelivered: Sequence[Undelivered] = ()
    held: Sequence[Held] = ()


@dataclass(frozen=True)
class OurMessage:
    """Which of our messages a Slack message is. `number` None: it belongs to no incident."""

    kind: ParcelKind
    slot: str
    number: int | None


@dataclass(frozen=True)
class ThreadMessage:
    """A person's message in an incident's thread: whose thread, who wrote it. Never its text."""

    number: int
    author: str


@dataclass(frozen=True)
class Happened:
    """When something happened by Slack's clock (UTC), of which only the latest counts: `what` tells
    one from another, such as one person's ✅ on one message."""

    what: str
    at: datetime


@dataclass(frozen=True)
class Page:
    """Part of a list. `total` counts all that may be seen; `offset` is where this part starts."""

    incidents: tuple[Incident, ...]
    total: int
    offset: int


@dataclass(frozen=True)
class Owed:
    """One line of `/mistake mine`; `lead`: the lead is reminded of it after them."""

    incident: Incident
    chase: Chase
    lead: bool = False


@dataclass(frozen=True)
class Mine:
    """What a person has in hand: what will chase them, and open incidents they own."""

    owed: tuple[Owed, ...] = ()
    owned: tuple[Incident, ...] = field(default=())


class Desk(Protocol):
    """Changes and questions about incidents. Every change is one transaction."""

    async def perform(
        self,
        team: str,
        number: int | None,
        command: Command,
        *,
        now: datetime,
        key: str | None = None,
        pressed: MessageRef | None = None,
        at: str = "",
        happened: Happened | None = None,
    ) -> Outcome:
        """Decide, and keep the new state with all its effects, or nothing.

        `number` is None only for `OpenIncident`. `at` is the channel the gesture was made in, if
        any (see `bot.incident.may_see`). Nothing is changed or answered where `key` was dealt with
        before, or where something as late as `happened`, or later, was seen of it: Slack may
        deliver in another order. `pressed` is our message whose button was used; it is shown
        afresh. Raises `UnknownIncident`.
        """
        ...

    async def incident(self, team: str, number: int, viewer: str, *, at: str = "") -> Incident:
        """`viewer` asks for it in channel `at`. Raises UnknownIncident, also where they may not."""
        ...

    async def open_incidents(self, team: str, viewer: str, *, offset: int, limit: int) -> Page:
        """Open incidents that `viewer` may see, most pressing first (next promise, then age)."""
        ...

    async def mine(self, team: str, user: str) -> Mine:
        """What that person has in hand, soonest first."""
        ...

    async def timeline(self, incident_id: int) -> Sequence[Entry]:
        """Its timeline, oldest first."""
        ...

    async def correct_entry(
        self, incident_id: int, entry_id: int, *, at: datetime, text: str
    ) -> None:
        """Give a timeline entry another time (UTC) or other words."""
        ...

    async def our_message(self, team: str, message: MessageRef) -> OurMessage | None:
        """Which of our messages that is, now or at an earlier time; None for someone else's."""
        ...

    async def where(self, incident_id: int, slot: str) -> MessageRef | None:
        """Our message in that slot; None while it is not posted."""
        ...

    async def thread_number(self, team: str, channel: str, thread_ts: str) -> int | None:
        """The number of the incident whose thread that is."""
        ...

    async def has_threads(self, team: str, channel: str) -> bool:
        """Whether an incident lives, or ever lived, in that channel, or is about to."""
        ...

    async def saw_thread_message(
        self, team: str, number: int, message: MessageRef, author: str, now: datetime
    ) -> None:
        """Remember that this message belongs to that incident's thread. Its text is not kept."""
        ...

    async def thread_message(self, team: str, message: MessageRef) -> ThreadMessage | None:
        """What is remembered about a person's message in an incident's thread."""
        ...

    async def first_time(self, team: str, key: str, *, now: datetime) -> bool:
        """Whether this was not seen before; for what is answered only. It is remembered."""
        ...

    async def dealt_with(self, team: str, key: str) -> bool:
        """Whether something came of that key. Nothing is remembered by asking."""
        ...

    async def welcome(self, team: str, channel: str, *, now: datetime) -> None:
        """We are in that channel now: say hello, once ever, and write the cards that waited."""
        ...

    async def channel_barred(self, team: str, channel: str, error: str, *, now: datetime) -> None:
        """Nothing can be written in that channel, for the reason `error`: the owner of each open
        incident that lives there hears of it, once (`HomeTrouble`)."""
        ...

    async def channel_freed(self, team: str, channel: str, error: str, *, now: datetime) -> None:
        """That reason is gone: what waited because of it is written there."""
        ...

    async def channel_renamed(self, team: str, old: str, new: str) -> None:
        """The channel `old` has the id `new` from now on: what lives there goes along."""
        ...


class Directory(Protocol):
    """A workspace's settings and people."""

    async def settings(self, team: str) -> Settings:
        """The team's settings, defaults where nothing was decided."""
        ...

    async def save_settings(
        self,
        team: str,
        settings: Settings,
        *,
        before: Settings | None = None,
        by: str,
        now: datetime,
    ) -> None:
        """Keep them. Open incidents follow from their next change on. `before`: what they were
        changed from. Raises SettingsChanged, and keeps nothing, where they are others by now."""
        ...

    async def people(self, team: str, users: Sequence[str]) -> People:
        """Who is known among `users`."""
        ...

    async def save_person(self, team: str, person: Person) -> None:
        """Keep what Slack says about a person; if they left, the sweep looks at what they own."""
        ...

    async def people_to_look_up(self, *, now: datetime, limit: int) -> Sequence[tuple[str, str]]:
        """(team, user) of those who will be reminded within the hour and are unknown, or were
        last looked up more than a day ago."""
        ...


class Sweeper(Protocol):
    """The clock's way into the core."""

    async def sweep(self, *, now: datetime, limit: int) -> int:
        """Run `CheckChases` on incidents with something due. Returns how many were looked at."""
        ...
