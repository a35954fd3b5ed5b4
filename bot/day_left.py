"""What looks like a day and was not understood: “in fifteen days”, “Fri week”, “on Boxing Day”.

It is named and shown back. Beside a time of day it would be taken for that time today.
"""

import re
from collections.abc import Iterable

from bot.day_figures import MONTHS, ORDINALS

_SAID_OF = ("last", "past", "previous", "all", "good", "nice", "great", "lovely", "other", "same")
_NOT = "".join(
    rf"(?<!\b{word}[ -])"
    for word in (*_SAID_OF, "about the", "about your", "for the", "for your", "from the")
)
_UNIT = r"(?:days?|weeks?|fortnights?|months?|weekends?|years?)"
_FEAST = r"(?:christmas|xmas|easter|new year(?:'s)?|boxing day)(?: (?:day|eve))?"
_SHORT = r"(?:mon|tues?|wed|thurs?|thu|fri)"  # “sat” and “sun” are words, too
_NO_OWNER = r"\b(?!'s)"
_COUNTED = r"(?:[^\s·,;:!?]+ ){0,4}?"
# What may stand behind a day that tells when; another word makes it one of that (“weekend ticket”).
_ENDS = (
    r"(?=$|[.,;:!?)–-]| ?·| [(–-]| (?:at|by|before|until|till|on|around|about|after|from|and|or|in"
    r"|we|you|i|they|latest|ago|hence|later|please|sharp)\b)"
)
_ORDINAL = "|".join(word.replace("-", "[- ]") for word in sorted(ORDINALS, key=len, reverse=True))
_ALWAYS = (
    rf"\b(?:in|within) {_COUNTED}{_UNIT}{_NO_OWNER}",
    rf"\b(?:this|next|coming) {_UNIT}{_NO_OWNER}{_ENDS}",
    rf"\b(?:on|at|by|until|till|over|before|after|or) {_FEAST}{_ENDS}",
    rf"\b{_SHORT}(?= (?:week|fortnight|after|before|or|and)\b)|\b(?:or|and) {_SHORT}\b",
    r"(?<![\w#/.-])\d{1,2}(?P<sign>[-./])\d{1,2}(?P=sign)(?:\d{4}|\d\d)\b",
    r"(?<![\w#/.-])20\d\d(?P<by>[-./])\d{1,2}(?:(?P=by)\d{1,2})?(?![\w-])",
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?[-./] ?(?:{MONTHS})\b|\b(?:{MONTHS})[-./]\d",
)
# Where no day was understood, the time of day would be kept for today.
_ALONE = (
    rf"(?:\b[\w.-]+ )?{_NOT}\b(?:mid)?{_UNIT}{_NO_OWNER}{_ENDS}",
    rf"{_NOT}\b{_FEAST}{_ENDS}",
    rf"\b(?:{_SHORT}(?!'s)|(?:mon|tues|wednes|thurs|fri|satur|sun)days)\b",
    r"\b(?:sat|sun)(?= (?:week|fortnight|after|before|or|and)\b)",
    rf"\b(?:in|next|this|mid|early|late|by|until)[ -](?:{MONTHS}){_NO_OWNER}",
    r"\b(?:february|september|october|november|december|january|july|feb|sept?|oct|nov|dec)\b"
    rf"{_ENDS}",
    r"(?:^|(?<=[·(])|\b(?:on|by|before|until) |(?<=·[ ,])|(?<=·, ))"
    rf"\d{{1,2}}[-.](?:0?[1-9]|1[0-2])(?![\d:/-]){_ENDS}",
    rf"\b(?:on|by|before|until) the (?:{_ORDINAL})\b{_ENDS}",
)
_BESIDE_A_DAY = re.compile("|".join(_ALWAYS))
_LOOKS = re.compile("|".join((*_ALWAYS, *_ALONE)))
_READ = "·"


def left(said: str, spans: Iterable[tuple[int, int]], *, named: bool) -> str:
    """The first thing in `said` (lower case) that looks like a day, outside `spans`, which were
    understood; "" where there is none. `named`: a day was understood, and only what tells of
    another one counts."""
    rest = list(said)
    for begin, end in spans:
        rest[begin:end] = _READ * (end - begin)
    found = (_BESIDE_A_DAY if named else _LOOKS).search("".join(rest))
    if found is None:
        return ""
    begin, end = said.rfind(" ", 0, found.start() + 1) + 1, said.find(" ", found.end())
    return said[begin : end if end >= 0 else None].strip(" ,.;:!()")
