"""The period somebody wants figures for: “90d”, “3 months”, “2026-Q2”, “last month”, “this year”.

A period has the same length of time before it to stand beside: three months the three before, a
quarter the quarter before. Pure: text and a moment in, two spans of UTC instants out.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.calendar import instant, local
from bot.clock_words import NUMBERS
from bot.text import one_line
from bot.wording import periods as words

DEFAULT = "90d"
MOST_DAYS = 3653  # ten years: what lies further back says little about the team of today
_EARLIEST = 2000
_YEAR_DIGITS = 4  # a bare number of so many digits is a year, a shorter one so many days
_UNITS = {
    "d": "day", "day": "day", "days": "day",
    "w": "week", "wk": "week", "wks": "week", "week": "week", "weeks": "week",
    "m": "month", "mo": "month", "mon": "month", "month": "month", "months": "month",
    "q": "quarter", "quarter": "quarter", "quarters": "quarter",
    "y": "year", "yr": "year", "yrs": "year", "year": "year", "years": "year",
}  # fmt: skip
_LENGTHS = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}  # days, at most
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_MONTH_NAMES = {
    name: number
    for number, whole in enumerate(words.MONTHS, 1)
    for name in (whole.casefold(), whole[:3].casefold())
} | {"sept": 9}
_SO_MANY = re.compile(r"(?:(?:the )?(?:last|past|previous) )?([0-9]+|[a-z]+) ?([a-z]+)")
_NAMED = re.compile(r"(?:the )?(this|current|last|past|previous) ([a-z]+)")
_QUARTER = re.compile(r"(?:([0-9]{4})[ /-]?)?q([1-4])(?:[ /-]?([0-9]{4}))?")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")
_MONTH_NAMED = re.compile(r"([a-z]+)(?: ([0-9]{4}))?")
_YEAR = re.compile(r"[0-9]{4}")
# Words of which nothing but a period is made, so that whoever types them means one.
_VOCABULARY = (
    {*_UNITS, *NUMBERS, *_MONTH_NAMES}
    | {"all", "always", "current", "ever", "everything", "for", "forever", "from", "last", "next"}
    | {"past", "previous", "since", "the", "this", "time", "to", "today", "until", "yesterday"}
)


class NotAPeriod(ValueError):
    """Nothing we can count over; the message says what to type instead (mrkdwn)."""


@dataclass(frozen=True)
class Period:
    """From `start` up to but without `end`, UTC; `before` is when the one it is compared with
    begins, which ends where this one starts. `name` is how people call it, `previous` the other."""

    start: datetime
    end: datetime
    before: datetime
    name: str
    previous: str

    @property
    def earlier(self) -> "Period":
        """The period before, as one of its own; nothing stands beside that one."""
        return Period(self.before, self.start, self.before, self.previous, "")


def fits(typed: str) -> bool:
    """Whether all of these words can belong to a period, be it one we can read or not."""
    found = one_line(typed).casefold().split()
    return len(found) <= 1 or all(
        word in _VOCABULARY or word.strip("-–/").isdigit() or _QUARTER.fullmatch(word)
        for word in found
    )


def read(typed: str, now: datetime, zone: str) -> Period:
    """The period meant, as it is at `now` (UTC) by the calendar of `zone`. Raises NotAPeriod."""
    text = one_line(typed).casefold().strip(" .!?").removeprefix("for ") or DEFAULT
    text = f"{text} days" if text.isdigit() and len(text) < _YEAR_DIGITS else text
    today = local(now, zone).date()
    span = _named(text, today) or _calendar(text, today)
    if span is None:
        return _rolling(text, now, zone)
    start, end, before, name, previous = span
    if start > today:
        raise NotAPeriod(words.not_begun(typed))
    begin, finish, earlier = (instant(day, time(0), zone) for day in (start, end, before))
    if finish > now:
        return Period(begin, now, earlier, words.so_far(name), words.all_of(previous))
    return Period(begin, finish, earlier, name, previous)


Span = tuple[date, date, date, str, str]


def _rolling(text: str, now: datetime, zone: str) -> Period:
    """So many days, weeks or months up to now."""
    found = _SO_MANY.fullmatch(text)
    unit = _UNITS.get(found[2]) if found else None
    if found is None or unit is None:
        raise NotAPeriod(words.unknown(text))
    count = int(found[1]) if found[1].isdigit() and len(found[1]) < 7 else NUMBERS.get(found[1], 0)
    if found[1].isdigit() and len(found[1]) >= 7:
        raise NotAPeriod(words.too_long(text))
    if count == 0:
        raise NotAPeriod(words.empty(text) if found[1].isdigit() else words.unknown(text))
    if count * _LENGTHS[unit] > MOST_DAYS + _LENGTHS[unit]:
        raise NotAPeriod(words.too_long(text))
    start, before = (_back(now, unit, count * times, zone) for times in (1, 2))
    return Period(start, now, before, words.last(count, unit), words.before(count, unit))


def _back(now: datetime, unit: str, count: int, zone: str) -> datetime:
    months = _MONTHS.get(unit)
    if months is None:
        return now - timedelta(days=count * _LENGTHS[unit])
    there = local(now, zone)
    first = _months_later(there.date().replace(day=1), -months * count)
    last = (_months_later(first, 1) - timedelta(days=1)).day
    day = first.replace(day=min(there.day, last))
    return instant(day, there.time(), zone).astimezone(UTC)


def _named(text: str, today: date) -> Span | None:
    """“this quarter”, “last month”."""
    found = _NAMED.fullmatch(text)
    unit = _UNITS.get(found[2]) if found else None
    if text in ("today", "yesterday"):
        day = today if text == "today" else today - timedelta(days=1)
        start, end, before = day, day + timedelta(days=1), day - timedelta(days=1)
        return start, end, before, text, words.day_before(text)
    if found is None or unit in (None, "day"):
        return None
    this = found[1] in ("this", "current")
    if unit == "week":
        monday = today - timedelta(days=today.weekday())
        start = monday if this else monday - timedelta(days=7)
        end, before = start + timedelta(days=7), start - timedelta(days=7)
    else:
        months = _MONTHS[unit or ""]
        first = today.replace(month=(today.month - 1) // months * months + 1, day=1)
        start = first if this else _months_later(first, -months)
        end, before = _months_later(start, months), _months_later(start, -months)
    return start, end, before, words.named(unit or "", this), words.named_before(unit or "", this)


def _calendar(text: str, today: date) -> Span | None:
    """“2026-Q2”, “2026-05”, “May 2026”, “2026”."""
    if found := _QUARTER.fullmatch(text):
        year = int(found[1] or found[3] or today.year)
        return _months(year, int(found[2]) * 3 - 2, 3)
    if (found := _MONTH.fullmatch(text)) and 1 <= int(found[2]) <= 12:
        return _months(int(found[1]), int(found[2]), 1)
    if (found := _MONTH_NAMED.fullmatch(text)) and found[1] in _MONTH_NAMES:
        month = _MONTH_NAMES[found[1]]
        latest = today.year if month <= today.month else today.year - 1
        return _months(int(found[2] or latest), month, 1)
    if _YEAR.fullmatch(text):
        return _months(int(text), 1, 12)
    return None


def _months(year: int, month: int, count: int) -> Span | None:
    """So many months from that one on; None for a year nobody means."""
    if not _EARLIEST <= year < 3000:
        return None
    start = date(year, month, 1)
    before = _months_later(start, -count)
    return start, _months_later(start, count), before, _called(start, count), _called(before, count)


def _called(start: date, count: int) -> str:
    if count == 12:
        return str(start.year)
    if count == 3:
        return f"{start.year}-Q{(start.month + 2) // 3}"
    return f"{words.MONTHS[start.month - 1]} {start.year}"


def _months_later(first: date, count: int) -> date:
    """The first day of the month that many later; `first` is a first day."""
    months = first.year * 12 + first.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)
