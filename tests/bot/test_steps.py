"""Gestures on steps: what each does in each state, and what is said where it does nothing."""

from datetime import timedelta

import pytest

from bot.chasing import UPDATE
from bot.commands import MoveStep, RecordArtefact
from bot.effects import CARD, EntryKind, Record, Reword, prompt_slot
from bot.incident import Customer, Severity, StepState
from bot.playbook import STEP_TRANSITIONS, Gesture, StepStatus
from bot.wording import answers, notes
from bot.wording.answers import Answer
from bot.wording.meanwhile import given_back
from tests.bot.checked_back import CHECKED
from tests.bot.story import ANA, BEN, FORMS, LEA, MONDAY, Story

NAME = "Put it right"  # a step without a form
STEP = "put_it_right"
HOUR = timedelta(hours=1)


def _story(status: StepStatus) -> Story:
    story = Story().settle("own_it", "apologise", "explain")
    if status is StepStatus.DONE:
        story.done(STEP)
    elif status is StepStatus.SKIPPED:
        story.skip(STEP, "They fixed it themselves")
    return story.at(hours=1).by(BEN)


REFUSALS = {
    (StepStatus.OPEN, Gesture.REOPEN): answers.already_open(NAME),
    (StepStatus.DONE, Gesture.DONE): answers.already_done(NAME, ANA, MONDAY),
    (StepStatus.DONE, Gesture.SKIP): answers.already_done(NAME, ANA, MONDAY),
    (StepStatus.DONE, Gesture.TAKE): answers.take_when_settled(NAME),
    (StepStatus.SKIPPED, Gesture.SKIP): answers.already_skipped(NAME, ANA),
    (StepStatus.SKIPPED, Gesture.TAKE): answers.take_when_settled(NAME),
}


@pytest.mark.parametrize("gesture", Gesture)
@pytest.mark.parametrize("status", StepStatus)
def test_every_gesture_in_every_state(status: StepStatus, gesture: Gesture) -> None:
    story = _story(status)
    target = STEP_TRANSITIONS[status].get(gesture)
    story.does(MoveStep(BEN, STEP, gesture, "No need"))
    if target is None:
        story.expect_refusal(given_back(REFUSALS[status, gesture], "No need"))
    else:
        assert story.outcome.changed
        assert story.incident.state(STEP).status is target
        assert CARD in [getattr(effect, "slot", "") for effect in story.outcome.effects]


def test_done_shows_the_finished_step_and_then_the_next() -> None:
    story = _story(StepStatus.OPEN).done(STEP)
    story.expect_shown(prompt_slot(STEP), "prompt:make_it_up", CARD)
    story.expect_entry("“Put it right” done").expect_answer(None).expect_current("make_it_up")
    state = story.incident.state(STEP)
    assert (state.settled_by, state.settled_at) == (BEN, MONDAY + HOUR)
    assert story.incident.state("make_it_up").since == MONDAY + HOUR
    assert story.incident.settled_count == 4


@pytest.mark.parametrize("step", FORMS)
def test_done_on_a_step_that_leaves_something_behind_asks_for_it(step: str) -> None:
    story = Story()
    name = story.incident.playbook.step(step)
    assert name is not None
    story.done(step).expect_refusal(answers.needs_form(name.name, step))


def test_two_people_press_done_at_once() -> None:
    story = _story(StepStatus.OPEN).done(STEP)
    story.by(LEA).done(STEP).expect_refusal(answers.already_done(NAME, BEN, MONDAY + HOUR))


def test_skipping_with_the_button_wants_a_reason_first() -> None:
    story = _story(StepStatus.OPEN).does(MoveStep(BEN, STEP, Gesture.SKIP, " \u200b "))
    story.expect_refusal(answers.skip_needs_reason(NAME, STEP))


def test_skipping_by_reaction_asks_for_the_reason_afterwards() -> None:
    story = _story(StepStatus.OPEN).skip(STEP)
    story.expect_entry("“Put it right” skipped").expect_current("make_it_up")
    story.expect_answer(answers.skipped_without_reason(NAME, STEP))
    story.say_why(STEP, " ").expect_refusal(answers.skip_needs_reason(NAME, STEP))
    story.say_why(STEP, "Nothing to fix").expect_answer(answers.reason_kept(NAME))
    story.expect_entry().expect_shown(prompt_slot(STEP), CARD)
    skipped, why = "“Put it right” skipped", "“Put it right” skipped: Nothing to fix"
    assert Reword(story.now, BEN, skipped, why) in story.outcome.effects
    assert story.incident.state(STEP).reason == "Nothing to fix"


def test_skipping_with_a_reason_says_nothing_more() -> None:
    story = _story(StepStatus.OPEN).skip(STEP, "Nothing to fix").expect_answer(None)
    assert story.incident.state(STEP).reason == "Nothing to fix"


def test_a_reason_comes_too_late() -> None:
    story = _story(StepStatus.DONE).say_why(STEP, "Why")
    story.expect_refusal(given_back(answers.not_skipped(NAME), "Why"))


def test_a_skipped_step_is_done_after_all() -> None:
    story = _story(StepStatus.SKIPPED).done(STEP)
    assert story.incident.state(STEP) == StepState(
        StepStatus.DONE, MONDAY, settled_by=BEN, settled_at=MONDAY + HOUR
    )


@pytest.mark.parametrize("step", ["unheard_of", ""])
def test_a_step_that_is_no_longer_in_the_playbook(step: str) -> None:
    story, gone = Story(), answers.no_such_step()
    story.done(step).expect_refusal(gone)
    story.take_back(step, Gesture.DONE).expect_refusal(gone)
    story.say_why(step, "Why").expect_refusal(given_back(gone, "Why"))
    story.does(RecordArtefact(ANA, step, {})).expect_refusal(gone)


def test_a_step_without_a_form_records_nothing() -> None:
    Story().does(RecordArtefact(ANA, STEP, {})).expect_refusal(answers.no_such_step())


# Taking


def test_taking_a_step() -> None:
    story = Story(Severity.HIGH).at(hours=1).by(BEN).take("own_it")
    story.expect_shown("prompt:own_it", CARD).expect_entry("Took “Own it”").expect_answer(None)
    assert story.incident.responsible("own_it") == BEN
    assert story.incident.chases["step:own_it"].who == BEN
    assert story.incident.chases[UPDATE].who == ANA
    story.take("own_it").expect_refusal(answers.already_yours("Own it"))
    story.by(LEA).take("own_it").expect_refusal(answers.taken_by_other("Own it", BEN))


def test_giving_a_step_back() -> None:
    story = Story().by(BEN).take("own_it").at(hours=1)
    story.by(LEA).take_back("own_it", Gesture.TAKE).expect_refusal(None)
    story.by(BEN).take_back("own_it", Gesture.TAKE).expect_entry("Gave “Own it” back")
    assert story.incident.responsible("own_it") == ANA
    assert story.incident.state("own_it").since == MONDAY + HOUR


def test_what_someone_who_left_had_taken_can_be_taken_over() -> None:
    story = Story().by(BEN).take("own_it").leaves(BEN).by(LEA).take("own_it")
    assert story.incident.responsible("own_it") == LEA


def test_a_settled_step_is_not_given_back() -> None:
    story = _story(StepStatus.OPEN).take(STEP).done(STEP)
    story.take_back(STEP, Gesture.TAKE).expect_refusal(None)
    assert story.incident.state(STEP).taken_by == BEN


# Taking a reaction back


def test_taking_ones_own_done_back_opens_the_step_again() -> None:
    story = (
        _story(StepStatus.OPEN)
        .done(STEP, by_reaction=True)
        .at(hours=2)
        .take_back(STEP, Gesture.DONE)
    )
    story.expect_entry("“Put it right” opened again").expect_current(STEP)
    story.expect_shown("prompt:make_it_up", prompt_slot(STEP), CARD)
    assert story.incident.state(STEP) == StepState(since=MONDAY + 2 * HOUR)


def test_taking_ones_own_skip_back_opens_the_step_again() -> None:
    _story(StepStatus.OPEN).skip(STEP).take_back(STEP, Gesture.SKIP).expect_current(STEP)


@pytest.mark.parametrize(
    ("status", "gesture", "answer"),
    [
        (StepStatus.DONE, Gesture.DONE, answers.done_by_other(NAME, ANA)),
        (StepStatus.SKIPPED, Gesture.SKIP, answers.skipped_by_other(NAME, ANA)),
        (StepStatus.OPEN, Gesture.DONE, None),
        (StepStatus.DONE, Gesture.SKIP, None),
        (StepStatus.SKIPPED, Gesture.DONE, None),
    ],
)
def test_a_reaction_taken_back_that_did_nothing(
    status: StepStatus, gesture: Gesture, answer: Answer | None
) -> None:
    _story(status).take_back(STEP, gesture).expect_refusal(answer)


def test_a_step_that_waited_has_its_whole_time_again() -> None:
    story = Story(Severity.HIGH).settle("own_it").at(hours=1).reopen_step("own_it")
    story.expect_current("own_it").expect_owed(UPDATE, "step:own_it")
    story.at(hours=9).done("own_it").expect_current("apologise")  # the form is filled in already
    story.expect_shown("prompt:own_it", "prompt:apologise", CARD)
    assert story.incident.chases["step:apologise"].due == MONDAY + 13 * HOUR


# What a step leaves behind


def test_the_form_settles_the_step_and_counts_as_a_word_to_the_customer() -> None:
    story = Story(Severity.HIGH, customers=("ACME",)).at(minutes=30).fill_in("own_it")
    story.expect_entry("“Own it” done", "Told ACME, by phone: This was us.")
    told_at = MONDAY - HOUR / 2
    assert story.incident.customers == (Customer("ACME", told_at, BEN, "phone", "This was us."),)
    assert story.incident.next_update_at == MONDAY + 2.5 * HOUR
    assert story.incident.state("own_it").artefact == FORMS["own_it"]
    assert [entry.at for entry in story.outcome.effects if hasattr(entry, "at")][-1] == told_at


def test_a_form_without_words_to_the_customer_is_none() -> None:
    story = Story().fill_in("prevent_it").expect_entry("“Prevent it” done")
    assert story.incident.next_update_at == Story().incident.next_update_at


@pytest.mark.parametrize(("step", "way"), [("make_it_up", ""), ("show_the_evidence", "in person")])
def test_what_was_offered_or_shown_are_words_too(step: str, way: str) -> None:
    story = Story(customers=("ACME",)).fill_in(step)
    said = FORMS[step].get("offer") or FORMS[step]["shown"]
    entry = notes.entry_told(said, "ACME", way)
    assert story.outcome.effects[-1] == Record(EntryKind.WORDS, MONDAY, ANA, entry)
    assert story.incident.customers[0].words == said
    assert story.incident.customers[0].told_by == ANA


def test_a_step_whose_words_only_some_of_them_got() -> None:
    told = RecordArtefact(
        ANA, "apologise", FORMS["apologise"], ("ACME",), MONDAY + timedelta(days=2)
    )
    story = Story(Severity.HIGH, customers=("ACME", "Globex")).does(told)
    story.expect_entry("“Apologise” done", f"Told ACME, by email: {FORMS['apologise']['words']}")
    acme, globex = story.incident.customers
    assert (acme.told_at, acme.next_at) == (MONDAY, MONDAY + timedelta(days=2))
    assert (globex.told_at, globex.next_at) == (None, MONDAY + 2 * HOUR)


def test_a_step_with_a_next_word_that_has_passed() -> None:
    told = RecordArtefact(ANA, "apologise", FORMS["apologise"], next_update_at=MONDAY)
    story = Story().does(told)
    story.expect_refusal(answers.form_incomplete("Apologise", "apologise"))


def test_own_it_without_the_words_said() -> None:
    story = Story(customers=("ACME",)).fill_in("own_it", words="")
    story.expect_entry("“Own it” done", "Told ACME, by phone")
    assert story.incident.customers[0].told_by == BEN


def test_a_form_that_lacks_something_settles_nothing() -> None:
    story = Story().fill_in("own_it", way="pigeon")
    story.expect_refusal(answers.form_incomplete("Own it", "own_it"))


def test_correcting_what_was_recorded() -> None:
    story = Story().fill_in("apologise").at(hours=1).by(BEN).fill_in("apologise", words="Sorry.")
    story.expect_entry("What was recorded for “Apologise” corrected")
    state = story.incident.state("apologise")
    assert (state.artefact["words"], state.settled_by, state.settled_at) == ("Sorry.", ANA, MONDAY)


def test_a_skipped_step_is_done_by_its_form() -> None:
    story = Story().skip("own_it", "They told us").fill_in("own_it")
    assert story.incident.state("own_it").status is StepStatus.DONE


def test_an_older_word_does_not_hide_a_newer_one() -> None:
    story = Story(customers=("ACME", "Globex")).tell("Newer", customers=("ACME",))
    story.at(hours=1).fill_in("own_it")  # told at half past nine, before the newer word
    assert [customer.words for customer in story.incident.customers] == ["Newer", "This was us."]


# Once it is closed


def test_after_closing_nothing_moves() -> None:
    story = _story(StepStatus.OPEN).take("explain").by(ANA).close(anyway="Enough").by(BEN)
    closed = answers.incident_closed(12)
    story.done(STEP).expect_refusal(closed)
    story.fill_in("prevent_it").expect_refusal(closed)
    story.by(ANA).take_back("own_it", Gesture.DONE).expect_refusal(closed)


def test_after_closing_a_taken_step_is_not_given_back() -> None:
    story = _story(StepStatus.OPEN).take(STEP).by(ANA).close(anyway="Enough")
    story.by(BEN).take_back(STEP, Gesture.TAKE).expect_refusal(None)


def test_after_closing_only_checking_back_may_still_move() -> None:
    story = Story().close(anyway="Enough").at(days=14).by(BEN).take("check_back")
    assert story.incident.chases["check_back"].who == BEN
    story.done("check_back", by_reaction=True).expect_answer(
        answers.needs_form("Check back", "check_back")
    )
    story.fill_in("check_back", **CHECKED).expect_owed().expect_entry("“Check back” done")
    story.take_back("check_back", Gesture.DONE).expect_owed("check_back")
