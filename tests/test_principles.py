"""Every principle of the teaching lives somewhere, has a test, and is on the page."""

import pytest

from bot.playbooks import PLAYBOOKS
from bot.principles import PRINCIPLES
from tools.principles import PAGE, ROOT, file_of, marked, page

NUMBERS = [f"P{number:02}" for number in range(1, 25)]


def test_there_are_twenty_four_in_order() -> None:
    assert [each.number for each in PRINCIPLES] == NUMBERS


@pytest.mark.parametrize("number", NUMBERS)
def test_each_has_a_test(number: str) -> None:
    assert marked().get(number), f"mark a test with @pytest.mark.principle({number!r})"


def test_only_principles_are_marked_and_taught() -> None:
    assert set(marked()) <= set(NUMBERS)
    taught = {
        each for book in PLAYBOOKS.values() for step in book.steps for each in step.principles
    }
    assert taught <= set(NUMBERS)


def test_each_lives_in_modules_that_exist() -> None:
    for principle in PRINCIPLES:
        assert all((ROOT / file_of(module)).exists() for module in principle.lives)


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == page(), "run: python -m tools.principles"
