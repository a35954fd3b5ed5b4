"""First drafts: ours, in the first person, with no “but”, and with gaps only a person can fill."""

import re
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import Span
from bot.drafts import draft
from bot.forms import ARTEFACTS
from bot.incident import Severity
from bot.language import Category, Circle, House, remarks
from bot.ledger_commands import FinishAction
from bot.people import Person
from bot.playbook import FULL
from bot.reviewing import words_field
from bot.settings import CoachMode, LanguageSettings, Settings
from bot.wording.drafts import DRAFTS, GAP
from tests.bot.story import ANA, MONDAY, Story, people

FOR_CUSTOMERS = ("own_it", "apologise", "explain", "make_it_up", "show_the_evidence")

# What people write on a bad day, for colleagues' eyes.
TITLES = (
    "We sent ACME the wrong invoice",
    "wrong table delivered to the Lindqvists!!",
    "Dave screwed up the order again",
    "support dropped the ball on the Reyes booking, as usual",
    "the customer should have read the terms",
    "our courier let them down",
    "human error in the pharmacy: two labels swapped",
    "Refund promised, will be paid as soon as possible",
    "an error occurred in billing",
    "Falsche Rechnung an die Firma Kunz geschickt",
    "la mesa equivocada",
    "🔥🔥 everything is late",
    "Sorry if this is the wrong channel, but the cake was blue",
    "<@U012AB> told the guests there was no room",
    "https://example.com/ticket/12 wrong meds",
    "x" * 300,
    "It was only a handful of customers, nobody noticed",
    "the temp was let go over this",
    "[what went wrong]",
    "someone, probably night shift, left the freezer open. 40 kg of fish. it stinks. help",
)
CUSTOMERS = ((), ("ACME",), ("Mrs Lindqvist", "The Reyes family"), ("A & B <Ltd>", "B", "C", "D"))
EXPECTED = ("", "One invoice for March", "that Dave had done his job", "Delivery before noon.")


def drafts(story: Story) -> dict[str, str]:
    """Every draft for a customer, by step."""
    return {step: draft(story.incident, step, story.context) for step in FOR_CUSTOMERS}


def fit_to_be_sent(story: Story) -> bool:
    around = Circle(customers=tuple(each.name for each in story.incident.customers))
    return not any(remarks(text, around, House()) for text in drafts(story).values())


@pytest.mark.principle("P04")
@pytest.mark.parametrize("step", FOR_CUSTOMERS)
def test_a_draft_keeps_to_the_teaching(step: str) -> None:
    story = Story()
    text = draft(story.incident, step, story.context)
    assert text.startswith("Hello [name],")
    assert re.search(r"\b(we|our|I)\b", text)
    assert not re.search(r"\b(but|if|unfortunately|regret|inconvenience)\b", text, re.IGNORECASE)


@pytest.mark.parametrize("title", TITLES)
def test_the_review_finds_nothing_in_any_draft(title: str) -> None:
    for customers in CUSTOMERS:
        for expected in EXPECTED:
            story = Story(text=title, customers=customers, expected=expected)
            assert fit_to_be_sent(story), (title, customers, expected)


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=60))
def test_nor_in_one_of_any_words(title: str, customer: str, expected: str) -> None:
    asked: dict[str, Any] = {"text": f"x {title}", "customers": (f"x {customer}",)}
    assert fit_to_be_sent(Story(expected=expected, **asked))


def test_what_was_noted_on_the_way_is_used_and_left_out_where_it_may_hurt() -> None:
    story = Story(known={ANA: Person(ANA, "Ana Lima")}).settle("own_it", "explain", "make_it_up")
    texts = drafts(story.settle("prevent_it").does(FinishAction(ANA, "1")))
    assert "This is Ana Lima." in texts["own_it"]
    assert "We would like to do more: A month for free." in texts["make_it_up"]
    assert "so that it does not happen again: Scan twice." in texts["show_the_evidence"]
    handle = drafts(Story(known={ANA: Person(ANA, "ana.l")}))
    assert "This is [your name]." in handle["own_it"]
    lenient = Settings(language=LanguageSettings(CoachMode.OFF, muted=frozenset(Category)))
    blaming = Story(text="Dave screwed up the order again", customers=("ACME",), settings=lenient)
    text = draft(blaming.incident, "own_it", blaming.context)
    assert "Dave" not in text
    assert "We made a mistake: [what went wrong]." in text
    assert "Hello ACME," in text
    several = Story(customers=("ACME", "Globex"))
    assert draft(several.incident, "own_it", several.context).startswith("Hello,\n\n")


def test_a_customer_whose_name_reads_like_half_an_apology_is_left_to_be_named() -> None:
    customers = ("Sorry, but it was only a handful",)
    story = Story(text="We sent the wrong invoice", customers=customers)
    assert all(text.startswith("Hello [name],") for text in drafts(story).values())
    assert "We sent the wrong invoice" in drafts(story)["own_it"]


@pytest.mark.parametrize("step", FOR_CUSTOMERS)
def test_every_gap_is_one_that_keeps_a_form_from_being_noted(step: str) -> None:
    text = draft(Story().incident, step, Story().context)
    gaps = re.findall(r"\[[^\]]*\]", text)
    assert gaps
    assert all(GAP.fullmatch(gap) for gap in gaps)


@pytest.mark.parametrize(
    ("step", "field"),
    [*zip(FOR_CUSTOMERS, ("words", "words", "words", "offer", "shown"), strict=True)],
)
def test_a_draft_has_its_place_in_the_form(step: str, field: str) -> None:
    found = FULL.step(step)
    assert found and words_field(found) == field


@pytest.mark.parametrize("step", ["put_it_right", "prevent_it", "debrief", "unheard_of"])
def test_no_draft_where_no_words_go_to_a_customer(step: str) -> None:
    story = Story()
    assert draft(story.incident, step, story.context) == ""
    found = FULL.step(step)
    assert found is None or words_field(found) is None


def test_a_draft_says_what_is_known() -> None:
    story = Story(
        text="We sent the wrong invoice",
        customers=("ACME", "Globex", "Initech", "Umbrella"),
        expected="One invoice for March",
        known=people({ANA: "Asia/Kolkata"}),
    )
    text = draft(story.incident, "own_it", story.context)
    assert text.startswith("Hello,\n\n")  # none of them is told about the others
    assert "We made a mistake. We sent the wrong invoice." in text
    assert "You were counting on us for this: One invoice for March." in text
    assert "by Tuesday at 15:30." in text  # on the owner's clock


def test_what_was_noted_for_colleagues_is_not_read_out_to_the_customer() -> None:
    story = Story(
        text="wrong table delivered!! customer furious",
        customers=("ACME",),
        expected="Delivery on Friday, and they paid $200",
    )
    texts = drafts(story)
    for step in ("own_it", "apologise"):
        assert "We made a mistake: [what went wrong]." in texts[step]
        assert "You were counting on us for [what they expected]" in texts[step]
    assert "promised" not in texts["explain"]  # they may not have heard from us yet
    ours = drafts(Story(text="We sent ACME the wrong invoice", customers=("ACME",)))
    assert "We made a mistake. We sent you the wrong invoice." in ours["own_it"]


@pytest.mark.parametrize(
    ("span", "minutes", "said"),
    [
        (Span(working_days=1), 0, "by Tuesday at 10:00."),
        (Span(working_days=1), 17, "by Tuesday at 10:00."),  # a little earlier, on the half hour
        (Span(working_days=5), 17, "by Monday 30 November at 10:00."),
        (Span(hours=0.5), 17, "by Monday at 10:47."),  # no time to be earlier
        (Span(hours=2), 43, "by Monday at 12:30."),
    ],
)
def test_the_next_word_is_the_one_that_noting_it_will_promise(
    span: Span, minutes: int, said: str
) -> None:
    settings = Settings(update_spans=dict.fromkeys(Severity, span))
    story = Story(settings=settings).at_time(MONDAY + timedelta(minutes=minutes))
    assert all(said in text or said[:-1] in text for text in drafts(story).values())


def test_every_form_for_the_customer_has_a_draft() -> None:
    assert set(DRAFTS) == {key for key, form in ARTEFACTS.items() if form.told_customer}
