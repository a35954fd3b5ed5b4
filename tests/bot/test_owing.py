"""When somebody hears of a promise while there is still time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import WorkingTime, allowed_from
from bot.owing import SOONEST, warn_at

WORK = WorkingTime()


def at(said: str) -> datetime:
    """“Mon 10:00”, in the week of 23 November 2026."""
    name, clock = said.split()
    day = 23 + ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].index(name)
    hour, minute = clock.split(":")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "due", "warned"),
    [
        ("Mon 10:00", "Mon 11:00", "Mon 10:45"),  # a quarter of an hour at least
        ("Mon 10:00", "Mon 10:20", "Mon 10:10"),  # half of the time, where there is so little
        ("Mon 10:00", "Tue 12:00", "Tue 09:24"),  # a tenth
        ("Mon 10:00", "Fri 12:00", "Fri 08:00"),  # at night nobody is told, but soon enough after
        ("Mon 10:00", "Fri 08:00", "Thu 09:00"),  # … else on the day before, in the morning
        ("Thu 18:00", "Fri 08:00", "Thu 19:00"),  # … or in the evening
        ("Thu 19:30", "Fri 08:00", "Fri 06:45"),  # too late for both: the ladder goes on without
        ("Tue 10:00", "Sun 12:00", "Fri 09:00"),  # a weekend is quiet, too
        ("Mon 10:00", "Mon 10:00", "Mon 10:00"),
    ],
)
def test_when_to_speak_of_it(since: str, due: str, warned: str) -> None:
    assert warn_at(at(since), at(due), "UTC", WORK) == at(warned)


def test_where_nothing_is_quiet_it_is_simply_a_tenth() -> None:
    assert warn_at(at("Mon 10:00"), at("Fri 08:00"), "UTC", None) == at("Thu 22:36")


def test_without_working_days_there_is_no_day_before() -> None:
    never = WorkingTime(days=frozenset())
    assert warn_at(at("Mon 10:00"), at("Fri 08:00"), "UTC", never) == at("Thu 22:36")


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    st.timedeltas(timedelta(), timedelta(days=60)),
    st.sampled_from(["UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
)
def test_it_is_between_the_promise_and_its_time(
    since: datetime, time: timedelta, zone: str
) -> None:
    due = since + time
    warned = warn_at(since, due, zone, WORK)
    assert since <= warned <= due
    if time > timedelta(days=10):  # then a working morning lies between
        assert allowed_from(warned, zone, WORK) == warned
        assert warned <= due - SOONEST
