"""Amounts that cannot be kept, and what a make-up is worth beside what is at stake, in words."""

from decimal import Decimal

import pytest

from bot.commands import OfferMakeUp
from bot.make_up import MakingUp
from bot.make_ups import faults, weighed
from bot.money import Money
from bot.settings import Settings
from bot.wording import answers, weighing
from bot.wording import make_ups as words
from bot.wording import money as money_words
from bot.wording.meanwhile import given_back
from tests.bot.making_up import LIMIT, STEP, at_the_step, eur, offer
from tests.bot.story import ANA

TYPED = "Dinner for the team\n5 EUR"

# What cannot be kept


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"worth": "lots"}, {"worth": money_words.unclear("lots")}),
        ({"worth": "-5"}, {"worth": money_words.not_positive()}),
        ({"worth": "9" * 30}, {"worth": money_words.too_large()}),
        ({"valued": "300 USD"}, {"worth": money_words.other_currency("USD")}),
        ({"leaving": "heaps"}, {"leaving": money_words.unclear("heaps")}),
        ({"offer": ""}, {"offer": "Please fill this in."}),
        ({"worth": ""}, {"worth": "Please fill this in."}),
    ],
)
def test_odd_amounts(values: dict[str, str], found: dict[str, str]) -> None:
    story = at_the_step()
    given = {"offer": "Dinner", "worth": "80 EUR", **values}
    assert faults(story.incident, given, by=ANA, context=story.context) == found
    story.does(OfferMakeUp(ANA, given, STEP))
    typed = "\n".join(filter(None, (given["offer"], given["worth"])))
    story.expect_refusal(given_back(answers.form_incomplete("Make it up", STEP), typed))
    story.does(OfferMakeUp(ANA, given)).expect_refusal(given_back(words.incomplete(), typed))


def test_later_amounts_are_in_the_currency_of_the_first() -> None:
    story = offer(at_the_step(Settings()), "80 CHF")
    offer(story, "5 EUR", step="").expect_refusal(given_back(words.incomplete(), TYPED))
    offer(story, "5", step="")
    assert story.incident.making_up.total == Money(Decimal(85), "CHF")


def test_one_currency_holds_for_all_amounts_of_a_form() -> None:
    given = {"offer": "x", "worth": "80 CHF", "valued": "300", "leaving": "500"}
    for settings in (Settings(), LIMIT):
        story = at_the_step(settings)
        assert faults(story.incident, given, by=ANA, context=story.context) == {}
        making = weighed(story.incident, given, story.context)
        assert making.yardstick == Money(Decimal(800), "CHF")


def test_a_step_that_is_no_make_up() -> None:
    for step in ("own_it", "dance"):
        refused = given_back(answers.no_such_step(), TYPED)
        offer(at_the_step(), "5 EUR", step=step).expect_refusal(refused)


# In words


@pytest.mark.principle("P13")
@pytest.mark.parametrize(
    ("worth", "said"),
    [
        (1, "less than a hundredth of"),
        (8, "about a hundredth of"),
        (80, "about a tenth of"),
        (200, "about a quarter of"),
        (400, "about half of"),
        (800, "about as much as"),
        (1600, "about twice"),
        (80_000, "more than ten times"),
    ],
)
def test_weighed_in_words(worth: float, said: str) -> None:
    story = at_the_step()
    values = {"offer": "x", "worth": str(worth), "valued": "300", "leaving": "500"}
    making = weighed(story.incident, values, story.context)
    assert said in weighing.weighed(making, making.offers[-1].worth)


PARTS = {
    **{"hundredth": 0.01, "fiftieth": 0.02, "thirtieth": 1 / 30, "twentieth": 0.05},
    **{"fifteenth": 1 / 15, "tenth": 0.1, "eighth": 0.125, "sixth": 1 / 6, "fifth": 0.2},
    **{"quarter": 0.25, "third": 1 / 3, "two fifths": 0.4, "half": 0.5, "two thirds": 2 / 3},
    **{"three quarters": 0.75, "as much": 1},
}


@pytest.mark.principle("P13")
def test_the_words_are_near_the_truth() -> None:
    for percent in range(2, 110):
        said = weighing.part(eur(percent), eur(100))
        called = max((part for part in PARTS if part in said), key=len)
        assert 0.75 <= PARTS[called] / (percent / 100) <= 1.25, (percent, said)
    assert weighing.part(eur(250), eur(1500)) == "about a sixth of"


def test_the_yardstick_in_words() -> None:
    assert weighing.yardstick(MakingUp()) == weighing.weighed(MakingUp(), eur(5)) == ""
    assert "€800" in weighing.yardstick(MakingUp(eur(300), eur(500)))
    assert "they valued in our promise" in weighing.yardstick(MakingUp(eur(300)))
    assert "if they leave" in weighing.yardstick(MakingUp(None, eur(500)))
    assert weighing.weighed_together(MakingUp(eur(300))) == ""
    both = offer(offer(at_the_step(), "40", valued="300"), "20", step="", valued="300")
    assert weighing.weighed_together(both.incident.making_up).startswith("Together €60: about a")
