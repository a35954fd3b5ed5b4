"""A day that was not understood is never dropped for today, and no text is too much to read."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.by_when import Reading, Trouble, read
from bot.calendar import WorkingTime, local

ZONE = "Europe/London"
NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)  # a Wednesday


def reading(said: str, zone: str = ZONE) -> Reading:
    return read(said, NOW, zone, WorkingTime())


@pytest.mark.parametrize(
    ("said", "unread"),
    [
        ("refund in fifteen days by noon", "in fifteen days"),
        ("refund in a couple of days by noon", "in a couple of days"),
        ("refund in 2-3 days by noon", "in 2-3 days"),
        ("noon, 1.5 weeks", "1.5 weeks"),
        ("refund by noon in three weeks' time", "weeks' time"),
        ("Fri week at 3pm", "fri"),
        ("sat week 3pm", "sat week"),
        ("Tue after next at 3pm", "tue"),
        ("two Fridays from now 3pm", "fridays"),
        ("3pm this weekend", "this weekend"),
        ("3pm after the weekend", "the weekend"),
        ("mid-week at 3pm", "mid-week"),
        ("noon on Boxing Day", "on boxing day"),
        ("Xmas 3pm", "xmas"),
        ("New Year's Eve 3pm", "new year's eve"),
        ("3pm next month", "next month"),
        ("3pm December", "december"),
        ("3pm in May", "in may"),
        ("3pm on the first", "on the first"),
        ("3pm 2026/12/05", "2026/12/05"),
        ("3pm 2026-12-5", "2026-12-5"),
        ("3pm 5-12-2026", "5-12-2026"),
        ("3pm 5-12", "5-12"),
        ("noon, 5.12", "5.12"),
        ("5-Dec 3pm", "5-dec"),
        ("3pm Friday or in fifteen days", "in fifteen days"),
        ("3pm on 4 December or Fri week", "or fri"),
        ("by Friday noon or at Christmas Eve", "at christmas eve"),
    ],
)
def test_a_day_beside_a_time_is_asked_about(said: str, unread: str) -> None:
    found = reading(said)
    assert found.choices
    assert (found.unread, found.sure) == (unread, False)


@pytest.mark.parametrize(
    "said",
    [
        "refund the 3-day pass by Friday noon",
        "refund the 3-day pass by noon",
        "refund the weekend ticket by noon",
        "refund the Christmas hamper by noon",
        "refund the December rent by noon",
        "refund last month's order by Friday noon",
        "refund the order of last weekend by noon",
        "refund 12.10 by noon",
        "send 5-6 boxes by noon",
        "refund invoice 2026/0012 by noon",
        "call Jan by noon",
        "you may call at 3pm",
        "we sat waiting, refund by noon",
        "same-day delivery by 3pm",
        "refund the first page by noon",
        "Fri, 27 Nov at noon",
        "we are with you all day, until 3pm",
        "the day after tomorrow at noon",
    ],
)
def test_what_is_no_day_is_not_asked_about(said: str) -> None:
    found = reading(said)
    assert (found.sure, found.unread) == (True, "")


@settings(max_examples=60)
@given(
    st.sampled_from(["refund", "we call you", "the tickets,"]),
    st.sampled_from(["in", "within", "in about", "in the next"]),
    st.sampled_from(["thirteen", "fifteen", "twenty", "a few", "a couple of", "2-3", "1.5", "40"]),
    st.sampled_from(["days", "weeks", "fortnights", "months"]),
    st.sampled_from(["by noon", "at 3pm", "at 14:30", "by end of day"]),
)
def test_no_time_of_day_hides_how_far_away_it_is(
    what: str, way: str, count: str, unit: str, at: str
) -> None:
    for said in (f"{what} {way} {count} {unit} {at}", f"{what} {at} {way} {count} {unit}"):
        found = reading(said)
        today = any(local(each, ZONE).date() == local(NOW, ZONE).date() for each in found.choices)
        assert not (found.sure and today)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Tokyo", "UTC"])
@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ("by 9999-12-31", Trouble.FAR),
        ("dec 31 9999 at midnight", Trouble.FAR),
        ("by 9999-12-31 at 23:59 EST", Trouble.FAR),
        ("following 9999-12-31", Trouble.FAR),
        ("before 9999-12-31", Trouble.FAR),
        ("before 0001-01-01", Trouble.PAST),
        ("0001-01-01 at midnight", Trouble.PAST),
    ],
)
def test_at_the_ends_of_the_years_it_says_why(said: str, trouble: Trouble, zone: str) -> None:
    assert reading(said, zone).trouble is trouble


PIECES = (
    *("before", "following", "after", "two weeks", "a week", "in", "or", "by", "at", "on", "the"),
    *("Friday", "Fri", "week", "tomorrow", "31 Dec", "29 February", "9999-12-31", "0001-01-01"),
    *("9998-12-31", "0000", "9999", "31/12/9999", "1.1.0001", "999 months", "999 working days"),
    *("noon", "midnight", "23:59", "3pm", "EST", "IST", "Tokyo time", "in an hour", "yesterday"),
)


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join),
    st.sampled_from(["America/Los_Angeles", "Asia/Tokyo", "Europe/London"]),
)
def test_no_text_is_without_an_answer(said: str, zone: str) -> None:
    found = reading(said, zone)
    assert found.choices or found.trouble


@pytest.mark.parametrize(
    "said",
    [
        "by 1 Dec, 2 Dec, 3 Dec, 4 Dec, 5 Dec or 6 Dec at noon",
        "today at 1pm, 2pm, 3pm, 4pm, 5pm or 6pm",
    ],
)
def test_more_than_anybody_means_is_asked_about(said: str) -> None:
    found = reading(said)
    assert (len(found.choices), found.sure) == (3, False)


def test_days_gone_by_do_not_crowd_out_the_one_to_come() -> None:
    found = reading(f"{', '.join(f'2026-11-0{n}' for n in range(1, 7))} were wrong, by Friday")
    assert [local(each, ZONE).date() for each in found.choices] == [date(2026, 11, 27)]
    assert not found.sure
