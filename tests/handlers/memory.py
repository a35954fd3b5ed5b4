"""A desk and a directory that keep everything in memory and decide by the real rules."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.coachbook import PAUSE, PhraseException
from bot.commands import (
    CheckChases,
    Command,
    HomeTrouble,
    MessageGone,
    MessageRef,
    OpenIncident,
    TroubleUnheard,
    Unreached,
)
from bot.context import Context
from bot.decide import decide
from bot.effects import CARD, Outcome, Record, Show, Unrecord
from bot.incident import Incident, may_see
from bot.opening import open_incident
from bot.people import People, Person
from bot.ports import Entry, Happened, Mine, OurMessage, Owed, Page, ThreadMessage, UnknownIncident
from bot.settings import Settings, SettingsChanged

WITHOUT_VIEWER = (
    CheckChases,
    HomeTrouble,
    MessageGone,
    OpenIncident,
    TroubleUnheard,
    Unreached,
)


class MemoryDirectory:
    """Settings and people of one workspace."""

    def __init__(self) -> None:
        self.kept = Settings()
        self.remembered: Settings | None = None  # older ones, where another replica saved these
        self.known: dict[str, Person] = {}
        self.due: list[tuple[str, str]] = []

    async def settings(self, team: str) -> Settings:
        return self.remembered or self.kept

    async def save_settings(
        self,
        team: str,
        settings: Settings,
        *,
        before: Settings | None = None,
        by: str,
        now: datetime,
    ) -> None:
        self.remembered = None
        if before is not None and before != self.kept:
            raise SettingsChanged
        self.kept = settings

    async def people(self, team: str, users: Sequence[str]) -> People:
        return {user: self.known[user] for user in users if user in self.known}

    async def save_person(self, team: str, person: Person) -> None:
        self.known[person.user] = person

    async def people_to_look_up(self, *, now: datetime, limit: int) -> Sequence[tuple[str, str]]:
        return self.due[:limit]


class MemoryCoachbook:
    """Whom the coach leaves in peace, and what is no blame."""

    def __init__(self) -> None:
        self.rests: dict[tuple[int, str], datetime] = {}
        self.kept: list[PhraseException] = []
        self.seen: set[str] = set()

    async def may_nudge(
        self, incident: Incident, author: str, *, now: datetime, key: str | None = None
    ) -> bool:
        if key in self.seen or self.rests.get((incident.id, author), now) > now:
            return False
        self.seen.update([key] if key else [])
        self.rests[incident.id, author] = now + PAUSE
        return True

    async def mute(self, incident: Incident, author: str) -> None:
        self.rests[incident.id, author] = datetime.max.replace(tzinfo=UTC)

    async def unmute(self, incident: Incident, author: str) -> None:
        self.rests.pop((incident.id, author), None)

    async def exceptions(self, team: str) -> Sequence[PhraseException]:
        return self.kept

    async def add_exception(self, team: str, exception: PhraseException, *, now: datetime) -> None:
        self.kept.insert(0, exception)

    async def remove_exceptions(self, team: str, shapes: Sequence[str]) -> None:
        self.kept = [each for each in self.kept if each.shape not in shapes]


class MemoryDesk:
    """Incidents of one workspace, decided by the real rules."""

    def __init__(self, directory: MemoryDirectory) -> None:
        self.directory = directory
        self.incidents: dict[int, Incident] = {}
        self.entries: list[Entry] = []
        self.seen: set[str] = set()
        self.latest: dict[str, datetime] = {}
        self.owed: list[tuple[int, str]] = []  # (number, slot) to be shown
        self.commands: list[Command] = []
        self.pressed: list[MessageRef] = []
        self.slots: dict[MessageRef, OurMessage] = {}
        self.thread: dict[MessageRef, ThreadMessage] = {}
        self.welcomed: list[str] = []
        self.barred: list[tuple[str, str]] = []
        self.renamed: list[tuple[str, str]] = []
        self.broken: Exception | None = None

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
        if self.broken:
            raise self.broken
        incident = self._seen_by(number, command, at) if number is not None else None
        if key in self.seen or (happened and not self._later(happened)):
            return Outcome(incident, changed=False, repeated=True)
        self.commands.append(command)
        self.pressed += [pressed] if pressed else []
        context = Context(now, self.directory.kept, self.directory.known)
        if isinstance(command, OpenIncident):
            new = len(self.incidents) + 1
            outcome = open_incident(command, context, incident_id=new, team=team, number=new)
        elif incident is None:
            raise UnknownIncident
        else:
            outcome = decide(incident, command, context)
        if outcome.changed:
            self.seen.update([key] if key else [])
        if outcome.changed and outcome.incident:
            self.incidents[outcome.incident.number] = outcome.incident
            self._owe(outcome)
        return outcome

    def _later(self, happened: Happened) -> bool:
        before = self.latest.get(happened.what)
        self.latest[happened.what] = max(happened.at, before or happened.at)
        return before is None or before < happened.at

    def _seen_by(self, number: int, command: Command, at: str) -> Incident:
        incident = self.incidents.get(number)
        if incident is None:
            raise UnknownIncident
        if not isinstance(command, WITHOUT_VIEWER):
            self._check(incident, command.by, at)
        return incident

    def _check(self, incident: Incident, viewer: str, at: str) -> None:
        if not may_see(incident, viewer, self.directory.kept.lead, at):
            raise UnknownIncident

    def _owe(self, outcome: Outcome) -> None:
        assert outcome.incident
        for effect in outcome.effects:
            match effect:
                case Show(slot):
                    self.owed.append((outcome.incident.number, slot))
                case Record(kind, at, by, text, message):
                    self.entries.append(Entry(len(self.entries) + 1, kind, at, by, text, message))
                case Unrecord(kind, message):
                    self.entries = [
                        each
                        for each in self.entries
                        if (each.kind, each.message) != (kind, message)
                    ]

    async def incident(self, team: str, number: int, viewer: str, *, at: str = "") -> Incident:
        if self.broken:
            raise self.broken
        if number not in self.incidents:
            raise UnknownIncident
        self._check(self.incidents[number], viewer, at)
        return self.incidents[number]

    async def open_incidents(self, team: str, viewer: str, *, offset: int, limit: int) -> Page:
        found = tuple(
            each
            for each in self.incidents.values()
            if each.is_open and may_see(each, viewer, self.directory.kept.lead)
        )
        return Page(found[offset : offset + limit], len(found), offset)

    async def mine(self, team: str, user: str) -> Mine:
        mine = [each for each in self.incidents.values() if each.owner == user and each.is_open]
        owed = [
            Owed(each, chase)
            for each in self.incidents.values()
            for chase in each.chases.values()
            if chase.who == user
        ]
        return Mine(tuple(owed), tuple(mine))

    async def timeline(self, incident_id: int) -> Sequence[Entry]:
        return tuple(self.entries)

    async def correct_entry(
        self, incident_id: int, entry_id: int, *, at: datetime, text: str
    ) -> None:
        self.entries = [
            replace(each, at=at, text=text) if each.id == entry_id else each
            for each in self.entries
        ]

    async def our_message(self, team: str, message: MessageRef) -> OurMessage | None:
        if self.broken:
            raise self.broken
        return self.slots.get(message)

    async def where(self, incident_id: int, slot: str) -> MessageRef | None:
        there = (ref for ref, ours in self.slots.items() if ours.slot == slot)
        return next(there, None)

    async def thread_number(self, team: str, channel: str, thread_ts: str) -> int | None:
        ours = self.slots.get(MessageRef(channel, thread_ts))
        return ours.number if ours and ours.slot == CARD else None

    async def has_threads(self, team: str, channel: str) -> bool:
        return any(ref.channel == channel for ref in self.slots)

    async def saw_thread_message(
        self, team: str, number: int, message: MessageRef, author: str, now: datetime
    ) -> None:
        self.thread[message] = ThreadMessage(number, author)

    async def thread_message(self, team: str, message: MessageRef) -> ThreadMessage | None:
        return self.thread.get(message)

    async def first_time(self, team: str, key: str, *, now: datetime) -> bool:
        new = key not in self.seen
        self.seen.add(key)
        return new

    async def dealt_with(self, team: str, key: str) -> bool:
        return key in self.seen

    async def welcome(self, team: str, channel: str, *, now: datetime) -> None:
        self.welcomed.append(channel)

    async def channel_barred(self, team: str, channel: str, error: str, *, now: datetime) -> None:
        self.barred.append((channel, error))

    async def channel_freed(self, team: str, channel: str, error: str, *, now: datetime) -> None:
        self.barred.remove((channel, error))

    async def channel_renamed(self, team: str, old: str, new: str) -> None:
        self.renamed.append((old, new))
