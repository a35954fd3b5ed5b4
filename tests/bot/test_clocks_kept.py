"""A time of day, and whose it is, is never dropped from what was promised: it is understood, or it
is shown back before it counts."""

from datetime import UTC, datetime, time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.by_when import Reading, read
from bot.calendar import WorkingTime, instant, local
from bot.clock_words import NUMBERS
from bot.zone_words import short_names

NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)  # a Wednesday
LONDON, BERLIN = "Europe/London", "Europe/Berlin"


def reading(said: str, zone: str = LONDON, now: datetime = NOW) -> Reading:
    return read(said, now, zone, WorkingTime())


def shown(found: Reading, zone: str = LONDON) -> list[str]:
    return [f"{local(each, zone):%a %H:%M}" for each in found.choices]


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("quarter past nine tomorrow", ["Thu 09:15", "Thu 21:15"]),
        ("half past four tomorrow", ["Thu 16:30", "Thu 04:30"]),
        ("half past two on Friday", ["Fri 14:30", "Fri 02:30"]),
        ("quarter to five tomorrow", ["Thu 16:45", "Thu 04:45"]),
        ("quarter to five tomorrow afternoon", ["Thu 16:45"]),
        ("ten to five tomorrow", ["Thu 16:50", "Thu 04:50"]),
        ("lunchtime tomorrow", ["Thu 12:00"]),
        ("mid-morning tomorrow", ["Thu 10:00"]),
        ("early afternoon tomorrow", ["Thu 14:00"]),
        ("call tomorrow 4ish", ["Thu 16:00", "Thu 04:00"]),
        ("call tomorrow at 14ish", ["Thu 14:00"]),
        ("noonish tomorrow", ["Thu 12:00"]),
        ("by midnight tomorrow", ["Thu 23:59", "Thu 00:00"]),
        ("31.12.2026 10 Uhr", ["Thu 10:00", "Thu 22:00"]),
        ("tomorrow 13 Uhr", ["Thu 13:00"]),
        ("tomorrow at half ten", ["Thu 10:30", "Thu 22:30"]),
        ("nine thirty tomorrow", ["Thu 09:30", "Thu 21:30"]),
        ("Friday, 4", ["Fri 16:00", "Fri 04:00"]),
        ("12 noon on Friday", ["Fri 12:00"]),
        ("3.30pm tomorrow", ["Thu 15:30"]),
        ("2026-11-27 10:00", ["Fri 10:00"]),
        ("2026-11-27T10:00", ["Fri 10:00"]),
        ("tomorrow night", ["Thu 20:00"]),
    ],
)
def test_times_as_people_say_them(said: str, times: list[str]) -> None:
    assert shown(reading(said)) == times


@pytest.mark.parametrize(
    ("said", "unread"),
    [
        ("after dinner tomorrow", "after dinner"),
        ("an hour before closing tomorrow", "hour"),
        ("tomorrow 14 Uhr 30", "14 uhr"),
        ("at 25:00 tomorrow", "25:00"),
        ("4-5pm tomorrow", "4-5pm"),
        ("at 3pm or 4 tomorrow", "3pm or 4"),
        ("half four tomorrow", "half four"),
        ("we call by Friday about the night shift", "night"),
        ("tomorrow at 1500", "at 1500"),
        ("3pm Boston time tomorrow", "Boston time"),
        ("3pm your time tomorrow", "your time"),
        ("9am SGT tomorrow", "SGT"),
        ("tomorrow 9am GET", "GET"),
        ("9am there tomorrow", "there"),
        ("15:00+05:30 tomorrow", "+05:30"),
        ("15:00 UTC+5:30 tomorrow", "UTC+5:30"),
        ("in an hour, your time", "your time"),
        ("by 9am your time", "your time"),
    ],
)
def test_what_is_not_understood_is_named(said: str, unread: str) -> None:
    found = reading(said)
    assert (found.unread, found.sure) == (unread, False)
    assert found.choices


@pytest.mark.parametrize(
    "said",
    [
        "Good morning, we will refund your lunch by Friday",
        "we refund 4 guests €12.50 each by Friday",
        "a table for 5 to 10 guests by Friday",
        "delivered within business hours by Friday",
        "what went wrong last night will be explained by Friday",
        "this time it will be right, by Friday",
        "it saves us time, and we are done by Friday",
        "by Friday in Nice",
        "by Friday, MOST likely",
        "Friday 5pm, we GET it done",
        "Friday 5pm GET it done",
        "Friday 5pm JUST to be sure",
        "at the VET, Friday 5pm",
    ],
)
def test_what_is_no_time_of_day_is_not_asked_about(said: str) -> None:
    found = reading(said)
    assert (shown(found), found.sure, found.unread) == (["Fri 17:00"], True, "")


@pytest.mark.parametrize(
    ("said", "zone", "times"),
    [
        ("by 3pm EST tomorrow", LONDON, ["Thu 20:00"]),
        ("9am Pacific tomorrow", LONDON, ["Thu 17:00"]),
        ("call at 3pm tomorrow Eastern.", LONDON, ["Thu 20:00"]),
        ("we call at 3pm ET on Friday", LONDON, ["Fri 20:00"]),
        ("by 3pm tomorrow central kitchen sends it", "America/Chicago", ["Thu 15:00"]),
        ("3pm (CET) tomorrow", LONDON, ["Thu 14:00"]),
        ("noon New York time", LONDON, ["Wed 17:00"]),
        ("noon tomorrow, Central European time", LONDON, ["Thu 11:00"]),
        ("by EOD on Friday Berlin time", LONDON, ["Fri 16:00"]),
        ("3pm London time tomorrow", "America/New_York", ["Thu 10:00"]),
        ("3pm our time tomorrow", LONDON, ["Thu 15:00"]),
        ("15:00Z tomorrow", BERLIN, ["Thu 16:00"]),
        ("15:00 UTC+2 tomorrow", LONDON, ["Thu 13:00"]),
        ("3pm IST tomorrow", "Asia/Kolkata", ["Thu 15:00"]),
    ],
)
def test_whose_clock_it_is_on(said: str, zone: str, times: list[str]) -> None:
    found = reading(said, zone)
    assert (shown(found, zone), found.sure) == (times, True)


@pytest.mark.parametrize(
    ("said", "zone", "times"),
    [
        ("3pm IST tomorrow", LONDON, ["Thu 15:00", "Thu 14:00", "Thu 09:30"]),  # sorted as homes
        ("3pm Berlin tomorrow", LONDON, ["Thu 14:00", "Thu 15:00"]),
        ("the EST team calls by 3pm tomorrow", LONDON, ["Thu 20:00", "Thu 15:00"]),
        ("refund by Friday, central billing does it", BERLIN, ["Sat 00:00", "Fri 17:00"]),
        ("by 3pm tomorrow central kitchen sends it", BERLIN, ["Thu 22:00", "Thu 15:00"]),
        ("by Friday CT scan repeated", BERLIN, ["Sat 00:00", "Fri 17:00"]),
        ("tomorrow 9am Eastern gate", BERLIN, ["Thu 15:00", "Thu 09:00"]),
        ("by Friday 5pm Central Station", BERLIN, ["Sat 00:00", "Fri 17:00"]),
        ("by tomorrow, UK bank", BERLIN, ["Thu 18:00", "Thu 17:00"]),
        ("by tomorrow, UK", BERLIN, ["Thu 18:00", "Thu 17:00"]),
        ("lunch at noon tomorrow, eat here", BERLIN, ["Thu 10:00", "Thu 12:00"]),
        ("3pm Central tomorrow’s kitchen", BERLIN, ["Wed 22:00", "Wed 15:00"]),
        ("3pm central tomorrow", "Australia/Sydney", ["Thu 15:00"]),
        ("3pm EST tomorrow", "Australia/Sydney", ["Thu 15:00"]),  # theirs has that name, too
    ],
)
def test_whose_clock_may_be_either(said: str, zone: str, times: list[str]) -> None:
    found = reading(said, zone)
    assert (shown(found, zone), found.sure) == (times, False)


def test_a_winter_name_in_summer_may_mean_either() -> None:
    july = reading("3pm EST tomorrow", LONDON, datetime(2026, 7, 1, 9, tzinfo=UTC))
    assert (shown(july), july.sure) == (["Thu 20:00", "Thu 21:00"], False)


def test_a_short_name_stands_for_its_zones_and_for_a_fixed_one() -> None:
    names = short_names.__wrapped__()
    assert names["est"] == {"America/New_York": ("America/New_York", "Etc/GMT+5")}
    assert names["ist"]["Asia/Kolkata"] == ("Asia/Kolkata",)  # half an hour off the full one
    assert set(names["cst"]) == {"America/Chicago", "Asia/Shanghai"}


def test_tomorrow_there_may_be_another_day() -> None:
    evening = reading("9am Tokyo time tomorrow", LONDON, datetime(2026, 11, 25, 20, tzinfo=UTC))
    assert not evening.sure


HOURS = NUMBERS | {str(n): n for n in range(1, 13)}
MINUTES = {"half": 30, "quarter": 15, "ten": 10, "twenty": 20, "five": 5}
PLAIN = {"noon": (12, 0), "lunchtime": (12, 0), "first thing": (9, 0), "end of day": (17, 0)}
NEVER = (
    "after dinner",
    "half four",
    "25:00",
    "sunset",
    "4-5pm",
    "teatime",
    "an hour before noon",
    "at 1530",
    "quarter past",
    "when you close",
    "13 Uhr 30",
    "3p",
    "late at night",
)


@st.composite
def said_times(draw: st.DrawFn) -> tuple[str, set[time]]:
    """A time of day as people write it, and the times it can mean; none where nobody can say."""
    kind = draw(st.integers(0, 5))
    word = draw(st.sampled_from(sorted(HOURS)))
    hour = HOURS[word] % 12
    if kind == 0:
        past = draw(st.sampled_from(sorted(MINUTES)))
        minute = MINUTES[past]
        return f"{past} past {word}", {time(hour, minute), time(hour + 12, minute)}
    if kind == 1:
        past = draw(st.sampled_from(sorted(MINUTES)))
        before, minute = (hour - 1) % 12, 60 - MINUTES[past]
        return f"{past} to {word}", {time(before, minute), time(before + 12, minute)}
    if kind == 2:
        half = draw(st.sampled_from(["am", "pm", " a.m.", " pm"]))
        return f"{hour or 12}{half}", {time(hour + 12 * ("p" in half))}
    if kind == 3:
        ending = draw(st.sampled_from(["ish", " o'clock", " sharp", " o’clock", " Uhr"]))
        return f"{word}{ending}", {time(hour), time(hour + 12)}
    if kind == 4:
        plain = draw(st.sampled_from(sorted(PLAIN)))
        return plain, {time(*PLAIN[plain])}
    return draw(st.sampled_from(NEVER)), set()


DAYS = ("tomorrow", "on Friday", "by Monday", "on 3 December", "2026-12-04")
AROUND = (
    "refund it",
    "we will call you",
    "for 4 guests",
    "the invoice,",
    "by",
    "at",
    "and",
    "-",
    ".",
)


@settings(max_examples=150)
@given(
    st.lists(said_times(), min_size=1, max_size=2),
    st.sampled_from(DAYS),
    st.lists(st.sampled_from(AROUND), max_size=3),
    st.randoms(use_true_random=False),
)
def test_no_noted_time_drops_a_time_of_day_that_was_said(
    said: list[tuple[str, set[time]]], day: str, around: list[str], chance: Random
) -> None:
    pieces = [*(words for words, _ in said), day, *around]
    chance.shuffle(pieces)
    found = reading(" ".join(pieces))
    if found.sure:
        noted = local(found.choices[0], LONDON).time()
        assert all(noted in times for _, times in said), (pieces, noted)


ZONES = {
    "EST": "America/New_York",
    "New York time": "America/New_York",
    "Pacific time": "America/Los_Angeles",
    "Berlin time": BERLIN,
    "CET": BERLIN,
    "(UTC)": "UTC",
    "JST": "Asia/Tokyo",
    "Sydney time": "Australia/Sydney",
    "your time": "",
    "customer's time": "",
    "NPT": "",
    "Munich time": "",
}


@settings(max_examples=100)
@given(
    st.sampled_from(sorted(ZONES)),
    st.sampled_from(["3pm", "12:30", "noon", "9am"]),
    st.sampled_from(
        ["{} {} tomorrow", "tomorrow {} {}", "call at {} {} on Friday", "{}, {}, Friday"]
    ),
)
def test_no_noted_time_drops_whose_clock_it_was(zone: str, at: str, frame: str) -> None:
    found = reading(frame.format(at, zone))
    day = local(NOW, LONDON).date().replace(day=26 if "tomorrow" in frame else 27)
    clock = {"3pm": time(15), "12:30": time(12, 30), "noon": time(12), "9am": time(9)}[at]
    if found.sure:
        assert ZONES[zone]
        assert found.choices == (instant(day, clock, ZONES[zone]),)
