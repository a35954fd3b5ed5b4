"""A ✅ or ⏭ holds a step settled; taking back another one leaves it as it is."""

from typing import Self

import pytest

from bot.incident import StepState
from bot.ledger_commands import KeepPromise, TakeBackKept
from bot.playbook import Gesture, StepStatus
from bot.wording import answers
from bot.wording import promises as promise_words
from bot.wording import ticks as words
from tests.bot.ledger_story import LedgerStory
from tests.bot.story import ANA, BEN, LEA

STEP, NAME = "put_it_right", "Put it right"


class Ticked(LedgerStory):
    """A story in which people react."""

    def tick(self, step: str) -> Self:
        """✅ on its prompt."""
        return self.done(step, by_reaction=True)


def test_a_tick_on_what_a_button_finished_is_cleared_away_without_harm() -> None:
    story = Ticked().settle("own_it").by(BEN).settle("apologise")
    state = story.incident.state("apologise")
    story.at(hours=1).tick("apologise")
    story.expect_refusal(answers.already_done("Apologise", BEN, state.settled_at or story.now))
    story.take_back("apologise", Gesture.DONE)
    story.expect_refusal(words.stays_done("Apologise"))
    assert story.incident.state("apologise") == state


def test_a_second_tick_holds_the_step_when_the_first_is_taken_back() -> None:
    story = Ticked().tick(STEP).by(BEN).tick(STEP)
    story.expect_answer(answers.already_done(NAME, ANA, story.now)).tick(STEP)
    assert not story.outcome.changed
    story.by(ANA).take_back(STEP, Gesture.DONE).expect_answer(answers.done_by_other(NAME, BEN))
    story.expect_shown(f"prompt:{STEP}", "card")
    assert story.incident.state(STEP).settled_by == BEN
    story.by(BEN).take_back(STEP, Gesture.DONE)
    assert not story.incident.settled(STEP)


def test_the_second_tick_taken_back_leaves_the_first() -> None:
    story = Ticked().tick(STEP).by(BEN).tick(STEP).take_back(STEP, Gesture.DONE)
    story.expect_answer(answers.done_by_other(NAME, ANA))
    assert story.incident.state(STEP).ticks == (ANA,)


def test_a_tick_that_asked_for_the_form_counts_as_the_one_that_settled_it() -> None:
    story = Ticked().tick("own_it").expect_answer(answers.needs_form("Own it", "own_it"))
    story.fill_in("own_it").take_back("own_it", Gesture.DONE).expect_current("own_it")


def test_taken_back_before_the_form_was_sent_it_counts_for_nothing() -> None:
    story = Ticked().tick("own_it").take_back("own_it", Gesture.DONE).expect_answer(None)
    story.fill_in("own_it").take_back("own_it", Gesture.DONE)
    story.expect_refusal(words.stays_done("Own it"))


@pytest.mark.parametrize("gesture", [Gesture.DONE, Gesture.SKIP])
def test_what_was_skipped_with_the_button_stays_skipped(gesture: Gesture) -> None:
    story = Ticked().tick("own_it").skip("own_it", "They know").take_back("own_it", gesture)
    story.expect_refusal(words.stays_skipped("Own it") if gesture is Gesture.SKIP else None)


def test_a_skip_rests_on_whoever_marked_it() -> None:
    story = Ticked().skip(STEP).by(LEA).skip(STEP).by(ANA).take_back(STEP, Gesture.SKIP)
    story.expect_answer(answers.skipped_by_other(NAME, LEA)).done(STEP)
    assert story.incident.state(STEP) == StepState(
        StepStatus.DONE, settled_by=ANA, settled_at=story.now
    )


def test_a_promise_opens_again_with_the_tick_that_settled_it() -> None:
    story = Ticked().promised().does(TakeBackKept(ANA, "1")).expect_refusal(None)
    story.does(KeepPromise(ANA, "1", by_reaction=True)).expect_owed("update", "step:own_it")
    stays = words.stays_kept(promise_words.said(story.promise))
    story.does(TakeBackKept(BEN, "1")).expect_refusal(stays)
    story.does(TakeBackKept(ANA, "1"))
    story.expect_answer(promise_words.opened_again(story.promise))
    assert story.promise.is_open
    assert not story.promise.ticked


def test_a_promise_kept_by_button_stays_kept() -> None:
    story = Ticked().promised().keep().does(TakeBackKept(ANA, "1"))
    story.expect_refusal(words.stays_kept(promise_words.said(story.promise)))
    story.does(TakeBackKept(ANA, "9")).expect_refusal(promise_words.gone())
