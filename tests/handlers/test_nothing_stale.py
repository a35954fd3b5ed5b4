"""What stands in Slack says what is so: whatever a command changes of a message is shown afresh."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands import CheckChases, DecideMakeUp, MoveStep, OfferMakeUp, RecordArtefact
from bot.effects import CARD, LEARNINGS, PREVENTION, prompt_slot
from bot.ledger_commands import AddActions, FinishAction, NewAction
from bot.playbook import Gesture
from tests.bot.story import ANA, BEN, FORMS, LEA
from tests.handlers.desk_story import BOOKS, DEEDS, Anyone, Desk, a_desk, something_else


@settings(max_examples=100)
@given(st.sampled_from(BOOKS), st.randoms(use_true_random=False), st.integers(1, 50))
def test_in_any_order(follows: str, chance: Random, deeds: int) -> None:
    desk = a_desk(follows)
    for _ in range(deeds):
        desk.story.at_time(desk.story.now + timedelta(minutes=chance.choice((0, 15, 600, 3000))))
        if chance.choice(range(12)) == 0:
            something_else(chance, desk.story)
        desk.does(chance.choice(DEEDS)(Anyone(chance, desk)))
        current = desk.story.incident.current
        if desk.story.incident.is_open:
            assert desk.asks_for() in ([], [current.id] if current else [])


def at_the_make_up() -> Desk:
    desk = a_desk()
    for step in ("own_it", "apologise", "explain", "put_it_right"):
        desk.story.settle(step)
        desk.posted |= desk.shown()
    return desk


def offer(desk: Desk, worth: str, step: str = "make_it_up", **values: str) -> None:
    desk.does(OfferMakeUp(ANA, {"offer": "Dinner", "worth": worth, **values}, step))


def test_a_step_that_is_not_next_waits_for_its_make_up() -> None:
    desk = at_the_make_up()
    desk.does(MoveStep(BEN, "put_it_right", Gesture.REOPEN))
    offer(desk, "150")
    desk.story.expect_shown(prompt_slot("make_it_up"), "make_up:1", CARD)


def test_who_is_asked_for_a_yes_changes_with_the_lead() -> None:
    desk = at_the_make_up()
    offer(desk, "150")
    desk.story.changed(lead=BEN)
    desk.does(CheckChases())
    assert desk.shown() == {CARD, "prompt:make_it_up", "prompt:keep_them_posted", "make_up:1"}


@pytest.mark.parametrize("worth", ["40", "150"])
def test_all_make_ups_are_weighed_against_what_is_known_since(worth: str) -> None:
    desk = at_the_make_up()
    offer(desk, "40", valued="300")
    offer(desk, worth, step="", valued="1000")
    assert {"make_up:1", "make_up:2"} <= desk.shown()


def test_what_comes_together_is_said_once() -> None:
    desk = at_the_make_up()
    offer(desk, "20", valued="300")
    offer(desk, "20", step="", valued="300")
    offer(desk, "20", step="", valued="300")
    said = [str(each) for slot, each in desk.read().items() if slot.startswith("make_up")]
    assert sum("Together" in each for each in said) == 1
    assert {"make_up:2", "make_up:3"} <= desk.shown()


def test_a_yes_to_one_counts_for_the_others() -> None:
    desk = at_the_make_up()
    offer(desk, "150")
    offer(desk, "120", step="")
    desk.does(DecideMakeUp(LEA, 1, approve=True))
    assert {"make_up:1", "make_up:2"} <= desk.shown()


def test_what_was_learned_goes_by_the_title_and_by_what_became_of_the_actions() -> None:
    desk = at_the_make_up()
    desk.does(RecordArtefact(ANA, "debrief", FORMS["debrief"]))
    desk.does(AddActions(ANA, (NewAction("Scan", ANA, desk.story.now.date()),)))
    desk.story.expect_shown(PREVENTION, CARD, LEARNINGS)
    desk.story.add_details(text="Two wrong invoices")
    desk.story.expect_shown(CARD, LEARNINGS)
    desk.does(MoveStep(ANA, "debrief", Gesture.REOPEN))
    desk.does(FinishAction(ANA, "1"))
    desk.story.expect_shown(PREVENTION, CARD, LEARNINGS)


def test_a_step_that_is_settled_before_its_turn_says_so() -> None:
    """Its form was still open, say, while the recovery changed to another playbook and back."""
    desk = a_desk()
    desk.does(RecordArtefact(ANA, "apologise", FORMS["apologise"]))
    assert prompt_slot("apologise") in desk.shown()
    desk.does(MoveStep(ANA, "apologise", Gesture.REOPEN))
    assert prompt_slot("apologise") in desk.shown()
