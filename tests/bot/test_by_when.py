"""By when something was promised, from the words in which it was said."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.by_when import READ_AT_MOST, Reading, Trouble, read
from bot.calendar import WorkingTime, local

ZONE = "Europe/Berlin"
NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)  # a Wednesday, 10:20 in Berlin


def reading(said: str, now: datetime = NOW, work: WorkingTime | None = None) -> Reading:
    return read(said, now, ZONE, work or WorkingTime())


def shown(found: Reading) -> list[str]:
    return [f"{local(each, ZONE):%a %d %b %Y %H:%M}" for each in found.choices]


CLEAR = {
    "refund by Friday noon": "Fri 27 Nov 2026 12:00",
    "I’ll call you by Friday noon": "Fri 27 Nov 2026 12:00",
    "within 2 working days": "Fri 27 Nov 2026 17:00",
    "reply within the next three business days": "Mon 30 Nov 2026 17:00",
    "by end of day": "Wed 25 Nov 2026 17:00",
    "by EOD tomorrow": "Thu 26 Nov 2026 17:00",
    "first thing Monday": "Mon 30 Nov 2026 09:00",
    "replace part 4711Z by Friday noon": "Fri 27 Nov 2026 12:00",
    "by 2026-11-27T11:00Z": "Fri 27 Nov 2026 12:00",
    "in an hour": "Wed 25 Nov 2026 11:20",
    "in half an hour": "Wed 25 Nov 2026 10:50",
    "in an hour and a half": "Wed 25 Nov 2026 11:50",
    "within 2.5 hours": "Wed 25 Nov 2026 12:50",
    "in 90 mins": "Wed 25 Nov 2026 11:50",
    "within 24h": "Thu 26 Nov 2026 10:20",
    "next Tuesday at 14:30": "Tue 01 Dec 2026 14:30",
    "Friday week": "Fri 04 Dec 2026 17:00",
    "this Friday at 09:00": "Fri 27 Nov 2026 09:00",
    "a table by Tuesday": "Tue 01 Dec 2026 17:00",
    "by thu": "Thu 26 Nov 2026 17:00",
    "tomorrow at 5pm": "Thu 26 Nov 2026 17:00",
    "by 14.30.": "Wed 25 Nov 2026 14:30",
    "call at 12.12.": "Wed 25 Nov 2026 12:12",
    "2026-12-01 10:00": "Tue 01 Dec 2026 10:00",
    "at 12.30 on Friday": "Fri 27 Nov 2026 12:30",
    "tomorrow morning": "Thu 26 Nov 2026 12:00",
    "tomorrow morning at 9": "Thu 26 Nov 2026 09:00",
    "at half past two tomorrow afternoon": "Thu 26 Nov 2026 14:30",
    "at quarter to five this afternoon": "Wed 25 Nov 2026 16:45",
    "this evening": "Wed 25 Nov 2026 20:00",
    "at eight o'clock tonight": "Wed 25 Nov 2026 20:00",
    "the day after tomorrow": "Fri 27 Nov 2026 17:00",
    "at 13 on Friday": "Fri 27 Nov 2026 13:00",
    "before fri noon": "Fri 27 Nov 2026 12:00",
    "by 12 December at 5 p.m.": "Sat 12 Dec 2026 17:00",
    "on Dec 3rd": "Thu 03 Dec 2026 17:00",
    "by the 3rd of December": "Thu 03 Dec 2026 17:00",
    "by 1 May 2027": "Sat 01 May 2027 17:00",
    "by December 12, 2026": "Sat 12 Dec 2026 17:00",
    "by 2026-12-03": "Thu 03 Dec 2026 17:00",
    "by 25/12": "Fri 25 Dec 2026 17:00",
    "by 25.12.26": "Fri 25 Dec 2026 17:00",
    "within a fortnight": "Wed 09 Dec 2026 17:00",
    "in two weeks": "Wed 09 Dec 2026 17:00",
    "by end of the week": "Fri 27 Nov 2026 17:00",
    "end of this week": "Fri 27 Nov 2026 17:00",
    "before the weekend": "Fri 27 Nov 2026 17:00",
    "by end of next week": "Fri 04 Dec 2026 17:00",
    "by end of the month": "Mon 30 Nov 2026 17:00",
    "we promised yesterday to call by Friday": "Fri 27 Nov 2026 17:00",
    "refund the €12.50 for Friday’s order by Thursday": "Thu 26 Nov 2026 17:00",
    "refund 3pm Tue": "Tue 01 Dec 2026 15:00",
    "Tue 3pm": "Tue 01 Dec 2026 15:00",
    "call Thu at 14:30": "Thu 26 Nov 2026 14:30",
    "at noon (Fri)": "Fri 27 Nov 2026 12:00",
    "by Tue 3pm": "Tue 01 Dec 2026 15:00",
    "Tue 1 Dec 3pm, or tell them": "Tue 01 Dec 2026 15:00",
    "3pm Tue 1 Dec": "Tue 01 Dec 2026 15:00",
    "by 3pm Sat.": "Sat 28 Nov 2026 15:00",
    "Tue's order by 3pm": "Wed 25 Nov 2026 15:00",
    "the sat nav by 3pm": "Wed 25 Nov 2026 15:00",
    "first of December at 9am": "Tue 01 Dec 2026 09:00",
    "by December the third": "Thu 03 Dec 2026 17:00",
    "on the twenty first of December": "Mon 21 Dec 2026 17:00",
    "by the twelfth of December": "Sat 12 Dec 2026 17:00",
    "we may second that by Friday": "Fri 27 Nov 2026 17:00",
}
UNSURE = {
    "call at three tomorrow": ["Thu 26 Nov 2026 15:00", "Thu 26 Nov 2026 03:00"],
    "call back at three": ["Wed 25 Nov 2026 15:00"],
    "at 10:15 tomorrow": ["Thu 26 Nov 2026 10:15", "Thu 26 Nov 2026 22:15"],
    "before we open on the 3rd": ["Thu 03 Dec 2026 09:00"],
    "by the 30th": ["Mon 30 Nov 2026 17:00"],
    "by the 31st": ["Thu 31 Dec 2026 17:00"],
    "05/06": ["Thu 06 May 2027 17:00", "Sat 05 Jun 2027 17:00"],
    "next Friday": ["Fri 27 Nov 2026 17:00", "Fri 04 Dec 2026 17:00"],
    "by Wednesday": ["Wed 25 Nov 2026 17:00", "Wed 02 Dec 2026 17:00"],
    "before fri": ["Thu 26 Nov 2026 17:00", "Fri 27 Nov 2026 17:00"],
    "before Friday": ["Thu 26 Nov 2026 17:00", "Fri 27 Nov 2026 17:00"],
    "before the weekend or by Monday": ["Fri 27 Nov 2026 17:00", "Mon 30 Nov 2026 17:00"],
    "some time next week": ["Fri 04 Dec 2026 17:00"],
    "in a month": ["Fri 25 Dec 2026 17:00"],
    "by 9am": ["Thu 26 Nov 2026 09:00"],
    "by noon or by 14:00": ["Wed 25 Nov 2026 12:00", "Wed 25 Nov 2026 14:00"],
    "on 2 December between 9 and 11": ["Wed 02 Dec 2026 11:00", "Wed 02 Dec 2026 23:00"],
    "at three people’s homes on Friday": ["Fri 27 Nov 2026 17:00"],
    "to the shop at 44 on Friday": ["Fri 27 Nov 2026 17:00"],
    "call at three | maybe: tomorrow": ["Thu 26 Nov 2026 15:00", "Thu 26 Nov 2026 03:00"],
    "at 25:00 tomorrow": ["Thu 26 Nov 2026 17:00"],
    "in an hour, by noon": ["Wed 25 Nov 2026 12:00"],
    "in one hour or in two hours": ["Wed 25 Nov 2026 11:20", "Wed 25 Nov 2026 12:20"],
    "by 12 November": ["Fri 12 Nov 2027 17:00"],
    "by 3.12.": ["Thu 03 Dec 2026 17:00"],
    "refund by 03.04.": ["Sat 03 Apr 2027 17:00"],
    "by 13.12.": ["Sun 13 Dec 2026 17:00"],
    "by 13.12": ["Wed 25 Nov 2026 13:12", "Sun 13 Dec 2026 17:00"],
    "3pm Wed": ["Wed 25 Nov 2026 15:00", "Wed 02 Dec 2026 15:00"],
    "delivered 3pm sat in the lobby": ["Wed 25 Nov 2026 15:00", "Sat 28 Nov 2026 15:00"],
    "Mon-Fri 9am": ["Fri 27 Nov 2026 09:00"],
    "first of December 9 sharp": ["Tue 01 Dec 2026 09:00", "Tue 01 Dec 2026 21:00"],
    "1 December 9": ["Tue 01 Dec 2026 17:00"],
    "3pm Tue or 3pm Thu": ["Tue 01 Dec 2026 15:00", "Thu 26 Nov 2026 15:00"],
}
TROUBLE = {
    "soon": Trouble.NO_TIME,
    "lots": Trouble.NO_TIME,
    "as soon as we can": Trouble.NO_TIME,
    "": Trouble.NO_TIME,
    "in 0 hours": Trouble.NO_TIME,
    "we sent May the wrong invoice": Trouble.NO_TIME,
    "on 30 February": Trouble.NO_SUCH_DAY,
    "by 2026-02-30": Trouble.NO_SUCH_DAY,
    "by 31/11": Trouble.NO_SUCH_DAY,
    "by 31.11.": Trouble.NO_SUCH_DAY,
    "by 31.11": Trouble.NO_SUCH_DAY,
    "by the 32nd of May": Trouble.NO_SUCH_DAY,
    "by May 32": Trouble.NO_SUCH_DAY,
    "by the 32nd": Trouble.NO_SUCH_DAY,
    "yesterday": Trouble.PAST,
    "last Friday": Trouble.PAST,
    "by 12 December 2031": Trouble.FAR,
    "by 20 April 2926": Trouble.FAR,
    "last Wednesday": Trouble.PAST,
    "by 12 December 2025": Trouble.PAST,
    "today at 08:00": Trouble.PAST,
}


@pytest.mark.parametrize("said", CLEAR)
def test_what_is_clear_is_understood(said: str) -> None:
    found = reading(said)
    assert (shown(found), found.sure, found.trouble) == ([CLEAR[said]], True, None)


@pytest.mark.parametrize("said", UNSURE)
def test_what_can_be_meant_otherwise_is_shown_back(said: str) -> None:
    found = reading(said)
    assert (shown(found), found.sure, found.trouble) == (UNSURE[said], False, None)


@pytest.mark.parametrize("said", TROUBLE)
def test_what_is_no_time_to_come_says_why(said: str) -> None:
    found = reading(said)
    assert (found.choices, found.sure, found.trouble) == ((), False, TROUBLE[said])
    assert (found.past is not None) is (TROUBLE[said] is Trouble.PAST)


def test_late_in_the_day_a_time_of_day_may_mean_tomorrow() -> None:
    evening = NOW.replace(hour=18)
    found = reading("by noon", evening)
    assert (shown(found), found.sure) == (["Thu 26 Nov 2026 12:00"], False)


def test_the_team_s_own_working_days_count() -> None:
    weekend_shop = WorkingTime(days=frozenset({5, 6}))
    assert shown(reading("within 2 working days", work=weekend_shop)) == ["Sun 29 Nov 2026 17:00"]
    assert shown(reading("before Friday", work=WorkingTime(days=frozenset())))[0].startswith("Thu")


def test_the_end_of_the_day_is_a_waking_time() -> None:
    early = WorkingTime(quiet_from=time(16), quiet_to=time(6))
    assert shown(reading("by Friday", work=early)) == ["Fri 27 Nov 2026 16:00"]


def test_hours_are_real_hours_when_the_clocks_change() -> None:
    before = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)  # 01:00 in Berlin, the night it goes back
    assert reading("in 3 hours", before).choices == (datetime(2026, 10, 25, 2, 0, tzinfo=UTC),)


def test_a_long_text_is_read_to_a_limit() -> None:
    assert reading("x" * READ_AT_MOST + " by Friday").trouble is Trouble.NO_TIME


def test_a_time_that_the_clocks_skip_is_shown_back() -> None:
    found = read("28 March 2027, 1:30am", NOW, "Europe/London", WorkingTime())
    assert (found.choices, found.sure) == ((datetime(2027, 3, 28, 1, 0, tzinfo=UTC),), False)
    night = datetime(2027, 3, 28, 0, 10, tzinfo=UTC)
    assert not read("by 1:30am", night, "Europe/London", WorkingTime()).sure
    assert read("28 March 2027, 2:30am", NOW, "Europe/London", WorkingTime()).sure


SAID = (
    "week fortnight from after following every fourth sunday 25 october, 2026 december the la "
    "by at on before in within next last this the a an end of first thing half past quarter to day "
    "days week month hours minutes working noon midnight morning evening tonight tomorrow today "
    "yesterday monday fri wed sat may march 3rd 30th 31 12 5pm 14:30 2.30 05/06 29.2. 2026-13-01 "
    "o'clock three twelve and between or, . soon refund"
)
WORDS = st.sampled_from(SAID.split())


@given(
    st.lists(WORDS, max_size=8).map(" ".join) | st.text(max_size=60),
    st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["UTC", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"]),
)
def test_whatever_is_said_a_choice_is_to_come_and_only_one_is_sure(
    said: str, now: datetime, zone: str
) -> None:
    found = read(said, now, zone, WorkingTime())
    assert all(each > now for each in found.choices)
    assert len(set(found.choices)) == len(found.choices) <= 3
    assert bool(found.choices) is (found.trouble is None)
    assert not found.sure or len(found.choices) == 1
    assert (found.past is not None) is (found.trouble is Trouble.PAST)
