"""Words as they are looked for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.words import LONGEST, begins, squeezed, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We sent ACME the wrong invoice!", ["we", "sent", "acme", "the", "wrong", "invoice"]),
        ("Müllers Straße, naïve CAFÉ", ["mullers", "strasse", "naive", "cafe"]),
        ("ＡＣＭＥ №12 don’t 3.5", ["acme", "no12", "don", "t", "3", "5"]),
        ("snake_case and `code`", ["snake", "case", "and", "code"]),
        ("間違った請求書 ACME社", [*"間違った請求書", "acme", "社"]),
        ("% ' \" ; -- 🙃", []),
        ("x" * 100, ["x" * LONGEST]),
        ("é" * 100, ["e" * LONGEST]),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_a_name_is_the_same_however_it_is_written() -> None:
    assert squeezed("ACME, Corp.") == squeezed("acme corp") == "acmecorp"


def test_a_short_word_or_a_number_is_not_the_beginning_of_another() -> None:
    assert [begins(word) for word in ("inv", "in", "100", "a1b")] == [True, False, False, True]


@settings(max_examples=60)
@given(st.text(max_size=80))
def test_what_comes_out_is_safe_in_any_index(text: str) -> None:
    for word in words(text):
        assert word
        assert "_" not in word
        assert all(sign.isalnum() for sign in word)
        assert words(word) == [word] or len(words(word)) >= 1
