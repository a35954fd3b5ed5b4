"""Promises to a customer: what each gesture does, and who is told when."""

from datetime import timedelta

import pytest

from bot.chasing import UPDATE, reminded_at
from bot.effects import CARD, Note, promise_slot
from bot.incident import Rung, Severity, Status
from bot.ledger import PROMISE_LENGTH, PromiseState
from bot.ledger_commands import (
    BreakPromise,
    CorrectPromise,
    KeepPromise,
    ReleasePromise,
    ReopenPromise,
)
from bot.wording import answers
from bot.wording import promises as words
from bot.wording.meanwhile import given_back
from tests.bot.ledger_story import LedgerStory
from tests.bot.story import ANA, BEN, LEA, MONDAY, people

HOUR = timedelta(hours=1)
KEY, SLOT = "promise:1", promise_slot("1")


def test_what_is_promised_is_owed_and_shown() -> None:
    story = LedgerStory().promised("Refund by two", hours=4)
    story.expect_shown(SLOT, CARD).expect_entry("Promised: “Refund by two”")
    story.expect_owed(UPDATE, "step:own_it", KEY).expect_answer(words.made(story.promise, ANA))
    assert (story.promise.made_by, story.promise.owner) == (ANA, ANA)
    assert story.incident.next_promise_at == MONDAY + 4 * HOUR
    assert story.incident.next_update_at == MONDAY + 24 * HOUR


def test_after_closing_only_what_was_promised_can_be_relied_on() -> None:
    story = LedgerStory().promised(hours=4).close("They asked us to")
    assert story.incident.next_update_at is None
    assert story.incident.next_promise_at == MONDAY + 4 * HOUR


def test_somebody_else_may_see_to_what_was_said_by_another() -> None:
    story = LedgerStory(customers=("ACME", "Globex"))
    story.promised(owner=BEN, made_by=LEA, customers=("ACME",), source_link="https://x.example/p1")
    story.expect_answer(words.made(story.promise, ANA))
    assert (story.promise.made_by, story.promise.owner) == (LEA, BEN)
    assert story.incident.chases[KEY].who == BEN


def test_the_same_words_are_noted_once() -> None:
    story = LedgerStory().promised("Refund").promised("Refund")
    story.expect_refusal(words.known_already(story.promise))
    story.promised("Call").promised("Refund", hours=5)
    assert list(story.incident.promises) == ["1", "2", "3"]


def test_the_same_words_for_another_time_are_noted_and_pointed_out() -> None:
    story = LedgerStory(customers=("ACME", "Globex")).promised("Refund", customers=("ACME",))
    first = story.promise
    story.promised("refund ", hours=5, customers=("ACME",))
    noted = story.incident.promises
    story.expect_answer(words.made_beside(words.made(noted["2"], ANA), first))
    story.promised("Refund", hours=6, customers=("Globex",))
    noted = story.incident.promises
    story.expect_answer(words.made(noted["3"], ANA))


@pytest.mark.parametrize("said", ["", "🤝", "  \n "])
def test_without_words_nothing_is_promised(said: str) -> None:
    LedgerStory().promised(said).expect_refusal(words.words_needed())


def test_a_promise_is_short_to_come_and_for_people_who_can_see_to_it() -> None:
    story = LedgerStory(known=people(gone=["U_GONE"]))
    story.promised("x" * (PROMISE_LENGTH + 1)).expect_refusal(words.too_long())
    story.promised(hours=0).expect_refusal(words.past(MONDAY))
    years = story.promised(hours=24 * 400)
    years.expect_refusal(words.too_far(MONDAY + timedelta(days=400)))
    story.promised(customers=("Initech",)).expect_refusal(answers.unknown_customer("Initech"))
    story.promised(owner="U_GONE").expect_refusal(answers.cannot_lead("U_GONE"))
    story.close("Enough").promised().expect_refusal(answers.incident_closed(12))
    private = LedgerStory(private=True).promised(owner=BEN)
    private.expect_refusal(answers.takes_no_part(BEN))


# Kept, kept late, broken, released


def test_kept_in_time() -> None:
    story = LedgerStory().promised().at(hours=1).by(BEN).keep()
    story.expect_shown(SLOT, CARD).expect_entry("Promise kept: “Refund”")
    story.expect_answer(words.kept(story.promise)).expect_owed(UPDATE, "step:own_it")
    assert (story.promise.state, story.promise.settled_by) == (PromiseState.KEPT, BEN)
    story.keep().expect_refusal(words.settled_already(story.promise))
    story.say_broken().expect_refusal(words.settled_already(story.promise))
    story.correct().expect_refusal(words.settled_already(story.promise))
    story.by(ANA).release("").expect_refusal(words.settled_already(story.promise))


def test_kept_late_unless_it_was_only_noted_late() -> None:
    story = LedgerStory().promised().at(hours=5).keep()
    story.expect_entry("Promise kept, later than we said: “Refund”")
    story.expect_answer(words.kept_late(story.promise))
    assert story.promise.state is PromiseState.KEPT_LATE
    story.keep(in_time=True).expect_entry("Promise kept: “Refund”")
    assert (story.promise.state, story.promise.settled_at) == (PromiseState.KEPT, story.now)
    LedgerStory().promised().at(hours=5).keep(in_time=True).expect_entry("Promise kept: “Refund”")


def test_at_the_very_moment_it_is_in_time() -> None:
    assert LedgerStory().promised().at(hours=4).keep().promise.state is PromiseState.KEPT


@pytest.mark.principle("P14")
def test_broken_asks_for_a_word_to_the_customer_within_the_hour() -> None:
    story = LedgerStory(customers=("ACME", "Globex")).promised(customers=("ACME",))
    story.at(hours=5).say_broken().expect_entry("Promise not kept: “Refund”")
    soon = MONDAY + 6 * HOUR
    story.expect_answer(words.broken(story.promise, "ACME", soon))
    story.expect_owed(UPDATE, "step:own_it")
    assert story.promise.state is PromiseState.BROKEN
    assert [each.next_at for each in story.incident.customers] == [soon, MONDAY + 24 * HOUR]
    assert story.reminders_until(soon, about=UPDATE)[-1] == "Mon 16:00 U_ANA update owner"


def test_broken_where_nobody_is_named() -> None:
    story = LedgerStory().settle("own_it").promised().at(hours=5).say_broken()
    assert story.incident.next_update_at == MONDAY + 6 * HOUR
    story.expect_shown("prompt:keep_them_posted", SLOT, CARD)
    story.at(hours=5.5).promised("Call").say_broken("2")
    assert story.incident.next_update_at == MONDAY + 6 * HOUR


def test_broken_once_they_have_been_told_or_it_is_closed() -> None:
    story = LedgerStory(customers=("ACME",)).promised().at(hours=4.5).tell("It will be late.")
    promised = story.incident.next_update_at
    story.at(hours=5).say_broken().expect_answer(words.broken(story.promise, "ACME", None))
    assert story.incident.next_update_at == promised
    closed = LedgerStory().promised().close("Enough").at(hours=5).say_broken()
    assert closed.incident.next_update_at is None


def test_released_with_a_reason_by_those_it_concerns() -> None:
    story = LedgerStory().promised().by(BEN).release("Why <not>")
    story.expect_refusal(given_back(words.not_yours(story.promise, ANA), "Why <not>"))
    story.by(LEA).release("").expect_refusal(words.reason_needed())
    story.release("They found it").expect_answer(words.released(story.promise))
    story.expect_entry("Promise no longer needed: “Refund”. They found it")
    assert (story.promise.state, story.promise.reason) == (PromiseState.RELEASED, "They found it")


def test_a_slip_is_taken_back() -> None:
    story = LedgerStory().promised().reopen_promise()
    story.expect_refusal(words.open_already(story.promise))
    story.at(hours=1).say_broken().at(hours=2).reopen_promise()
    story.expect_answer(words.opened_again(story.promise)).expect_shown(SLOT, CARD)
    story.expect_owed(UPDATE, "step:own_it", KEY).expect_entry("Promise open again: “Refund”")
    assert (story.promise.settled_by, story.promise.since) == (None, MONDAY + 2 * HOUR)


@pytest.mark.parametrize(
    "command",
    [
        KeepPromise(ANA, "9"),
        BreakPromise(ANA, "9"),
        ReleasePromise(ANA, "9", "No need"),
        ReopenPromise(ANA, "9"),
        CorrectPromise(ANA, "9", "Refund", MONDAY + HOUR, ANA),
    ],
    ids=lambda command: type(command).__name__,
)
def test_a_promise_nobody_made(command: KeepPromise) -> None:
    LedgerStory().does(command).expect_refusal(words.gone())


# Corrected


def test_another_time_agreed_with_the_customer_starts_its_clock_anew() -> None:
    story = LedgerStory().promised().at(hours=5).correct(due=MONDAY + 9 * HOUR)
    story.expect_answer(words.changed(story.promise)).expect_entry("Promise changed: “Refund”")
    assert story.incident.chases[KEY].next_at == MONDAY + 9 * HOUR - timedelta(minutes=24)
    story.correct(due=MONDAY).expect_refusal(words.past(MONDAY))


def test_other_words_do_not() -> None:
    story = LedgerStory(customers=("ACME", "Globex")).promised().at(hours=5)
    before = story.incident.chases[KEY]
    story.correct(words="Refund it all", customers=("ACME",))
    assert story.incident.chases[KEY] == before
    story.add_details(customers=("Globex",)).correct(words="Refund")
    assert story.promise.customers == ("ACME",)  # what is kept stays, though the name went
    story.correct(customers=("Initech",)).expect_refusal(answers.unknown_customer("Initech"))
    story.correct(words="").expect_refusal(words.words_needed())
    story.correct(owner="U_GONE").leaves(BEN).correct(owner=BEN)
    story.expect_refusal(answers.cannot_lead(BEN))


def test_somebody_else_s_promise_is_not_for_everyone_to_change() -> None:
    story = LedgerStory().promised(owner=LEA, made_by=ANA).by(BEN).correct(words="Nothing")
    story.expect_refusal(given_back(words.not_yours(story.promise, ANA), "Nothing"))
    assert "Ask one of them" in words.not_yours(story.promise, ANA).text
    story.by(LEA).correct(words="Refund, and flowers").expect_entry(
        "Promise changed: “Refund, and flowers”"
    )


# Closing and opening again


def test_nothing_closes_over_an_open_promise_without_a_reason() -> None:
    story = LedgerStory().promised()
    while (step := story.incident.current) is not None and step.id != "check_back":
        story.skip(step.id, "A false alarm")
    story.close().expect_refusal(answers.close_needs((words.missing(story.promise),)))
    story.keep().close()
    assert story.incident.status is Status.CLOSED


def test_closed_anyway_it_is_still_owed_and_can_still_be_kept() -> None:
    story = LedgerStory().promised().promised("Call").close("They know the rest")
    said = [effect.text for effect in story.outcome.effects if isinstance(effect, Note)]
    assert said[0].endswith(words.outlives_closing(2))
    story.expect_owed(KEY, "promise:2", "check_back")
    story.at(hours=5).sweep().expect_told((ANA, KEY, Rung.OWNER), (ANA, "promise:2", Rung.OWNER))
    story.keep().expect_owed("promise:2", "check_back").reopen().expect_owed(
        UPDATE, "step:own_it", "promise:2"
    )
    story.keep("2").close("Once more")
    assert words.outlives_closing(1) not in str(story.outcome.effects)


# Chased


@pytest.mark.principle("P14")
def test_the_ladder_of_a_promise() -> None:
    story = LedgerStory().promised("Refund by Tuesday noon", hours=26)
    assert story.reminders_until(MONDAY + timedelta(days=7), about=KEY) == [
        "Tue 09:24 U_ANA promise:1 heads_up",  # a tenth of the time before
        "Tue 12:00 U_ANA promise:1 owner",
        "Wed 08:00 U_LEA promise:1 lead",  # at midnight nobody is told
        "Thu 08:00 the thread promise:1 thread",
    ]


def test_an_urgent_one_is_spoken_of_at_any_hour() -> None:
    story = LedgerStory(Severity.HIGH, start=MONDAY.replace(hour=21)).promised(hours=1)
    assert story.reminders_until(story.start + timedelta(days=1), about=KEY) == [
        "Mon 21:45 U_ANA promise:1 heads_up",
        "Mon 22:00 U_ANA promise:1 owner",
        "Mon 22:30 U_LEA promise:1 lead",
        "Mon 23:00 the thread promise:1 thread",
    ]


def test_kept_meanwhile_it_is_not_chased() -> None:
    story = LedgerStory().promised().keep()
    assert story.reminders_until(MONDAY + timedelta(days=1), about=KEY) == []


# What is said of the first reminder


def answered(story: LedgerStory) -> str:
    assert story.outcome.answer
    return story.outcome.answer.text


@pytest.mark.parametrize(
    ("hour", "minutes", "first"),
    [
        (22.8, 30, 32),  # at night: in the morning at eight
        (22, 9 * 60, 32),  # by seven in the morning, said at night
        (24 * 6, 5, 24 * 7 + 8),  # on a Sunday
        (18, 13 * 60, None),  # by seven in the morning, said while there is an evening left
        (10, 5, None),
    ],
)
def test_nobody_is_told_of_a_reminder_in_time_where_none_comes(
    hour: float, minutes: float, first: float | None
) -> None:
    midnight = MONDAY - 10 * HOUR
    story = LedgerStory().at_time(midnight + hour * HOUR).promised(hours=minutes / 60)
    late = midnight + first * HOUR if first else None
    story.expect_answer(words.made(story.promise, ANA, late))
    assert ("while there is still time" in answered(story)) is (late is None)
    shown = reminded_at(story.incident, story.incident.chases[KEY], story.context)
    assert shown and (shown == late if late else shown < story.promise.due)  # as `mine` says it
    story.correct(due=story.promise.due + timedelta(minutes=1))
    assert ("First reminder to you" in answered(story)) is (late is not None)
    story.correct(words="Refund, all of it")
    assert "First reminder" not in answered(story)


def test_somebody_elses_night_is_theirs() -> None:
    story = LedgerStory(known=people({BEN: "Asia/Tokyo"})).at(hours=4).promised(hours=1, owner=BEN)
    assert f"I can’t remind <@{BEN}> in time" in answered(story)
    assert "First reminder to them" in answered(story)
