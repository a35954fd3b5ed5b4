"""Each customer's document holds what is known to be theirs, and nothing else (P08)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands import MessageRef
from bot.customer_document import versions
from bot.effects import EntryKind
from bot.incident import Customer, Incident
from bot.ports import Entry
from bot.records import Record
from bot.told import somebody_else, told_in
from bot.wording import contacts, notes
from tests.bot.exported import READER, a_record
from tests.bot.story import BEN, MONDAY, Story

pytestmark = pytest.mark.principle("P08")


def record(customers: tuple[str, ...], *texts: str, incident: Incident | None = None) -> Record:
    """These lines on its timeline; one that is no line of ours stands for a message."""
    at = [MONDAY + timedelta(minutes=number) for number in range(len(texts))]
    entries = tuple(
        Entry(number, _kind(text), at[number], BEN, text, _message(text, number))
        for number, text in enumerate(texts)
    )
    named = tuple(map(Customer, customers))
    return Record(replace(incident or Story().incident, customers=named), entries)


def _kind(text: str) -> EntryKind:
    ours = text.startswith(("The contact record", "Details"))
    return EntryKind.STATE if ours else EntryKind.WORDS


def _message(text: str, number: int) -> MessageRef | None:
    ours = text.startswith(("The contact record", "Details", "Told"))
    return None if ours else MessageRef("C1", f"{number}.1")


def documents(found: Record) -> dict[str, str]:
    return dict(versions(found, READER))


def test_a_customer_does_not_read_our_line_about_them() -> None:
    told = notes.entry_told("It was us.", "ACME", "by phone")
    [text] = documents(record(("ACME",), told)).values()
    assert "> It was us." in text and "Told" not in text and "by phone" not in text


def test_words_to_one_who_is_no_longer_on_the_card_are_nobodys() -> None:
    lines = ("Told ACME, Bolt, by email: To both.", "Told Bolt: To Bolt.", "Told ACME: To ACME.")
    [text] = documents(record(("ACME",), *lines, "A message")).values()
    assert "To ACME." in text
    for other in ("Bolt", "A message"):
        assert other not in text


def test_what_was_meant_for_whoever_it_was_is_theirs_while_there_is_nobody_else() -> None:
    lines = ("Told the customer: To you.", "A message", "Told ACME")
    [text] = documents(record(("ACME",), *lines)).values()
    assert "> To you." in text and "> A message" in text
    taken_off = notes.entry_taken_off("Bolt")
    [text] = documents(record(("ACME",), *lines, taken_off)).values()
    assert "To you." not in text and "A message" not in text


def test_each_gets_what_went_to_them_alone_or_among_others() -> None:
    lines = ("Told ACME, Bolt: To both.", "Told Bolt, in person: To Bolt.", "Told ACME: To ACME.")
    found = documents(record(("ACME", "Bolt"), *lines))
    assert "To both." in found["ACME"] and "To both." in found["Bolt"]
    assert "To Bolt." not in found["ACME"] and "To ACME." not in found["Bolt"]


def test_what_went_to_all_of_many_is_everybodys_while_all_have_stayed() -> None:
    names = tuple("ABCDE")
    line = notes.entry_told("To all.", contacts.plainly(tuple(map(Customer, names))))
    assert all("To all." in text for text in documents(record(names, line)).values())
    left = record(names, line, notes.entry_taken_off("F"))
    assert all("To all." not in text for text in documents(left).values())
    many = tuple(f"Customer {number}" for number in range(30))
    line = notes.entry_told("To all.", contacts.plainly(tuple(map(Customer, many))))
    [text] = documents(record(many, line, "Told Customer 1: To one.")).values()
    assert "To all." in text and "To one." not in text


def test_names_that_look_alike_give_nothing_away() -> None:
    twice = record(("ACME", "Bolt", "ACME, Bolt"), "Told ACME, Bolt: Words.")
    assert [each.to for each in told_in(twice)] == [frozenset()]
    longer = record(("ACME", "ACME: B"), "Told ACME: B: Words.")
    assert [each.to for each in told_in(longer)] == [frozenset()]


def test_who_was_called_otherwise_is_still_the_same() -> None:
    lines = (
        "Told ACMEE: At first.",
        contacts.entry_renamed("ACNE", "ACMEE"),
        "Told ACNE: Then.",
        contacts.entry_renamed("ACME", "ACNE"),
        "Told ACME: At last.",
    )
    found = record(("ACME",), *lines)
    [text] = documents(found).values()
    assert not somebody_else(found)
    assert all(words in text for words in ("At first.", "Then.", "At last."))


def test_what_was_done_for_one_of_several_is_not_shown_to_the_others() -> None:
    incident = a_record("ACME", "Bolt").incident
    said = ("Two orders were mixed up.", "A month for free", "The new scanner")
    lines = [notes.entry_told(each, "ACME", "by email") for each in said]
    found = documents(record(("ACME", "Bolt"), *lines, incident=incident))
    for each in said:
        assert found["ACME"].count(each) == 1, each
        assert each not in found["Bolt"], each
    alone = documents(record(("Bolt",), incident=incident))["Bolt"]
    assert "Refund by Friday" not in alone and "A month for free" not in alone
