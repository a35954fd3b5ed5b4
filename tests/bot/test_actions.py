"""Actions that keep it from happening again: agreed in *Prevent it* or later, done, dropped."""

from datetime import date, timedelta

import pytest

from bot.effects import CARD, PREVENTION
from bot.incident import Rung, Severity
from bot.ledger import ACTION_LENGTH, Action, ActionState
from bot.ledger_commands import (
    AddActions,
    CorrectAction,
    DropAction,
    FinishAction,
    NewAction,
    ReopenAction,
)
from bot.prevention import owner_faults
from bot.wording import actions as words
from bot.wording import answers
from bot.wording.meanwhile import given_back
from tests.bot.ledger_story import FRIDAY, LedgerStory
from tests.bot.story import ANA, BEN, FORMS, LEA, MONDAY, people, reminders

KEY = "action:1"
SECOND = {"action_2": "Label them", "owner_2": LEA, "date_2": "2026-12-04"}


@pytest.mark.principle("P15")
def test_what_prevents_it_becomes_actions() -> None:
    story = LedgerStory().fill_in("prevent_it", **SECOND)
    story.expect_shown("prompt:prevent_it", PREVENTION, CARD)
    first, second = story.incident.actions.values()
    assert (first.what, first.owner, first.day) == ("Scan twice", BEN, date(2027, 12, 1))
    assert (second.what, second.owner, second.day) == ("Label them", LEA, date(2026, 12, 4))
    assert {"action:1", "action:2"} <= set(story.incident.chases)


def test_what_was_recorded_and_is_corrected_changes_its_action() -> None:
    story = LedgerStory().fill_in("prevent_it", date_1="2026-12-04").at(hours=1)
    story.fill_in("prevent_it", date_1="2026-12-04")
    assert story.action.since == MONDAY
    story.fill_in("prevent_it", date_1="2026-12-07", **SECOND)
    assert (story.action.day, story.action.since) == (date(2026, 12, 7), story.now)
    assert list(story.incident.actions) == ["1", "2"]
    story.finish().fill_in("prevent_it", date_1="2026-12-08", **SECOND)
    assert story.action.state is ActionState.DONE
    assert story.incident.actions["3"].day == date(2026, 12, 8)


def test_only_people_who_can_see_to_it_are_given_something() -> None:
    story = LedgerStory(private=True, known=people(gone=["U_GONE"]))
    gone = {**FORMS["prevent_it"], "owner_1": "U_GONE", "owner_2": BEN}
    faults = owner_faults(story.incident, gone, story.context)
    assert faults == {"owner_1": words.owner_fault(), "owner_2": words.outsider_fault()}
    story.fill_in("prevent_it").expect_refusal(answers.form_incomplete("Prevent it", "prevent_it"))


def test_another_one_may_be_agreed_at_any_time() -> None:
    story = LedgerStory().agreed("Scan twice").expect_shown(PREVENTION, CARD)
    story.expect_entry("Agreed: “Scan twice”").expect_answer(words.added((story.action,), ANA))
    story.close("Enough").agreed("Label them", "Count them", owner=LEA)
    story.expect_answer(words.added(tuple(story.incident.actions.values())[1:], ANA))
    assert set(story.incident.chases) == {"action:1", "action:2", "action:3", "check_back"}
    story.agreed("Ask them", owner=BEN)
    assert "remind <@U_BEN>" in (story.outcome.answer or words.gone()).text


def test_what_cannot_be_agreed_says_why() -> None:
    story = LedgerStory()
    story.agreed().expect_refusal(words.words_needed())
    story.agreed("!").expect_refusal(words.words_needed())
    story.agreed("x" * (ACTION_LENGTH + 1)).expect_refusal(words.too_long())
    sunday, far = date(2026, 11, 22), date(2099, 1, 1)
    story.agreed("Scan", day=sunday).expect_refusal(words.past(sunday))
    story.agreed("Scan", day=far).expect_refusal(words.too_far(far))
    story.leaves(BEN).agreed("Scan", owner=BEN).expect_refusal(answers.cannot_lead(BEN))


def test_done_by_anyone_and_opened_again() -> None:
    story = LedgerStory().agreed("Scan twice").reopen_action()
    story.expect_refusal(words.open_already(story.action))
    story.by(BEN).finish().expect_entry("Done: “Scan twice”").expect_answer(
        words.done(story.action)
    )
    assert KEY not in story.incident.chases
    story.finish().expect_refusal(words.settled_already(story.action))
    refusal = given_back(words.settled_already(story.action), "Too dear")
    story.drop("Too dear").expect_refusal(refusal)
    story.at(hours=1).reopen_action().expect_entry("To do again: “Scan twice”")
    story.expect_answer(words.opened_again(story.action))
    assert story.incident.chases[KEY].since == story.now


def test_dropped_with_a_reason_by_those_it_concerns() -> None:
    story = LedgerStory().agreed("Scan twice", owner=LEA).by(BEN).drop("Too dear")
    story.expect_refusal(given_back(words.not_yours(story.action, ANA), "Too dear"))
    story.by(ANA).drop("").expect_refusal(words.reason_needed())
    story.drop("New scanners").expect_answer(words.dropped(story.action))
    story.expect_entry("Won’t be done: “Scan twice”. New scanners")
    mine = LedgerStory().agreed("Scan twice").by(BEN).drop("No <time>")
    mine.expect_refusal(given_back(words.not_yours(mine.action, ANA), "No <time>"))
    assert "“No &lt;time&gt;”" in given_back(words.gone(), "No <time>").text
    whole = "é" * 3000  # as much as its field takes
    assert whole in given_back(words.gone(), whole).text


def test_agreed_anew() -> None:
    story = LedgerStory().agreed("Scan twice").at(hours=1).agreed_anew(what="Scan three times")
    assert (story.action.what, story.action.since) == ("Scan three times", MONDAY)
    story.agreed_anew(day=FRIDAY + timedelta(days=7)).expect_answer(words.changed(story.action))
    assert story.action.since == story.now
    story.at(days=30).agreed_anew(what="Scan")  # its day is past, and stays
    assert story.action.what == "Scan"
    story.agreed_anew(day=FRIDAY).expect_refusal(words.past(FRIDAY))
    story.leaves(BEN).agreed_anew(owner=BEN).expect_refusal(answers.cannot_lead(BEN))
    story.by(LEA).agreed_anew(owner=LEA).by(BEN).agreed_anew(what="No")
    story.expect_refusal(given_back(words.not_yours(story.action, ANA), "No"))


@pytest.mark.parametrize(
    "command",
    [
        FinishAction(ANA, "9"),
        DropAction(ANA, "9", "No need"),
        ReopenAction(ANA, "9"),
        CorrectAction(ANA, "9", NewAction("Scan", ANA, FRIDAY)),
    ],
    ids=lambda command: type(command).__name__,
)
def test_an_action_nobody_agreed_on(command: FinishAction) -> None:
    LedgerStory().does(command).expect_refusal(words.gone())


def test_all_or_none_of_several_are_added() -> None:
    good, bad = NewAction("Scan", ANA, FRIDAY), NewAction("", ANA, FRIDAY)
    story = LedgerStory().does(AddActions(ANA, (good, bad))).expect_refusal(words.words_needed())
    assert not story.incident.actions


# Chased


@pytest.mark.principle("P15")
def test_the_ladder_of_an_action_also_after_closing() -> None:
    story = LedgerStory().agreed("Scan twice", owner=BEN).close("All is well")
    assert story.reminders_until(MONDAY + timedelta(days=10), about=KEY) == [
        "Fri 08:00 U_BEN action:1 heads_up",  # a tenth of the time before
        "Fri 17:00 U_BEN action:1 owner",
        "Mon 08:00 U_LEA action:1 lead",
        "Wed 08:00 the thread action:1 thread",
    ]


def test_it_waits_for_the_morning_however_much_the_mistake_hurts() -> None:
    story = LedgerStory(Severity.HIGH).agreed("Scan twice").at(days=4, hours=14).sweep()
    told = [key for _, key, _ in reminders(story.outcome)]
    assert KEY not in told
    assert story.reminders_until(MONDAY + timedelta(days=9), about=KEY)[0] == (
        "Mon 08:00 U_ANA action:1 owner"
    )


def test_its_day_ends_where_its_owner_is() -> None:
    story = LedgerStory(known=people({BEN: "America/New_York"})).agreed("Scan", owner=BEN)
    assert story.incident.chases[KEY].due == MONDAY.replace(day=27, hour=22)
    assert Rung.HEADS_UP is story.incident.chases[KEY].rung


def test_what_is_agreed_already_stands_above_the_question() -> None:
    agreed = tuple(
        Action(str(number), f"Write step {number} down", ANA, FRIDAY, ANA, MONDAY, MONDAY)
        for number in range(1, words.AGREED_MOST + 3)
    )
    said = words.agreed_so_far(agreed)
    assert "• “Write step 1 down”, <@" in said
    assert said.endswith("• and 2 more")
    assert "more" not in words.agreed_so_far(agreed[:1])


def test_what_is_done_already_is_ticked_there() -> None:
    states = (ActionState.OPEN, ActionState.DONE, ActionState.DROPPED)
    agreed = tuple(
        Action(each, f"Scan {each}", ANA, FRIDAY, ANA, MONDAY, MONDAY, state=each)
        for each in states
    )
    said = words.agreed_so_far(agreed)
    assert "• “Scan open”" in said
    assert "✓ “Scan done”" in said
    assert "✗ “Scan dropped”" in said
