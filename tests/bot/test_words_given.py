"""Promised words that came are remembered, with the time they were promised for (P14)."""

from datetime import timedelta

import pytest

from bot.ledger import WordGiven
from tests.bot.story import MONDAY, Story


@pytest.mark.principle("P14")
def test_a_word_in_time_and_one_too_late() -> None:
    story = Story(customers=("ACME",))
    first = story.incident.next_update_at
    assert first is not None
    story.at(hours=1).tell()
    second = story.incident.next_update_at
    assert second is not None
    story.at(days=9).tell()
    given = story.incident.words_given
    assert given == (
        WordGiven(first, MONDAY + timedelta(hours=1)),
        WordGiven(second, MONDAY + timedelta(days=9)),
    )
    assert [each.in_time for each in given] == [True, False]


def test_of_several_customers_it_is_the_promise_to_whoever_was_told() -> None:
    story = Story(customers=("ACME", "Bolt"))
    everyone = story.incident.next_update_at
    later = MONDAY + timedelta(days=3)
    story.at(hours=1).tell(customers=("ACME",), next_update_at=later)
    story.at(hours=2).tell(customers=("ACME",))
    story.at(hours=3).tell(customers=("Bolt",))
    assert [each.due for each in story.incident.words_given] == [everyone, later, everyone]
