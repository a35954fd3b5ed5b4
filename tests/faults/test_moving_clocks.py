"""The clocks of a zone change while a mistake is open there: each reminder comes once, in waking
hours, at the minute that the zone's own table says."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.calendar import WorkingTime
from bot.incident import Rung
from tests.faults.place import ROOMS, Place
from tests.faults.replicas import Replica, replica
from tests.faults.zones import at, known
from tests.stories.cast import TOM

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CHANGES = [
    (zone, season)
    for zone in ("America/New_York", "Europe/London", "Australia/Lord_Howe")
    for season in ("spring", "autumn")
]
OWED = ("update", "step:own_it")


@dataclass(frozen=True)
class Change:
    """The instant (UTC) at which the clocks of `zone` go forward by `by`, or, below zero, back."""

    zone: ZoneInfo
    at: datetime
    by: timedelta

    @property
    def day(self) -> date:
        """On which day it is there."""
        return (self.at - MINUTE).astimezone(self.zone).date()

    @property
    def midst(self) -> time:
        """The time of day in the middle of what is skipped, or shown twice."""
        shown = (self.at - MINUTE).astimezone(self.zone) + MINUTE
        return (shown.replace(tzinfo=None) + self.by / 2).time()

    def when(self, days: int, at: time) -> datetime:
        """The instant of that time of day, so many days after that day."""
        wall = datetime.combine(self.day + days * DAY, at, self.zone)
        return wall.astimezone(UTC)


def next_change(zone: str, season: str, now: datetime) -> Change:
    """The first one of that season that is some days off."""
    there, step = ZoneInfo(zone), timedelta(minutes=30)
    at = now.replace(minute=0, second=0, microsecond=0) + 4 * DAY
    while True:
        by = _offset(at, there) - _offset(at - step, there)
        if by and (by > timedelta()) == (season == "spring"):
            return Change(there, at, by)
        at += step


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def reminded(place: Place) -> list[datetime]:
    """When Tom had each of his reminders."""
    return [datetime.fromtimestamp(float(each.ts), UTC) for each in place.reminders(TOM)]


async def silent(place: Place, moments: Sequence[datetime]) -> None:
    """Tom hears nothing until the last of these; the clock is looked at at each."""
    before = reminded(place)
    for moment in moments[:-1]:
        await place.later(moment - place.time())
    await at(place, moments[-1])
    assert reminded(place) == before, f"told by {moments[-1]}"


async def comes(place: Place, expected: datetime) -> None:
    """Tom's next reminder comes then, and not some minutes before."""
    before = reminded(place)
    await silent(place, [expected - 5 * MINUTE])
    await at(place, expected)
    told = reminded(place)
    assert len(told) == len(before) + 1, f"not told at {expected}"
    assert expected <= told[-1] < expected + 5 * MINUTE


async def opened_at(place: Place, moment: datetime, due: datetime) -> None:
    """Tom, who is known here, reports a mistake at that moment; all that is owed is due then."""
    await known(place, TOM)
    await place.later(moment - place.time())
    await place.opened(TOM, ROOMS[1])
    assert {chase["due"] for chase in place.kept().chases} == {due}


async def ends(place: Place) -> None:
    """Two days later each rung was told once: to Tom, and at last in the thread."""
    await place.later(timedelta(hours=13))
    await place.later(DAY)
    found = Counter((item.key, item.rung) for _, item in place.check().told())
    rungs = (Rung.HEADS_UP, Rung.OWNER, Rung.THREAD)
    assert found == Counter({(key, rung): 1 for key in OWED for rung in rungs})
    assert len(reminded(place)) == 2


def lives_in(place: Place, change: Change) -> None:
    """Tom lives there, and it is the eve of the change, before the bot is started."""
    place.sandbox.slack.users[TOM].tz = change.zone.key
    place.time.pass_by(change.when(-2, time(9, 10)) - place.time())


async def over_the_weekend(place: Place, zone: str, season: str) -> None:
    """Reported on Friday at ten past nine: a working day is over on Monday at ten past nine by the
    new clock, and the heads-up, which would be at night, waits for eight by the new clock."""
    change = next_change(zone, season, place.time())
    assert change.day.weekday() == 6
    lives_in(place, change)
    async with replica(place):
        nine = time(9, 10)
        await opened_at(place, change.when(-2, nine), change.when(1, nine))
        around = [change.at + n * MINUTE for n in (-1, 1, 61)]
        await silent(place, [*around, change.when(0, time(12))])
        await comes(place, change.when(1, time(8)))
        await comes(place, change.when(1, nine))
        await silent(place, [change.when(1, nine) + timedelta(hours=12, minutes=3)])
        await ends(place)


async def works_at_night(replica: Replica, place: Place, change: Change) -> None:
    """Everybody here works every day, and early: their quiet hours end in the midst of it."""
    directory, team = replica.storage.directory, place.sandbox.slack.team.id
    work = WorkingTime(days=frozenset(range(7)), quiet_to=change.midst)
    settings = replace(await directory.settings(team), work=work)
    await directory.save_settings(team, settings, by=TOM, now=place.time())


async def when_the_night_ends(place: Place, zone: str, season: str) -> None:
    """Quiet hours end at a time of day that is skipped, or shown twice, on that day: they end when
    the clocks have gone forward, or the first time. It is due an hour later by the clock."""
    change = next_change(zone, season, place.time())
    lives_in(place, change)
    async with replica(place) as bot:
        await works_at_night(bot, place, change)
        early = (datetime.combine(change.day, change.midst) + timedelta(hours=1)).time()
        due = change.when(0, early)
        await opened_at(place, change.when(-1, early), due)
        forward = change.by > timedelta()
        ended = change.at if forward else change.at + change.by / 2
        await comes(place, ended)
        if not forward:
            await silent(place, [change.at - MINUTE, change.at - change.by / 2])
        await comes(place, due)
        await silent(place, [due + timedelta(hours=12, minutes=3)])
        await ends(place)


async def test_when_the_night_ends(file_place: Place) -> None:
    await when_the_night_ends(file_place, "Europe/London", "autumn")


@pytest.mark.long
@pytest.mark.parametrize(("zone", "season"), CHANGES)
async def test_each_over_the_weekend(place: Place, zone: str, season: str) -> None:
    await over_the_weekend(place, zone, season)


@pytest.mark.long
@pytest.mark.parametrize(("zone", "season"), CHANGES)
async def test_each_when_the_night_ends(place: Place, zone: str, season: str) -> None:
    await when_the_night_ends(place, zone, season)
