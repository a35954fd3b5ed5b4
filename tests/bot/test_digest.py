"""The weekly digest: when it is due, and what it says."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import digest
from bot.digest_settings import DigestSettings
from bot.insights import Figures, Insights, Part
from bot.wording import digest as words

MONDAY_NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("settings", "now", "zone", "due"),
    [
        (DigestSettings(), MONDAY_NINE, "UTC", MONDAY_NINE),
        (DigestSettings(), MONDAY_NINE - timedelta(seconds=1), "UTC", MONDAY_NINE - digest.WEEK),
        (DigestSettings(), MONDAY_NINE + timedelta(days=6), "UTC", MONDAY_NINE),
        (DigestSettings(), MONDAY_NINE, "Europe/Berlin", MONDAY_NINE - timedelta(hours=1)),
        (
            DigestSettings(day=4, hour=16, zone="America/New_York"),
            MONDAY_NINE,
            "UTC",
            datetime(2026, 11, 20, 21, tzinfo=UTC),
        ),
        # The clocks go forward in that hour: it comes once, as soon as there is such a time.
        (
            DigestSettings(day=6, hour=2, zone="Europe/Berlin"),
            datetime(2026, 3, 29, 5, tzinfo=UTC),
            "UTC",
            datetime(2026, 3, 29, 1, tzinfo=UTC),
        ),
    ],
)
def test_it_is_due_at_the_teams_time(
    settings: DigestSettings, now: datetime, zone: str, due: datetime
) -> None:
    assert digest.due_at(settings, now, zone) == due


def test_it_is_the_one_of_its_week_by_the_teams_clock() -> None:
    late_on_sunday = MONDAY_NINE - timedelta(hours=6)  # in New York
    there = DigestSettings(day=6, hour=20, zone="America/New_York")
    assert str(digest.week_of(there, late_on_sunday, "UTC")) == "2026-11-16"
    assert str(digest.week_of(DigestSettings(), late_on_sunday, "UTC")) == "2026-11-23"


def test_there_is_something_to_say_only_after_a_week_in_which_something_happened() -> None:
    assert not digest.worth_saying(0, 0)
    assert digest.worth_saying(1, 0) and digest.worth_saying(0, 1)


def said(opened: int, reported: int, closed: int) -> str:
    period = digest.period(MONDAY_NINE)
    found = Insights(period, Figures(opened=opened, updates=Part(3, 4)), Figures(opened=2))
    return digest.text(found, MONDAY_NINE, reported, closed, "/mistake")


def test_it_says_what_happened_and_how_it_went() -> None:
    text = said(3, 2, 1)
    assert "2 mistakes were reported: thank you for speaking up. One was closed" in text
    assert "*The last four weeks* (3 mistakes, before: 2). They are few" in text
    assert "*Updates on time:* 3 of 4" in text
    assert "*Time to own:*" not in text
    assert len(text) < 3000
    assert "One mistake was reported" in said(6, 1, 0) and "None was closed." in said(6, 1, 0)
    assert "(one mistake, before: 2)." in said(1, 1, 0)
    quiet = said(0, 0, 2)
    assert "Nothing new was reported. 2 were closed." in quiet
    assert "four weeks" not in quiet


def test_its_settings_say_where_and_when_it_comes() -> None:
    assert "None is chosen yet" in words.intro("", "UTC")
    assert "<#C1>" in words.intro("<#C1>", "America/New_York")
    assert "America/New York" in words.intro("<#C1>", "America/New_York")
    assert words.saved(True) != words.saved(False)
    assert words.setting(True, "Monday", words.hour(9)) == "Monday, 9:00"
    assert words.setting(False, "Monday", "9:00") == words.OFF
