"""By when was it promised? Plain words with a day or a time in them, read on the speaker's clock.

What is clear is understood; what can be meant in two ways is said to be unsure, with what it can
mean, and is shown back before it counts. Nothing is ever guessed silently.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot import zone_words
from bot.calendar import DAY, WorkingTime, instant, local
from bot.clock_left import left
from bot.clock_words import NUMBERS, Clock, clocks
from bot.day_figures import figures
from bot.day_left import left as day_left
from bot.day_relations import Day, working_date_before
from bot.day_words import days
from bot.horizon import too_far
from bot.owing import end_of
from bot.text import one_line

READ_AT_MOST = 3000  # characters
CHOICES = 3
MOST = 5  # days, times of day, or zones: with more of them it has to be asked anyway


class Trouble(StrEnum):
    """Why no time could be made out."""

    NO_TIME = "no_time"  # “soon”, “lots”
    NO_SUCH_DAY = "no_such_day"  # “30 February”
    PAST = "past"  # “yesterday”
    FAR = "far"  # “in 2226”


@dataclass(frozen=True)
class Reading:
    """By when it is. `choices` are UTC instants, the likeliest first. `sure`: there is one, and it
    is what was said. Without any, `trouble` says why; `past` is the moment that has passed.
    `unread`: what looks like a time of day, or says whose, and was not understood."""

    choices: tuple[datetime, ...] = ()
    sure: bool = False
    trouble: Trouble | None = None
    past: datetime | None = None
    unread: str = ""


_HOURS = re.compile(
    rf"\b(?:in|within)(?: the next)? (?P<count>an?|half an|\d{{1,3}}(?:[.,]5)?|{'|'.join(NUMBERS)})"
    r"(?P<half1> and a half)? ?(?P<unit>minutes?|mins?|hours?|hrs?|h)\b(?P<half2> and a half)?"
)


_DAY_TOO = re.compile(r"\bby (\d{1,2}\.(?:0[1-9]|1[0-2]))(?![\d.]|\s?[ap]\.?m\b)", re.IGNORECASE)


def read(said: str, now: datetime, zone: str, work: WorkingTime) -> Reading:
    """What `said` means at `now` (UTC) on the clock of `zone`, where people work as in `work`."""
    found, dated = _read(said, now, zone, work), _DAY_TOO.sub(r"by \1.", said)
    if dated == said:
        return found
    other = _read(dated, now, zone, work)  # “by 13.12” is a time of day, or a day
    both = tuple(dict.fromkeys((*found.choices[:2], *other.choices)))[:CHOICES]
    return replace(found, choices=both, sure=False, trouble=None) if both else other


def _read(said: str, now: datetime, zone: str, work: WorkingTime) -> Reading:
    heard = zone_words.heard(one_line(said[:READ_AT_MOST]).replace("’", "'"), zone)
    plain = figures(heard.text.lower())
    lengths = [(match.span(), span) for match in _HOURS.finditer(plain) if (span := _length(match))]
    spans = {span for _, span in lengths}
    today = local(now, zone).date()
    there, clock = days(plain, today, work), clocks(plain)
    named, spans_read = there.named, (*clock.spans, *(where for where, _ in lengths))
    unread = heard.unread or left(plain, spans_read)
    unread = unread or day_left(plain, (*spans_read, *there.spans), named=bool(named))
    if spans and not named and not clock.named:
        choices = tuple(sorted(now + span for span in spans))[:CHOICES]
        return Reading(choices, len(spans) == 1 and not unread, unread=unread)
    if any(not day.dates for day in named):
        return Reading(trouble=Trouble.NO_SUCH_DAY)
    if not named and not clock.named:
        return Reading(trouble=Trouble.NO_TIME)
    many = max(len(named), len(clock.named), len(heard.zones)) > MOST
    if len(named) > MOST:
        named = tuple(sorted(named, key=lambda day: max(day.dates) < today))[:MOST]
    found = _Found(named, clock.named[:MOST], today, heard.zones[:MOST], work)
    moments = list(dict.fromkeys(found.moments()))
    ahead = [moment for moment in moments if moment > now]
    if not ahead and not named:  # “by noon”, said in the afternoon
        again = replace(found, named=(Day((today + DAY,), sure=False),))
        return Reading(tuple(dict.fromkeys(again.moments()))[:CHOICES], unread=unread)
    if not ahead:
        return Reading(trouble=Trouble.PAST, past=max(moments))
    doubts = bool(many or unread or spans or clock.clash or (len(heard.zones) > 1 < len(moments)))
    same = all(local(now, each).date() == today for each in found.zones)
    sure = found.sure and same and not doubts and len(ahead) == 1
    near = tuple(moment for moment in ahead if not too_far(moment, now))[:CHOICES]
    return Reading(near, sure, unread=unread) if near else Reading(trouble=Trouble.FAR)


def _length(match: re.Match[str]) -> timedelta | None:
    """How long “in half an hour” or “within 2.5 hours” is; None for no time at all."""
    said = match["count"].replace(",", ".")
    if said in ("a", "an"):
        count = 1.0
    elif said == "half an":
        count = 0.5
    else:
        count = float(NUMBERS.get(said) or said)
    if match["half1"] or match["half2"]:
        count += 0.5
    unit = timedelta(minutes=1) if match["unit"].startswith("m") else timedelta(hours=1)
    return count * unit or None


@dataclass(frozen=True)
class _Found:
    """The days and times that were named, on the clocks of `zones`."""

    named: tuple[Day, ...]
    times: tuple[Clock, ...]
    today: date
    zones: tuple[str, ...]
    work: WorkingTime

    @property
    def sure(self) -> bool:
        """Whether nothing that was named can be meant otherwise."""
        bare = [day for day in self.named if day.before and not self.times]
        if bare or len(self.times) > 1 or self._skipped:
            return False
        return all(day.sure for day in self.named) and all(clock.sure for clock in self.times)

    @property
    def _days(self) -> tuple[Day, ...]:
        return self.named or (Day((self.today,)),)

    @property
    def _skipped(self) -> bool:
        """Whether the clocks go forward over a time that was named."""
        return any(
            local(instant(each, at, zone), zone).time() != at
            for day in self._days
            for each in day.dates
            for clock in self.times
            for at in clock.times
            for zone in self.zones
        )

    def moments(self) -> Iterator[datetime]:
        """All that can be meant, the likeliest first; the past may be among it."""
        for day in self._days:
            for each in day.dates:
                for zone in self.zones:
                    yield from self._on(each, zone, before=day.before)

    def _on(self, day: date, zone: str, *, before: bool) -> Iterator[datetime]:
        if not self.times:
            if before:
                yield end_of(working_date_before(day, self.work), zone, self.work)
            yield end_of(day, zone, self.work)
        for clock in self.times:
            for at in clock.times:
                yield instant(day, at, zone)
