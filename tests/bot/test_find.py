"""What is looked for, and how it is shown."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.change import replace
from bot.find import MOST_WORDS, Found, Piece, Query, has_hit, marked, query
from bot.incident import Customer
from bot.wording import find as words
from tests.bot.learned_story import debriefed, numbered
from tests.bot.story import Story


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("the wrong invoices", ("wrong", "invoice")),
        ("Wrong wrong WRONG", ("wrong",)),
        ("the", ("the",)),
        ("glass bus 12s", ("glass", "bus", "12s")),
        ("boxes dishes deliveries", ("box", "dish", "delivery")),
        ("% ' \" ; 🙃", ()),
        ("", ()),
        ("'; DROP TABLE incidents; --", ("drop", "table", "incident")),
        ("invoice* OR (a NEAR b)", ("invoice", "near", "b")),
    ],
)
def test_what_is_looked_for(typed: str, found: tuple[str, ...]) -> None:
    assert query(typed).words == found


def test_so_many_words_at_most() -> None:
    asked = query(" ".join(f"word{number}x" for number in range(15)))
    assert (len(asked.words), asked.left_out) == (MOST_WORDS, 3)
    assert "first 12 words" in words.too_many(asked)
    assert len(query("wrong " * 400).words) == 1
    assert query("x" * 5000).words == ("x" * 40,)


@pytest.mark.parametrize(
    ("word", "is_one"),
    [("Invoices", True), ("invoice", True), ("inv", False), ("15", False), ("1", True)],
)
def test_the_beginning_of_a_word_is_enough(word: str, is_one: bool) -> None:
    assert Query(("invoice", "1")).matches(word) is is_one


@pytest.mark.parametrize(
    ("typed", "there"),
    [("boxes", "box"), ("delivery", "deliveries"), ("deliveries", "delivery"), ("movies", "movie")],
)
def test_one_finds_many_and_many_one(typed: str, there: str) -> None:
    assert query(typed).matches(there)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("#3", 3), ("3", 3), ("# 3", None), ("#3 table", None), ("3.5", None), ("#٣", None)],
)
def test_the_number_of_one_may_be_typed(typed: str, number: int | None) -> None:
    assert query(typed).number == number


def test_the_words_found_stand_out() -> None:
    pieces = marked("The WRONG invoice, sent twice", query("wrong twice"), 100)
    assert [each.text for each in pieces if each.hit] == ["WRONG", "twice"]
    assert words.bold(pieces) == "The *WRONG* invoice, sent *twice*"
    assert has_hit(pieces)
    assert not has_hit(marked("Nothing of it", query("wrong"), 100))


def test_what_people_wrote_is_made_safe() -> None:
    pieces = marked("<!channel> *wrong* & <b>bold</b>\n@here", query("wrong"), 100)
    shown = words.bold(pieces)
    assert "&lt;!channel&gt;" in shown
    assert "*wrong*" in shown
    assert "&amp; &lt;b&gt;" in shown
    assert "@here" not in shown


def test_an_excerpt_shows_the_place() -> None:
    text = f"{'once upon a time ' * 30}the invoice was wrong {'and so on ' * 30}"
    pieces = marked(text, query("invoice"), 80)
    shown = "".join(each.text for each in pieces)
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 90
    assert has_hit(pieces)
    whole = marked("x" * 200 + "invoice", query("invoice"), 20)
    assert len("".join(each.text for each in whole)) <= 21
    assert marked("invoice" + "y" * 300, query("invoice"), 50)[0].hit is False


@settings(max_examples=60)
@given(st.text(max_size=300), st.text(max_size=60), st.integers(20, 120))
def test_an_excerpt_is_a_piece_of_the_text(text: str, typed: str, limit: int) -> None:
    shown = "".join(each.text for each in marked(text, query(typed), limit))
    assert len(shown) <= limit + 1


def found(*incidents: Any, total: int, offset: int = 0, whole: bool = True) -> Found:
    return Found(tuple(incidents), total, offset, whole)


def test_what_is_said_above_and_of_each() -> None:
    one = numbered(7, "We sent the wrong invoice", customers=("ACME", "Bolt"))
    assert words.heading(found(one, total=1), "a *b*").startswith("*One mistake* with")
    assert ": 1 to 2" in words.heading(found(one, one, total=30), "b")
    assert "newest first:" in words.heading(found(one, one, total=2), "b")
    assert "One has some" in words.heading(found(one, total=1, whole=False), "b")
    assert "9 have some" in words.heading(found(one, total=9, whole=False), "b")
    assert words.fallback(found(one, total=1), "b").startswith("One mistake")
    assert words.fallback(found(one, total=2), "b").startswith("2 mistakes")
    hit = words.hit(one, query("invoice"), "https://x")
    assert "<https://x|#7> We sent the wrong *invoice*" in hit
    assert "open · ACME and Bolt" in hit
    assert words.hit(one, query("invoice"), "").startswith("#7 We")


@pytest.mark.principle("P22")
def test_what_was_learned_stands_with_each() -> None:
    past = replace(debriefed("Wrong invoice", learned="Read it aloud"), private=True)
    hit = words.hit(past, query("orders alike"), "")
    assert "💡 Learned: Read it aloud" in hit
    assert "Two *orders* were mixed up" in hit
    assert "🔒" in hit
    assert "💡 Learned: *Scan* twice" in words.hit(past, query("scan"), "")


def test_what_else_it_was_found_by_is_shown() -> None:
    past = debriefed("Wrong invoice", tags="Quagga")
    assert "“#*quagga*”" in words.hit(past, query("#quagga"), "")
    assert "and I am *sorry*" in words.hit(past, query("sorry"), "")
    said = ["Called them", "The van left early"]
    assert "“The *van* left early”" in words.hit(past, query("van"), "", said)


def test_a_story_longer_than_its_title_is_looked_through() -> None:
    told = Story(text=f"{'Something went wrong. ' * 12}The label was old.").incident
    told = replace(told, customers=(Customer("ACME"),))
    hit = words.hit(told, query("label"), "")
    assert "The *label* was old." in hit


def test_a_piece_of_nothing_is_left_out() -> None:
    assert marked("", query("x"), 10) == ()
    assert words.bold((Piece(" ", False), Piece("a", True))) == " *a*"
    assert words.bold((Piece("", False),)) == ""
