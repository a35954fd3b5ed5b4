"""Local time: what people's clocks show, through clock changes and odd working weeks."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import (
    DAY,
    Span,
    WorkingTime,
    add,
    allowed_from,
    instant,
    local,
    morning,
    next_working_date,
    zone_of,
)

MINUTE = timedelta(minutes=1)
ZONES = st.sampled_from(
    [
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "America/St_Johns",
        "America/Nuuk",  # its clock skips the last hour of a Saturday
        "America/Santiago",  # … and here midnight itself
        "America/Havana",
        "Africa/Casablanca",
        "Africa/Cairo",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Asia/Tehran",
        "Asia/Beirut",
        "Australia/Sydney",
        "Australia/Lord_Howe",  # half an hour of summer time
        "Pacific/Chatham",
        "Pacific/Apia",
        "Pacific/Kiritimati",
        "Antarctica/Troll",  # two hours of it
    ]
)
MINUTES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
DATES = st.dates(date(2011, 1, 1), date(2037, 12, 31))
MOMENTS = st.datetimes(datetime(2011, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC))
# Moments close to the clock changes of most zones, where the trouble is.
CHANGES = st.builds(
    lambda day, minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day, minutes=minutes),
    st.sampled_from([66, 67, 85, 86, 87, 93, 94, 247, 248, 275, 276, 296, 297, 303, 304]),
    st.integers(0, 24 * 60),
)
NIGHTFALLS = st.builds(time, st.integers(17, 21), st.integers(0, 59))
DAYBREAKS = st.builds(time, st.integers(5, 11), st.integers(0, 59))  # when no clock changes
DAYS = st.frozensets(st.integers(0, 6))
WORK = st.builds(WorkingTime, DAYS, MINUTES, MINUTES, st.booleans())
NEARLY_ALWAYS_QUIET = st.builds(
    lambda days, at: WorkingTime(days, _minute_after(at), at), DAYS, MINUTES
)


def _minute_after(at: time) -> time:
    return (datetime.combine(date(2026, 1, 1), at) + MINUTE).time()


def _exists(wall: datetime, zone: str) -> bool:
    there = wall.replace(tzinfo=zone_of(zone))
    return there.astimezone(UTC).astimezone(zone_of(zone)).replace(tzinfo=None) == wall


@given(DATES, MINUTES, ZONES)
def test_an_instant_shows_the_time_asked_for_the_first_time_it_comes(
    day: date, at: time, zone: str
) -> None:
    found = instant(day, at, zone)
    wall = datetime.combine(day, at)
    shown = local(found, zone).replace(tzinfo=None)
    if _exists(wall, zone):
        assert shown == wall
        assert local(found, zone).fold == 0
    else:
        assert shown > wall
        assert not _exists(shown - MINUTE, zone)


@pytest.mark.parametrize(
    ("zone", "wall", "utc"),
    [
        ("Europe/Berlin", datetime(2026, 3, 29, 2, 30), datetime(2026, 3, 29, 1, 0)),
        ("Europe/Berlin", datetime(2026, 10, 25, 2, 30), datetime(2026, 10, 25, 0, 30)),
        ("Australia/Lord_Howe", datetime(2026, 10, 4, 2, 15), datetime(2026, 10, 3, 15, 30)),
        ("Australia/Lord_Howe", datetime(2026, 4, 5, 1, 45), datetime(2026, 4, 4, 14, 45)),
        ("America/Nuuk", datetime(2026, 3, 28, 23, 30), datetime(2026, 3, 29, 1, 0)),
        ("Pacific/Apia", datetime(2011, 12, 30, 0, 0), datetime(2011, 12, 30, 10, 0)),  # a lost day
        ("UTC", datetime(2026, 1, 1, 9, 0, 59, 7), datetime(2026, 1, 1, 9, 0)),  # whole minutes
    ],
)
def test_gaps_and_times_that_come_twice(zone: str, wall: datetime, utc: datetime) -> None:
    assert instant(wall.date(), wall.time(), zone) == utc.replace(tzinfo=UTC)


@pytest.mark.parametrize("name", ["", "Mars/Base", "../../etc/passwd", "Europe", "a\0b", "é" * 300])
def test_a_zone_nobody_knows_is_utc(name: str) -> None:
    assert zone_of(name).key == "UTC"


def _quiet(moment: datetime, zone: str, work: WorkingTime) -> bool:
    """The rule said another way: every minute of a day is quiet or not."""
    wall = local(moment, zone)
    if work.weekend_quiet and work.days and wall.weekday() not in work.days:
        return True
    at, start, end = wall.hour * 60 + wall.minute, _of_day(work.quiet_from), _of_day(work.quiet_to)
    return (at - start) % 1440 < (end - start) % 1440


def _of_day(at: time) -> int:
    return at.hour * 60 + at.minute


@given(MOMENTS | CHANGES, ZONES, WORK | NEARLY_ALWAYS_QUIET)
def test_nobody_is_disturbed_when_it_is_quiet(
    moment: datetime, zone: str, work: WorkingTime
) -> None:
    allowed = allowed_from(moment, zone, work)
    assert allowed >= moment
    assert not _quiet(allowed, zone, work)
    assert allowed_from(allowed, zone, work) == allowed
    assert allowed - moment < timedelta(days=16)
    if allowed > moment:
        assert _quiet(moment, zone, work)


@given(CHANGES, ZONES, WORK)
def test_the_wait_is_no_longer_than_it_must_be(
    moment: datetime, zone: str, work: WorkingTime
) -> None:
    allowed = allowed_from(moment, zone, work)
    before = [moment + n * (allowed - moment) / 50 for n in range(50)] if allowed > moment else []
    assert all(_quiet(each, zone, work) for each in before)
    if before:
        assert _quiet(allowed - timedelta(microseconds=1), zone, work)


def test_quiet_hours_of_no_length_are_never_quiet() -> None:
    always = WorkingTime(frozenset(range(7)), time(8), time(8))
    night = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    assert allowed_from(night, "Europe/London", always) == night


def test_quiet_hours_that_come_twice_are_quiet_twice() -> None:
    work = WorkingTime(frozenset(range(7)), time(22), time(1, 45))
    again = datetime(2026, 11, 1, 6, 5, tzinfo=UTC)  # the second 01:05 in New York
    assert allowed_from(again, "America/New_York", work) == datetime(2026, 11, 1, 6, 45, tzinfo=UTC)


@given(MOMENTS | CHANGES, st.integers(1, 10), ZONES, WORK)
def test_working_days_end_on_a_working_day(
    start: datetime, days: int, zone: str, work: WorkingTime
) -> None:
    end = add(start, Span(working_days=days), zone, work)
    assert end > start
    if work.days:
        assert local(end, zone).weekday() in work.days


@pytest.mark.parametrize(
    ("days", "start", "end"),
    [
        ({0, 1, 2, 3, 4}, "2026-11-27", "2026-11-30"),  # Friday, Monday
        ({0, 1, 2, 3, 4}, "2026-11-28", "2026-11-30"),  # Saturday, Monday
        ({0}, "2026-11-23", "2026-11-30"),
        (set(), "2026-11-28", "2026-11-29"),
    ],
)
def test_a_working_day_later(days: set[int], start: str, end: str) -> None:
    work = WorkingTime(days=frozenset(days))
    assert next_working_date(date.fromisoformat(start), work) == date.fromisoformat(end)


def test_a_working_day_that_a_clock_change_swallows_is_the_next_one() -> None:
    work = WorkingTime(days=frozenset({4, 5}), quiet_from=time(0), quiet_to=time(0))
    start = instant(date(2026, 3, 27), time(23, 30), "America/Nuuk")
    end = add(start, Span(working_days=1), "America/Nuuk", work)  # no 23:00 on that Saturday
    assert local(end, "America/Nuuk").replace(tzinfo=None) == datetime(2026, 4, 3, 23)


TO_MIDNIGHT = WorkingTime(quiet_from=time(0), quiet_to=time(8))
NEVER_QUIET = WorkingTime(quiet_from=time(0), quiet_to=time(0))


@pytest.mark.parametrize(
    ("begun", "due", "work"),
    [
        ("Thu 10:05", "Fri 10:05", WorkingTime()),
        ("Thu 23:00", "Fri 19:00", WorkingTime()),  # as if at the end of Thursday's work
        ("Fri 04:49", "Fri 19:00", WorkingTime()),  # … and so is the night after it
        ("Thu 19:30", "Fri 19:00", WorkingTime()),  # never later than what begins at night
        ("Fri 08:00", "Fri 19:00", WorkingTime()),  # on Monday at eight nobody had a heads-up
        ("Fri 08:01", "Mon 08:01", WorkingTime()),
        ("Fri 22:39", "Mon 19:00", WorkingTime()),
        ("Sat 03:44", "Mon 19:00", WorkingTime()),  # the whole of Monday
        ("Sun 15:00", "Mon 19:00", WorkingTime()),
        ("Mon 07:59", "Mon 19:00", WorkingTime()),
        ("Mon 08:00", "Mon 19:00", WorkingTime()),
        ("Sat 12:00", "Mon 19:00", WorkingTime(weekend_quiet=False)),
        ("Sat 12:00", "Mon 08:45", WorkingTime(quiet_from=time(9, 30))),
        ("Fri 03:00", "Fri 23:00", TO_MIDNIGHT),
        ("Sat 03:44", "Mon 23:00", TO_MIDNIGHT),
        ("Sat 03:44", "Mon 23:00", NEVER_QUIET),
        ("Tue 03:00", "Wed 03:00", NEVER_QUIET),
        ("Sat 03:44", "Sat 19:00", WorkingTime(days=frozenset())),
    ],
)
def test_a_working_day_ends_while_people_are_awake(begun: str, due: str, work: WorkingTime) -> None:
    thursday, names = date(2026, 11, 26), ("Thu", "Fri", "Sat", "Sun", "Mon", "Tue")
    day, clock = begun.split()
    start = instant(thursday + names.index(day) * DAY, time.fromisoformat(clock), "Asia/Kolkata")
    end = add(start, Span(working_days=1), "Asia/Kolkata", work)
    assert f"{local(end, 'Asia/Kolkata'):%a %H:%M}" == due
    assert end - start < 5 * DAY


@given(
    MOMENTS | CHANGES,
    st.timedeltas(timedelta(), timedelta(days=5)),
    st.integers(1, 5),
    ZONES,
    st.builds(WorkingTime, DAYS, NIGHTFALLS, DAYBREAKS, st.booleans()),
)
def test_what_begins_later_is_never_due_earlier(
    start: datetime, later: timedelta, days: int, zone: str, work: WorkingTime
) -> None:
    span = Span(working_days=days)
    assert add(start, span, zone, work) <= add(start + later, span, zone, work)


def test_a_quiet_lunch_is_waited_out() -> None:
    lunch = WorkingTime(quiet_from=time(12), quiet_to=time(13))
    start = instant(date(2026, 11, 24), time(12, 30), "Europe/Berlin")
    end = add(start, Span(working_days=1), "Europe/Berlin", lunch)
    assert local(end, "Europe/Berlin").time() == time(13)


@given(MOMENTS, st.integers(0, 100), ZONES, WORK)
def test_hours_are_hours(start: datetime, hours: int, zone: str, work: WorkingTime) -> None:
    assert add(start, Span(hours=hours), zone, work) - start == timedelta(hours=hours)


def test_a_span_s_nominal_length() -> None:
    assert Span(hours=0.5).nominal == timedelta(minutes=30)
    assert Span(working_days=2).nominal == timedelta(days=2)


@pytest.mark.parametrize(
    ("work", "begins"),
    [
        (WorkingTime(), time(9)),
        (WorkingTime(quiet_to=time(10, 30)), time(10, 30)),
        (WorkingTime(quiet_from=time(6), quiet_to=time(14)), time(14)),  # a night shift
        (WorkingTime(days=frozenset()), time(9)),
    ],
)
def test_the_morning(work: WorkingTime, begins: time) -> None:
    assert morning(date(2026, 11, 23), "Asia/Kolkata", work) == instant(
        date(2026, 11, 23), begins, "Asia/Kolkata"
    )
