"""Periods as people type them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.periods import NotAPeriod, fits, read

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)  # a Sunday
BERLIN = "Europe/Berlin"

TODAY = "2026-11-22T10:30"
TABLE = [
    ("", "the last 90 days", "2026-08-24T10:30", TODAY, "2026-05-26T10:30"),
    ("90d", "the last 90 days", "2026-08-24T10:30", TODAY, "2026-05-26T10:30"),
    ("90 Days", "the last 90 days", "2026-08-24T10:30", TODAY, "2026-05-26T10:30"),
    ("the last 2 weeks", "the last 2 weeks", "2026-11-08T10:30", TODAY, "2026-10-25T10:30"),
    ("3 months", "the last 3 months", "2026-08-22T09:30", TODAY, "2026-05-22T09:30"),
    ("past three months", "the last 3 months", "2026-08-22T09:30", TODAY, "2026-05-22T09:30"),
    ("1y", "the last year", "2025-11-22T10:30", TODAY, "2024-11-22T10:30"),
    ("2026-Q2", "2026-Q2", "2026-03-31T22:00", "2026-06-30T22:00", "2025-12-31T23:00"),
    ("q2", "2026-Q2", "2026-03-31T22:00", "2026-06-30T22:00", "2025-12-31T23:00"),
    ("Q4 2026", "2026-Q4 so far", "2026-09-30T22:00", TODAY, "2026-06-30T22:00"),
    ("2026-05", "May 2026", "2026-04-30T22:00", "2026-05-31T22:00", "2026-03-31T22:00"),
    ("December", "December 2025", "2025-11-30T23:00", "2025-12-31T23:00", "2025-10-31T23:00"),
    ("sept 2025", "September 2025", "2025-08-31T22:00", "2025-09-30T22:00", "2025-07-31T22:00"),
    ("2025", "2025", "2024-12-31T23:00", "2025-12-31T23:00", "2023-12-31T23:00"),
    ("this year", "this year so far", "2025-12-31T23:00", TODAY, "2024-12-31T23:00"),
    ("last year", "last year", "2024-12-31T23:00", "2025-12-31T23:00", "2023-12-31T23:00"),
    ("last month", "last month", "2026-09-30T22:00", "2026-10-31T23:00", "2026-08-31T22:00"),
    ("this quarter", "this quarter so far", "2026-09-30T22:00", TODAY, "2026-06-30T22:00"),
    ("past quarter", "last quarter", "2026-06-30T22:00", "2026-09-30T22:00", "2026-03-31T22:00"),
    ("last week.", "last week", "2026-11-08T23:00", "2026-11-15T23:00", "2026-11-01T23:00"),
    ("this week", "this week so far", "2026-11-15T23:00", TODAY, "2026-11-08T23:00"),
    ("90", "the last 90 days", "2026-08-24T10:30", TODAY, "2026-05-26T10:30"),
    ("for 90 days", "the last 90 days", "2026-08-24T10:30", TODAY, "2026-05-26T10:30"),
    ("today", "today so far", "2026-11-21T23:00", TODAY, "2026-11-20T23:00"),
    ("Yesterday", "yesterday", "2026-11-20T23:00", "2026-11-21T23:00", "2026-11-19T23:00"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "name", "start", "end", "before"), TABLE)
def test_a_period_is_read(typed: str, name: str, start: str, end: str, before: str) -> None:
    period = read(typed, NOW, BERLIN)
    assert period.name == name
    found = (period.start, period.end, period.before)
    assert found == tuple(datetime.fromisoformat(each + "+00:00") for each in (start, end, before))
    assert (period.earlier.start, period.earlier.end) == (period.before, period.start)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("forever", "period with a beginning"),
        ("-5d", "period with a beginning"),
        ("x days", "period with a beginning"),
        ("this day", "period with a beginning"),
        ("2026-13", "period with a beginning"),
        ("1066", "period with a beginning"),
        ("May 3100", "period with a beginning"),
        ("²d", "period with a beginning"),
        ("<!channel>", "“&lt;!channel&gt;”"),
        ("0 days", "no time at all"),
        ("11y", "ten years at most"),
        ("99999999d", "ten years at most"),
        ("2027-Q1", "has not begun"),
    ],
)
def test_what_is_no_period_is_said_with_what_to_type(typed: str, said: str) -> None:
    with pytest.raises(NotAPeriod, match="`90d`") as fault:
        read(typed, NOW, BERLIN)
    assert said in str(fault.value)


def test_months_end_where_they_end() -> None:
    assert read("1 month", datetime(2026, 3, 31, 9, tzinfo=UTC), "UTC").start == datetime(
        2026, 2, 28, 9, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("typed", "does"),
    [
        ("", True),
        ("report", True),
        ("last 3 months", True),
        ("2026-Q2 2026-Q3", True),
        ("since 2024", True),
        ("were wrong", False),
        ("report went to the wrong customer last week", False),
    ],
)
def test_whether_words_can_belong_to_a_period(typed: str, does: bool) -> None:
    assert fits(typed) is does


@given(st.text(max_size=40))
def test_anything_typed_is_a_period_or_not(typed: str) -> None:
    try:
        period = read(typed, NOW, BERLIN)
    except NotAPeriod:
        return
    assert period.before < period.start < period.end <= NOW
