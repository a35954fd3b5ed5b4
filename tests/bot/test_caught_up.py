"""What was told before a customer was named is what the first ones named have heard."""

from dataclasses import replace

from bot.incident import Customer
from bot.rhythm import quoted
from bot.wording.card import next_word
from tests.bot.story import BEN, MONDAY, Story


def test_who_is_named_after_they_were_told_counts_as_told() -> None:
    story = Story().settle("own_it").add_details(customers=("Mrs Alvarez",))
    [customer] = story.incident.customers
    assert (customer.told_by, customer.way, customer.words) == (BEN, "phone", "This was us.")
    assert customer.told_at == MONDAY.replace(hour=9, minute=30)
    assert "Not yet told" not in next_word(story.incident)


def test_the_last_words_count_and_only_for_the_first_who_are_named() -> None:
    story = (
        Story().settle("own_it").at(hours=1).tell("It is on its way").add_details(customers=("A",))
    )
    assert story.incident.customers[0].words == "It is on its way"
    story.add_details(customers=("A", "B"))
    assert story.incident.customers[1].told_at is None


def test_marked_words_that_are_looked_up_count_as_well() -> None:
    story = Story().at(hours=1).mark(as_words=True)
    story.incident = quoted(story.incident, story.now, "We are on it")
    story.add_details(customers=("A",))
    assert story.incident.customers[0].words == "We are on it"


def test_nobody_told_nobody_heard() -> None:
    story = Story().add_details(customers=("A",))
    assert story.incident.customers == (Customer("A"),)


def test_a_customer_is_the_same_whatever_the_capitals() -> None:
    story = Story(customers=("ACME", "acme")).settle("own_it")
    assert [each.name for each in story.incident.customers] == ["ACME"]
    story.add_details(customers=("acme", "Globex", "globex"))
    assert [each.name for each in story.incident.customers] == ["ACME", "Globex"]
    assert story.incident.customers[0].words == "This was us."
    both = (Customer("ACME"), Customer("acme"))  # from before
    story.incident = replace(story.incident, customers=both)
    assert story.add_details(customers=("ACME", "acme")).incident.customers == both
