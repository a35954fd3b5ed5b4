"""Dates said in words, in figures: “the first of December” is “the 1st of december”."""

import re

MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_TO_NINTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = ("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth")
_TO_LAST = (*_TEENS, "seventeenth", "eighteenth", "nineteenth", "twentieth")
ORDINALS = {
    **{word: number for number, word in enumerate((*_TO_NINTH, *_TO_LAST), 1)},
    **{f"twenty-{word}": number for number, word in enumerate(_TO_NINTH, 21)},
    **{"thirtieth": 30, "thirty-first": 31},
}
_WORD = "|".join(word.replace("-", "[- ]") for word in sorted(ORDINALS, key=len, reverse=True))
_OF_MONTH = re.compile(rf"\b(?P<word>{_WORD})(?= of (?:{MONTHS})\b)")
# “May” and “March” are words, too; and a month behind its day has no other one behind it.
_MONTH_THE = re.compile(
    r"(?<!\d )(?<!\d[snrt][tdh] )(?<! of )\b"
    r"(?P<month>(?:(?<=on )|(?<=by )|(?<=before )|(?<=until ))(?:may|mar(?:ch)?)"
    rf"|(?!mar|may)(?:{MONTHS}))(?: the)? "
    rf"(?:(?P<word>{_WORD})(?! thing)|(?P<figure>\d{{1,2}})(?:st|nd|rd|th))\b"
)


def figures(said: str) -> str:
    """`said` (lower case) with its dates in figures: “december the third” is “december 3rd”."""
    said = _OF_MONTH.sub(lambda match: _nth(match["word"]), said)
    return _MONTH_THE.sub(
        lambda match: f"{match['month']} {match['figure'] or _nth(match['word'])}", said
    )


def _nth(word: str) -> str:
    number = ORDINALS[word.replace(" ", "-")]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}th" if 10 < number < 20 else f"{number}{ending}"
