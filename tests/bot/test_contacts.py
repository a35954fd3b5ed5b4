"""Whom the customers heard it from, what each can rely on, and setting a record right."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot import rhythm
from bot.chasing import UPDATE
from bot.contacts import CUSTOMERS_MOST, NAME_LENGTH
from bot.customer_commands import CorrectContact
from bot.effects import Record, Show
from bot.heard import promises_to, standing, waiting
from bot.incident import Customer, Incident, Severity
from bot.ledger_commands import MakePromise
from bot.wording import answers
from bot.wording import contacts as words
from bot.wording.card import next_word
from tests.bot.story import ANA, BEN, MONDAY, Story

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def fix(story: Story, customer: str, **changes: Any) -> Story:
    """The record of that customer as it stands, with some of it changed."""
    kept = next(each for each in story.incident.customers if each.name == customer)
    asked: dict[str, Any] = {
        "name": kept.name,
        "told_by": kept.told_by,
        "told_at": kept.told_at,
        "way": kept.way,
        "words": kept.words,
        "next_at": rhythm.next_to(story.incident, kept),
    }
    return story.does(CorrectContact(story.who, customer, **{**asked, **changes}))


def due(story: Story) -> dict[str, str]:
    """When each customer hears from us next: "Mon 13:00"."""
    return {
        each.name: f"{at:%a %H:%M}" if (at := rhythm.next_to(story.incident, each)) else "never"
        for each in story.incident.customers
    }


def card(incident: Incident) -> str:
    """What the card says about words and promises."""
    return next_word(incident)


# One by one


@pytest.mark.principle("P14")
def test_whoever_is_not_told_is_not_forgotten_because_another_was() -> None:
    story = Story(Severity.HIGH, customers=("ACME", "Globex")).at(hours=1)
    story.tell("On it.", customers=("ACME",))
    assert due(story) == {"ACME": "Mon 13:00", "Globex": "Mon 12:00"}
    assert story.incident.chases[UPDATE].due == MONDAY + 2 * HOUR
    assert [each.name for each in rhythm.next_in_turn(story.incident)] == ["Globex"]
    story.expect_answer(words.told(MONDAY + 3 * HOUR, story.incident.customers[1:]))
    assert "*Told:* same words to 1 of 2 · *Not yet told:* Globex" in card(story.incident)
    assert "*Next word to Globex:*" in card(story.incident)
    story.at(hours=1.5).tell("On it.", customers=("Globex",))
    assert due(story) == {"ACME": "Mon 13:00", "Globex": "Mon 13:30"}
    assert story.incident.chases[UPDATE].due == MONDAY + 3 * HOUR
    story.at(hours=2).tell("Solved.")
    assert due(story) == {"ACME": "Mon 14:00", "Globex": "Mon 14:00"}
    assert not rhythm.apart(story.incident)


def test_all_of_them_by_name_is_everybody() -> None:
    story = Story(customers=("ACME", "Globex")).tell("On it.", customers=("Globex", "ACME"))
    assert not rhythm.apart(story.incident)
    assert "*Told:* same words to all 2" in card(story.incident)


def test_told_in_words_that_nobody_noted() -> None:
    story = Story(customers=("ACME", "Globex")).fill_in("own_it", words="")
    assert "*Told:* all 2" in card(story.incident).splitlines()
    story.tell("On it.", customers=("ACME",))
    assert "*Told:* all 2, not all in the same words" in card(story.incident)


def test_somebody_new_joins_the_card_and_is_told() -> None:
    story = Story(Severity.HIGH, customers=("ACME",)).at(hours=1)
    story.tell("On it.", new=(" Globex\nLtd ", "acme", "GLOBEX LTD", " \u200b"), told_by=BEN)
    assert [each.name for each in story.incident.customers] == ["ACME", "Globex Ltd"]
    assert {each.told_by for each in story.incident.customers} == {BEN}
    story.expect_entry("Told ACME, Globex Ltd: On it.")
    story.at(hours=1.5).tell("And you.", new=("Initech",))
    assert due(story) == {"ACME": "Mon 13:00", "Globex Ltd": "Mon 13:00", "Initech": "Mon 13:30"}
    story.at(hours=1.6).add_details(customers=("ACME", "Initech", "Umbrella"))
    assert due(story) == {"ACME": "Mon 13:00", "Initech": "Mon 13:30", "Umbrella": "Mon 13:00"}


def test_where_nobody_was_named_a_new_one_is_all_there_is() -> None:
    story = Story().tell("On it.", new=("ACME",), way="letter")
    assert [each.way for each in story.incident.customers] == ["letter"]
    assert not rhythm.apart(story.incident)


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (("x" * (NAME_LENGTH + 1),), words.name_too_long(NAME_LENGTH)),
        (tuple(f"C{n}" for n in range(CUSTOMERS_MOST)), words.too_many(CUSTOMERS_MOST)),
    ],
)
def test_names_that_do_not_fit(new: tuple[str, ...], refusal: answers.Answer) -> None:
    Story(customers=("ACME",)).tell("On it.", new=new).expect_refusal(refusal)


def test_taken_off_the_card_nobody_waits_for_them() -> None:
    story = Story(Severity.HIGH, customers=("ACME", "Globex")).at(hours=1)
    story.tell("On it.", customers=("ACME",)).add_details(customers=("ACME",))
    assert due(story) == {"ACME": "Mon 13:00"}
    assert story.incident.next_update_at == MONDAY + 3 * HOUR
    story.add_details(customers=())
    assert story.incident.next_update_at == MONDAY + 3 * HOUR


def test_after_the_rhythm_each_has_what_was_promised_to_them() -> None:
    story = Story(customers=("ACME", "Globex")).fill_in("show_the_evidence")
    story.tell("Until Friday.", customers=("ACME",), next_update_at=MONDAY + 4 * DAY)
    assert due(story) == {"ACME": "Fri 10:00", "Globex": "never"}
    assert "*Next word to ACME:*" in card(story.incident)
    story.tell("Done.", customers=("ACME",))
    assert "*Next word to the customer:* none promised" in card(story.incident)
    assert story.incident.next_update_at is None
    assert story.incident.update_since is None


# On the card


def test_two_hundred_customers_make_a_card_one_can_read() -> None:
    names = tuple(f"Customer {n}" for n in range(200))
    story = Story(Severity.HIGH, customers=names)
    assert "*Not yet told:* all 200" in card(story.incident)
    story.at(hours=1).tell("On it.", customers=names[:3])
    said = "*Told:* same words to 3 of 200 · *Not yet told:* Customer 3, Customer 4, Customer 5 and"
    assert f"{said} 194 more" in card(story.incident)
    assert "*Next word to Customer 3, Customer 4, Customer 5 and 194 more:*" in card(story.incident)
    for place in range(3, 6):
        story.at(hours=1, minutes=place).tell("On it, too.", customers=(names[place],))
    assert "*Told:* 6 of 200, not all in the same words" in card(story.incident)
    assert "2 more customers are promised a word later" in card(story.incident)
    assert len(card(story.incident)) < 1500
    story.at(hours=2).tell("All of you.")
    assert "*Told:* same words to all 200" in card(story.incident)
    assert "*Next word to the customer:*" in card(story.incident)


def test_one_more_waits_until_later() -> None:
    story = Story(Severity.HIGH, customers=tuple("ABCD"))
    for place, name in enumerate("ABC"):
        story.at(hours=1, minutes=place).tell("On it.", customers=(name,))
    assert "One more customer is promised a word later" in card(story.incident)
    assert [len(who) for _, who in waiting(story.incident)] == [1, 1, 1, 1]


def test_the_only_customer() -> None:
    story = Story(customers=("ACME",))
    assert "*Not yet told:* ACME" in card(story.incident)
    assert "*Last word to them:* by phone, <" in card(story.tell(way="phone").incident)
    assert "*Last word to them:* <" in card(Story(customers=("A",)).tell().incident)
    assert "told" not in card(Story().tell().incident)


def test_words_by_a_message_count_as_the_same() -> None:
    story = Story(customers=("ACME", "Globex")).mark(as_words=True)
    assert standing(story.incident).same_words
    assert "It counts for all 2 customers" in str(story.outcome.answer)


# One record


def test_a_record_says_all_there_is() -> None:
    story = Story(customers=("ACME", "Globex")).tell("On *it*.", way="in_person", told_by=BEN)
    story.does(MakePromise(ANA, "refund", MONDAY + DAY, customers=("ACME",)))
    acme, globex = story.incident.customers
    promises = promises_to(story.incident, acme)
    assert promises_to(story.incident, globex) == ()
    said = words.record(acme, ANA, story.incident.next_update_at, promises)
    for part in (
        f"<@{BEN}> speaks to them",
        "last word: in person, <",
        "“On",
        "Promised: “refund”",
    ):
        assert part in said
    assert "The same words" in words.record(globex, ANA, None, (), above=acme)
    many = words.record(Customer("A"), ANA, None, promises * 3)
    assert "not yet told" in many
    assert "and 1 more promise" in many
    assert "Nothing is promised" in words.record(Customer("A", MONDAY), ANA, None, ())


def test_setting_a_record_right() -> None:
    story = Story(Severity.HIGH, customers=("ACNE", "Globex")).at(hours=1).tell("On it.")
    story.does(MakePromise(ANA, "refund", MONDAY + DAY, customers=("ACNE",)))
    right = {"way": "phone", "words": "We are on it.", "told_by": BEN, "told_at": MONDAY + HOUR / 2}
    fix(story, "ACNE", name=" ACME ", **right)
    assert story.incident.customers[0] == Customer(
        "ACME", MONDAY + HOUR / 2, BEN, "phone", "We are on it."
    )
    assert story.incident.promises["1"].customers == ("ACME",)
    assert story.incident.first_told_at == MONDAY + HOUR / 2
    assert Show("promise:1") in story.outcome.effects
    story.expect_entry(words.entry_renamed("ACME", "ACNE")).expect_answer(words.corrected("ACME"))
    fix(story, "Globex", told_at=None, told_by=None, words="", way="carrier pigeon")
    assert story.incident.customers[1] == Customer("Globex")
    fix(story, "ACME", told_at=None)
    assert story.incident.first_told_at is None


def test_another_next_word_for_one_of_them() -> None:
    story = Story(Severity.HIGH, customers=("ACME", "Globex")).tell("On it.")
    fix(story, "ACME", next_at=MONDAY + HOUR)
    assert due(story) == {"ACME": "Mon 11:00", "Globex": "Mon 12:00"}
    assert story.incident.chases[UPDATE].due == MONDAY + HOUR
    fix(story, "ACME", next_at=None)
    assert due(story) == {"ACME": "never", "Globex": "Mon 12:00"}


def test_when_they_were_first_told_stays_as_somebody_said() -> None:
    story = Story(customers=("ACME",)).tell("On it.")
    story.add_details(first_told_at=MONDAY - DAY)
    fix(story, "ACME", told_at=MONDAY - HOUR)
    assert story.incident.first_told_at == MONDAY - DAY


def test_a_record_can_be_set_right_once_it_is_closed() -> None:
    story = Story(customers=("ACME",)).tell("On it.").close(anyway="Enough")
    fix(story, "ACME", words="We are on it.", next_at=MONDAY + DAY)
    assert story.incident.customers[0].words == "We are on it."
    assert story.incident.next_update_at is None
    assert [type(each) for each in story.outcome.effects] == [Show, Record]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": " \u200b "}, words.name_needed()),
        ({"name": "x" * (NAME_LENGTH + 1)}, words.name_too_long(NAME_LENGTH)),
        ({"name": "globex"}, words.name_taken()),
        ({"told_at": MONDAY + DAY}, words.told_in_the_future()),
        ({"next_at": MONDAY - HOUR}, answers.next_word_past(MONDAY - HOUR)),
    ],
)
def test_what_cannot_be_on_record(changes: dict[str, object], refusal: answers.Answer) -> None:
    story = Story(customers=("ACME", "Globex")).tell("On it.")
    fix(story, "ACME", **changes).expect_refusal(refusal)


def test_two_who_are_called_nearly_the_same() -> None:
    story = fix(Story(customers=("ACME", "ACME Ltd")), "ACME", way="phone")
    assert [each.way for each in story.incident.customers] == ["phone", ""]


def test_a_next_word_that_has_passed_may_stay() -> None:
    story = Story(Severity.HIGH, customers=("ACME",)).tell("On it.").at(hours=5)
    fix(story, "ACME", way="phone")
    assert story.incident.customers[0].way == "phone"


def test_a_customer_who_is_gone() -> None:
    Story().does(CorrectContact(ANA, "ACME", "ACME")).expect_refusal(words.gone())


def test_who_was_promised_no_word_waits_for_none() -> None:
    incident = Story(customers=("ACME", "Globex")).incident
    acme, globex = incident.customers
    incident = replace(incident, customers=(replace(acme, next_at=MONDAY + DAY), globex))
    assert [(at, [each.name for each in who]) for at, who in waiting(incident)] == [
        (MONDAY + DAY, ["ACME"])
    ]
