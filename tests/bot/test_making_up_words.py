"""Sentences about make-ups, evidence and checking back that only some recoveries come to."""

from bot.make_up import MakeUpState
from bot.wording import card, check_back, first, make_up_forms, make_ups, prompts
from tests.bot.making_up import STEP, at_the_step, decide, offer
from tests.bot.story import ANA, LEA, Story


def test_what_was_offered_after_a_yes_says_whose_it_was() -> None:
    story = decide(offer(at_the_step(), "120"), LEA, approve=True)
    made = offer(story.by(ANA), "120").incident.making_up.offers[0]
    assert made.state is MakeUpState.OFFERED
    assert make_ups.standing(made, LEA, "").endswith(f"Approved by <@{LEA}>.")


def test_one_more_is_decided_on_without_a_step() -> None:
    assert make_ups.OFFERED in make_ups.approved(LEA, ANA, "€120")
    assert "“No”" in make_ups.declined(LEA, ANA, "No", "")
    assert "admin" in make_up_forms.waits(None)
    assert f"<@{LEA}>" in make_up_forms.waits(LEA)


def test_the_prompt_says_that_its_make_up_waits() -> None:
    story = offer(at_the_step(), "120")
    step = story.incident.playbook.step(STEP)
    assert step
    assert "waits for a yes" in prompts.who_and_when(story.incident, step)


def test_a_check_back_that_nobody_made_leaves_its_line() -> None:
    story = Story().close(anyway="Enough").at(days=14).fill_in("check_back", asked="no")
    story.at(days=17).fill_in("check_back", asked="no")
    step = story.incident.playbook.step("check_back")
    assert step
    line = prompts.settled(step, story.incident.state(step.id))
    assert "the customer was not asked" in line
    assert check_back.outcome({}) == ""


def test_the_card_says_what_was_offered_even_with_nothing_to_weigh_it_against() -> None:
    assert "*Make-up:* €80" in card.circumstances(offer(at_the_step(), "80").incident)


def test_the_card_says_what_part_of_the_cost_was_offered() -> None:
    story = offer(at_the_step(), "80", valued="200", leaving="600")
    assert "*Make-up:* €80, about a tenth of what this cost" in card.circumstances(story.incident)


def test_times_that_cannot_be_say_which() -> None:
    assert first.noticed_too_early() != first.told_too_early()
