"""Making it up: weighed in words, within the limit at once, above it only after a yes."""

from dataclasses import replace
from typing import Any

import pytest

from bot.approvals import amount_fault
from bot.chasing import UPDATE
from bot.commands import OfferMakeUp
from bot.effects import CARD, EntryKind, Note, Record
from bot.incident import Rung
from bot.make_up import MakeUpState, number_of, slot_of
from bot.make_ups import exceeded
from bot.playbook import StepStatus
from bot.settings import Settings
from bot.wording import answers, make_up_answers
from bot.wording import limits as limit_words
from bot.wording import make_ups as words
from bot.wording import money as money_words
from bot.wording.meanwhile import given_back
from tests.bot.making_up import ADMIN, KEY, LIMIT, STEP, at_the_step, decide, eur, offer, state
from tests.bot.story import ANA, BEN, FORMS, LEA, THREAD

ABOVE = "It is above your team’s limit of €100 for one mistake."
TOGETHER = (
    "With what was offered before, it comes to €100.01: that is above your team’s limit of €100 "
    "for one mistake."
)

# Within the limit


def test_within_the_limit_it_is_offered_and_the_step_is_done() -> None:
    story = offer(at_the_step(), "80 euros", valued="300", leaving="500")
    making = story.incident.making_up
    assert (making.yardstick, making.total) == (eur(800), eur(80))
    assert story.incident.state(STEP).status is StepStatus.DONE
    assert story.incident.customers[0].words == "Dinner for the team"
    story.expect_shown("make_up:1", "prompt:make_it_up", "prompt:prevent_it", CARD)


def test_without_a_limit_anything_may_be_offered() -> None:
    story = offer(at_the_step(Settings(lead=LEA)), "1,000,000 EUR")
    assert state(story) is MakeUpState.OFFERED


def test_make_ups_of_one_mistake_count_together() -> None:
    story = offer(offer(at_the_step(), "60"), "40", step="")
    assert (state(story, 2), story.incident.making_up.total) == (MakeUpState.OFFERED, eur(100))
    story.expect_shown(CARD, "make_up:2")
    [customer] = story.incident.customers
    story.expect_entry(f"Told {customer.name}: Dinner for the team")
    offer(story, "0.01", step="")
    assert state(story, 3) is MakeUpState.ASKED
    story.expect_answer(limit_words.asked(TOGETHER, LEA, None))


def test_a_limit_in_another_currency_cannot_be_compared() -> None:
    story = offer(at_the_step(replace(LIMIT, currency="USD")), "5")
    assert state(story) is MakeUpState.ASKED


# Above the limit


def test_above_the_limit_the_lead_is_asked_and_nothing_counts_as_offered() -> None:
    story = offer(at_the_step(), "120").expect_answer(limit_words.asked(ABOVE, LEA, None))
    story.expect_shown("prompt:make_it_up", "make_up:1", CARD).expect_entry(
        "Asked for a yes to a make-up worth €120: Dinner for the team"
    )
    assert story.incident.state(STEP).status is StepStatus.OPEN
    assert story.incident.making_up.total is None
    assert story.incident.customers[0].words != "Dinner for the team"
    story.done(STEP).expect_refusal(make_up_answers.waits(story.incident.making_up.offers[0], LEA))
    story.expect_owed(UPDATE, "debrief", KEY)
    story.at(minutes=1).sweep().expect_told((LEA, KEY, Rung.HEADS_UP))


def test_nobody_decides_for_hours_and_the_chase_climbs() -> None:
    story = offer(at_the_step(), "120")
    lines = story.reminders_until(story.start.replace(hour=23), about=KEY)
    assert [line.split(" ", 2)[2] for line in lines] == [
        f"{LEA} {KEY} heads_up",
        f"{LEA} {KEY} owner",
        f"{THREAD} {KEY} thread",
    ]


def test_approved_it_can_be_told_and_noted() -> None:
    story = decide(offer(at_the_step(), "120").at(hours=1), LEA, approve=True)
    assert state(story) is MakeUpState.APPROVED
    story.expect_owed(UPDATE, "debrief", f"step:{STEP}")
    assert story.incident.state(STEP).since == story.now
    notes = [each.text for each in story.outcome.effects if isinstance(each, Note)]
    assert notes == [words.approved(LEA, ANA, "€120")]
    offer(story.by(BEN), "120")
    made = story.incident.making_up.find(1)
    assert made is not None
    assert (made.state, made.by, made.decided_by) == (MakeUpState.OFFERED, ANA, LEA)
    assert story.incident.settled(STEP)


def test_what_was_approved_counts_for_the_limit_too() -> None:
    """The limit is for one mistake altogether: on top of a yes, it takes another one."""
    story = decide(offer(at_the_step(), "120"), LEA, approve=True)
    offer(offer(story.by(ANA), "120"), "30", step="")
    assert [state(story, 1), state(story, 2)] == [MakeUpState.OFFERED, MakeUpState.ASKED]
    assert story.outcome.answer and "comes to €150: that is above" in story.outcome.answer.text


def test_what_was_offered_within_the_limit_can_be_corrected_downwards_after_a_yes() -> None:
    story = offer(offer(at_the_step(), "60"), "80", step="")
    offer(decide(story, LEA, 2, approve=True).by(ANA), "80", step="", number=2)
    offer(story, "50")
    assert story.incident.making_up.total == eur(130)


def test_after_a_yes_more_needs_another_yes() -> None:
    story = decide(offer(at_the_step(), "120"), LEA, approve=True)
    offer(story.by(ANA), "150")
    assert state(story) is MakeUpState.ASKED
    assert not story.incident.settled(STEP)


def test_offering_less_needs_nobody() -> None:
    story = offer(offer(at_the_step(), "120"), "90")
    assert (state(story), len(story.incident.making_up.offers)) == (MakeUpState.OFFERED, 1)
    assert story.incident.settled(STEP)


def test_declined_with_a_reason_something_else_is_offered() -> None:
    story = decide(offer(at_the_step(), "120"), LEA, reason="Send the chef instead")
    assert state(story) is MakeUpState.DECLINED
    story.expect_entry("Make-up declined: Send the chef instead")
    offer(story.by(ANA), "120")
    assert [state(story, 1), state(story, 2)] == [MakeUpState.DECLINED, MakeUpState.ASKED]
    offer(story, "50", number=1)  # that one is answered: this is another
    assert len(story.incident.making_up.offers) == 2
    assert state(story, 2) is MakeUpState.OFFERED


def test_another_amount_raises_the_limit_for_this_one() -> None:
    story = decide(offer(at_the_step(), "120"), LEA, up_to="150")
    assert state(story) is MakeUpState.APPROVED
    offer(story.by(ANA), "40", step="")  # 160 altogether
    assert state(story, 2) is MakeUpState.ASKED
    assert state(offer(story, "30", step="", number=2), 2) is MakeUpState.OFFERED
    story = decide(offer(at_the_step(), "300"), LEA, up_to="€200")
    made = story.incident.making_up.find(1)
    assert made is not None and made.state is MakeUpState.DECLINED
    assert made.reason == words.up_to("€200")
    assert state(offer(story.by(ANA), "200"), 2) is MakeUpState.OFFERED
    offer(story, "1", step="")
    for typed in ("lots", "5 USD"):
        refusal = given_back(words.amount_unclear(), typed)
        decide(story, LEA, 3, up_to=typed).expect_refusal(refusal)
    assert amount_fault(story.incident, "5 USD", story.context) == words.same_currency("EUR")
    assert amount_fault(story.incident, "x", story.context) == money_words.unclear("x")
    assert amount_fault(story.incident, "5", story.context) is None


# Who decides


def test_nobody_approves_their_own() -> None:
    story = offer(at_the_step().by(LEA), "120").expect_answer(
        limit_words.ask_an_admin(ABOVE, own=True)
    )
    decide(story, LEA, approve=True).expect_refusal(words.your_own())
    decide(story, BEN, approve=True).expect_refusal(words.not_yours(LEA))
    story.at(minutes=1).sweep().expect_told((LEA, KEY, Rung.HEADS_UP))
    decide(story, ADMIN, approve=True)
    assert state(story) is MakeUpState.APPROVED


def test_with_no_lead_an_admin_can_and_whoever_offers_is_reminded() -> None:
    story = offer(at_the_step(replace(LIMIT, lead=None)), "120")
    story.expect_answer(limit_words.ask_an_admin(ABOVE, own=False))
    story.at(minutes=1).sweep().expect_told((ANA, KEY, Rung.HEADS_UP))
    decide(story, BEN, approve=True).expect_refusal(words.not_yours(None))
    decide(story, ADMIN, approve=True).expect_answer(None)


def test_a_lead_who_has_left_is_not_asked() -> None:
    story = offer(at_the_step(), "120").leaves(LEA).at(minutes=1).sweep().expect_told()
    story.at(minutes=2).sweep().expect_told((ANA, KEY, Rung.HEADS_UP))


@pytest.mark.parametrize("how", [{"approve": True}, {"reason": "No"}])
def test_deciding_twice_is_harmless(how: dict[str, Any]) -> None:
    story = decide(offer(at_the_step(), "120"), LEA, **how)
    made = story.incident.making_up.find(1)
    assert made is not None
    decide(story, LEA, approve=True).expect_refusal(words.decided_already(made))
    refusal = given_back(words.decided_already(made), "No")
    decide(story, ADMIN, reason="No").expect_refusal(refusal)


def test_a_decision_about_what_is_offered_gone_or_closed() -> None:
    story = offer(at_the_step(), "80")
    made = story.incident.making_up.find(1)
    assert made is not None
    decide(story, LEA, approve=True).expect_refusal(words.decided_already(made))
    decide(story, LEA, 9, approve=True).expect_refusal(words.gone())
    offer(story.by(ANA), "120", step="")
    decide(story, LEA, 2).expect_refusal(words.reason_needed())
    decide(story, LEA, 2, reason="🙂").expect_refusal(words.reason_needed())
    story.by(ANA).close("The customer has left").expect_owed("check_back")
    closed = answers.incident_closed(12)
    decide(story, LEA, 2, approve=True).expect_refusal(closed)
    for how, typed in (({"reason": "Too <dear>"}, "Too <dear>"), ({"up_to": "50"}, "50")):
        decide(story, LEA, 2, **how).expect_refusal(given_back(closed, typed))
    offer(story.by(ANA), "1", step="").expect_refusal(given_back(closed, "Dinner for the team\n1"))


def test_what_waits_stands_in_the_way_of_closing() -> None:
    story = offer(at_the_step(), "80")
    story.settle("prevent_it", "show_the_evidence", "debrief")
    offer(story, "120", step="").close()
    story.expect_refusal(answers.close_needs((words.missing("€120"),)))
    decide(story, LEA, 2, approve=True)
    offer(story.by(ANA), "120", step="", number=2).close()
    assert not story.incident.is_open


def test_the_step_was_skipped_meanwhile() -> None:
    story = offer(at_the_step(), "120").skip(STEP, "They want nothing")
    assert KEY not in story.incident.chases
    decide(story, LEA, approve=True)
    assert story.incident.settled(STEP)


# Correcting


def test_what_was_recorded_is_corrected_in_its_place() -> None:
    story = offer(at_the_step(), "80").at(hours=1)
    offer(story, "70", offer="Lunch").expect_entry("What was recorded for “Make it up” corrected")
    assert story.incident.making_up.total == eur(70)
    refusal = given_back(words.above_when_correcting(), "Dinner for the team\n500")
    offer(story, "500").expect_refusal(refusal)
    command = OfferMakeUp(ANA, {"offer": "x", "worth": "500"}, STEP)
    assert exceeded(story.incident, command, story.context) == eur(100)
    command = OfferMakeUp(ANA, {"offer": "x", "worth": "50"})
    assert exceeded(story.incident, command, story.context) == eur(100)
    command = OfferMakeUp(ANA, {"offer": "x", "worth": "20"})
    assert exceeded(story.incident, command, story.context) is None


def test_one_more_is_corrected_by_its_number() -> None:
    story = offer(offer(at_the_step(), "50"), "20", step="")
    offer(story, "30", step="", number=2).expect_entry("Make-up corrected")
    assert story.incident.making_up.total == eur(80)


def test_a_step_opened_again_keeps_its_make_up_or_asks_for_another() -> None:
    story = offer(at_the_step(), "80").reopen_step(STEP)
    offer(story, "90")
    assert story.incident.making_up.total == eur(90)
    offer(story.reopen_step(STEP), "500")
    assert [state(story, 1), state(story, 2)] == [MakeUpState.OFFERED, MakeUpState.ASKED]


def test_by_the_steps_form_it_is_the_same() -> None:
    story = at_the_step().fill_in(STEP)
    assert story.incident.making_up.total == eur(80)
    assert any(
        isinstance(each, Record) and each.kind is EntryKind.WORDS for each in story.outcome.effects
    )
    assert FORMS[STEP]["worth"] == "80 euros"


def test_slots_of_make_ups() -> None:
    assert number_of(slot_of(3)) == number_of("make_up:3") == 3
    assert number_of("prompt:own_it") is None
    assert number_of("make_up:x") is None
