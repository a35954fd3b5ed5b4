"""Checking back: what they answered, or that nobody asked, which is asked about once more."""

from datetime import timedelta

import pytest

from bot.artefacts import faults
from bot.chasing import CHECK_BACK, ONCE_MORE
from bot.closing import missing
from bot.forms import ANSWERS, NOT_ASKED
from bot.forms import CHECK_BACK as FORM
from bot.incident import Rung
from bot.playbook import StepStatus
from bot.settings import CHECK_BACK_DAYS
from bot.wording import answers, card
from bot.wording import check_back as words
from tests.bot.checked_back import CHECKED
from tests.bot.story import ANA, LEA, THREAD, Story

STEP = "check_back"


def closed(**settings: object) -> Story:
    return Story().changed(**settings).close(anyway="They were happy at once")


@pytest.mark.principle("P23")
def test_what_they_answered_is_kept_and_on_the_card() -> None:
    story = closed().at(days=14).done(STEP)
    story.expect_refusal(answers.needs_form("Check back", STEP))
    story.fill_in(STEP, **CHECKED, said="You were quick").expect_owed()
    assert story.incident.state(STEP).artefact["said"] == "You were quick"
    assert "put right: yes · would stay: yes · would recommend us: not known" in (
        card.circumstances(story.incident)
    )


def test_how_long_after_closing_is_the_teams_choice() -> None:
    story = closed(check_back_after=timedelta(days=3))
    assert story.incident.chases[CHECK_BACK].due == story.start + timedelta(days=3)
    assert all(words.after(days) for days in CHECK_BACK_DAYS)
    assert [words.after(each) for each in (3, 7, 14)] == [
        "3 days after closing",
        "One week after closing",
        "2 weeks after closing",
    ]


@pytest.mark.principle("P23")
def test_not_asked_is_chased_once_more_and_then_let_go() -> None:
    story = closed().at(days=14).sweep().expect_told((ANA, CHECK_BACK, Rung.OWNER))
    story.fill_in(STEP, asked="no").expect_owed(CHECK_BACK)
    again = story.now + ONCE_MORE
    story.expect_answer(words.once_more(again)).expect_entry(words.entry_not_asked())
    assert story.incident.chases[CHECK_BACK].due == again
    assert story.incident.state(STEP).status is StepStatus.OPEN
    story.done(STEP).expect_refusal(answers.needs_form("Check back", STEP))
    story.at(days=15).fill_in(STEP, asked="no").expect_refusal(words.said_already(again))
    story.expect_owed(CHECK_BACK)
    story.at_time(again).sweep().expect_told((ANA, CHECK_BACK, Rung.OWNER))
    story.fill_in(STEP, asked="no", said="No time").expect_owed()
    story.expect_answer(words.let_go("Check back"))
    state = story.incident.state(STEP)
    assert (state.status, state.artefact) == (StepStatus.DONE, NOT_ASKED)
    assert "was not asked" in card.circumstances(story.incident)


def test_asked_the_second_time_after_all() -> None:
    story = closed().at(days=14).fill_in(STEP, asked="no").at(days=15).fill_in(STEP, **CHECKED)
    assert story.incident.state(STEP).artefact == CHECKED


def test_nobody_answers_at_all_and_the_ladder_ends_by_itself() -> None:
    story = closed()
    told = story.reminders_until(story.start + timedelta(days=90), about=CHECK_BACK)
    assert [line.split(" ", 2)[2] for line in told] == [
        f"{ANA} {CHECK_BACK} heads_up",
        f"{ANA} {CHECK_BACK} owner",
        f"{LEA} {CHECK_BACK} lead",
        f"{THREAD} {CHECK_BACK} thread",
    ]


def test_what_was_answered_can_be_corrected() -> None:
    story = closed().at(days=14).fill_in(STEP, **CHECKED)
    story.fill_in(STEP, asked="no")
    assert story.incident.state(STEP).artefact == NOT_ASKED
    assert story.incident.settled(STEP)


def test_it_comes_after_closing() -> None:
    Story().fill_in(STEP, asked="no").expect_refusal(words.comes_later())
    story = Story().fill_in(STEP, **CHECKED)  # they said so before anyone closed it
    assert story.incident.settled(STEP)


@pytest.mark.parametrize("missing", ["righted", "stay", "recommend"])
def test_each_question_has_an_answer_even_if_it_is_not_known(missing: str) -> None:
    story = closed()
    values = {key: value for key, value in CHECKED.items() if key != missing}
    assert list(faults(FORM, values, by=ANA, context=story.context)) == [missing]
    story.fill_in(STEP, **values).expect_refusal(answers.form_incomplete("Check back", STEP))
    assert "not_known" in ANSWERS
    assert faults(FORM, {}, by=ANA, context=story.context) == {"asked": "Please fill this in."}


def test_a_recovery_that_was_skipped_to_its_end_says_nothing_of_it() -> None:
    story = closed().skip(STEP, "They moved away")
    assert "Checked back" not in card.circumstances(story.incident)


def test_another_choice_in_settings_moves_nothing_that_is_closed() -> None:
    story = closed(check_back_after=timedelta(days=3))
    due = story.incident.chases[CHECK_BACK].due
    story.changed(check_back_after=timedelta(days=28)).sweep()
    assert story.incident.chases[CHECK_BACK].due == due
    story.reopen().at(hours=1).close(anyway="Enough")
    assert story.incident.chases[CHECK_BACK].due == story.now + timedelta(days=28)


def test_the_card_says_that_it_comes_after_closing() -> None:
    story = Story().settle(*(step.id for step in Story().incident.playbook.steps[:-1]))
    assert story.incident.current and story.incident.current.id == STEP
    assert "*Check back* comes after that." in card.now(story.incident, missing(story.incident))
    assert "9 of 10 steps behind us, Check back still to come" in card.small_print(story.incident)
    story.fill_in(STEP, **CHECKED)
    assert "*Every step is done or skipped.*" in card.now(story.incident, missing(story.incident))
    assert "10 of 10 steps behind us ·" in card.small_print(story.incident)
