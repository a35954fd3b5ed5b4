"""Clocks that change, with a zone, with a traveller, or on our machine: each rung is told once, and
to nobody at night."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from itertools import permutations

import pytest

from bot.calendar import local
from bot.commands import CheckChases, SnoozeFor
from bot.effects import CARD
from bot.incident import Rung, Severity
from bot.people import Person
from tests.bot.story import ANA, BEN, LEA, Story, people, reminders

Told = tuple[str, str, Rung]
MINUTE = timedelta(minutes=1)
WEEK = timedelta(days=7)
ZONES = ("America/New_York", "Europe/London", "Australia/Lord_Howe")
# The days on which their clocks change, with the whole working days around them (UTC).
CHANGES = {
    "New York, spring": ("America/New_York", datetime(2026, 3, 5, 15, tzinfo=UTC)),
    "New York, autumn": ("America/New_York", datetime(2026, 10, 29, 15, tzinfo=UTC)),
    "London, spring": ("Europe/London", datetime(2026, 3, 26, 10, tzinfo=UTC)),
    "London, autumn": ("Europe/London", datetime(2026, 10, 22, 10, tzinfo=UTC)),
    "Lord Howe, spring": ("Australia/Lord_Howe", datetime(2026, 10, 1, 0, tzinfo=UTC)),
    "Lord Howe, autumn": ("Australia/Lord_Howe", datetime(2026, 4, 2, 0, tzinfo=UTC)),
}


def watched(story: Story, begin: datetime, end: datetime) -> list[tuple[datetime, Told]]:
    """What is told from `begin` until before `end`, looking whenever something is due."""
    found, now = [], begin
    while now < end:
        found += [(now, told) for told in reminders(story.at_time(now).sweep().outcome)]
        due = [chase.next_at for chase in story.incident.chases.values() if chase.next_at]
        now = max(now + MINUTE, min(due, default=end))
    return found


def once(found: list[tuple[datetime, Told]]) -> None:
    doubled = {told: n for told, n in Counter(told for _, told in found).items() if n > 1}
    assert not doubled
    for who, key, rung in {told for _, told in found}:
        assert who and key and rung


def by_day(found: list[tuple[datetime, Told]], zones: dict[str, Person]) -> None:
    for now, (who, _, _) in found:
        wall = local(now, zones[who if who in zones else ANA].zone)
        assert time(8) <= wall.time().replace(tzinfo=None) < time(20)
        assert wall.weekday() < 5


@pytest.mark.parametrize("severity", [Severity.MEDIUM, Severity.LOW])
@pytest.mark.parametrize("change", CHANGES)
def test_a_ladder_through_a_clock_change(change: str, severity: Severity) -> None:
    zone, start = CHANGES[change]
    everyone = people({ANA: zone, LEA: zone})
    story = Story(severity, start=start, known=everyone)
    found = watched(story, start, start + 2 * WEEK)
    once(found)
    by_day(found, everyone)
    for key in ("update", "step:own_it"):
        rungs = [rung for _, (_, about, rung) in found if about == key]
        assert rungs == [Rung.HEADS_UP, Rung.OWNER, Rung.LEAD, Rung.THREAD]


@pytest.mark.parametrize(("zone", "hour"), [(zone, hour) for zone in ZONES for hour in range(24)])
def test_tomorrow_morning_comes_once_through_a_clock_change(zone: str, hour: int) -> None:
    """Put off at any hour of the day before, it comes once, at nine by their clock."""
    for of, start in CHANGES.values():
        if of == zone:
            story = Story(start=start, known=people({ANA: zone}))
            for day in (1, 2, 3):
                story.at(days=day, hours=hour % 6).snooze("step:own_it", SnoozeFor.TOMORROW)
                at = story.incident.chases["step:own_it"].next_at
                assert at and local(at, zone).time().replace(tzinfo=None) == time(9)


@pytest.mark.parametrize(("home", "away"), list(permutations((*ZONES, "Asia/Kolkata"), 2)))
@pytest.mark.parametrize("severity", [Severity.MEDIUM, Severity.LOW])
def test_whoever_travels_is_told_nothing_twice(home: str, away: str, severity: Severity) -> None:
    start = datetime(2026, 11, 23, 10, tzinfo=UTC)
    for hours in range(1, 120, 7):
        moved = start + timedelta(hours=hours)
        story = Story(severity, start=start, known=people({ANA: home, LEA: home}))
        before = watched(story, start, moved)
        story.people[ANA] = Person(ANA, zone=away)
        after = watched(story, moved, start + 2 * WEEK)
        once(before + after)
        told = {(key, rung) for _, (_, key, rung) in before + after}
        for key in ("update", "step:own_it"):
            assert {(key, Rung.OWNER), (key, Rung.LEAD), (key, Rung.THREAD)} <= told


@pytest.mark.parametrize(
    "jump",
    [
        timedelta(minutes=10),
        timedelta(minutes=-10),
        timedelta(days=1),
        timedelta(days=-1),
        timedelta(days=-3),
    ],
)
def test_a_clock_that_is_put_right_tells_nothing_twice(jump: timedelta) -> None:
    """Wrong for a while, and then right again; and the other way round."""
    start = datetime(2026, 11, 23, 10, tzinfo=UTC)
    for hours in range(0, 100, 5):
        story = Story(Severity.MEDIUM, start=start)
        jumped, back = start + timedelta(hours=hours), start + timedelta(hours=hours + 12)
        found = watched(story, start, jumped)
        found += watched(story, jumped + jump, back + jump)
        found += watched(story, back, start + 2 * WEEK)
        once(found)
        rungs = [rung for _, (_, about, rung) in found if about == "step:own_it"]
        assert rungs[-3:] == [Rung.OWNER, Rung.LEAD, Rung.THREAD]


def test_a_team_that_shifts_its_quiet_hours_is_told_nothing_twice() -> None:
    start = datetime(2026, 11, 23, 10, tzinfo=UTC)
    for hours in range(0, 100, 5):
        story, moved = Story(Severity.MEDIUM, start=start), start + timedelta(hours=hours)
        found = watched(story, start, moved)
        work = story.settings.work
        story.changed(work=type(work)(quiet_from=time(17), quiet_to=time(11)))
        once(found + watched(story, moved, start + 2 * WEEK))


def test_the_card_names_the_time_it_is_owed_by_then() -> None:
    story = Story(Severity.MEDIUM, known=people({ANA: "Europe/London"}))
    story.people[ANA] = Person(ANA, zone="America/New_York")
    story.at(hours=1).sweep().expect_shown("card", "prompt:own_it")
    story.at(hours=2).sweep().expect_shown()


SUNDAY_EVENING = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
NEW_YORK = people({ANA: "America/New_York"})


def newly_met(story: Story, user: str = ANA) -> Story:
    """Slack says who that is, and the clock comes round."""
    story.people = dict(NEW_YORK)
    return story.does(CheckChases(met=user))


@pytest.mark.parametrize("severity", Severity)
def test_who_is_met_only_after_their_first_gesture_lives_by_their_own_clock(
    severity: Severity,
) -> None:
    known = Story(severity, start=SUNDAY_EVENING, known=NEW_YORK).sweep().incident
    story = Story(severity, start=SUNDAY_EVENING, known={})
    assert (story.incident.chases == known.chases) == (severity is Severity.HIGH)
    newly_met(story.at(minutes=1))
    assert story.incident.next_update_at == known.next_update_at
    dues = {key: chase.due for key, chase in story.incident.chases.items()}
    assert dues == {key: chase.due for key, chase in known.chases.items()}
    if severity is not Severity.HIGH:
        story.expect_shown(CARD, "prompt:own_it")
    newly_met(story.at(minutes=2))
    assert story.incident.next_update_at == known.next_update_at


def test_what_a_person_chose_or_another_has_to_say_stays() -> None:
    chosen = SUNDAY_EVENING + timedelta(hours=30)
    story = Story(start=SUNDAY_EVENING, known={}).tell("On it.", next_update_at=chosen)
    assert newly_met(story).incident.next_update_at == chosen
    story = Story(start=SUNDAY_EVENING, known={})
    due = story.incident.next_update_at
    assert newly_met(story, BEN).incident.next_update_at == due
    apart = Story(start=SUNDAY_EVENING, known={}, customers=("ACME", "Globex"))
    apart.tell("On it.", customers=("ACME",), next_update_at=chosen)
    before = apart.incident.customers
    assert newly_met(apart).incident.customers == before
    closed = Story(start=SUNDAY_EVENING, known={}).close(anyway="Well")
    assert newly_met(closed).incident.next_update_at is None
