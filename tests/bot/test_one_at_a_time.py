"""Steps are prompted one at a time, also when one that was settled is opened again."""

import pytest

from bot.effects import CARD, Show, prompt_slot
from bot.playbook import Gesture
from bot.prompting import comes_after
from tests.bot.making_up import at_the_step, decide, offer
from tests.bot.story import ANA, BEN, LEA, Story

OWN_IT, APOLOGISE = prompt_slot("own_it"), prompt_slot("apologise")


def waits_for(story: Story, step: str) -> str | None:
    """The step that is to be done before that one, as its prompt says."""
    found = story.incident.playbook.step(step)
    assert found
    first = comes_after(story.incident, found)
    return first.id if first else None


def opened_again() -> Story:
    story = Story().settle("own_it")
    assert waits_for(story, "apologise") is None
    return story.at(hours=1).reopen_step("own_it")


def test_what_had_come_next_waits_again_and_then_comes_back() -> None:
    story = opened_again().expect_shown(APOLOGISE, OWN_IT, CARD)
    assert waits_for(story, "apologise") == "own_it"
    assert waits_for(story, "own_it") is None
    assert waits_for(story, "explain") is None  # nobody has asked for it
    story.at(hours=2).done("own_it").expect_shown(OWN_IT, APOLOGISE, CARD)
    assert waits_for(story, "apologise") is None


def test_so_it_does_after_a_tick_is_taken_back() -> None:
    story = Story().skip("own_it").take_back("own_it", Gesture.SKIP)
    assert waits_for(story, "apologise") == "own_it"


def test_whoever_takes_it_opens_it_and_giving_it_back_folds_it() -> None:
    story = opened_again().by(BEN).take("apologise").expect_shown(APOLOGISE, CARD)
    assert waits_for(story, "apologise") is None
    story.take_back("apologise", Gesture.TAKE).expect_shown(APOLOGISE, CARD)
    assert waits_for(story, "apologise") == "own_it"


def test_what_somebody_has_taken_stays_open() -> None:
    story = Story().settle("own_it").by(BEN).take("apologise").reopen_step("own_it")
    assert waits_for(story, "apologise") is None


def test_it_can_be_done_all_the_same() -> None:
    story = (
        opened_again()
        .fill_in("apologise")
        .expect_shown(APOLOGISE, prompt_slot("keep_them_posted"), CARD)
    )
    assert waits_for(story, "apologise") is None
    story.done("own_it").expect_current("explain")


def test_a_tick_on_it_counts_once_its_form_is_filled_in() -> None:
    story = opened_again().done("apologise", by_reaction=True).fill_in("apologise")
    story.take_back("apologise", Gesture.DONE)
    assert waits_for(story, "apologise") == "own_it"


def test_the_first_that_is_open_is_named() -> None:
    story = Story().settle("own_it", "apologise").reopen_step("apologise").reopen_step("own_it")
    story.expect_shown(APOLOGISE, prompt_slot("explain"), OWN_IT, CARD)
    assert (waits_for(story, "apologise"), waits_for(story, "explain")) == ("own_it", "own_it")
    story.done("own_it").expect_shown(OWN_IT, prompt_slot("explain"), APOLOGISE, CARD)
    assert (waits_for(story, "apologise"), waits_for(story, "explain")) == (None, "apologise")


def test_what_runs_alongside_and_the_debrief_go_on() -> None:
    story = Story().settle("own_it", "apologise", "explain", "put_it_right", "make_it_up")
    story.settle("prevent_it", "show_the_evidence").reopen_step("show_the_evidence")
    assert waits_for(story, "keep_them_posted") is None
    assert waits_for(story, "debrief") is None


def test_the_check_back_waits_until_it_is_closed() -> None:
    story = Story().settle("own_it", "apologise", "explain", "put_it_right", "make_it_up")
    story.settle("prevent_it", "show_the_evidence", "debrief").reopen_step("debrief")
    assert waits_for(story, "check_back") == "debrief"
    assert Show(prompt_slot("check_back")) in story.close(anyway="Enough").outcome.effects
    assert waits_for(story, "check_back") is None


@pytest.mark.parametrize("decided", [False, True])
def test_a_make_up_that_was_asked_for_stays_open(decided: bool) -> None:
    story = offer(at_the_step(), "500")
    if decided:
        decide(story, LEA, approve=True)
    story.by(ANA).reopen_step("put_it_right")
    assert waits_for(story, "make_it_up") is None
