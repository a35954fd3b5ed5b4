"""Ideas for making it up: they fit the trade and the size, and a team's own come first."""

import pytest

from bot.ideas import ANY_TRADE, IDEAS, TRADES, fitting
from bot.incident import Severity


@pytest.mark.principle("P12")
@pytest.mark.parametrize("trade", [ANY_TRADE, *TRADES])
@pytest.mark.parametrize("size", Severity)
def test_there_are_three_for_every_trade_and_size(trade: str, size: Severity) -> None:
    ideas = fitting(size, trade, (), 12)
    assert len(ideas) == 3
    meant = {each.text for each in IDEAS if each.size == size and each.trade in (trade, ANY_TRADE)}
    assert set(ideas) <= meant
    if trade:
        assert any(each.text in ideas for each in IDEAS if each.trade == trade)


def test_a_teams_own_come_first_and_take_turns() -> None:
    own = ("Plant a tree", "A song", "A walk")
    assert fitting("high", "food", own, 3)[:1] == ("Plant a tree",)
    assert fitting("high", "food", own[:1], 3)[0] == "Plant a tree"
    assert fitting("high", "food", own, 4)[0] == "A song"
    assert fitting("low", ANY_TRADE, (), 1) != fitting("low", ANY_TRADE, (), 2)


def test_every_idea_is_one_of_a_kind_and_fits_on_a_line() -> None:
    texts = [each.text for each in IDEAS]
    assert len(texts) == len(set(texts))
    assert {each.trade for each in IDEAS} == {ANY_TRADE, *TRADES}
    assert max(map(len, texts)) <= 90
