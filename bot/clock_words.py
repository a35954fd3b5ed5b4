"""Times of day as people say them: “noon”, “14:30”, “at three”, “half past four”, “end of day”.

What can mean two times gives both, the likelier first: nobody's three o'clock is guessed. What
looks like a time of day and is not understood is named, so that it is never dropped in silence.
"""

import re
from dataclasses import dataclass, replace
from datetime import time

from bot.owing import END_OF_DAY

_NAMES = "one two three four five six seven eight nine ten eleven twelve"
NUMBERS = {word: number for number, word in enumerate(_NAMES.split(" "), 1)}
HOUR = rf"(?:{'|'.join(NUMBERS)}|\d{{1,2}})"
_DAYTIME = range(8, 20)  # hours at which most promises are kept


@dataclass(frozen=True)
class Clock:
    """A time of day that was named. More than one of `times`: it can mean any of them. `vague`:
    it was said as no more than about that time."""

    times: tuple[time, ...]
    vague: bool = False

    @property
    def sure(self) -> bool:
        """Whether it can mean one time only."""
        return len(self.times) == 1 and not self.vague


@dataclass(frozen=True)
class Clocks:
    """The times of day in some words, and what stands where: `spans` of what was understood."""

    named: tuple[Clock, ...]
    clash: bool
    spans: tuple[tuple[int, int], ...]


_NOON, _EVENING, _MORNING = time(12), time(20), time(9)
# Words that name a time by themselves. A deadline in a part of the day is the end of that part.
_NAMED = tuple(
    (re.compile(rf"\b(?:{words})\b"), clock)
    for words, clock in (
        (
            r"(?:12(?:[:.]00)? )?(?:noon|midday)|(?:by|before|at|around) lunch(?: ?time)?"
            r"|(?<!after )(?<!over )(?<!during )lunch ?time",
            Clock((_NOON,)),
        ),
        (r"first thing|before (?:we open|opening(?: time)?)", Clock((_MORNING,))),
        (
            r"end of (?:the |this )?(?:working |business )?day|eod|cob|end of business"
            r"|close of (?:business|play)|(?:by|at|before) closing(?: time)?|before we close",
            Clock((END_OF_DAY,)),
        ),
        (r"midnight", Clock((time(23, 59), time(0)))),  # the end of that day, or its beginning
        (r"(?:noon|lunch ?time)-?ish", Clock((_NOON,), vague=True)),
        (r"early(?: in the)? morning", Clock((_MORNING,), vague=True)),
        (r"mid[- ]?morning", Clock((time(10),), vague=True)),
        (r"late(?: in the)? morning", Clock((_NOON,), vague=True)),
        (r"early(?: in the)? afternoon", Clock((time(14),), vague=True)),
        (r"mid[- ]?afternoon", Clock((time(15),), vague=True)),
        (r"late(?: in the)? afternoon", Clock((END_OF_DAY,), vague=True)),
        (r"early(?: in the)? evening", Clock((time(18),), vague=True)),
    )
)
_PARTS = {
    "morning": _NOON,
    "afternoon": END_OF_DAY,
    "evening": _EVENING,
    "night": _EVENING,
    "tonight": _EVENING,
}
_NO_SHIFT = r"\b(?! (?:shift|team|staff|crew|porter))"
_PART = re.compile(
    r"\btonight\b|\b(?:tomorrow|(?:on |by |next )(?:mon|tues?|wed|thu|fri|sat|sun)"
    rf"|(?:mon|tues|wednes|thurs|fri|satur|sun)day) "
    rf"(?P<part>morning|afternoon|evening|night){_NO_SHIFT}"
    rf"|\b(?:this|in the|by|before|the) (?P<other>morning|afternoon|evening){_NO_SHIFT}"
)
# The hours that a part of the day may hold.
_HELD = {"morning": range(13), "afternoon": range(12, 19)}
# “14:30”, “2.30 pm”, “3pm”; a point only where it cannot be money, and after “by” no date either.
_DIGITS = re.compile(
    r"(?<![\d.:/,€$£])(?P<hour>\d{1,2})"
    r"(?:(?::|h|\.(?=\d\d ?[ap]\.?m\b)|(?<=\bat \d\d)\.|(?<=\bat \d)\."
    r"|(?:(?<=\bby \d\d)|(?<=\bby \d))\.(?!(?:0[1-9]|1[0-2])\.(?!\d)))(?P<minute>\d\d))?"
    r"(?:\s?(?P<half>[ap]\.?m\b\.?))?(?: (?:uhr|o'?clock)\b(?! \d))?(?![\d:/%]|\.\d)"
)
AFTER = (
    r"(?=$|[^\w\s.:/-]| [^\w]|\.(?!\d)| (?:today|tomorrow|tonight|on|this|next|in|sharp"
    r"|at the latest|latest|by|and|or|then|for|to|with|about|please|we|you|i"
    r"|mon|tue|wed|thu|fri|sat|sun))"
)
_DAY = (
    r"(?:today|tomorrow|tmrw|(?:on|by|before|next|this) (?:mon|tue|wed|thu|fri|sat|sun)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d[./-]\d\d\d\d|\d\d\d\d-\d\d-\d\d)"
)
_MINUTES = {
    **{"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20},
    **{"twenty-five": 25, "twenty five": 25},
}
_SPOKEN = {"fifteen": 15, "thirty": 30, "forty-five": 45, "forty five": 45}
_BARE = re.compile(
    r"\b(?:(?:at|by|before|until|till|around|about|after|than|from|roughly) )?(?:a )?"
    rf"(?P<past>{'|'.join(sorted(_MINUTES, key=len, reverse=True))})(?: minutes)? (?P<to>past|to) "
    rf"(?P<hour3>{HOUR})(?P<clock3> o'?clock)?(?(clock3)|{AFTER})"
    r"|(?:\b(?:at|by|before|until|till|around|about|after|than|from|roughly|"
    rf"between {HOUR} and|{_DAY},?) |@ ?)(?:(?P<halfway>half) )?"
    rf"(?!(?:five|ten) (?:minutes )?(?:past|to) {HOUR}\b)"
    rf"(?P<hour>{HOUR})(?:[- ](?P<spoken>{'|'.join(_SPOKEN)}))?"
    rf"(?P<clock> o'?clock)?(?(clock)|{AFTER})"
    rf"|\b(?P<hour2>{HOUR})(?:-?(?P<ish>ish)\b| (?:o'?clock|sharp|on the dot|uhr(?! \d))\b"
    rf"|[- ](?P<spoken2>{'|'.join(_SPOKEN)}){AFTER})"
)

_ISO_BEFORE = re.compile(r"\d{4}-\d\d-\d\d[ t]$")


def clocks(said: str) -> Clocks:
    """The times of day named in `said` (lower case)."""
    exact, spans = _exact(said)
    named = []
    for pattern, clock in _NAMED:
        for match in pattern.finditer(said):
            named.append(clock)
            spans.append(match.span())
    parts = []
    for match in _PART.finditer(said):
        spans.append(match.span())
        parts.append(match["part"] or match["other"] or "tonight")
    if exact:
        halves = {part == "morning" for part in parts}
        if len(halves) == 1:
            morning = halves.pop()
            exact = [_in_half(clock, morning=morning) for clock in exact]
    found = [*named, *exact]
    clash = any(not _holds(part, clock) for part in parts for clock in found)
    found = found or [Clock((_PARTS[part],)) for part in parts]
    return Clocks(tuple(dict.fromkeys(found)), clash, tuple(spans))


def _holds(part: str, clock: Clock) -> bool:
    """Whether that time of day can be in that part of the day."""
    held = _HELD.get(part, range(17, 24))
    return all(at.hour in held and (part != "morning" or at <= _NOON) for at in clock.times)


def _exact(said: str) -> tuple[list[Clock], list[tuple[int, int]]]:
    """Times by the number: “14:30”, “3pm”, “at three”, and where they stand. What makes no sense as
    a time of day is left out."""
    found, spans = [], []
    for match in _DIGITS.finditer(said):
        if match["minute"] is None and match["half"] is None:
            continue
        clock = _by_digits(match, whole=bool(_ISO_BEFORE.search(said[: match.start()])))
        found += [clock] if clock else []
        spans += [match.span()] if clock else []
    for match in _BARE.finditer(said):
        clock = _by_hour(match)
        found += [clock] if clock else []
        spans += [match.span()] if clock else []
    return found, spans


def _by_digits(match: re.Match[str], *, whole: bool) -> Clock | None:
    """`whole`: the hour is one of twenty-four, as beside a date by the numbers."""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if hour > 23 or minute > 59 or (match["half"] and not 1 <= hour <= 12):
        return None
    if match["half"]:
        return Clock((time(hour % 12 + (12 if match["half"][0] == "p" else 0), minute),))
    if 1 <= hour < 12 and not match["hour"].startswith("0") and not whole:
        return _either(hour, minute)
    return Clock((time(hour, minute),))


def _by_hour(match: re.Match[str]) -> Clock | None:
    word = match["hour"] or match["hour2"] or match["hour3"]
    hour = NUMBERS.get(word) or int(word)
    spoken = match["spoken"] or match["spoken2"]
    minute = _SPOKEN[spoken] if spoken else _MINUTES.get(match["past"] or match["halfway"], 0)
    if match["to"] == "to":
        hour, minute = hour - 1 or 12, 60 - minute
    if hour > 23:
        return None
    if 1 <= hour <= 12:
        return _either(hour, minute, vague=bool(match["ish"] or match["halfway"]))
    return Clock((time(hour, minute),), vague=bool(match["ish"]))


def _either(hour: int, minute: int, *, vague: bool = False) -> Clock:
    """In the morning or in the afternoon, the one at which people are awake first."""
    both = (time(hour % 12, minute), time(hour % 12 + 12, minute))
    return Clock(tuple(sorted(both, key=lambda at: (at.hour not in _DAYTIME, at))), vague)


def _in_half(clock: Clock, *, morning: bool) -> Clock:
    kept = tuple(at for at in clock.times if (at.hour < 12) is morning)
    return replace(clock, times=kept or clock.times)
