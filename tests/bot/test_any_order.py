"""Any order of gestures by anyone, with the clock jumping: what must hold after every one of them.
State is a value, so a restart is nothing at all: each rule hands the incident on as it is."""

import typing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot import rhythm
from bot.calendar import allowed_from
from bot.chasing import CLOSING, DEBRIEF, RUNG_AT, STEP_PREFIX, UPDATE, follow
from bot.closing import missing
from bot.commands import MoveStep, RecordArtefact, SnoozeFor, Unreached
from bot.effects import Show, Tell, TellThread, prompt_slot, step_of
from bot.incident import ChaseState, Incident, NoticedBy, Rung, Severity
from bot.owing import ledger_owings, loud
from bot.people import person
from bot.playbook import FULL, Gesture, Rhythm
from bot.settings import Settings
from tests.bot.shape import check
from tests.bot.story import ANA, BEN, FORMS, LEA, Story, people

CLEO = "U_CLEO"
WHO = st.sampled_from([ANA, BEN, CLEO, LEA])
STEPS = st.sampled_from([step.id for step in FULL.steps])
WITH_FORM = st.sampled_from(sorted(FORMS))
ZONES = st.sampled_from(
    ["UTC", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "Australia/Lord_Howe"]
)
SEVERITIES = st.sampled_from(Severity)
# Around the clock changes of New York, Sydney and Lord Howe, and on an ordinary day.
STARTS = st.sampled_from(
    [
        datetime(2026, 3, 6, 20, 0, tzinfo=UTC),
        datetime(2026, 4, 3, 5, 0, tzinfo=UTC),
        datetime(2026, 10, 2, 5, 0, tzinfo=UTC),
        datetime(2026, 10, 30, 20, 0, tzinfo=UTC),
        datetime(2026, 11, 23, 10, 0, tzinfo=UTC),
    ]
)
REASONS = st.sampled_from(["", "No need"])
MINUTES = st.integers(1, 90) | st.integers(1, 60 * 24 * 20)
KEYS = st.sampled_from(
    [UPDATE, DEBRIEF, CLOSING, "check_back", *(STEP_PREFIX + s.id for s in FULL.steps)]
)


class AnyOrder(RuleBasedStateMachine):
    a_story: type[Story] = Story

    @initialize(
        severity=SEVERITIES,
        start=STARTS,
        zones=st.lists(ZONES, min_size=4, max_size=4),
        lead=st.sampled_from([LEA, ANA, None]),
        breaks_quiet=st.booleans(),
    )
    def open(
        self,
        severity: Severity,
        start: datetime,
        zones: list[str],
        lead: str | None,
        breaks_quiet: bool,
    ) -> None:
        self.told: dict[str, set[tuple[datetime, Rung, str]]] = {}
        self.shown: set[str] = set()
        self.someone_left = False
        self.story = self.a_story(
            severity,
            start=start,
            settings=Settings(lead=lead, high_breaks_quiet=breaks_quiet),
            known=people(dict(zip((ANA, BEN, CLEO, LEA), zones, strict=True))),
            customers=("ACME", "Globex"),
        )
        self._see()

    # What people do

    @rule(who=WHO, step=STEPS, gesture=st.sampled_from(Gesture), reason=REASONS)
    def gesture(self, who: str, step: str, gesture: Gesture, reason: str) -> None:
        self._do(self.story.by(who).does, MoveStep(who, step, gesture, reason, not reason))

    @rule(who=WHO)
    def do_the_next_step(self, who: str) -> None:
        current = self.story.incident.current
        if current:
            self._do(self.story.by(who).settle, current.id)

    @rule(who=WHO, step=STEPS, gesture=st.sampled_from([Gesture.DONE, Gesture.TAKE, Gesture.SKIP]))
    def take_back(self, who: str, step: str, gesture: Gesture) -> None:
        self._do(self.story.by(who).take_back, step, gesture)

    @rule(who=WHO, step=WITH_FORM, whole=st.booleans())
    def fill_in(self, who: str, step: str, whole: bool) -> None:
        values = FORMS[step] if whole else {}
        now = self.story.now.isoformat()
        values = {**values, "told_at": now} if "told_at" in values else values
        self._do(self.story.by(who).does, RecordArtefact(who, step, values))

    @rule(who=WHO, step=STEPS, reason=REASONS)
    def say_why(self, who: str, step: str, reason: str) -> None:
        self._do(self.story.by(who).say_why, step, reason)

    @rule(who=WHO, minutes=st.none() | st.integers(-60, 60 * 24 * 7), one=st.booleans())
    def tell(self, who: str, minutes: int | None, one: bool) -> None:
        names = ("ACME",) if one else ()
        at = None if minutes is None else self.story.now + timedelta(minutes=minutes)
        self._do(self.story.by(who).tell, customers=names, next_update_at=at)

    @rule(who=WHO, as_words=st.booleans(), off=st.booleans())
    def mark(self, who: str, as_words: bool, off: bool) -> None:
        gesture = self.story.by(who).unmark if off else self.story.by(who).mark
        self._do(gesture, as_words=as_words)

    @rule(who=WHO, severity=SEVERITIES, noticed=st.sampled_from(NoticedBy))
    def add_details(self, who: str, severity: Severity, noticed: NoticedBy) -> None:
        names = ("ACME", "Globex", "Initech")
        if severity is not self.story.incident.severity:
            self.told.clear()  # other times: what was told was told by the old ones
        self._do(
            self.story.by(who).add_details, severity=severity, noticed_by=noticed, customers=names
        )

    @rule(who=WHO, to=WHO)
    def hand_over(self, who: str, to: str) -> None:
        self._do(self.story.by(who).hand_over, to)

    @rule(who=WHO, reason=REASONS)
    def close(self, who: str, reason: str) -> None:
        lacking = missing(self.story.incident)
        was_open = self.story.incident.is_open
        self._do(self.story.by(who).close, reason)
        incident = self.story.incident
        if was_open and not incident.is_open:
            assert bool(incident.close_reason) is bool(lacking)

    @rule(who=WHO)
    def reopen(self, who: str) -> None:
        self._do(self.story.by(who).reopen)

    @rule(who=WHO, key=KEYS, until=st.sampled_from(SnoozeFor))
    def snooze(self, who: str, key: str, until: SnoozeFor) -> None:
        self.told.pop(key, None)
        self._do(self.story.by(who).snooze, key, until)

    @rule(who=WHO, key=KEYS)
    def stop(self, who: str, key: str) -> None:
        self._do(self.story.by(who).stop, key)

    @rule(who=WHO, error=st.sampled_from(["not_in_channel", "is_archived"]), to_dm=st.booleans())
    def trouble(self, who: str, error: str, to_dm: bool) -> None:
        self._do(self.story.by(who).trouble, error)
        self._do(self.story.move_home, to_dm=to_dm)

    # What happens by itself

    @rule(key=KEYS)
    def a_reminder_is_not_delivered(self, key: str) -> None:
        chase = self.story.incident.chases.get(key)
        for _, rung, user in sorted(self.told.get(key, ()), key=str):
            if chase and rung is not Rung.THREAD:
                self._do(self.story.does, Unreached(user, key, rung, chase.since))

    @rule(minutes=MINUTES)
    def time_passes(self, minutes: int) -> None:
        self.story.at_time(self.story.now + timedelta(minutes=minutes))
        self._do(self.story.sweep)

    @rule(minutes=MINUTES)
    def nobody_looks_at_the_clock(self, minutes: int) -> None:
        self.story.at_time(self.story.now + timedelta(minutes=minutes))

    @rule()
    def the_clock_is_looked_at_twice(self) -> None:
        self._do(self.story.sweep)
        self._do(self.story.sweep)
        self.story.expect()

    @rule(minutes=st.integers(1, 120))
    def the_clock_goes_back(self, minutes: int) -> None:
        self.story.at_time(self.story.now - timedelta(minutes=minutes))
        self._do(self.story.sweep)

    @rule(user=WHO)
    def someone_leaves(self, user: str) -> None:
        self.story.leaves(user)
        self.someone_left = True

    @rule(user=WHO)
    def someone_comes_back(self, user: str) -> None:
        known = self.story.people
        known[user] = replace(known[user], active=True)

    # What must hold

    def _do(self, gesture: typing.Callable[..., Story], *said: object, **more: object) -> None:
        before = self.story.incident
        gesture(*said, **more)
        for key, chase in before.chases.items():
            now = self.story.incident.chases.get(key)
            if now is None or now.who != chase.who:
                self.told.pop(key, None)
        self._see(before)

    def _see(self, before: Incident | None = None) -> None:
        for effect in self.story.outcome.effects:
            if isinstance(effect, Show):
                self.shown.add(effect.slot)
                assert step_of(effect.slot) is None or FULL.step(step_of(effect.slot) or "")
            if isinstance(effect, Tell | TellThread):
                assert before is not None
                self._reminded(effect, before)

    def _reminded(self, effect: Tell | TellThread, before: Incident) -> None:
        incident, context = self.story.incident, self.story.context
        chase = incident.chases[effect.key]
        rung = effect.rung if isinstance(effect, Tell) else Rung.THREAD
        user = effect.user if isinstance(effect, Tell) else chase.who
        before_chase = before.chases.get(effect.key)
        assert before_chase is None or before_chase.state is not ChaseState.STOPPED
        assert effect.since == chase.since
        if isinstance(effect, Tell):
            assert person(context.people, user).active
        if rung is not Rung.HEADS_UP:
            snoozed = before_chase is not None and before_chase.state is ChaseState.SNOOZED
            nobody_else = rung is Rung.THREAD and self.someone_left  # then it hears it sooner
            unreached = chase.state is ChaseState.UNREACHED  # somebody else hears it sooner
            gone = rung is Rung.LEAD and not person(context.people, chase.who).active
            after = 0 if nobody_else or unreached or gone else min(RUNG_AT[rung], 0.5)
            assert snoozed or context.now >= chase.due + after * chase.interval
        zone, work = person(context.people, user).zone, context.settings.work
        assert (
            loud(effect.key, incident, context)
            or allowed_from(context.now, zone, work) == context.now
        )
        already = self.told.setdefault(effect.key, set())
        assert (chase.due, rung, user) not in already
        already.add((chase.due, rung, user))

    @invariant()
    def what_is_owed_is_chased(self) -> None:
        incident, context = self.story.incident, self.story.context
        followed = follow(incident, context)
        assert follow(followed, context) == followed
        if not incident.is_open:
            ledger = ledger_owings(incident, context)
            assert set(incident.chases) <= {"check_back", *(owing.key for owing in ledger)}
            return
        assert "check_back" not in incident.chases
        current = incident.current
        if current and current.rhythm is Rhythm.UNTOUCHED:
            assert STEP_PREFIX + current.id in incident.chases
        if current and current.rhythm is Rhythm.DEBRIEF:
            assert DEBRIEF in incident.chases
        assert (UPDATE in incident.chases) is (incident.next_update_at is not None)
        if rhythm.running(incident):
            assert UPDATE in incident.chases

    @invariant()
    def every_chase_goes_on_or_was_stopped_or_has_said_all(self) -> None:
        for key, chase in self.story.incident.chases.items():
            assert chase.key == key
            silent = chase.state is ChaseState.STOPPED or chase.rung is Rung.OVER
            assert (chase.next_at is None) is silent
            if chase.state is ChaseState.SNOOZED:
                assert chase.moved_by

    @invariant()
    def no_step_is_lost(self) -> None:
        incident = self.story.incident
        if incident.is_open and incident.current:
            assert incident.state(incident.current.id).since is not None
            assert prompt_slot(incident.current.id) in self.shown

    @invariant()
    def a_closed_one_lacks_nothing_unless_a_reason_was_kept(self) -> None:
        incident = self.story.incident
        if incident.is_open:
            assert not incident.close_reason
            assert incident.closed_at is None
            return
        after_closing = {step.name for step in FULL.steps if step.rhythm is Rhythm.AFTER_CLOSING}
        lacking = [line for line in missing(incident) if not any(n in line for n in after_closing)]
        assert incident.close_reason or not lacking
        assert incident.next_update_at is None
        assert incident.closed_at
        assert incident.closed_by

    @invariant()
    def every_value_is_what_its_type_says(self) -> None:
        check(self.story.incident)


TestAnyOrder = pytest.mark.timeout(240)(AnyOrder.TestCase)
TestAnyOrder.settings = settings(max_examples=60, stateful_step_count=50)
