"""Times of day as people say them: “noon”, “14:30”, “at three”, “first thing”, “end of day”.

What can mean two times gives both, the likelier first: nobody's three o'clock is guessed.
"""

import re
from dataclasses import dataclass
from datetime import time

from bot.owing import END_OF_DAY

_NAMES = "one two three four five six seven eight nine ten eleven twelve"
NUMBERS = {word: number for number, word in enumerate(_NAMES.split(" "), 1)}
_HOUR = rf"(?:{'|'.join(NUMBERS)}|\d{{1,2}})"
_DAYTIME = range(8, 20)  # hours at which most promises are kept


@dataclass(frozen=True)
class Clock:
    """A time of day that was named. More than one of `times`: it can mean any of them."""

    times: tuple[time, ...]

    @property
    def sure(self) -> bool:
        """Whether it can mean one time only."""
        return len(self.times) == 1


_NOON, _EVENING, _MORNING = time(12), time(20), time(9)
# Words that name a time by themselves. A deadline in a part of the day is the end of that part.
_NAMED = tuple(
    (re.compile(rf"\b(?:{words})\b"), at)
    for words, at in (
        (r"noon|midday|(?:by|before|at|around) lunch(?:time)?", _NOON),
        (r"first thing|before (?:we open|opening(?: time)?)", _MORNING),
        (
            r"end of (?:the |this )?(?:working |business )?day|eod|cob|end of business"
            r"|close of (?:business|play)|(?:by|at|before) closing(?: time)?|before we close",
            END_OF_DAY,
        ),
    )
)
_PARTS = {"morning": _NOON, "afternoon": END_OF_DAY, "evening": _EVENING, "tonight": _EVENING}
_PART = re.compile(
    r"\btonight\b|\b(?:this|tomorrow|in the|by|before|the|early|(?:mon|tues|wednes|thurs|fri|satur|"
    r"sun)day) (?P<part>morning|afternoon|evening)\b"
)
# “14:30”, “2.30 pm”, “3pm”; a point only where it cannot be money.
_DIGITS = re.compile(
    r"(?<![\d.:/,€$£])(?P<hour>\d{1,2})"
    r"(?:(?::|h|(?<=\b(?:at|by) \d\d)\.|(?<=\b(?:at|by) \d)\.)(?P<minute>\d\d))?"
    r"\s?(?P<half>[ap]\.?m\b\.?)?(?![\d:/%]|\.\d)"
)
_AFTER = (
    r"(?=$|[^\w\s.:/-]| [^\w]|\.(?!\d)| (?:today|tomorrow|tonight|on|this|next|in the|sharp"
    r"|at the latest|latest|and|or|then|for|to|with|about|mon|tue|wed|thu|fri|sat|sun))"
)
_BARE = re.compile(
    rf"\b(?:at|by|before|until|till|around|about|between {_HOUR} and) "
    r"(?:(?P<past>half|quarter) (?P<to>past|to) )?"
    rf"(?P<hour>{_HOUR})(?P<clock> o'clock)?(?(clock)|{_AFTER})"
    rf"|\b(?P<hour2>{_HOUR}) o'clock"
)


_AT = re.compile(rf"\b(?:at|around|about) {_HOUR}\b(?![:./-]\d)")


def clocks(said: str) -> tuple[list[Clock], bool]:
    """The times of day named in `said` (lower case), and whether there is one that makes no
    sense as such."""
    found = [Clock((at,)) for pattern, at in _NAMED for _ in pattern.finditer(said)]
    parts = [m["part"] or "tonight" for m in _PART.finditer(said)]
    exact, wrong = _exact(said)
    if exact:
        halves = {part == "morning" for part in parts}
        if len(halves) == 1:
            exact = [_in_half(clock, morning=halves.pop()) for clock in exact]
        return _once([*found, *exact]), wrong
    if not found:
        found = [Clock((_PARTS[part],)) for part in parts]
    return _once(found), wrong


def _exact(said: str) -> tuple[list[Clock], bool]:
    """Times by the number: “14:30”, “3pm”, “at three”."""
    found, wrong = [], False
    for match in _DIGITS.finditer(said):
        if match["minute"] is None and match["half"] is None:
            continue
        clock = _by_digits(match)
        wrong = wrong or clock is None
        found += [clock] if clock else []
    for match in _BARE.finditer(said):
        clock = _by_hour(match)
        wrong = wrong or clock is None
        found += [clock] if clock else []
    read = [match.span() for pattern in (_DIGITS, _BARE) for match in pattern.finditer(said)]
    unread = (at.end() - 1 for at in _AT.finditer(said))
    return found, wrong or any(not any(a <= end < b for a, b in read) for end in unread)


def _by_digits(match: re.Match[str]) -> Clock | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if hour > 23 or minute > 59 or (match["half"] and not 1 <= hour <= 12):
        return None
    if match["half"]:
        return Clock((time(hour % 12 + (12 if match["half"][0] == "p" else 0), minute),))
    if 1 <= hour < 12 and not match["hour"].startswith("0"):
        return _either(hour, minute)
    return Clock((time(hour, minute),))


def _by_hour(match: re.Match[str]) -> Clock | None:
    word = match["hour"] or match["hour2"]
    hour, minute = NUMBERS.get(word) or int(word), 0
    if match["past"]:
        minute = 30 if match["past"] == "half" else 15
    if match["to"] == "to":
        hour, minute = hour - 1 or 12, 60 - minute
    if 1 <= hour <= 12:
        return _either(hour, minute)
    return Clock((time(hour, minute),)) if hour <= 23 else None


def _either(hour: int, minute: int) -> Clock:
    """In the morning or in the afternoon, the one at which people are awake first."""
    both = (time(hour % 12, minute), time(hour % 12 + 12, minute))
    return Clock(tuple(sorted(both, key=lambda at: (at.hour not in _DAYTIME, at))))


def _in_half(clock: Clock, *, morning: bool) -> Clock:
    kept = tuple(at for at in clock.times if (at.hour < 12) is morning)
    return Clock(kept or clock.times)


def _once(found: list[Clock]) -> list[Clock]:
    return list(dict.fromkeys(found))
