"""Any order of gestures, among them those on promises and on actions that prevent."""

from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from bot.calendar import local
from bot.ledger import Action, Promise
from bot.ledger_commands import (
    AddActions,
    BreakPromise,
    CorrectAction,
    CorrectPromise,
    DropAction,
    FinishAction,
    KeepPromise,
    LedgerCommand,
    MakePromise,
    NewAction,
    ReleasePromise,
    ReopenAction,
    ReopenPromise,
)
from bot.owing import ACTION_PREFIX, PROMISE_PREFIX
from bot.people import person
from tests.bot.ledger_story import LedgerStory
from tests.bot.test_any_order import MINUTES, WHO, AnyOrder

KEYS = st.sampled_from(["1", "2", "3"])


class AnyOrderWithLedger(AnyOrder):
    a_story = LedgerStory

    @rule(who=WHO, owner=WHO, minutes=MINUTES, one=st.booleans())
    def promise(self, who: str, owner: str, minutes: int, one: bool) -> None:
        due = self.story.now + timedelta(minutes=minutes)
        names = ("ACME",) if one else ()
        self._settle(MakePromise(who, f"Refund in {minutes} minutes", due, owner, names))

    @rule(who=WHO, owner=WHO, key=KEYS, minutes=MINUTES)
    def correct_promise(self, who: str, owner: str, key: str, minutes: int) -> None:
        due = self.story.now + timedelta(minutes=minutes)
        self.told.pop(PROMISE_PREFIX + key, None)
        self._settle(CorrectPromise(who, key, "Refund it all", due, owner))

    @rule(
        who=WHO,
        key=KEYS,
        command=st.sampled_from([KeepPromise, BreakPromise, ReopenPromise]),
    )
    def settle_promise(
        self, who: str, key: str, command: type[KeepPromise | BreakPromise | ReopenPromise]
    ) -> None:
        self._settle(command(who, key))

    @rule(who=WHO, key=KEYS, reason=st.sampled_from(["", "They found it"]))
    def release(self, who: str, key: str, reason: str) -> None:
        self._settle(ReleasePromise(who, key, reason))

    @rule(who=WHO, owner=WHO, days=st.integers(-1, 30))
    def agree(self, who: str, owner: str, days: int) -> None:
        self._settle(AddActions(who, (NewAction("Scan twice", owner, self._day(who, days)),)))

    @rule(who=WHO, owner=WHO, key=KEYS, days=st.integers(-1, 30))
    def correct_action(self, who: str, owner: str, key: str, days: int) -> None:
        self.told.pop(ACTION_PREFIX + key, None)
        self._settle(CorrectAction(who, key, NewAction("Scan", owner, self._day(who, days))))

    @rule(who=WHO, key=KEYS, dropped=st.booleans(), again=st.booleans())
    def settle_action(self, who: str, key: str, dropped: bool, again: bool) -> None:
        if again:
            self._settle(ReopenAction(who, key))
        elif dropped:
            self._settle(DropAction(who, key, "No need"))
        else:
            self._settle(FinishAction(who, key))

    @rule(who=WHO, to=WHO, key=KEYS, promise=st.booleans())
    def pass_on(self, who: str, to: str, key: str, promise: bool) -> None:
        story = self.story
        assert isinstance(story, LedgerStory)
        story.by(who)
        self._do(story.pass_on, (PROMISE_PREFIX if promise else ACTION_PREFIX) + key, to)

    def _settle(self, command: LedgerCommand) -> None:
        self._do(self.story.does, command)

    def _day(self, who: str, days: int) -> date:
        zone = person(self.story.people, who).zone
        return local(self.story.now, zone).date() + timedelta(days=days)

    @invariant()
    def what_is_open_is_owed_and_what_is_settled_says_by_whom(self) -> None:
        incident = self.story.incident
        ledgers = ((PROMISE_PREFIX, incident.promises), (ACTION_PREFIX, incident.actions))
        for prefix, ledger in ledgers:
            entries: list[Promise | Action] = list(ledger.values())
            for entry in entries:
                chase = incident.chases.get(prefix + entry.key)
                assert (chase is not None) is entry.is_open
                assert entry.is_open is (entry.settled_by is None) is (entry.settled_at is None)
                if chase:
                    assert (chase.who, chase.since) == (entry.owner, entry.since)

    @invariant()
    def the_next_promise_is_the_soonest(self) -> None:
        incident = self.story.incident
        dues = [promise.due for promise in incident.open_promises]
        found = incident.next_promise_at
        assert (found is None) is (not dues and incident.next_update_at is None)
        if found:
            assert all(found <= due for due in (*dues, incident.next_update_at or found))

    @invariant()
    def no_promise_is_lost(self) -> None:
        for key in self.story.incident.promises:
            assert f"promise:{key}" in self.shown


TestAnyOrderWithLedger = pytest.mark.timeout(240)(AnyOrderWithLedger.TestCase)
TestAnyOrderWithLedger.settings = settings(max_examples=60, stateful_step_count=50)
