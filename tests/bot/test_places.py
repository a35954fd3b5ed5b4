"""On whose clock a time is, where a place stands beside it or behind the day: both are offered."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.by_when import Reading, read
from bot.calendar import WorkingTime, local

ZONE = "Europe/London"
NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)  # a Wednesday


def reading(said: str) -> Reading:
    return read(said, NOW, ZONE, WorkingTime())


def shown(found: Reading) -> list[str]:
    return [f"{local(each, ZONE):%a %H:%M}" for each in found.choices]


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("refund by noon Friday Sydney", ["Fri 01:00", "Fri 12:00"]),
        ("COB Friday Sydney", ["Fri 06:00", "Fri 17:00"]),
        ("call by close of business Friday Sydney", ["Fri 06:00", "Fri 17:00"]),
        ("by close of play tomorrow, LA", ["Fri 01:00", "Thu 17:00"]),
        ("noon friday sydney", ["Fri 01:00", "Fri 12:00"]),
        ("by noon tomorrow, nyc.", ["Thu 17:00", "Thu 12:00"]),
        ("by noon Friday, L.A.", ["Fri 20:00", "Fri 12:00"]),
        ("by noon on Friday – Sydney", ["Fri 01:00", "Fri 12:00"]),
        ("by noon Friday at Sydney", ["Fri 01:00", "Fri 12:00"]),
        ("noon, 27 November Sydney", ["Fri 01:00", "Fri 12:00"]),
        ("Friday Sydney 3pm", ["Fri 04:00", "Fri 15:00"]),
        ("Sydney noon Friday", ["Fri 01:00", "Fri 12:00"]),
        ("by end of this week, Munich", ["Fri 16:00", "Fri 17:00"]),
        ("noon Friday San Francisco office", ["Fri 20:00", "Fri 12:00"]),
        ("noon Friday Sydney Anna’s desk", ["Fri 01:00", "Fri 12:00"]),
    ],
)
def test_a_place_behind_the_day_is_asked_about(said: str, times: list[str]) -> None:
    found = reading(said)
    assert (shown(found), found.sure) == (times, False)


def test_a_zone_behind_a_date_is_understood() -> None:
    found = reading("noon 27 November PT")
    assert (shown(found), found.sure) == (["Fri 20:00"], True)


@pytest.mark.parametrize(
    "said",
    [
        "refund the Sydney office by 5pm Friday",
        "call Paris by Friday",
        "Ann in Sydney is refunded by Friday",
        "by Friday in Nice",
        "by Friday, Alice",
        "5pm Friday la",
        "by Friday, La Scala",
        "by Friday south wing",
        "by Friday, sydney wants it",
        "by Friday. Berlin knows",
        "by Friday Sydney’s order",
    ],
)
def test_an_ordinary_word_is_not_asked_about(said: str) -> None:
    found = reading(said)
    assert (shown(found), found.sure) == (["Fri 17:00"], True)


@settings(max_examples=60)
@given(
    st.sampled_from(["noon {}", "COB {}", "by close of business {}", "by 3pm {}", "{} 3pm"]),
    st.sampled_from(["Friday", "on Thursday", "tomorrow", "3 December", "next week", "the 3rd"]),
    st.sampled_from([" {}", ", {}", " ({})", " – {}", " in {}"]),
    st.sampled_from(["Sydney", "LA", "New York", "Tokyo", "sydney", "nyc", "Berlin"]),
)
def test_no_place_behind_the_day_is_dropped(at: str, day: str, join: str, place: str) -> None:
    assert not reading("refund " + at.format(day) + join.format(place)).sure
