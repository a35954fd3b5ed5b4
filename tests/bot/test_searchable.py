"""What is kept of an incident to find it by."""

from dataclasses import replace

from bot.incident import Customer
from bot.searchable import (
    EDITION,
    LESSON_KEY,
    SYSTEMIC_KEY,
    cause_key,
    debrief,
    happened,
    kept,
    keys,
    learned,
    number_key,
    tags,
)
from tests.bot.learned_story import at_the_debrief, debriefed
from tests.bot.ledger_story import LedgerStory
from tests.bot.story import ANA, BEN, Story


def test_the_words_of_what_happened_and_of_what_was_learned() -> None:
    found = kept(debriefed("We sent ACME the wrong invoice", tags="billing, Labels"))
    assert found
    words = found.words.split()
    assert len(words) == len(set(words))
    for word in ("acme", "invoice", "orders", "alike", "twice", "tag_billing", "tag_labels"):
        assert word in words
    assert "cause_not_foreseen" in words


def test_everyone_may_find_it_unless_it_is_private() -> None:
    story = Story(private=True)
    found = kept(story.incident)
    assert found
    assert found.readers == f" {ANA} "
    story.by(BEN).take("own_it")
    taken = kept(story.incident)
    assert taken
    assert taken.readers == f" {ANA} {BEN} "
    assert kept(Story().incident) == replace(found, readers=None)


def test_a_drill_is_not_found() -> None:
    assert kept(replace(Story().incident, drill=True)) is None


def test_tags_are_written_into_what_happened_or_noted_in_the_debrief() -> None:
    incident = Story(text="Wrong invoice #Billing #billing see &#39; C#1 #12 a#b").incident
    assert tags(incident) == ("billing",)
    assert tags(debriefed(tags=" #Labels;  late delivery,, 🙃")) == ("labels", "late delivery")


def test_before_the_debrief_nothing_of_it_is_known() -> None:
    incident = Story().incident
    assert (debrief(incident), cause_key(incident), learned(incident)) == ({}, "", ())


def test_whose_customer_it_was_is_part_of_what_happened() -> None:
    incident = replace(debriefed(), customers=(Customer("ACME"), Customer("🙃")))
    assert "ACME, 🙃" in happened(incident)
    found = kept(incident)
    assert found
    assert "customer_acme" in found.words.split()
    assert "customer_" not in found.words.split()


def test_what_customers_hear_and_the_tags_lead_to_it_and_are_not_what_happened() -> None:
    story = LedgerStory().promised("A refund of 40 euros")
    incident = at_the_debrief(story).fill_in("debrief", tags="Quagga").incident
    found = kept(incident)
    assert found
    assert {"refund", "40", "sorry", "quagga"} <= set(found.words.split())
    said = " ".join(happened(incident))
    with_messages = kept(incident, ["The van left"])
    assert with_messages
    assert with_messages.words == f"{found.words} van left"
    assert not any(word in said for word in ("refund", "sorry", "quagga"))


def test_what_is_asked_of_it_alone() -> None:
    fresh = Story().incident
    words = [found.words.split() for each in (fresh, debriefed()) if (found := kept(each))]
    assert [each[0] for each in words] == [EDITION, EDITION]
    assert number_key(fresh.number) in words[0]
    assert [LESSON_KEY in each for each in words] == [False, True]
    assert [SYSTEMIC_KEY in each for each in words] == [False, True]
    assert not set(keys(debriefed())) & {LESSON_KEY, SYSTEMIC_KEY, EDITION}
