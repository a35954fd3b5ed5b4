"""What stands beside a day moves it, or is asked about: it is never dropped in silence."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.by_when import Reading, Trouble, read
from bot.calendar import WorkingTime, local

ZONE = "Europe/London"
NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)  # a Wednesday
MONDAY, TUESDAY = NOW - timedelta(days=2), NOW - timedelta(days=1)


def reading(said: str, now: datetime = NOW, work: WorkingTime | None = None) -> Reading:
    return read(said, now, ZONE, work or WorkingTime())


def shown(found: Reading) -> list[str]:
    return [f"{local(each, ZONE):%a %d %b}" for each in found.choices]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("a week on Friday", "Fri 04 Dec"),
        ("a week on fri", "Fri 04 Dec"),
        ("a week Friday", "Fri 04 Dec"),
        ("Friday fortnight", "Fri 11 Dec"),
        ("the Friday after this one", "Fri 04 Dec"),
        ("the Friday after this.", "Fri 04 Dec"),
        ("Tuesday after next", "Tue 08 Dec"),
        ("two weeks from Friday", "Fri 11 Dec"),
        ("in two weeks from Friday", "Fri 11 Dec"),
        ("week from Friday", "Fri 04 Dec"),
        ("refund two days after Friday", "Sun 29 Nov"),
        ("2 days before Friday noon", "Wed 25 Nov"),
        ("the day after Friday", "Sat 28 Nov"),
        ("day before Friday", "Thu 26 Nov"),
        ("two working days after Friday", "Tue 01 Dec"),
        ("the next working day after Friday", "Mon 30 Nov"),
        ("a business day before Monday", "Fri 27 Nov"),
        ("at noon day after tomorrow", "Fri 27 Nov"),
        ("by end of day Friday", "Fri 27 Nov"),
        ("by the end of the day on Friday", "Fri 27 Nov"),
        ("we are with you all day Friday", "Fri 27 Nov"),
        ("by end of week, Friday", "Fri 27 Nov"),
        ("by the end of the week on Friday", "Fri 27 Nov"),
        ("by close of business on Friday", "Fri 27 Nov"),
        ("by Friday in the afternoon", "Fri 27 Nov"),
        ("two weeks from now", "Wed 09 Dec"),
        ("at noon a week from now", "Wed 02 Dec"),
        ("a day from Friday", "Sat 28 Nov"),
        ("a week today", "Wed 02 Dec"),
        ("a week tomorrow", "Thu 03 Dec"),
        ("two weeks from today", "Wed 09 Dec"),
        ("two weeks after 3 December", "Thu 17 Dec"),
        ("two days after the end of next week", "Sun 06 Dec"),
        ("a week from Fri 3pm", "Fri 04 Dec"),
        ("Friday 4 December", "Fri 04 Dec"),
        ("Friday the 4th of December", "Fri 04 Dec"),
        ("4 December 2026 (Friday)", "Fri 04 Dec"),
        ("Friday by noon, 4 December", "Fri 04 Dec"),
        ("Friday 4/12", "Fri 04 Dec"),
        ("3pm Tue 8 Dec", "Tue 08 Dec"),
        ("Wednesday 25 November", "Wed 25 Nov"),
        ("this week on Friday", "Fri 27 Nov"),
        ("no later than Friday", "Fri 27 Nov"),
        ("Friday after 3pm", "Fri 27 Nov"),
        ("Friday before noon", "Fri 27 Nov"),
        ("Friday after the meeting", "Fri 27 Nov"),
        ("tomorrow after I speak to the bank", "Thu 26 Nov"),
        ("the invoice from 3 November 2026 by Friday", "Fri 27 Nov"),
        ("25 October 2026 was wrong, we refund by Sunday", "Sun 29 Nov"),
        ("the order of 25 October 2026 by Sunday", "Sun 29 Nov"),
    ],
)
def test_a_day_by_another(said: str, day: str) -> None:
    found = reading(said)
    assert (shown(found), found.sure) == ([day], True)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("Friday after next", ["Fri 04 Dec", "Fri 11 Dec"]),
        ("week on Friday", ["Fri 04 Dec", "Fri 27 Nov"]),
        ("refund the first week on Friday", ["Fri 04 Dec", "Fri 27 Nov"]),
        ("twice a week on Friday", ["Fri 04 Dec", "Fri 27 Nov"]),
        ("three times a week on Friday", ["Fri 04 Dec", "Fri 27 Nov"]),
        ("paid week on Friday", ["Fri 04 Dec", "Fri 27 Nov"]),
        ("mid week on Friday", ["Fri 04 Dec", "Fri 27 Nov"]),
        ("pay for the missed day after Friday", ["Sat 28 Nov", "Fri 27 Nov"]),
        ("Friday minus one day", ["Fri 27 Nov"]),
        ("tomorrow week", ["Thu 26 Nov"]),
        ("the evening before Friday", ["Fri 27 Nov"]),
        ("the eve of Friday", ["Fri 27 Nov"]),
        ("Easter Monday 3pm", ["Mon 30 Nov"]),
        ("two weeks on Friday", ["Fri 11 Dec", "Fri 27 Nov"]),
        ("the week after Friday", ["Fri 04 Dec", "Fri 27 Nov"]),
        ("two days on Friday", ["Sun 29 Nov", "Fri 27 Nov"]),
        ("the day from Friday", ["Sat 28 Nov", "Fri 27 Nov"]),
        ("day from Friday", ["Sat 28 Nov", "Fri 27 Nov"]),
        ("for two weeks from Friday", ["Fri 11 Dec", "Fri 27 Nov"]),
        ("in a week on Friday", ["Fri 04 Dec", "Fri 27 Nov"]),
        ("one or two weeks after Friday", ["Fri 11 Dec", "Fri 27 Nov"]),
        ("2.5 weeks after Friday", ["Fri 27 Nov"]),
        ("within two days of Friday", ["Fri 27 Nov"]),
        ("last week on Friday", ["Fri 27 Nov"]),
        ("a few days after Friday", ["Fri 27 Nov"]),
        ("after Friday", ["Fri 27 Nov"]),
        ("after 4 December", ["Fri 04 Dec"]),
        ("the following Friday", ["Fri 27 Nov", "Fri 04 Dec"]),
        ("the Friday after the meeting", ["Fri 27 Nov"]),
        ("Friday after Christmas", ["Fri 27 Nov"]),
        ("Friday the week after next", ["Fri 27 Nov"]),
        ("Friday + 2 days", ["Fri 27 Nov"]),
        ("Friday or so", ["Fri 27 Nov"]),
        ("Friday-ish", ["Fri 27 Nov"]),
        ("Friday next", ["Fri 27 Nov"]),
        ("one week on Friday", ["Fri 04 Dec", "Fri 27 Nov"]),
        ("all week on Friday", ["Fri 27 Nov"]),
        ("all days on Friday", ["Fri 27 Nov"]),
        ("Friday of the week after next", ["Fri 27 Nov"]),
        ("noon two weeks later", ["Wed 25 Nov"]),
        ("noon the following day", ["Wed 25 Nov"]),
        ("noon the day after", ["Wed 25 Nov"]),
        ("noon the week after next", ["Wed 25 Nov"]),
        ("every Friday", ["Fri 27 Nov"]),
        ("first Friday in December", ["Fri 27 Nov"]),
        ("Friday 5 December", ["Sat 05 Dec", "Fri 27 Nov"]),
        ("Friday the 4th", ["Fri 04 Dec"]),
        ("two days after Friday 4 December", ["Sun 06 Dec", "Fri 04 Dec"]),
        ("by Monday 25 October 2026", ["Mon 30 Nov"]),
    ],
)
def test_where_it_may_be_another_day_it_is_shown_back(said: str, days: list[str]) -> None:
    found = reading(said)
    assert (shown(found), found.sure) == (days, False)


@pytest.mark.parametrize(
    "said",
    [
        "Sunday at 1:30 am on 25 October 2026",
        "25 October 2026, Sunday at 1:30am",
        "Sunday, 1:30 am, 25.10.2026",
        "two days before yesterday",
    ],
)
def test_a_full_date_decides(said: str) -> None:
    assert reading(said).trouble is Trouble.PAST


def test_beyond_the_years_there_is_no_such_day() -> None:
    assert reading("two weeks after 31 December 9999").trouble is Trouble.NO_SUCH_DAY
    assert reading("two days after 30 February").trouble is Trouble.NO_SUCH_DAY


@pytest.mark.parametrize(
    ("said", "now", "days"),
    [
        ("this Tuesday", TUESDAY, ["Tue 24 Nov", "Tue 01 Dec"]),
        ("by this tue", TUESDAY, ["Tue 24 Nov", "Tue 01 Dec"]),
        ("this Tuesday at noon", TUESDAY, ["Tue 24 Nov", "Tue 01 Dec"]),
        ("Tuesday week", TUESDAY, ["Tue 01 Dec", "Tue 08 Dec"]),
        ("a week on Tuesday", TUESDAY, ["Tue 01 Dec", "Tue 08 Dec"]),
        ("next Tuesday", TUESDAY, ["Tue 01 Dec"]),
        ("coming Tuesday", TUESDAY, ["Tue 01 Dec"]),
        ("Tuesday after next", TUESDAY, ["Tue 08 Dec"]),
        ("a week from Tuesday", MONDAY, ["Tue 01 Dec"]),
    ],
)
def test_on_the_day_itself(said: str, now: datetime, days: list[str]) -> None:
    found = reading(said, now)
    assert (shown(found), found.sure) == (days, len(days) == 1)


def test_without_working_days_the_day_before_is_one() -> None:
    found = reading("a working day before Monday", work=WorkingTime(days=frozenset()))
    assert shown(found) == ["Sun 29 Nov"]


UNITS = {"day": 1, "days": 1, "week": 7, "weeks": 7, "fortnight": 14}
COUNTS = {"a": 1, "one": 1, "two": 2, "3": 3, "the": 1, "12": 12, "": 1}
DAYS = {
    "Friday": date(2026, 11, 27),
    "Tuesday": date(2026, 12, 1),
    "next Monday": date(2026, 11, 30),
    "tomorrow": date(2026, 11, 26),
    "4 December": date(2026, 12, 4),
    "this Saturday": date(2026, 11, 28),
    "Friday 4 December": date(2026, 12, 4),
}
WAYS = ("after", "from", "following", "past", "before")


@settings(max_examples=150)
@given(
    st.sampled_from(["refund", "we call you", "by", "within", "in", "at noon", "nearly", "or"]),
    st.sampled_from(sorted(COUNTS)),
    st.sampled_from(sorted(UNITS)),
    st.sampled_from(WAYS),
    st.sampled_from(sorted(DAYS)),
)
def test_no_noted_day_drops_what_moves_it(
    around: str, count: str, unit: str, way: str, day: str
) -> None:
    found = reading(" ".join(f"{around} {count} {unit} {way} {day}".split()))
    if found.sure:
        moved = (-1 if way == "before" else 1) * COUNTS[count] * UNITS[unit]
        noted = local(found.choices[0], ZONE).date()
        assert noted == DAYS[day] + timedelta(days=moved)
