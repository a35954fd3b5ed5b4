"""The ladder: who is reminded of what, and when. Read each table as what people's phones say."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.chasing import CHECK_BACK, CLOSING, DEBRIEF, UPDATE, reminded_at, step_of_key
from bot.incident import Rung, Severity
from bot.settings import Settings
from tests.bot.checked_back import CHECKED
from tests.bot.story import ANA, BEN, LEA, MONDAY, TEAM_WITH_LEAD, Story, people, reminders

WEEK = timedelta(days=7)
OWN_IT = "step:own_it"

LADDERS = {
    (Severity.HIGH, UPDATE): [
        "Mon 11:48 U_ANA update heads_up",
        "Mon 12:00 U_ANA update owner",
        "Mon 13:00 U_LEA update lead",
        "Mon 14:00 the thread update thread",
    ],
    (Severity.HIGH, OWN_IT): [
        "Mon 13:36 U_ANA step:own_it heads_up",
        "Mon 14:00 U_ANA step:own_it owner",
        "Mon 16:00 U_LEA step:own_it lead",
        "Mon 18:00 the thread step:own_it thread",
    ],
    (Severity.MEDIUM, UPDATE): [
        "Tue 08:00 U_ANA update heads_up",  # 07:36 is quiet
        "Tue 10:00 U_ANA update owner",
        "Wed 08:00 U_LEA update lead",  # Tue 22:00 is quiet
        "Thu 08:00 the thread update thread",  # Wed 20:00 is quiet
    ],
    (Severity.LOW, UPDATE): [
        "Thu 08:00 U_ANA update heads_up",  # 02:48 is quiet
        "Thu 10:00 U_ANA update owner",
        "Mon 08:00 U_LEA update lead",  # Fri 22:00 is quiet, and so is the weekend
        "Wed 08:00 the thread update thread",  # Tue 20:00 is quiet
    ],
    (Severity.LOW, OWN_IT): [
        "Wed 08:00 U_ANA step:own_it heads_up",  # 05:12 is quiet
        "Wed 10:00 U_ANA step:own_it owner",
        "Thu 10:00 U_LEA step:own_it lead",
        "Fri 10:00 the thread step:own_it thread",
    ],
}


@pytest.mark.parametrize(("case", "told"), LADDERS.items(), ids=str)
def test_the_ladder_by_severity(case: tuple[Severity, str], told: list[str]) -> None:
    severity, key = case
    assert Story(severity).reminders_until(MONDAY + 3 * WEEK, about=key) == told


def test_each_rung_is_told_once_however_often_the_clock_is_looked_at() -> None:
    story = Story(Severity.HIGH)
    told = []
    for minute in range(0, 60 * 24, 7):
        story.at(minutes=minute).sweep()
        told += [str(effect) for effect in story.outcome.effects]
    assert len(told) == len(set(told)) == 8  # two things owed, four rungs each


def test_a_look_before_anything_is_due_changes_nothing() -> None:
    Story(Severity.HIGH).at(minutes=107).sweep().expect_refusal(None)


def test_several_due_things_are_told_in_one_look() -> None:
    story = Story(Severity.HIGH).at(hours=9)
    story.sweep().expect_told((ANA, UPDATE, Rung.OWNER), (ANA, OWN_IT, Rung.OWNER))


# Quiet hours and weekends, by each person's own clock


def _ladder_of(story: Story, zone: str) -> list[str]:
    return story.reminders_until(story.start + 2 * WEEK, about=UPDATE, zone=zone)


def test_new_york_is_told_in_the_new_york_morning_and_its_lead_in_kolkata_by_theirs() -> None:
    known = people({ANA: "America/New_York", LEA: "Asia/Kolkata"})
    story = Story(start=datetime(2026, 11, 24, 13, 30, tzinfo=UTC), known=known)  # 08:30 there
    assert story.incident.next_update_at == datetime(2026, 11, 25, 13, 30, tzinfo=UTC)
    assert _ladder_of(story, "America/New_York") == [
        "Wed 08:00 U_ANA update heads_up",  # 06:06 is quiet
        "Wed 08:30 U_ANA update owner",
        "Wed 21:30 U_LEA update lead",  # 20:30 is 07:00 in Kolkata; 21:30 is 08:00
        "Thu 09:30 the thread update thread",
    ]


def test_a_weekend_in_kolkata() -> None:
    known = people({ANA: "Asia/Kolkata", LEA: "Asia/Kolkata"})
    story = Story(start=datetime(2026, 11, 27, 6, 0, tzinfo=UTC), known=known)  # Fri 11:30 there
    assert _ladder_of(story, "Asia/Kolkata") == [
        "Mon 09:06 U_ANA update heads_up",
        "Mon 11:30 U_ANA update owner",
        "Tue 08:00 U_LEA update lead",
        "Wed 08:00 the thread update thread",
    ]


def test_what_is_opened_on_a_weekend_night_has_a_working_day_and_a_heads_up() -> None:
    known = people({ANA: "Asia/Kolkata", LEA: "Asia/Kolkata"})
    story = Story(start=datetime(2026, 11, 27, 22, 14, tzinfo=UTC), known=known)  # Sat 03:44 there
    assert _ladder_of(story, "Asia/Kolkata")[:2] == [
        "Mon 16:36 U_ANA update heads_up",
        "Mon 19:00 U_ANA update owner",  # an hour before it gets quiet
    ]


def test_weekends_are_like_any_day_where_the_team_says_so() -> None:
    settings = replace(TEAM_WITH_LEAD, work=replace(TEAM_WITH_LEAD.work, weekend_quiet=False))
    story = Story(start=datetime(2026, 11, 26, 10, 0, tzinfo=UTC), settings=settings)
    assert story.reminders_until(story.start + WEEK, about=UPDATE) == [
        "Fri 08:00 U_ANA update heads_up",
        "Fri 10:00 U_ANA update owner",
        "Sat 08:00 U_LEA update lead",
        "Sun 08:00 the thread update thread",
    ]


@pytest.mark.parametrize(
    ("zone", "start", "owner_told"),
    [
        # Spring forward on a Sunday: the working day between is an hour shorter in New York …
        ("America/New_York", datetime(2026, 3, 6, 15, 0), datetime(2026, 3, 9, 14, 0)),
        # … an hour longer in autumn …
        ("America/New_York", datetime(2026, 10, 30, 14, 0), datetime(2026, 11, 2, 15, 0)),
        # … Sydney turns the other way round …
        ("Australia/Sydney", datetime(2026, 4, 2, 22, 0), datetime(2026, 4, 5, 23, 0)),
        ("Australia/Sydney", datetime(2026, 10, 1, 23, 0), datetime(2026, 10, 4, 22, 0)),
        # … and Lord Howe by half an hour.
        ("Australia/Lord_Howe", datetime(2026, 4, 2, 22, 0), datetime(2026, 4, 5, 22, 30)),
        ("Australia/Lord_Howe", datetime(2026, 10, 1, 22, 30), datetime(2026, 10, 4, 22, 0)),
        # Kolkata never changes its clocks.
        ("Asia/Kolkata", datetime(2026, 3, 27, 5, 0), datetime(2026, 3, 30, 5, 0)),
    ],
)
def test_the_wall_clock_holds_through_a_clock_change(
    zone: str, start: datetime, owner_told: datetime
) -> None:
    start, owner_told = start.replace(tzinfo=UTC), owner_told.replace(tzinfo=UTC)
    story = Story(start=start, known=people({ANA: zone}))
    assert story.incident.chases[UPDATE].due == owner_told
    story.at_time(owner_told - timedelta(minutes=1)).sweep()
    story.at_time(owner_told).sweep()
    assert (ANA, UPDATE, Rung.OWNER) in reminders(story.outcome)


@pytest.mark.parametrize(
    ("breaks_quiet", "told"),
    [
        (True, ["Mon 22:48 U_ANA update heads_up", "Mon 23:00 U_ANA update owner"]),
        (False, ["Tue 08:00 U_ANA update owner"]),  # the heads-up would come too late
    ],
)
def test_high_severity_breaks_quiet_hours_only_if_the_team_says_so(
    breaks_quiet: bool, told: list[str]
) -> None:
    settings = Settings(high_breaks_quiet=breaks_quiet)
    story = Story(Severity.HIGH, start=MONDAY + timedelta(hours=11), settings=settings)
    assert story.reminders_until(MONDAY + WEEK, about=UPDATE)[: len(told)] == told


# The debrief and the check-back


def test_the_debrief_is_owed_from_putting_it_right_on() -> None:
    story = Story().settle("own_it", "apologise", "explain")
    assert DEBRIEF not in story.incident.chases
    story.settle("put_it_right").expect_owed(UPDATE, "step:make_it_up", DEBRIEF)
    assert story.incident.chases[DEBRIEF].due == MONDAY + timedelta(days=3)
    story.reopen_step("put_it_right").expect_owed(UPDATE, "step:put_it_right")


def _all_done() -> Story:
    story = Story()
    while (step := story.incident.current) and step.id != "check_back":
        story.settle(step.id)
    return story.expect_owed(CLOSING)


def test_the_debrief_is_owed_only_once_when_its_turn_has_come() -> None:
    story = Story().settle("own_it", "apologise", "explain", "put_it_right", "make_it_up")
    story.settle("prevent_it", "show_the_evidence").expect_current("debrief").expect_owed(DEBRIEF)


def test_closing_is_owed_once_nothing_is_left_to_do() -> None:
    story = _all_done()
    assert story.reminders_until(MONDAY + 3 * WEEK, about=CLOSING) == [
        "Tue 08:00 U_ANA close heads_up",
        "Tue 10:00 U_ANA close owner",
        "Wed 08:00 U_LEA close lead",  # it was planned for the night
        "Thu 08:00 the thread close thread",
    ]
    story.close().expect_owed(CHECK_BACK)


def test_what_is_opened_again_is_owed_instead_of_closing() -> None:
    story = _all_done().reopen_step("prevent_it").expect_owed("step:prevent_it")
    story.at(hours=1).settle("prevent_it").expect_owed(CLOSING)
    assert story.incident.chases[CLOSING].since == story.now
    story.at(hours=2).hand_over(BEN)
    assert story.incident.chases[CLOSING].who == BEN


def test_opened_again_it_has_its_time_to_be_closed_once_more() -> None:
    story = _all_done().close().at(days=9).reopen().expect_owed(CLOSING)
    assert story.incident.chases[CLOSING].due == story.now + timedelta(days=1)


def test_checking_back_is_owed_two_weeks_after_closing() -> None:
    story = Story().close(anyway="They asked us to leave it").expect_owed(CHECK_BACK)
    assert story.reminders_until(MONDAY + 8 * WEEK) == [
        "Mon 08:00 U_ANA check_back heads_up",  # it was planned for the weekend
        "Mon 10:00 U_ANA check_back owner",
        "Mon 10:00 U_LEA check_back lead",
        "Mon 10:00 the thread check_back thread",
    ]
    story.fill_in("check_back", **CHECKED).expect_owed()


@pytest.mark.parametrize(
    ("key", "step"),
    [
        (UPDATE, None),
        (OWN_IT, "own_it"),
        ("step:unheard_of", None),
        (DEBRIEF, "debrief"),
        (CHECK_BACK, "check_back"),
        (CLOSING, None),
    ],
)
def test_which_step_a_chase_is_about(key: str, step: str | None) -> None:
    found = step_of_key(key, Story().incident)
    assert (found.id if found else None) == step


def test_a_reminder_is_announced_for_when_it_can_come() -> None:
    story = Story().settle("own_it").at(hours=8)  # Monday 18:00; from 20:00 on it is quiet
    chase = replace(story.incident.chases[UPDATE], next_at=story.now + timedelta(hours=4))
    told = reminded_at(story.incident, chase, story.context)
    assert told == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert reminded_at(story.incident, replace(chase, next_at=None), story.context) is None
