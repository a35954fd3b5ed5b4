"""A 📣 that is taken off again: who heard from us before is where they were."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.change import replace
from bot.commands import MessageRef, UnmarkMessage
from bot.customer_commands import Heard, Slip
from bot.effects import CARD
from bot.incident import Customer, Home, Incident
from bot.ledger import WordGiven
from bot.rhythm import untold
from bot.wording.system import trouble_over
from tests.bot.story import ANA, BEN, Story
from tests.handlers.cases import an_incident

FIRST = datetime(2026, 11, 23, 10, tzinfo=UTC)
SLIP = FIRST + timedelta(hours=2)
ACME = Customer("ACME", told_at=SLIP, told_by=BEN, way="email", words="Among us")


def incident(*customers: Customer, first: datetime | None) -> Incident:
    return replace(
        an_incident(),
        customers=customers,
        first_told_at=first,
        words_given=(WordGiven(FIRST, FIRST, ANA), WordGiven(SLIP, SLIP, BEN, words="Among us")),
    )


@pytest.mark.parametrize(
    ("left", "then"),
    [
        ((), (None, None, "")),
        ((Heard(FIRST, ANA, "We are sorry"),), (FIRST, ANA, "We are sorry")),
        ((Heard(FIRST, ANA, "Sorry", frozenset({"ACME"})),), (FIRST, ANA, "Sorry")),
        ((Heard(FIRST, ANA, "Sorry", frozenset({"Bolt"})),), (None, None, "")),
        ((Heard(FIRST, ANA, "Sorry", frozenset()),), (SLIP, BEN, "")),
    ],
    ids=["nothing", "to all", "to them", "to others", "nobody knows to whom"],
)
def test_what_is_left_of_what_they_heard(
    left: tuple[Heard, ...], then: tuple[datetime | None, str | None, str]
) -> None:
    after = untold(incident(ACME, first=FIRST), Slip(frozenset({SLIP}), left))
    [acme] = after.customers
    assert (acme.told_at, acme.told_by, acme.words) == then
    assert [each.at for each in after.words_given] == [FIRST]
    assert after.first_told_at == FIRST


def test_who_heard_at_another_time_is_not_touched_and_was_first() -> None:
    bolt = Customer("Bolt", told_at=SLIP + timedelta(hours=1), told_by=ANA, words="Sorry")
    after = untold(incident(ACME, bolt, first=SLIP), Slip(frozenset({SLIP})))
    assert after.customers[1] == bolt
    assert after.first_told_at == bolt.told_at


def test_the_card_is_shown_afresh() -> None:
    story = Story()
    slip = Slip(frozenset({SLIP}))
    story.does(UnmarkMessage(ANA, MessageRef("C1", "5.0"), as_words=True, slip=slip))
    story.expect_shown(CARD)


def test_where_a_card_goes_on() -> None:
    moved = replace(an_incident(), home=Home("D0DIRECT1", None))
    assert "goes on in a direct message" in trouble_over(moved)
    assert "<#C0MISTAKE> again" in trouble_over(replace(moved, home=Home("C0MISTAKE", None)))
