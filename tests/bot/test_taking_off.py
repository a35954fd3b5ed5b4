"""A customer who was named by mistake is taken off, and what was said to them is not forgotten."""

from datetime import timedelta

from bot.customer_commands import TakeOffCustomer
from bot.incident import Severity
from bot.ledger_commands import MakePromise
from bot.wording import answers, contacts
from bot.wording import taking_off as words
from tests.bot.story import ANA, Story

MANY = tuple(f"C{number}" for number in range(200))


def take_off(story: Story, customer: str, *, told_too: bool = False) -> Story:
    return story.does(TakeOffCustomer(ANA, customer, told_too))


def names(story: Story) -> list[str]:
    return [each.name for each in story.incident.customers]


def test_a_wrong_one_of_many_is_taken_off_and_the_timeline_says_so() -> None:
    story = take_off(Story(Severity.HIGH, customers=MANY), "C7")
    assert len(names(story)) == 199 and "C7" not in names(story)
    story.expect_entry("Details added, and no longer on the card: C7")
    story.expect_answer(words.taken_off("C7"))
    take_off(story, "C7").expect_refusal(contacts.gone())


def test_who_was_told_is_taken_off_only_if_that_is_meant() -> None:
    story = Story(Severity.HIGH, customers=("ACME", "Globex")).at(hours=1)
    story.tell("On it.", customers=("ACME",))
    assert story.incident.first_told_at == story.now
    take_off(story, "ACME").expect_refusal(words.told())
    take_off(story, "ACME", told_too=True)
    assert names(story) == ["Globex"]
    assert story.incident.first_told_at is None


def test_who_was_promised_something_stays() -> None:
    story = Story(Severity.HIGH, customers=("ACME", "Globex"))
    story.does(MakePromise(ANA, "A refund", story.now + timedelta(days=1), customers=("ACME",)))
    take_off(story, "ACME", told_too=True).expect_refusal(words.promised())
    take_off(story, "Globex")
    assert names(story) == ["ACME"]


def test_nothing_changes_once_it_is_closed() -> None:
    story = Story(customers=("ACME",)).close("They left")
    take_off(story, "ACME").expect_refusal(answers.incident_closed(story.incident.number))
