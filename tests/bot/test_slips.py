"""An amount beyond what anybody is likely to mean is asked about."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.make_up import MakeUp, MakeUpState, MakingUp
from bot.money import Money
from bot.slips import slips
from tests.bot.story import ANA

START = datetime(2026, 9, 30, 9, tzinfo=UTC)


def making(worth: str, valued: str = "", currency: str = "EUR") -> MakingUp:
    made = MakeUp(1, "", "Soup", Money(Decimal(worth), currency), ANA, START, MakeUpState.OFFERED)
    stake = Money(Decimal(valued), currency) if valued else None
    return MakingUp(valued=stake, offers=(made,))


@pytest.mark.parametrize(
    ("worth", "valued", "currency", "asked"),
    [
        ("999999", "", "EUR", []),
        ("1000000", "", "EUR", [1000000]),
        ("1000000", "", "JPY", []),
        ("100000000", "", "JPY", [100000000]),
        ("5000", "5", "EUR", []),
        ("5001", "5", "EUR", [5001]),
        ("80", "2000000", "EUR", [2000000]),
        ("3000000", "2000000", "EUR", [2000000, 3000000]),
    ],
)
def test_beyond_sense_it_is_asked_about(
    worth: str, valued: str, currency: str, asked: list[int]
) -> None:
    assert [each.amount for each in slips(making(worth, valued, currency))] == asked
