"""JSON lines in and out, for other programs."""

import json

import pytest

from bot.language.lines import EXAMPLE, BrokenLine, answered, reviewed


def test_the_example_of_the_help_text_is_found() -> None:
    answer = reviewed(EXAMPLE)
    assert {"text", "surface", "findings", "missing"} == answer.keys()
    assert {"category", "start", "end", "why", "rewrite"} == answer["findings"][0].keys()


def test_what_else_is_in_a_line_comes_back() -> None:
    answer = reviewed('{"text": "all fine", "surface": "thread", "id": 7}')
    assert answer == {"text": "all fine", "surface": "thread", "id": 7, "findings": []}


BROKEN = [
    "",
    "oops",
    "[1]",
    '{"surface": "thread"}',
    '{"text": 3, "surface": "thread"}',
    '{"text": "a"}',
    '{"text": "a", "surface": ["x"]}',
    "[" * 100_000,
]


@pytest.mark.parametrize("line", BROKEN)
def test_a_broken_line_says_why(line: str) -> None:
    with pytest.raises(BrokenLine, match=r"line|“"):
        reviewed(line)


def test_half_a_character_is_no_reason_to_fail() -> None:
    assert json.dumps(reviewed('{"text": "\\ud800 ok", "surface": "thread"}'))


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999"])
def test_what_json_cannot_say_is_a_broken_line(number: str) -> None:
    with pytest.raises(BrokenLine, match="not JSON"):
        reviewed(f'{{"text": "x", "surface": "thread", "n": {number}}}')


def test_numbers_come_back_as_they_were() -> None:
    answer = reviewed('{"text": "x", "surface": "thread", "n": 1.5}')
    assert answer == {"text": "x", "surface": "thread", "n": 1.5, "findings": []}


def test_an_answer_is_a_line_whatever_comes() -> None:
    told, fine = answered(EXAMPLE.encode(), 1)
    assert fine
    assert json.loads(told)["missing"]
    broken, fine = answered(b"\xff oops", 7)
    assert (json.loads(broken), fine) == ({"error": "This line is not JSON.", "line": 7}, False)
    half, fine = answered(b'{"text": "half \\ud800", "surface": "thread"}', 8)
    assert fine
    assert half.endswith(b"\n")
    assert json.loads(half)["text"] == "half \ud800"
