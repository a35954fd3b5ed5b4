"""The promise in what a customer was told."""

from datetime import UTC, datetime

import pytest

from bot.calendar import WorkingTime
from bot.ledger import PROMISE_LENGTH
from bot.promise_finder import Found, find, find_all, is_next_word

NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)


def found(said: str) -> Found | None:
    return find(said, NOW, "UTC", WorkingTime())


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("I’ll call you by Friday noon.", "I’ll call you by Friday noon."),
        ("Sorry about that! We will refund you by Friday. Bye.", "We will refund you by Friday."),
        ("Dear Ann,\nyou'll have it tomorrow.", "you'll have it tomorrow."),
        ("Your new table will be there on 3 December.", None),
        ("A courier at 5 p.m. tomorrow, we'll see to it.", None),
        ("Refund within 2 working days", None),
        ("Let me ring you back in an hour", None),
        ("We’re going to call you at three", None),
        ("They will be with you next Friday", None),
        ("I ring you tomorrow at 10:00.", None),
        ("As I said, we deliver it on Friday.", None),
        ("I am calling you tomorrow at 10.", None),
        ("The new table is with you on Friday.", None),
        ("I write to you again on Friday.", None),
    ],
)
def test_where_we_commit_to_a_time(said: str, words: str | None) -> None:
    promise = found(said)
    assert promise
    assert promise.words == (words or said)
    assert promise.reading.choices


@pytest.mark.parametrize(
    "said",
    [
        "",
        "We are sorry. This was us.",
        "We will call you soon.",
        "Will you be there on Friday? Could you send a photo by Friday?",
        "We sent it by courier on Friday.",
        "It arrived on Tuesday.",
        "We promised it by yesterday.",
        "I called you on Friday.",
        "I write to you today because we made a mistake.",
        "I am writing to you today about your order.",
        "When we deliver on Friday, nothing is left open.",
        "We call our drivers every Friday.",
        "Our shop and we are closed tomorrow.",
        "We will call " + "very " * PROMISE_LENGTH + "by Friday",
    ],
)
def test_where_we_do_not(said: str) -> None:
    assert found(said) is None


def test_the_first_of_several() -> None:
    promise = found("We will write soon. We will call by noon. We will refund by Friday.")
    assert promise and promise.words == "We will call by noon."


def test_a_few_of_several_and_each_once() -> None:
    said = "Good morning! " + " ".join(f"We will refund you by {n} pm." for n in (1, 1, 2, 3, 4))
    found = find_all(said, NOW, "UTC", WorkingTime())
    assert [each.words for each in found] == [f"We will refund you by {n} pm." for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "The right table comes on Friday at noon, and I will call you on Thursday at 14:00",
            ["The right table comes on Friday at noon", "I will call you on Thursday at 14:00"],
        ),
        (
            "We will refund you on 30 February and call tomorrow at 3",
            ["We will refund you on 30 February", "call tomorrow at 3"],
        ),
        (
            "I’ll write by noon; we will deliver by Friday.",
            ["I’ll write by noon", "we will deliver by Friday"],
        ),
        (
            "Your refund is with you by Friday noon, and I call you tomorrow at 10",
            ["Your refund is with you by Friday noon", "I call you tomorrow at 10"],
        ),
        (
            "We refund you today, and I ring you tomorrow at 10:00",
            ["We refund you today", "I ring you tomorrow at 10:00"],
        ),
        (
            "We will refund you by Friday and send flowers",
            ["We will refund you by Friday and send flowers"],
        ),
        (
            "We will be there between 9 and 11 on Friday",
            ["We will be there between 9 and 11 on Friday"],
        ),
        (
            "It was late on Friday and we will refund you by Monday",
            ["It was late on Friday and we will refund you by Monday"],
        ),
    ],
)
def test_each_of_several_in_one_sentence(said: str, words: list[str]) -> None:
    found = find_all(said, NOW, "UTC", WorkingTime())
    assert [each.words for each in found] == words


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ("You will hear from me tomorrow.", True),
        ("I’ll call you tomorrow at 11:30.", True),
        ("I’ll call you by 11 tomorrow morning.", True),
        ("I’ll call you tomorrow at 16:00.", False),
        ("You will hear from me by Friday.", False),
        ("We will refund you tomorrow at 11:30.", False),
    ],
)
def test_the_next_word_is_kept_track_of_already(said: str, same: bool) -> None:
    promise = found(said)
    assert promise
    tomorrow = datetime(2026, 11, 26, 11, 20, tzinfo=UTC)
    assert is_next_word(promise, tomorrow, "UTC") is same
    assert not is_next_word(promise, None, "UTC")


def test_a_day_that_does_not_exist_is_no_next_word() -> None:
    promise = found("We will call you on 30 February.")
    assert promise and not promise.reading.choices
    assert not is_next_word(promise, NOW, "UTC")
