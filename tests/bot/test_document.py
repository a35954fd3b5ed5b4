"""One incident as a document: everything for us, and for a customer nothing but what is theirs."""

from dataclasses import replace

import pytest

from bot.customer_document import versions
from bot.document import whole
from bot.incident import Customer
from bot.learned import Said
from bot.markdown import md, quote
from bot.records import Record
from bot.wording import document as words
from tests.bot.exported import READER, a_record
from tests.bot.story import Story


def test_the_whole_document_has_everything() -> None:
    text = whole(a_record(), READER)
    assert text.startswith("# #12 =HYPERLINK(1) \\*Dave\\* dropped \\<it\\>")
    for part in (
        "Status: closed 23 Nov 2026, 11:00",
        "Owner: Ana",
        "From noticing to the first word: less than a minute",
        "### Own it: done (Ana",
        "### Put it right: skipped (Ana",
        "- Reason: Not \\| needed",
        "> \\- again",
        "> 1\\. and again",
        "- Who told the customer? Ben \\<b\\>",
        "- How? By phone",
        "Refund by Friday · by",
        "· kept",
        "A month for free · €80 · Ana · offered",
        "Scan twice · by 01 Dec 2027 · with Ben",
        "- By when? 01 Dec 2027",
        "A situation nobody had foreseen",
        "Dave is new here",
        "Closed over what was missing, because: They are content",
        "What they expected: The right invoice",
        "clock of Europe/Berlin",
    ):
        assert part in text, part


def test_an_incident_that_was_just_opened_has_a_document_too() -> None:
    text = whole(Record(Story().incident, ()), READER)
    assert "Customers: not known" in text and "### Own it: open" in text
    assert "## Promises" not in text and "## Timeline" not in text


def test_what_was_said_without_names_is_in_it_once_the_debrief_is_held() -> None:
    said = (Said("Labels are\n*alike*", ""), Said("", "The call came at once"))
    record = replace(a_record(), said=said)
    text = whole(record, READER)
    assert f"## {words.ANSWERS}" in text
    assert "What made this possible?\n\n- Labels are \\*alike\\*\n" in text
    assert "What went better than planned?\n\n- The call came at once\n" in text
    assert not any("alike" in each for _, each in versions(record, READER))
    early = whole(Record(Story().incident, (), said), READER)
    assert words.ANSWERS not in early and "alike" not in early


@pytest.mark.principle("P08")
def test_the_customer_gets_what_is_theirs_and_no_talk() -> None:
    [(name, text)] = versions(a_record(), READER)
    assert name == "ACME" and "For ACME" in text
    for theirs in (
        "Two orders were mixed up.",
        "This was us, and we are sorry.",
        "We deliver at noon.",
        "Refund by Friday",
        "A month for free",
        "> The new scanner",
    ):
        assert text.count(theirs) == 1, theirs
    for ours in ("Dave", "Ana", "Ben", "Lea", "labels", "HYPERLINK", "content", "not_foreseen"):
        assert ours not in text, ours
    assert "\n> A message from the thread" not in text


def test_no_customer_reads_of_another() -> None:
    found = dict(versions(a_record("ACME", "Bolt"), READER))
    assert set(found) == {"ACME", "Bolt"}
    assert "Bolt" not in found["ACME"] and "ACME" not in found["Bolt"]
    assert "Refund by Friday" in found["ACME"] and "Refund by Friday" not in found["Bolt"]
    assert "A call" in found["Bolt"] and "Nearly there." in found["Bolt"]
    assert "We deliver at noon." not in found["ACME"]


def test_where_none_or_many_are_named_there_is_one_version() -> None:
    record = a_record()
    many = tuple(Customer(f"Customer {number}") for number in range(30))
    for customers in ((), many):
        incident = replace(record.incident, customers=customers)
        [(name, text)] = versions(Record(incident, record.entries), READER)
        assert name == "" and "For " not in text and "Customer 1" not in text
    assert words.customer_title(3, "") == "#3: for the customer"
    assert words.customer_title(3, "ACME") == "#3: for ACME"
    assert words.full_title(3).startswith("#3")


def test_where_nothing_was_said_yet_it_says_so() -> None:
    [(_, text)] = versions(Record(Story().incident, ()), READER)
    assert words.NOTHING_YET in text and "clock" not in text
    [(_, timed)] = versions(a_record(), READER)
    assert "clock of Europe/Berlin" in timed


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a_b *c*", "a\\_b \\*c\\*"),
        ("# x", "\\# x"),
        ("[x](http://y)", "\\[x\\](http://y)"),
        ("- x", "\\- x"),
        ("12. x", "12\\. x"),
        ("two\nlines", "two lines"),
    ],
)
def test_what_people_write_is_no_markdown(raw: str, shown: str) -> None:
    assert md(raw) == shown


def test_a_quotation_keeps_its_lines() -> None:
    assert quote("a\n\n+ b") == "> a  \n>\n> \\+ b  \n"
