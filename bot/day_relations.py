"""What stands beside a day: “two weeks from Friday”, “the day after the 3rd”, “Sunday, 6 May”.

What puts a day elsewhere is understood, or the day is not sure: it is never dropped in silence.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from bot.calendar import DAY, WorkingTime, next_working_date
from bot.clock_words import HOUR, NUMBERS
from bot.day_figures import MONTHS

COUNTS = {**NUMBERS, "a": 1, "an": 1, "the": 1}
COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(COUNTS)})"


@dataclass(frozen=True)
class Day:
    """A day that was named. More than one of `dates`: it can mean any of them. None: there is no
    such day. `sure` is False where it should be shown back even so. `before`: the day itself is too
    late."""

    dates: tuple[date, ...]
    sure: bool = True
    before: bool = False


@dataclass(frozen=True)
class Days:
    """The days in some words, each once, and what stands where: `spans` of what was understood."""

    named: tuple[Day, ...]
    spans: tuple[tuple[int, int], ...]


class Kind(Enum):
    """How a day was named."""

    WEEKDAY = "weekday"
    DATE = "date"
    OTHER = "other"  # “tomorrow”, “end of next week”


@dataclass(frozen=True)
class Named:
    """A day, and from where to where in the words it was named. `twice`: by its weekday, too."""

    begin: int
    end: int
    day: Day
    kind: Kind
    twice: bool = False


_SHIFT = re.compile(
    rf"(?:\b(?P<within>(?:in|within|for|every)(?: the next)? )?(?<![\d.,]){COUNT} "
    r"(?P<unit>(?:working |business )?days?|weeks?|fortnights?)"
    r"|\b(?P<single>(?:(?:the )?(?:next|first) )?(?:working|business) day|day|week|fortnight))"
    r"(?: (?P<way>from|after|on|following|past|before))? (?:the )?$"
)
# A count that goes on to the left is another one: “one or two”, “two and a half”, “twenty one”.
_MORE = re.compile(
    r"(?:\b(?:or|of|to|and|half|about|around|nearly|over|under|least|most|twenty|thirty|forty|fifty"
    r"|once|twice|times|days|hours|nights)"
    r"|[-–/+])\s*$"
)
_END_OF = re.compile(r"\b(?:end|close|start|beginning) of $")
_OTHER_WEEK = re.compile(
    r"\b(?:this|next|last|same|that|following|all|each|every|per|other|working|business|half|any) $"
)
_UNKNOWN_BEFORE = re.compile(
    r"(?:\b(?:after|from|following|since|past|beyond|around|about|circa|roughly|approximately"
    r"|(?<!no )(?<!not )later than|(?:earlier|sooner) than|except|not|commencing|beginning"
    r"|starting|(?<!this )(?<!next )(?:days|weeks?|fortnights?|months?)"
    r"(?: on| of| come| before| prior to| ahead of)?"
    r"|(?:mornings?|afternoons?|evenings?|nights?) (?:before|prior to|ahead of)|eve of"
    r"|plus|minus|w/c)|[~+])(?: the| that| this)? $"
)
_UNKNOWN_BEFORE_WEEKDAY = re.compile(
    r"\b(?:every|each|any|most|other|alternate|previous|early|first|second|third|fourth|fifth"
    r"|1st|2nd|3rd|4th|5th|easter|whit|good|black|cyber|holy|palm|ash|shrove|maundy|holiday) $"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MOVING = (
    rf"(?:$|[.,;:!?)]| (?:next|last|this|that|christmas|xmas|easter|new year|{_WEEKDAY}|tomorrow"
    rf"|\d{{1,2}} (?:{MONTHS})\b|(?:{MONTHS}) \d"
    r"|the (?:\d|next|last|first|weekend|bank|holidays?))\b)"
)
_UNKNOWN_BEHIND = re.compile(
    rf"-?ish\b| ?(?:\+|plus) ?{COUNT} (?:working |business )?(?:days?|weeks?)\b"
    r"|,? (?:minus|week|fortnight|onwards?|hence|following|but one|or so|or thereabouts"
    r"|(?:just )?gone"
    r"|or (?:the )?(?:day|week|weekend|one|later)|next(?=$|[.,;:!?)])"
    rf"|(?:in|of) (?:{MONTHS})|of (?:the )?(?:following|next|that)|the following (?:week|month)"
    rf"|(?:of |in )?(?:(?:\d+|{'|'.join(COUNTS)}) )?(?:days?|weeks?|fortnights?|months?)"
    rf" (?:after|following|before|later|on|hence|from)|in (?:\d+|an?|{'|'.join(NUMBERS)}) \w+)\b"
    rf"|,? (?:after|before){_MOVING}"
)
_ALONE = re.compile(r"(?:^|\bby )$")
_TOMORROW = ("tomorrow", "tmrw", "tmr")
# A month from the ends of what a date can be: a clock is a day off at most, a working day a week.
_FIRST, _LAST = date.min + 30 * DAY, date.max - 30 * DAY
_THE_ONE = re.compile(r" (?:after|before|following) (?:the|we|you|i|they|our|your|my)\b")
_TOO_LATE = re.compile(r"\bbefore (?:the )?$")
# Between a weekday and its date there is a time of day at most.
_BETWEEN = (
    r"[ ,.()–-]{{0,3}}(?:(?:{first}at|on|the|of|noon|midnight|midday|eod|cob|sharp|in the|morning"
    r"|afternoon|evening|night|o'clock|uhr|half past|(?:half|quarter|five|ten|twenty) (?:past|to)"
    rf"|{HOUR.replace('{', '{{').replace('}', '}}')}(?:[:.]\d\d)?(?: ?[ap]\.?m\b)?(?!\d))"
    r"(?:[ ,.()–-]{{1,3}}|$))*"
)
_TO_DATE = re.compile(_BETWEEN.format(first="by|before|until|"))
_TO_WEEKDAY = re.compile(_BETWEEN.format(first=""))


def related(said: str, named: Iterable[Named], today: date, work: WorkingTime) -> Days:
    """The days that are meant by those `named` in `said` (lower case), each once."""
    found: dict[tuple[date, ...], Day] = {}
    doubted: set[tuple[date, ...]] = set()
    moved = [(each, _moved(said, each, today, work)) for each in _dated(said, list(named))]
    for each, to in moved:
        inside = any(
            other.begin <= each.begin and each.end <= before.begin for before, other in moved
        )
        if inside:  # “in a week” of “in a week from Friday”
            continue
        dates = tuple(dict.fromkeys(_among_years(day) for day in to.day.dates))
        known = found.get(dates)
        if each.day.sure and not to.day.sure:
            doubted.add(dates)
        found[dates] = replace(
            to.day,
            dates=dates,
            sure=dates not in doubted and (to.day.sure or bool(known and known.sure)),
            before=bool(_TOO_LATE.search(said[max(to.begin - 12, 0) : to.begin])),
        )
    return Days(tuple(found.values()), tuple((to.begin, to.end) for _, to in moved))


def _among_years(day: date) -> date:
    """That day, or one that is as far away and on every clock, with the days beside it."""
    return min(max(day, _FIRST), _LAST)


def _dated(said: str, named: list[Named]) -> list[Named]:
    """A weekday beside a date is no other day; where it is not that date's, neither is sure."""
    weekdays = [each for each in named if each.kind is Kind.WEEKDAY]
    for each in [each for each in named if each.kind is Kind.DATE and each.day.dates]:
        name = next((name for name in weekdays if _beside(said, name, each)), None)
        if name is None:
            continue
        where = named.index(each)
        agreed = tuple(
            day for day in each.day.dates if day.weekday() == name.day.dates[0].weekday()
        )
        if agreed:
            begin, end = min(name.begin, each.begin), max(name.end, each.end)
            day = replace(each.day, dates=agreed)
            named[where] = Named(begin, end, day, Kind.DATE, twice=True)
            named = [other for other in named if other is not name]
        else:
            named[where] = replace(each, day=replace(each.day, sure=False))
            unsure = replace(name, day=replace(name.day, sure=False))
            named = [unsure if other is name else other for other in named]
        weekdays.remove(name)
    return named


def _beside(said: str, name: Named, dated: Named) -> bool:
    if name.end <= dated.begin:
        between, pattern = said[name.end : dated.begin], _TO_DATE
    else:
        between, pattern = said[dated.end : name.begin], _TO_WEEKDAY
    return len(between) < 40 and bool(pattern.fullmatch(between))


def _moved(said: str, each: Named, today: date, work: WorkingTime) -> Named:
    """That day where what stands beside it puts it, from where that begins."""
    match = _SHIFT.search(said, max(each.begin - 60, 0), each.begin)
    if match and _END_OF.search(said[: match.start()]):  # “by end of day Friday”
        return each
    if match and _is_shift(said, match):
        return _shifted(said, each, match, work)
    to_come = any(day >= today for day in each.day.dates)
    if to_come and _unknown(said, each):
        dates = each.day.dates
        if said[: each.begin].endswith("following "):
            dates = tuple(dict.fromkeys((*dates, *(_among_years(day) + 7 * DAY for day in dates))))
        return replace(each, day=replace(each.day, dates=dates, sure=False))
    return each


def _is_shift(said: str, match: re.Match[str]) -> bool:
    """Not so in “next week on Friday”, “all day Friday”."""
    single = match["single"]
    if not single:
        return True
    if single == "day" and match["way"] in (None, "on"):
        return False
    return not _OTHER_WEEK.search(said[: match.start()])


def _unknown(said: str, each: Named) -> bool:
    """Whether a word beside it may put that day elsewhere."""
    before, behind = said[max(each.begin - 40, 0) : each.begin], said[each.end :]
    if _UNKNOWN_BEFORE.search(before) or _UNKNOWN_BEHIND.match(behind):
        return True
    if each.kind is not Kind.WEEKDAY:
        return False
    the = before.endswith("the ") and _THE_ONE.match(behind)
    return bool(the or _UNKNOWN_BEFORE_WEEKDAY.search(before))


def _shifted(said: str, each: Named, match: re.Match[str], work: WorkingTime) -> Named:
    """“two days after Friday”: where the words may mean Friday itself, that is offered, too."""
    unit = match["unit"] or re.sub(r"^(?:the )?(?:next |first )?", "", match["single"])
    count = COUNTS.get(match["count"] or "a") or int(match["count"])
    dates = []
    for day in each.day.dates:
        try:
            dates.append(_far(day, count, unit, work, back=match["way"] == "before"))
        except OverflowError:  # beyond the years that there are
            continue
    idiom = said[each.begin : each.end] in _TOMORROW
    sure = each.day.sure and not each.twice and _surely(said, match, unit, idiom=idiom)
    meant = dates if sure else [*dates, *each.day.dates]
    return Named(match.start(), each.end, Day(tuple(meant), sure), each.kind)


def _surely(said: str, match: re.Match[str], unit: str, *, idiom: bool) -> bool:
    """Whether those words put the day elsewhere, and are not said of something else. `idiom`: it is
    of “day after tomorrow”."""
    word, way, of_days = match["count"], match["way"], "day" in unit
    within = (match["within"] or "").split(" ")[0]
    if within in ("for", "every") or _MORE.search(said[: match.start()]):
        return False
    if way in (None, "on"):  # “a week on Friday”, but “the two days on Friday”
        return word in ("a", "an") and not within and not of_days
    if match["single"] == unit and not idiom and not _ALONE.search(said[: match.start()]):
        return False  # “the missed day after Friday”
    if unit == "day" and word in (None, "the"):  # “refund the day from Friday”
        return way in ("after", "following", "before")
    return word != "the" or of_days


def _far(day: date, count: int, unit: str, work: WorkingTime, *, back: bool) -> date:
    if unit.startswith(("working", "business")):
        for _ in range(count):
            day = working_date_before(day, work) if back else next_working_date(day, work)
        return day
    days = {"day": 1, "wee": 7, "for": 14}[unit[:3]]
    return day + (-1 if back else 1) * count * days * DAY


def working_date_before(day: date, work: WorkingTime) -> date:
    """The last working date before `day`. With no working days at all, simply the day before."""
    before = day - DAY
    return next((d for n in range(7) if (d := before - n * DAY).weekday() in work.days), before)
