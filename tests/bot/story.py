"""A conversation with the core: an incident, a clock, people, and what came of each gesture."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from bot.calendar import local
from bot.commands import (
    AddDetails,
    CheckChases,
    CloseIncident,
    Command,
    GiveSkipReason,
    HandOver,
    HomeTrouble,
    MarkMessage,
    MessageGone,
    MessageRef,
    MoveHome,
    MoveStep,
    OpenIncident,
    RecordArtefact,
    ReopenIncident,
    SnoozeChase,
    SnoozeFor,
    StopChase,
    TakeBack,
    UnmarkMessage,
)
from bot.context import Context
from bot.customer_commands import TellCustomers
from bot.decide import decide
from bot.effects import Effect, Outcome, Record, Show, Tell, TellThread
from bot.incident import Incident, Rung, Severity
from bot.opening import open_incident
from bot.people import Person
from bot.playbook import Gesture
from bot.settings import Settings
from bot.wording.answers import Answer

ANA, BEN, LEA = "U_ANA", "U_BEN", "U_LEA"  # opens and leads; helps; the team's lead
THREAD = "the thread"
CHANNEL = "C_MISTAKES"
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # far from any clock change
TEAM_WITH_LEAD = Settings(lead=LEA)

# What the forms ask for, filled in.
FORMS: Mapping[str, Mapping[str, str]] = {
    "own_it": {
        "told_by": BEN,
        "told_at": "2026-11-23T09:30:00+00:00",
        "way": "phone",
        "words": "This was us.",
    },
    "apologise": {"words": "We made a mistake, and I am sorry.", "way": "email"},
    "explain": {"words": "Two orders were mixed up.", "way": "email"},
    "make_it_up": {"offer": "A month for free", "worth": "80 euros"},
    "prevent_it": {"action_1": "Scan twice", "owner_1": BEN, "date_1": "2027-12-01"},
    "show_the_evidence": {"shown": "The new scanner", "shown_to": "ACME", "way": "in_person"},
    "debrief": {
        "what": "Two orders were mixed up",
        "why": "The labels look alike",
        "cause": "not_foreseen",
        "recurrence": "systemic",
        "learned": "Scan twice",
    },
}


def people(
    zones: Mapping[str, str] | None = None, *, gone: Iterable[str] = (), bots: Iterable[str] = ()
) -> dict[str, Person]:
    """Everyone, each in a zone (UTC where nothing is said), some deactivated, some not people."""
    zones = zones or {}
    everyone = dict.fromkeys((ANA, BEN, LEA, *zones, *gone, *bots))
    return {
        user: Person(
            user, zone=zones.get(user, "UTC"), active=user not in gone, is_bot=user in bots
        )
        for user in everyone
    }


class Story:
    """Gestures in the order they happen. Each returns the story, so a story reads as one."""

    def __init__(
        self,
        severity: Severity = Severity.MEDIUM,
        *,
        start: datetime = MONDAY,
        settings: Settings = TEAM_WITH_LEAD,
        known: Mapping[str, Person] | None = None,
        **asked: Any,
    ) -> None:
        self.start = self.now = start
        self.settings = settings
        self.people = dict(known if known is not None else people())
        self.who = ANA
        command = OpenIncident(ANA, "Wrong invoice", CHANNEL, severity=severity)
        self.outcome = open_incident(
            replace(command, **asked),
            self.context,
            incident_id=7,
            team="T1",
            number=12,
        )
        assert self.outcome.incident is not None
        self.incident: Incident = self.outcome.incident

    @property
    def context(self) -> Context:
        return Context(self.now, self.settings, self.people)

    def at(self, *, minutes: float = 0, hours: float = 0, days: float = 0) -> Self:
        """So long after the start."""
        return self.at_time(self.start + timedelta(minutes=minutes, hours=hours, days=days))

    def at_time(self, now: datetime) -> Self:
        self.now = now
        return self

    def by(self, user: str) -> Self:
        """Who makes the gestures from here on."""
        self.who = user
        return self

    def changed(self, **settings: Any) -> Self:
        """The team changes its settings."""
        self.settings = replace(self.settings, **settings)
        return self

    def leaves(self, user: str) -> Self:
        self.people[user] = replace(self.people[user], active=False)
        return self

    # Gestures

    def does(self, command: Command) -> Self:
        self.outcome = decide(self.incident, command, self.context)
        assert self.outcome.incident is not None
        if not self.outcome.changed:
            assert self.outcome.incident == self.incident
            assert not self.outcome.effects
        self.incident = self.outcome.incident
        return self

    def done(self, step: str, *, by_reaction: bool = False) -> Self:
        return self.does(MoveStep(self.who, step, Gesture.DONE, by_reaction=by_reaction))

    def take(self, step: str) -> Self:
        return self.does(MoveStep(self.who, step, Gesture.TAKE))

    def skip(self, step: str, reason: str = "") -> Self:
        """With the button; without a reason: with the reaction."""
        return self.does(MoveStep(self.who, step, Gesture.SKIP, reason, by_reaction=not reason))

    def reopen_step(self, step: str) -> Self:
        return self.does(MoveStep(self.who, step, Gesture.REOPEN))

    def take_back(self, step: str, gesture: Gesture) -> Self:
        return self.does(TakeBack(self.who, step, gesture))

    def fill_in(self, step: str, **values: str) -> Self:
        """The form of that step, with the usual answers where none are given."""
        return self.does(RecordArtefact(self.who, step, {**FORMS.get(step, {}), **values}))

    def say_why(self, step: str, reason: str) -> Self:
        return self.does(GiveSkipReason(self.who, step, reason))

    def settle(self, *steps: str) -> Self:
        """By form where there is one, otherwise by pressing Done."""
        for step in steps:
            if step in FORMS:
                self.fill_in(step)
            else:
                self.done(step)
        return self

    def tell(self, words: str = "Still at it.", **details: Any) -> Self:
        command = TellCustomers(self.who, words)
        return self.does(replace(command, **details))

    def mark(self, *, as_words: bool, author: str = BEN) -> Self:
        return self.does(MarkMessage(self.who, MessageRef(CHANNEL, "5.0"), author, as_words))

    def unmark(self, *, as_words: bool) -> Self:
        return self.does(UnmarkMessage(self.who, MessageRef(CHANNEL, "5.0"), as_words))

    def hand_over(self, to: str, step: str = "") -> Self:
        return self.does(HandOver(self.who, to, step))

    def close(self, anyway: str = "") -> Self:
        return self.does(CloseIncident(self.who, anyway))

    def reopen(self) -> Self:
        return self.does(ReopenIncident(self.who))

    def add_details(self, **details: Any) -> Self:
        """The form as it stands, with some answers changed."""
        before = self.incident
        command = AddDetails(
            self.who,
            before.story or before.title,
            before.severity,
            before.noticed_by,
            tuple(customer.name for customer in before.customers),
            before.happened_at,
            before.expected,
            noticed_at=before.noticed_at,
            first_told_at=before.first_told_at,
        )
        return self.does(replace(command, **details))

    def snooze(self, key: str, until: SnoozeFor = SnoozeFor.HOUR) -> Self:
        return self.does(SnoozeChase(self.who, key, until))

    def stop(self, key: str) -> Self:
        return self.does(StopChase(self.who, key))

    def trouble(self, error: str) -> Self:
        return self.does(HomeTrouble(error))

    def move_home(self, *, to_dm: bool) -> Self:
        return self.does(MoveHome(self.who, to_dm))

    def deleted(self, slot: str) -> Self:
        return self.does(MessageGone(slot))

    def sweep(self) -> Self:
        return self.does(CheckChases())

    # What came of it

    def expect(self, *effects: Effect) -> Self:
        """All effects but timeline entries, in their order."""
        found = tuple(each for each in self.outcome.effects if not isinstance(each, Record))
        assert found == effects
        return self

    def expect_shown(self, *slots: str) -> Self:
        """Which messages are shown afresh, in their order."""
        assert tuple(e.slot for e in self.outcome.effects if isinstance(e, Show)) == slots
        return self

    def expect_told(self, *told: tuple[str, str, Rung]) -> Self:
        """Who is reminded (a user, or THREAD), of what, on which rung."""
        assert tuple(reminders(self.outcome)) == told
        return self

    def expect_entry(self, *texts: str) -> Self:
        """What the timeline says about the last gesture."""
        assert tuple(e.text for e in self.outcome.effects if isinstance(e, Record)) == texts
        return self

    def expect_answer(self, answer: Answer | None) -> Self:
        assert self.outcome.answer == answer
        return self

    def expect_refusal(self, answer: Answer | None) -> Self:
        """Nothing happened, and this is said about it."""
        assert not self.outcome.changed
        return self.expect_answer(answer)

    def expect_current(self, step: str | None) -> Self:
        current = self.incident.current
        assert (current.id if current else None) == step
        return self

    def expect_owed(self, *keys: str) -> Self:
        """All but what *Prevent it* agreed on, which outlives everything."""
        assert {key for key in self.incident.chases if "action:" not in key} == set(keys)
        return self

    def reminders_until(self, end: datetime, about: str = "", zone: str = "UTC") -> list[str]:
        """Let time run as the sweeper does, looking whenever something is due: "Mon 12:00 U_ANA
        update owner", on the clock of `zone`. `about` keeps one thing; empty keeps all."""
        lines = []
        while (following := self._next_moment()) is not None and following <= end:
            self.now = max(self.now, following)
            for user, key, rung in reminders(self.sweep().outcome):
                if about in ("", key):
                    lines.append(f"{local(self.now, zone):%a %H:%M} {user} {key} {rung}")
        return lines

    def _next_moment(self) -> datetime | None:
        moments = [chase.next_at for chase in self.incident.chases.values() if chase.next_at]
        return min(moments, default=None)


def reminders(outcome: Outcome) -> list[tuple[str, str, Rung]]:
    """Who was reminded of what, on which rung."""
    found = []
    for effect in outcome.effects:
        if isinstance(effect, Tell):
            found.append((effect.user, effect.key, effect.rung))
        elif isinstance(effect, TellThread):
            found.append((THREAD, effect.key, Rung.THREAD))
    return found
