"""Remarks on words to a customer: what may hurt, and what is missing where it is asked for."""

from typing import Any

import pytest

from bot.language import Circle, House, Lack, Remark
from bot.playbook import FULL, Step
from bot.reviewing import gist, of_step, of_update
from tests.bot.story import Story
from tests.phrases import WHOLE

HALF = "We are sorry for any inconvenience."
NOBODY, NOTHING = Circle(), House()
EVERYTHING = list(Lack)


def lacks(remarks: tuple[Remark, ...]) -> list[Any]:
    return [remark.lack for remark in remarks if remark.lack]


def step(step_id: str) -> Step:
    found = FULL.step(step_id)
    assert found
    return found


def test_an_update_before_the_apology_needs_all_of_it() -> None:
    incident = Story().incident
    assert lacks(of_update("Good morning.", incident, NOBODY, NOTHING)) == EVERYTHING
    assert of_update(WHOLE, incident, NOBODY, NOTHING) == ()


def test_after_the_apology_it_needs_news_and_the_next_word() -> None:
    news = [Lack.ACTION, Lack.NEXT_WORD]
    apologised = Story().settle("own_it", "apologise").incident
    assert lacks(of_update("Good morning.", apologised, NOBODY, NOTHING)) == news


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("own_it", []),
        ("apologise", EVERYTHING),
        ("explain", EVERYTHING),
        ("make_it_up", []),
        ("show_the_evidence", []),
    ],
)
def test_what_the_words_of_a_step_need(name: str, asked: list[Lack]) -> None:
    assert lacks(of_step("Good morning.", step(name), NOBODY, NOTHING)) == asked


@pytest.mark.parametrize("name", ["own_it", "apologise", "explain", "make_it_up"])
def test_what_may_hurt_is_found_in_every_one(name: str) -> None:
    first = of_step(HALF, step(name), NOBODY, NOTHING)[0]
    assert first.finding and first.finding.category == "qualified_apology"


@pytest.mark.parametrize(
    ("text", "left_out"),
    [("We will get back to you as soon as possible.", Lack.NEXT_WORD)],
)
def test_the_same_is_not_said_twice(text: str, left_out: Lack) -> None:
    found = of_step(text, step("apologise"), NOBODY, NOTHING)
    assert found[0].finding
    assert left_out not in lacks(found)


def test_never_more_than_five() -> None:
    remarks = of_update(f"{HALF} " * 9, Story().incident, NOBODY, NOTHING)
    assert len(remarks) == 5


def test_a_remark_is_the_same_where_the_words_around_it_change() -> None:
    def gists(text: str) -> list[str]:
        return [gist(remark, text) for remark in of_step(text, step("own_it"), NOBODY, NOTHING)]

    assert gists(HALF) == gists(f"Good morning. {HALF.upper()}")
    assert gist(Remark(None, Lack.IMPACT), "") != gist(Remark(None, Lack.ACTION), "")
