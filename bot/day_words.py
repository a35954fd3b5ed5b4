"""Days as people say them: “Friday”, “tomorrow”, “3 December”, “the 30th”, “within 2 working days”.

What can mean two days gives both. Dates with the name of a month are read by dateutil.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial

from bot.calendar import DAY, WorkingTime, next_working_date
from bot.clock_words import HOUR
from bot.day_figures import MONTHS
from bot.day_relations import COUNT, COUNTS, Day, Days, Kind, Named, related

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FAR = timedelta(days=183)  # a date without a year that is farther away may be meant otherwise


# None: it is no day after all.
Reader = Callable[[re.Match[str], date, WorkingTime], Day | None]


def _by_name(match: re.Match[str], today: date, _work: WorkingTime) -> Day:
    which, short = match["which"], match["name"][:3]
    index = next(i for i, name in enumerate(_WEEKDAYS) if name.startswith(short))
    ahead = (index - today.weekday()) % 7
    if which == "last":
        return Day((today - ((today.weekday() - index) % 7 or 7) * DAY,))
    coming, later = today + (ahead or 7) * DAY, match["later"] or ""
    dates: tuple[date, ...] = (coming,)
    if index > today.weekday() and (which == "next" or "next" in later):
        dates = (coming, coming + 7 * DAY)  # some mean the first, some the second
    elif ahead == 0 and which in (None, "this") and "next" not in later:
        dates = (today, coming)
    on = (14 if "fortnight" in later else 7) if later else 0
    return Day(tuple(day + on * DAY for day in dates))


def _numeric(match: re.Match[str], today: date, _work: WorkingTime) -> Day | None:
    """“05/06”: the fifth of June to some, the sixth of May to others."""
    first, second = int(match["first"]), int(match["second"])
    year = int(match["year"] or 0)
    if match["sign"] == "." and not year:  # “at 2.30.” ends a sentence
        at = match.string[: match.start()].endswith("at ")
        if at or (second > 12 and first < 24):
            return None
    orders = {(second, first)} if match["sign"] == "." else {(second, first), (first, second)}
    found = (_dated(year, month, day, today) for month, day in sorted(orders))
    dates = tuple(sorted(each for each in found if each))
    near = all(each - today < FAR for each in dates)
    return Day(dates, sure=bool(year) or (near and match["sign"] == "/"))


def _dated(year: int, month: int, day: int, today: date) -> date | None:
    """That date; without a `year` (0) the next one of that kind. None where there is none."""
    year += 2000 if 0 < year < 100 else 0
    for candidate in (year,) if year else range(today.year, today.year + 9):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or found >= today:
            return found
    return None


def _iso(match: re.Match[str], today: date, _work: WorkingTime) -> Day:
    try:
        return Day((date.fromisoformat(match[0]),))
    except ValueError:
        return Day(())


def _month_name(match: re.Match[str], today: date, _work: WorkingTime) -> Day:
    """“3 December”: without a year the next one, which may be years away (29 February)."""
    from dateutil.parser import parse  # an idle bot does without it

    year_given = bool(match["y1"] or match["y2"])
    if int(match["d1"] or match["d2"]) > 31:  # dateutil would take it for a year
        return Day(())
    for year in range(today.year, today.year + 9):
        try:
            found = parse(match[0], default=datetime(year, 1, 1)).date()
        except ValueError:  # no such day, in that year at least
            continue
        if year_given or found >= today:
            return Day((found,), sure=year_given or found - today < FAR)
    return Day(())


def _ordinal(match: re.Match[str], today: date, _work: WorkingTime) -> Day:
    """“the 3rd”: of which month is not said."""
    day, month = int(match["day"]), today.replace(day=1)
    for _ in range(3):
        found = _dated(month.year, month.month, day, today)
        if found and found >= today:
            return Day((found,), sure=False)
        month = (month + 31 * DAY).replace(day=1)
    return Day(())


def _span(match: re.Match[str], today: date, work: WorkingTime) -> Day:
    count, unit = COUNTS.get(match["count"]) or int(match["count"]), match["unit"]
    if unit.startswith(("working", "business")):
        for _ in range(count):
            today = next_working_date(today, work)
        return Day((today,))
    days = {"day": 1, "wee": 7, "for": 14, "mon": 30}[unit[:3]]
    return Day((today + count * days * DAY,), sure=unit[:3] != "mon")


def _week_end(sure: bool, match: re.Match[str], today: date, work: WorkingTime) -> Day:
    """The last working day of this week or, where it says so, of the next."""
    monday = today - today.weekday() * DAY
    if match["next"]:
        monday += 7 * DAY
    week = [monday + n * DAY for n in range(7)]
    working = [day for day in week if day.weekday() in work.days] or week
    return Day((working[-1],), sure=sure)


def _month_end(_match: re.Match[str], today: date, _work: WorkingTime) -> Day:
    return Day(((today.replace(day=1) + 31 * DAY).replace(day=1) - DAY,))


def _in_days(days: int, _match: re.Match[str], today: date, _work: WorkingTime) -> Day:
    return Day((today + days * DAY,))


SHORT_DAY = r"(?:mon|tues?|wed|thurs?|thu|fri|sat|sun)"
_TIME_BEFORE = re.compile(
    r"(?:\d ?[ap]\.?m\.?|\d[:.h]\d\d|\b(?:noon|midday|midnight|o'?clock|uhr|sharp|eod|cob)"
    rf"|(?:\b(?:at|by|before|until|till|around|about) |@ ?){HOUR})[ ,]*\(?$"
)
_TIME_BEHIND = re.compile(
    r"[.,]* *(?:@ ?|(?:at|by|before|until|till|around|about|from|after) )?"
    r"(?:\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\b|uhr\b|o'?clock\b)|\d{1,2}[:h]\d\d|noon\b|midday\b"
    rf"|midnight\b|eod\b|cob\b|(?:(?<=at )|(?<=@)|(?<=by )){HOUR}\b)"
)
_SAID_ALREADY = re.compile(
    r"\b(?:by|on|before|until|till|next|this|last|coming) $"
)  # by another reader
_ONE_OF_SEVERAL = re.compile(r"(?:[-–/&+]|\b(?:to|through|and|or)) ?$")
_ENDS = re.compile(
    rf"\.?\)?(?:$|[.,;:!?)–-]| (?:the )?\d| (?:{MONTHS})\b| (?:and|or|at|by|latest|we|you|i)\b)"
)


def _beside_a_time(match: re.Match[str], today: date, _work: WorkingTime) -> Day | None:
    """“Tue 3pm”, “3pm Tue”: by itself “sat” or “sun” is more often a word than a day."""
    before, behind = match.string[: match.start()], match.string[match.end() :]
    timed = bool(_TIME_BEHIND.match(behind))
    if _SAID_ALREADY.search(before) or not (timed or _TIME_BEFORE.search(before)):
        return None
    index = next(i for i, name in enumerate(_WEEKDAYS) if name.startswith(match["short"][:3]))
    coming = today + ((index - today.weekday()) % 7 or 7) * DAY
    surely = bool(timed or _ENDS.match(behind)) and not _ONE_OF_SEVERAL.search(before)
    dates = (coming,) if surely and index != today.weekday() else (today, coming)
    return Day(dates, sure=surely)


_NO_OWNER = r"(?!'s|\w)"  # “Friday's order” says nothing about when
_LATER = (
    r"(?P<later> (?:week|fortnight|after next(?! (?:\w*day|week|month|year)s?\b)"
    r"|after this(?: one\b|(?= *(?:$|[.,;:!?)]| at | by )))))?"
)
_READERS: tuple[tuple[str, Reader], ...] = (
    (
        rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?:{MONTHS})\b\.?(?P<y1>,? \d{{4}}\b)?"
        rf"|(?:{MONTHS})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?P<y2>,? \d{{4}}\b)?)",
        _month_name,
    ),
    (r"\b\d{4}-\d\d-\d\d(?!\d)", _iso),
    (
        r"(?<![\d./])(?P<first>\d{1,2})(?P<sign>/)(?P<second>\d{1,2})(?:/(?P<year>\d{4}|\d\d))?"
        r"(?![\d/])",
        _numeric,
    ),
    (
        r"(?<![\d./])(?P<first>\d{1,2})(?P<sign>\.)(?P<second>\d{1,2})\.(?P<year>\d{4}|\d\d)?"
        r"(?!\d)",
        _numeric,
    ),
    (rf"\bthe (?P<day>\d{{1,2}})(?:st|nd|rd|th)\b(?! (?:of )?(?:{MONTHS})\b)", _ordinal),
    (
        rf"\b(?:in|within)(?: the next)? {COUNT} (?P<unit>(?:working |business )?days?|weeks?|"
        r"fortnights?|months?)\b",
        _span,
    ),
    (
        rf"(?<![\d.,-])\b{COUNT} (?P<unit>(?:working |business )?days?|weeks?|fortnights?|months?)"
        r" from now\b(?! on)",
        _span,
    ),
    (
        rf"\b(?:tomorrow|tmrw|tmr)(?:{_NO_OWNER}|(?<=\bday after tomorrow))",
        partial(_in_days, 1),
    ),
    (
        rf"\b(?:today|tonight|this (?:morning|afternoon|evening)){_NO_OWNER}",
        partial(_in_days, 0),
    ),
    (rf"\byesterday{_NO_OWNER}", partial(_in_days, -1)),
    (
        r"\bend of (?:the |this )?(?:(?P<next>next) )?week\b|\b(?:eow|(?:by|before) the weekend)\b",
        partial(_week_end, True),
    ),
    (r"(?<!end of )\b(?:this|(?P<next>next)) week\b", partial(_week_end, False)),
    (r"\bend of (?:the |this )?month\b", _month_end),
    (
        rf"\b(?:(?P<which>next|last|this|coming) )?(?P<name>{'|'.join(_WEEKDAYS)})"
        rf"{_LATER}{_NO_OWNER}",
        _by_name,
    ),
    (
        r"\b(?:by|on|before|until|till|(?P<which>next|this)) (?P<name>mon|tues?|wed|thu|thurs?|fri|"
        rf"sat|sun){_LATER}\b{_NO_OWNER}",
        _by_name,
    ),
    (rf"\b(?P<short>{SHORT_DAY})\b{_NO_OWNER}", _beside_a_time),
)
_COMPILED = tuple((re.compile(pattern), reader) for pattern, reader in _READERS)
_KINDS: Mapping[Reader, Kind] = {
    **dict.fromkeys((_by_name, _beside_a_time), Kind.WEEKDAY),
    **dict.fromkeys((_numeric, _iso, _month_name, _ordinal), Kind.DATE),
}


def days(said: str, today: date, work: WorkingTime) -> Days:
    """The days named in `said` (lower case), each once, as `today` at the speaker's stands."""
    named = []
    for pattern, reader in _COMPILED:
        for match in pattern.finditer(said):
            day = reader(match, today, work)
            if day is None:
                continue
            begin = match.start()
            if reader is _by_name:  # not at the “on” before it
                begin = match.start("which" if match["which"] else "name")
            named.append(Named(begin, match.end(), day, _KINDS.get(reader, Kind.OTHER)))
    return related(said, named, today, work)
