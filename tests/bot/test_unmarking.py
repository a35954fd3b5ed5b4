"""A 📣 that is taken off again: who heard from us before is where they were."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.change import replace
from bot.chasing import UPDATE
from bot.commands import MarkMessage, MessageRef, UnmarkMessage
from bot.context import Context
from bot.customer_commands import Heard, Slip
from bot.effects import CARD
from bot.incident import Customer, Home, Incident, Severity
from bot.ledger import WordGiven
from bot.rhythm import untold
from bot.settings import Settings
from bot.wording import answers
from bot.wording.system import trouble_over
from tests.bot.story import ANA, BEN, Story
from tests.handlers.cases import an_incident

FIRST = datetime(2026, 11, 23, 10, tzinfo=UTC)
SLIP = FIRST + timedelta(hours=2)
CONTEXT = Context(SLIP, Settings(), {})
MESSAGE = MessageRef("C1", "5.0")
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
    after = untold(incident(ACME, first=FIRST), Slip(frozenset({SLIP}), left), CONTEXT)
    [acme] = after.customers
    assert (acme.told_at, acme.told_by, acme.words) == then
    assert [each.at for each in after.words_given] == [FIRST]
    assert after.first_told_at == FIRST


def test_who_heard_at_another_time_is_not_touched_and_was_first() -> None:
    bolt = Customer("Bolt", told_at=SLIP + timedelta(hours=1), told_by=ANA, words="Sorry")
    after = untold(incident(ACME, bolt, first=SLIP), Slip(frozenset({SLIP})), CONTEXT)
    assert after.customers[1] == bolt
    assert after.first_told_at == bolt.told_at


def test_the_card_is_shown_afresh() -> None:
    story = Story()
    slip = Slip(frozenset({SLIP}))
    story.does(UnmarkMessage(ANA, MessageRef("C1", "5.0"), as_words=True, slip=slip))
    story.expect_shown(CARD)


HOUR = timedelta(hours=1)


def slipped(story: Story) -> Story:
    """📣 on the wrong message, and off again."""
    at = story.now
    story.does(MarkMessage(story.who, MESSAGE, BEN, as_words=True))
    story.at_time(at + HOUR / 6)
    slip = Slip(frozenset({at}))
    return story.does(UnmarkMessage(story.who, MESSAGE, as_words=True, slip=slip))


def test_the_next_word_is_due_when_it_was() -> None:
    story = Story(Severity.HIGH, customers=("ACME",))
    due, since = story.incident.next_update_at, story.incident.update_since
    slipped(story.at(hours=1)).expect_answer(answers.words_unmarked(12, due))
    assert (story.incident.next_update_at, story.incident.update_since) == (due, since)
    assert story.incident.chases[UPDATE].due == due


def test_a_word_given_before_is_where_it_counts_from() -> None:
    story = Story(Severity.HIGH, customers=("ACME",)).at(hours=1)
    story.does(MarkMessage(story.who, replace(MESSAGE, ts="4.0"), BEN, as_words=True))
    due, since = story.incident.next_update_at, story.incident.update_since
    slipped(story.at(hours=2))
    assert (story.incident.next_update_at, story.incident.update_since) == (due, since)


def test_what_somebody_chose_since_stays() -> None:
    story = Story(Severity.HIGH, customers=("ACME",)).at(hours=1)
    at = story.now
    story.does(MarkMessage(story.who, MESSAGE, BEN, as_words=True))
    chosen = story.now + 5 * HOUR
    chose = replace(story.incident, next_update_at=chosen)
    after = untold(chose, Slip(frozenset({at})), story.context)
    assert after.next_update_at == chosen


def test_where_a_card_goes_on() -> None:
    moved = replace(an_incident(), home=Home("D0DIRECT1", None))
    assert "goes on in a direct message" in trouble_over(moved)
    assert "<#C0MISTAKE> again" in trouble_over(replace(moved, home=Home("C0MISTAKE", None)))
