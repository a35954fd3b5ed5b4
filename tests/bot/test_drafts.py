"""First drafts: ours, in the first person, with no “but”, and with gaps only a person can fill."""

import re
from datetime import timedelta

import pytest

from bot.drafts import draft, words_field
from bot.playbook import FULL
from bot.wording.drafts import DRAFTS
from tests.bot.story import ANA, MONDAY, Story, people

FOR_CUSTOMERS = ("own_it", "apologise", "explain", "make_it_up", "show_the_evidence")


@pytest.mark.parametrize("step", FOR_CUSTOMERS)
def test_a_draft_keeps_to_the_teaching(step: str) -> None:
    story = Story()
    text = draft(story.incident, step, story.context)
    assert text.startswith("Hello [name],")
    assert re.search(r"\b(we|our|I)\b", text)
    assert not re.search(r"\b(but|if|unfortunately|regret|inconvenience)\b", text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("step", "field"),
    [*zip(FOR_CUSTOMERS, ("words", "words", "words", "offer", "shown"), strict=True)],
)
def test_a_draft_has_its_place_in_the_form(step: str, field: str) -> None:
    assert words_field(step, Story().incident) == field


@pytest.mark.parametrize("step", ["put_it_right", "prevent_it", "debrief", "unheard_of"])
def test_no_draft_where_no_words_go_to_a_customer(step: str) -> None:
    story = Story()
    assert draft(story.incident, step, story.context) == ""
    assert words_field(step, story.incident) is None


def test_a_draft_says_what_is_known() -> None:
    story = Story(
        text="We sent the wrong invoice",
        customers=("ACME", "Globex", "Initech", "Umbrella"),
        expected="One invoice for March",
        known=people({ANA: "Asia/Kolkata"}),
    )
    text = draft(story.incident, "own_it", story.context)
    assert "Hello ACME, Globex, Initech," in text
    assert "We made a mistake. We sent the wrong invoice." in text
    assert "You were counting on us for this: One invoice for March." in text
    assert "by Tuesday at 15:30." in text  # on the owner's clock


@pytest.mark.parametrize("minutes", [0, 24 * 60, 24 * 60 + 1])
def test_a_next_word_that_is_past_is_a_gap(minutes: int) -> None:
    story = Story().at_time(MONDAY + timedelta(minutes=minutes))
    gap = "[day and time]" in draft(story.incident, "apologise", story.context)
    assert gap is (minutes >= 24 * 60)


def test_without_a_promised_word_there_is_a_gap() -> None:
    story = Story().settle("own_it", "show_the_evidence")
    assert "[day and time]" in draft(story.incident, "apologise", story.context)


def test_every_form_for_the_customer_has_a_draft() -> None:
    assert set(DRAFTS) == {step.artefact for step in FULL.steps if step.id in FOR_CUSTOMERS}
