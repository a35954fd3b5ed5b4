"""Local time: working days, quiet hours, mornings. Pure, and right through both DST changes.

Instants are aware datetimes in UTC everywhere; a zone is an IANA name. A local time that a clock
change skips moves to the next valid minute; one that happens twice means its first occurrence.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
BEFORE_NIGHT = 60  # minutes in which whoever has something due can still hear that it is


@dataclass(frozen=True)
class Span:
    """A length of time: hours by the clock, or working days (exactly one of them is set)."""

    hours: float = 0
    working_days: int = 0

    @property
    def nominal(self) -> timedelta:
        """Its length with a working day counted as 24 hours: what the chase ladder divides."""
        return timedelta(hours=self.hours) + self.working_days * DAY


@dataclass(frozen=True)
class WorkingTime:
    """When people may be disturbed: working days (Monday is 0) and quiet hours by the local clock.

    `quiet_from` may be later than `quiet_to` (overnight); equal means no quiet hours.
    `weekend_quiet` keeps whole non-working days quiet. Times are whole minutes.
    """

    days: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    quiet_from: time = time(20)
    quiet_to: time = time(8)
    weekend_quiet: bool = True


def zone_of(name: str) -> ZoneInfo:
    """The zone with that IANA name; UTC where the name is empty or unknown to this machine."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def instant(day: date, at: time, zone: str) -> datetime:
    """The UTC instant at which the wall clock in `zone` shows `at` on `day`.

    In a gap: the first valid minute after it. Twice: the first time.
    """
    tz = zone_of(zone)
    wall = datetime.combine(day, at.replace(second=0, microsecond=0, tzinfo=None))
    for _ in range(24 * 60):
        candidate = wall.replace(tzinfo=tz, fold=0).astimezone(UTC)
        if candidate.astimezone(tz).replace(tzinfo=None) == wall:
            return candidate
        wall += MINUTE
    return wall.replace(tzinfo=tz).astimezone(UTC)


def local(moment: datetime, zone: str) -> datetime:
    """The same instant on the wall clock of `zone`."""
    return moment.astimezone(zone_of(zone))


def next_working_date(day: date, work: WorkingTime) -> date:
    """The first working date after `day`. With no working days at all, simply the next date."""
    for step in range(1, 8):
        later = day + step * DAY
        if later.weekday() in work.days:
            return later
    return day + DAY


def add(start: datetime, span: Span, zone: str, work: WorkingTime) -> datetime:
    """`start` plus `span`, in UTC. Working days keep the wall-clock time of `zone`, but nobody
    keeps a promise at night: what begins on a day off, or by the first minute of a day's work,
    counts from the end of the working day before, an hour before the night. So a working day is a
    whole one: what begins at eight, when the night ends, has that day until seven in the evening.
    The day it ends on leaves time for a heads-up and for the reminder when it is due, and what
    begins later is never due earlier."""
    end = start + timedelta(hours=span.hours)
    if not span.working_days:
        return end
    day, at = _at_work(local(end, zone), work)
    for _ in range(span.working_days):
        day = next_working_date(day, work)
    landed = instant(day, at, zone)
    there = local(landed, zone).date()
    if there == day or there.weekday() in work.days:
        return landed
    return instant(next_working_date(there, work), at, zone)  # a gap ran past midnight


def _at_work(wall: datetime, work: WorkingTime) -> tuple[date, time]:
    """The working day, and the waking time of it, that `wall` counts for."""
    day, at = wall.date(), wall.time().replace(second=0, microsecond=0)
    morning_is_quiet = work.quiet_from > work.quiet_to or work.quiet_from == time(0)
    day_off = bool(work.days) and day.weekday() not in work.days
    if not day_off and not (morning_is_quiet and at <= work.quiet_to):
        return day, at_waking(min(at, _end_of_work(work)), work)
    return _working_date_before(day, work), _end_of_work(work)


def _end_of_work(work: WorkingTime) -> time:
    """The latest time of a day at which something is due. At the first second of the night its
    owner would hear of it on the next working day; where people are awake for less than two hours,
    half of those are left."""
    night = work.quiet_from > work.quiet_to
    ends = _minutes(work.quiet_from) if night else 24 * 60
    awake = ends - _minutes(work.quiet_to)
    end = ends - min(BEFORE_NIGHT, awake // 2)
    return at_waking(time(*divmod(end, 60)) if end < 24 * 60 else time(23, 59), work)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _working_date_before(day: date, work: WorkingTime) -> date:
    days = (day - step * DAY for step in range(1, 8))
    return next((each for each in days if each.weekday() in work.days), day - DAY)


def at_waking(at: time, work: WorkingTime) -> time:
    """That time of day, or the nearest one of the same day at which quiet hours begin or end."""
    start, end = work.quiet_from, work.quiet_to
    if start <= end:
        return end if start <= at < end else at
    return min(max(at, end), start)


def allowed_from(moment: datetime, zone: str, work: WorkingTime) -> datetime:
    """The earliest instant at or after `moment` that is neither quiet nor, if so set, a day off."""
    while (later := _quiet_until(moment, zone, work)) is not None:
        moment = later
    return moment


def _quiet_until(moment: datetime, zone: str, work: WorkingTime) -> datetime | None:
    """When the day off or the quiet hours around `moment` end; None where it is neither."""
    wall = local(moment, zone)
    if work.weekend_quiet and work.days and wall.weekday() not in work.days:
        return _next(next_working_date(wall.date(), work), time(0), zone, moment)
    end = _quiet_end(wall, work)
    return _next(end, work.quiet_to, zone, moment) if end else None


def _next(day: date, at: time, zone: str, after: datetime) -> datetime:
    """Like `instant`; where the first time is past and the clock goes back, the second time."""
    first = instant(day, at, zone)
    if first > after:
        return first
    return datetime.combine(day, at, zone_of(zone)).replace(fold=1).astimezone(UTC)


def _quiet_end(wall: datetime, work: WorkingTime) -> date | None:
    """The local date on which the quiet hours around `wall` end, or None when it is not quiet."""
    at = wall.time().replace(tzinfo=None)
    start, end = work.quiet_from, work.quiet_to
    if start == end:
        return None
    if start < end:
        return wall.date() if start <= at < end else None
    if at >= start:
        return wall.date() + DAY
    return wall.date() if at < end else None


def morning(day: date, zone: str, work: WorkingTime) -> datetime:
    """When the working morning of `day` begins: nine o'clock, or later where it is still quiet."""
    return allowed_from(
        instant(day, time(9), zone),
        zone,
        WorkingTime(days=frozenset(range(7)), quiet_from=work.quiet_from, quiet_to=work.quiet_to),
    )
