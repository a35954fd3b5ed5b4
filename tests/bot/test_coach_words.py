"""What the coach and the review say: about words, never about the one who wrote them."""

import re

import pytest

from bot.language import Category, Lack, Surface
from bot.language import review as check
from bot.settings import CoachMode
from bot.wording import coach, language, review
from bot.wording.drafts import GAP, NEXT_WORD_GAP


def test_every_category_has_a_name_and_a_teaching() -> None:
    assert set(coach.CATEGORIES) == set(coach.TEACHINGS) == set(Category)
    assert set(language.COACH_MODES) == set(CoachMode)


@pytest.mark.parametrize("category", [*Category, "of a later version"])
def test_a_teaching_is_short_and_scolds_nobody(category: str) -> None:
    said = coach.teaching(category)
    assert len(said) < 420
    assert not any(word in said.lower() for word in ("you should", "don’t", "wrong of", "p0"))
    assert said.endswith(".")


def test_a_nudge_has_the_words_why_and_what_to_say() -> None:
    said = coach.nudge("Dave <did> it", "It names one person.", "The label was swapped.")
    assert said.splitlines() == [
        "*“Dave &lt;did&gt; it”*",
        "It names one person.",
        "",
        "*You could say:* The label was swapped.",
    ]
    assert coach.nudge("it", "Why.", "") == "*“it”*\nWhy."


@pytest.mark.parametrize("kind", Lack)
def test_what_is_missing_comes_with_an_example(kind: Lack) -> None:
    assert "*For example:*" in review.lack(kind, "")


def test_the_next_word_is_the_one_that_is_promised() -> None:
    assert "by Monday at 15:00." in review.lack(Lack.NEXT_WORD, "Monday at 15:00")
    assert "by Friday at 15:00." in review.lack(Lack.NEXT_WORD, "")
    rewrite = f"I will call you by {NEXT_WORD_GAP}."
    timed = review.found("vague_promise", "soon", "Why.", rewrite, "Monday at 15:00")
    assert timed.endswith("I will call you by Monday at 15:00.")


@pytest.mark.parametrize(("count", "begins"), [(1, "*One thought "), (5, "*Five thoughts ")])
def test_remarks_are_counted_in_words(count: int, begins: str) -> None:
    assert review.intro(count).startswith(begins)


def test_a_remark_without_a_rewrite_has_an_example() -> None:
    said = review.found("qualified_apology", "it", "Why.", "That.", "")
    assert said.endswith("*You could say:* That.")
    said = review.found("qualified_apology", "it", "Why.", "", "")
    assert said.endswith("*For example:* I am sorry.")
    said = review.found("vague_promise", "soon", "Why.", "", "Monday at 15:00")
    assert said.endswith("*For example:* You will hear from me by Monday at 15:00.")
    assert review.found("of a later version", "it", "Why.", "", "") == "*“it”*\nWhy."


@pytest.mark.parametrize("category", Category)
def test_nothing_is_found_in_an_example(category: Category) -> None:
    example = review.EXAMPLES.get(category, "")
    assert (category is Category.COUNTERFACTUAL_HINDSIGHT) is (example == "")
    assert check(example.replace(NEXT_WORD_GAP, "Monday at 15:00"), Surface.CUSTOMER_DRAFT) == ()
    assert all(GAP.fullmatch(gap) for gap in re.findall(r"\[[^\]]*\]", example))


@pytest.mark.parametrize(
    "said",
    [
        language.language_needed(),
        language.too_many_phrases(100),
        language.phrase_too_long(200),
    ],
)
def test_beside_a_field_it_is_plain(said: str) -> None:
    assert said.endswith(".")
    assert not set("*_`<>") & set(said)


def test_the_words_in_a_menu_fit() -> None:
    assert language.example("") == "…"
    assert len(language.example("word " * 90)) <= language.EXAMPLE_LENGTH
