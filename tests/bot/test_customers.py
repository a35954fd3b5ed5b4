"""Words to the customer, by form and by 📣, and the rhythm they set."""

from datetime import datetime, timedelta

import pytest

from bot import rhythm
from bot.chasing import UPDATE
from bot.commands import MessageRef
from bot.effects import CARD, EntryKind, Note, Record, Show, Unrecord
from bot.incident import Customer, Severity
from bot.wording import answers, contacts, notes
from tests.bot.story import ANA, BEN, CHANNEL, MONDAY, Story

HOUR = timedelta(hours=1)
MESSAGE = MessageRef(CHANNEL, "5.0")


def _key(story: Story) -> str:
    return f"told:{int(story.now.timestamp() * 1_000_000)}"


@pytest.mark.principle("P14")
def test_telling_everyone_sets_the_next_word() -> None:
    story = Story(Severity.HIGH, customers=("ACME", "Globex")).at(hours=1).tell("On it.")
    next_at = MONDAY + 3 * HOUR
    said = notes.told(ANA, "ACME and Globex", "On it.", "", next_at)
    story.expect(Show(CARD), Note(_key(story), said))
    story.expect_entry("Told ACME, Globex: On it.").expect_answer(contacts.told(next_at, ()))
    assert story.incident.customers == tuple(
        Customer(name, story.now, ANA, "", "On it.") for name in ("ACME", "Globex")
    )
    assert story.incident.next_update_at == next_at


def test_many_customers_are_named_as_far_as_it_helps() -> None:
    story = Story(customers=tuple("ABCDEFG")).tell("On it.")
    said = notes.told(ANA, "A, B, C and 4 more", "On it.", "", story.incident.next_update_at)
    assert Note(_key(story), said) in story.outcome.effects


def test_telling_one_of_them_earlier_today() -> None:
    story = Story(Severity.HIGH, start=MONDAY - HOUR, customers=("ACME", "Globex"))
    story.at(hours=1).tell("Sorry.", customers=("Globex",), way="phone", at=MONDAY - HOUR)
    assert story.incident.customers == (
        Customer("ACME", next_at=MONDAY + HOUR),
        Customer("Globex", MONDAY - HOUR, ANA, "phone", "Sorry.", MONDAY + 2 * HOUR),
    )
    assert (
        Record(EntryKind.WORDS, MONDAY - HOUR, ANA, "Told Globex, by phone: Sorry.")
        in story.outcome.effects
    )


def test_telling_a_customer_nobody_named() -> None:
    story = Story().tell("Sorry.")
    said = notes.told(ANA, "", "Sorry.", "", story.incident.next_update_at)
    assert Note(_key(story), said) in story.outcome.effects


def test_the_prompt_that_runs_alongside_says_the_new_time() -> None:
    story = (
        Story().settle("own_it").at(hours=1).tell().expect_shown(CARD, "prompt:keep_them_posted")
    )
    story.at(hours=2).fill_in("apologise")
    assert Show("prompt:keep_them_posted") in story.outcome.effects


def test_a_next_word_of_ones_own() -> None:
    story = Story().tell("More on Friday.", next_update_at=MONDAY + timedelta(days=4))
    assert story.incident.next_update_at == MONDAY + timedelta(days=4)
    assert story.incident.chases[UPDATE].due == MONDAY + timedelta(days=4)


@pytest.mark.parametrize("late", [MONDAY, MONDAY - HOUR])
def test_a_next_word_in_the_past(late: datetime) -> None:
    story = Story().tell("More soon.", next_update_at=late)
    story.expect_refusal(answers.next_word_past(late))


@pytest.mark.parametrize("words", ["", " ", "👍", ":+1:"])
def test_words_are_needed(words: str) -> None:
    Story().tell(words).expect_refusal(answers.words_needed())


def test_a_customer_who_is_not_on_the_card() -> None:
    story = Story(customers=("ACME",)).tell("Sorry.", customers=("ACME", "Globex"))
    story.expect_refusal(answers.unknown_customer("Globex"))


def test_telling_once_it_is_closed() -> None:
    Story().close(anyway="Enough").tell().expect_refusal(answers.incident_closed(12))


def test_telling_after_the_evidence_promises_no_further_word() -> None:
    story = Story(customers=("ACME",)).fill_in("show_the_evidence").tell("Thank you.")
    story.expect(Show(CARD), Note(_key(story), notes.told(ANA, "ACME", "Thank you.", "", None)))
    story.expect_answer(contacts.told(None, ())).expect_owed("step:own_it")
    assert "next word" not in str(story.outcome.effects)


def test_words_that_are_not_known_take_none_away() -> None:
    story = Story(customers=("ACME",)).tell("Sorry.", way="email").at(hours=1).mark(as_words=True)
    [acme] = story.incident.customers
    assert (acme.words, acme.told_by, acme.told_at) == ("Sorry.", BEN, story.now)
    known = rhythm.quoted(story.incident, story.now, "On its way.")
    assert [customer.words for customer in known.customers] == ["On its way."]
    assert rhythm.quoted(story.incident, MONDAY, "Late.") == story.incident


# The megaphone and the pin


def test_a_pin_goes_on_the_timeline_and_changes_nothing_else() -> None:
    story = Story()
    before = story.incident
    story.by(ANA).mark(as_words=False).expect_answer(answers.pinned(12))
    assert story.outcome.effects == (
        Record(EntryKind.PINNED, MONDAY, BEN, notes.entry_words_pending(), MESSAGE, ANA),
    )
    assert story.incident == before
    story.unmark(as_words=False).expect(Unrecord(EntryKind.PINNED, MESSAGE, ANA))
    story.expect_answer(answers.unpinned(12))


def test_a_megaphone_says_the_customer_was_told() -> None:
    story = Story(Severity.HIGH, customers=("ACME",)).at(hours=1).mark(as_words=True)
    story.expect_answer(answers.words_marked(12, MONDAY + 3 * HOUR)).expect_shown(CARD)
    assert story.incident.customers == (Customer("ACME", story.now, BEN),)
    assert story.incident.chases[UPDATE].since == story.now
    story.unmark(as_words=True).expect(Unrecord(EntryKind.WORDS, MESSAGE, ANA))
    story.expect_answer(answers.words_unmarked(12, MONDAY + 3 * HOUR))
    assert story.incident.next_update_at == MONDAY + 3 * HOUR


def test_a_megaphone_after_closing_is_only_noted() -> None:
    story = Story().close(anyway="Enough").mark(as_words=True)
    story.expect_answer(answers.words_marked(12, None)).expect()
    story.unmark(as_words=True).expect_answer(answers.words_unmarked(12, None))
