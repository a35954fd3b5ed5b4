"""What the review of words to a customer, and the coach, hold to: a sentence for each."""

import pytest

from bot.forms import CAUSES, DEBRIEF, RECURRENCE, Field
from bot.language import Surface, review


def found_in(text: str, surface: Surface = Surface.CUSTOMER_DRAFT) -> set[str]:
    return {finding.category for finding in review(text, surface)}


@pytest.mark.principle("P05")
def test_a_distant_apology_is_pointed_out() -> None:
    assert "distant_apology" in found_in("We are sorry that this happened.")
    assert not found_in("We made a mistake, and we are sorry.")


@pytest.mark.principle("P06")
def test_an_apology_with_a_but_is_pointed_out() -> None:
    assert "qualified_apology" in found_in("I am really sorry, but we were very busy.")
    assert "qualified_apology" in found_in("We apologise if you were upset.")


@pytest.mark.principle("P07")
def test_blame_is_pointed_out_to_customers_and_among_ourselves() -> None:
    assert found_in("Dave dropped the ball.", Surface.THREAD)
    assert found_in("It was our supplier’s fault.")
    assert found_in("You should have read the instructions.")


@pytest.mark.principle("P08")
def test_what_happened_to_a_colleague_does_not_go_to_the_customer() -> None:
    assert "personnel_disclosure" in found_in("The employee responsible has been dismissed.")


@pytest.mark.principle("P09")
def test_denying_shrinking_and_putting_off_are_pointed_out() -> None:
    assert "denial_minimising" in found_in("It was only a small mistake, no big deal.")
    assert "vague_promise" in found_in("We will get back to you at some point.")


# The debrief


@pytest.mark.principle("P18")
def test_the_debrief_asks_for_the_kind_of_cause_and_none_is_a_person() -> None:
    assert asked("cause").required
    assert set(CAUSES) == {"not_followed", "not_understood", "not_foreseen", "something_else"}


@pytest.mark.principle("P19")
def test_the_debrief_asks_whether_it_can_happen_again() -> None:
    assert asked("recurrence").required
    assert set(RECURRENCE) == {"one_off", "systemic"}


@pytest.mark.principle("P21")
def test_the_debrief_asks_what_turned_out_better() -> None:
    assert not asked("better").required


@pytest.mark.principle("P22")
def test_the_debrief_asks_what_others_should_learn() -> None:
    assert asked("learned").required


def asked(key: str) -> Field:
    return next(field for field in DEBRIEF.fields if field.key == key)
