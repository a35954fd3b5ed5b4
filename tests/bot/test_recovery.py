"""Whole recoveries, from the first line to the check-back."""

from datetime import timedelta

import pytest

from bot.chasing import CHECK_BACK, CLOSING, DEBRIEF, UPDATE
from bot.effects import CARD, prompt_slot
from bot.incident import Rung, Severity, Status, participants
from bot.playbook import Gesture, StepStatus
from tests.bot.checked_back import CHECKED
from tests.bot.story import ANA, BEN, LEA, MONDAY, Story

POSTED = "keep_them_posted"
POSTED_SLOT = prompt_slot(POSTED)


@pytest.mark.principle("P01", "P11", "P15", "P17")
def test_the_full_playbook_from_the_first_line_to_the_check_back() -> None:
    story = Story(Severity.HIGH, text="We sent ACME the wrong invoice", customers=("ACME",))
    story.expect_shown(CARD, "prompt:own_it").expect_owed(UPDATE, "step:own_it")

    story.at(minutes=20).by(BEN).take("own_it").expect_shown("prompt:own_it", CARD)
    story.at(minutes=30).done("own_it").expect_shown()  # asks for the form
    story.fill_in("own_it").expect_shown("prompt:own_it", POSTED_SLOT, "prompt:apologise", CARD)
    story.expect_owed(UPDATE, "step:apologise")

    story.at(hours=1).by(ANA).fill_in("apologise")
    story.expect_shown("prompt:apologise", POSTED_SLOT, "prompt:explain", CARD)
    story.at(hours=3).sweep().expect_told((ANA, UPDATE, Rung.OWNER))
    story.at(hours=3, minutes=5).tell("We found it.").sweep().expect_told()

    story.at(hours=4).fill_in("explain").expect_current("put_it_right")
    story.by(BEN).done("put_it_right").expect_owed(UPDATE, DEBRIEF, "step:make_it_up")
    story.by(ANA).fill_in("make_it_up").fill_in("prevent_it")
    story.expect_owed(UPDATE, DEBRIEF, "step:show_the_evidence")

    story.at(hours=6).fill_in("show_the_evidence")
    story.expect_shown(POSTED_SLOT, "prompt:show_the_evidence", "prompt:debrief", CARD)
    story.expect_owed(DEBRIEF)
    assert story.incident.state(POSTED).status is StepStatus.DONE
    assert story.incident.next_update_at is None

    story.at(days=2).by(LEA).fill_in("debrief").expect_current("check_back")
    story.expect_owed(CLOSING)
    story.by(ANA).close().expect_owed(CHECK_BACK)
    assert story.incident.status is Status.CLOSED
    assert story.incident.close_reason == ""

    story.at(days=16).sweep().expect_told((ANA, CHECK_BACK, Rung.OWNER))
    story.fill_in("check_back", **CHECKED).expect_owed()
    assert story.incident.settled_count == 10
    assert participants(story.incident) == {ANA, BEN, LEA}


def test_a_recovery_by_skipping_everything_with_a_reason() -> None:
    story = Story()
    while (step := story.incident.current) is not None and step.id != "check_back":
        story.skip(step.id, "It was a false alarm")
    story.close()
    assert story.incident.status is Status.CLOSED
    assert story.incident.close_reason == ""


# What runs alongside


def test_keeping_them_posted_begins_once_someone_owns_it() -> None:
    story = Story()
    assert story.incident.state(POSTED).since is None
    story.at(hours=1).settle("own_it")
    assert story.incident.state(POSTED).since == MONDAY + timedelta(hours=1)


def test_keeping_them_posted_begins_even_if_owning_it_was_skipped() -> None:
    Story().skip("own_it", "They told us").expect_shown(
        "prompt:own_it", POSTED_SLOT, "prompt:apologise", CARD
    )


def test_keeping_them_posted_ends_with_the_evidence_skipped_as_well() -> None:
    story = Story().settle("own_it").skip("show_the_evidence", "Nothing to show")
    state = story.incident.state(POSTED)
    assert (state.status, state.reason, state.settled_by) == (StepStatus.DONE, "", ANA)


def test_the_evidence_opened_again_opens_what_it_ended() -> None:
    story = (
        Story()
        .settle("own_it")
        .done("show_the_evidence", by_reaction=True)
        .settle("show_the_evidence")
    )
    story.expect_owed("step:apologise").at(hours=1).take_back("show_the_evidence", Gesture.DONE)
    story.expect_shown(POSTED_SLOT, "prompt:show_the_evidence", CARD)
    story.expect_owed(UPDATE, "step:apologise")
    assert story.incident.next_update_at == MONDAY + timedelta(days=1, hours=1)


def test_what_was_ended_by_hand_stays_ended() -> None:
    story = Story().settle("own_it").done(POSTED).expect_owed("step:apologise")
    story.at(hours=1).settle("show_the_evidence").at(hours=2).reopen_step("show_the_evidence")
    assert story.incident.settled(POSTED)
    story.expect_owed("step:apologise")


def test_ending_it_by_hand_and_starting_it_again() -> None:
    story = Story(Severity.HIGH).settle("own_it").skip(POSTED, "They want no updates")
    assert story.incident.next_update_at is None
    story.at(hours=5).reopen_step(POSTED).expect_owed(UPDATE, "step:apologise")
    assert story.incident.next_update_at == MONDAY + timedelta(hours=7)


def test_the_evidence_is_settled_twice_over() -> None:
    story = Story().settle("own_it").skip("show_the_evidence", "Nothing to show")
    before = story.incident.state(POSTED)
    story.at(hours=1).fill_in("show_the_evidence")
    assert story.incident.state(POSTED) == before
