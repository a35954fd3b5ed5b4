"""What the steps hold to: a story for each of these principles."""

import pytest

from bot.chasing import CLOSING, UPDATE
from bot.incident import Rung, Severity, Status
from bot.ledger import ActionState
from bot.playbook import FULL
from bot.wording import answers, notes
from tests.bot.ledger_story import LedgerStory
from tests.bot.story import ANA, BEN, Story


@pytest.mark.principle("P10")
def test_it_is_not_explained_until_the_customer_has_the_words() -> None:
    story = Story(customers=("ACME",)).settle("own_it", "apologise").done("explain")
    story.expect_refusal(answers.needs_form("Explain", "explain"))
    story.fill_in("explain", words="Two labels looked alike, so yours went to Bolt.", way="phone")
    [acme] = story.incident.customers
    assert acme.words == "Two labels looked alike, so yours went to Bolt."
    story.expect_current("put_it_right")


@pytest.mark.principle("P11")
def test_nothing_closes_until_it_is_put_right_or_somebody_says_why_not() -> None:
    story = Story()
    for step in FULL.line:
        if step.id not in ("put_it_right", "check_back"):
            story.skip(step.id, "Not needed here")
    story.close().expect_refusal(answers.close_needs((notes.missing_steps(("Put it right",)),)))
    story.done("put_it_right").close()
    assert story.incident.status is Status.CLOSED


@pytest.mark.principle("P15")
def test_the_problem_is_fixed_and_the_cause_is_still_to_be_fixed() -> None:
    story = LedgerStory().settle("own_it", "apologise", "explain", "put_it_right", "make_it_up")
    assert story.incident.settled("put_it_right")
    story.expect_current("prevent_it")
    story.fill_in("prevent_it", owner_1=BEN, date_1="2026-11-27")
    assert story.action.state is ActionState.OPEN
    story.settle("show_the_evidence", "debrief").close()
    assert story.incident.status is Status.CLOSED
    told = story.reminders_until(story.start.replace(day=28), about="action:1")
    assert f"{BEN} action:1 {Rung.OWNER}" in " ".join(told)
    story.finish()
    assert "action:1" not in story.incident.chases


@pytest.mark.principle("P01")
def test_whoever_opens_it_is_asked_to_own_it_before_the_cause_is_known() -> None:
    story = Story(Severity.HIGH).expect_current("own_it")
    own_it = FULL.steps[0]
    assert "within minutes" in own_it.why
    assert "within minutes" not in own_it.done_when.casefold()  # still true a day later: see By
    story.at(minutes=5).fill_in("own_it", words="", told_by=ANA)
    assert story.incident.first_told_at is not None
    story.expect_current("apologise").expect_owed("step:apologise", UPDATE)
    assert CLOSING not in story.incident.chases
