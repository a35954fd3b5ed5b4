"""What looks like a time of day and was not understood: “after dinner”, “25:00”, “4-5pm”.

It is named and shown back. A time that is noted without it would be noted too late.
"""

import re
from collections.abc import Iterable

from bot.clock_words import AFTER, HOUR, NUMBERS
from bot.day_figures import MONTHS

_WORDS = "|".join(NUMBERS)
_DAY = r"(?:today|tomorrow|tmrw|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)"
_MEAL = r"(?:lunch|dinner|breakfast|brunch|supper|tea)"
_LOOKS = re.compile(
    "|".join(
        (
            rf"(?:\b(?:at|around|about) |@ ?){HOUR}\b(?![:./-]\d)",
            r"(?<![\d.,€$£])\d{1,2}[:h]\d{1,2}\b|\b\d{1,2}(?:[aph]|-?ish)\b",
            r"\b\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\b|uhr\b|sharp\b|on the dot\b)",
            rf"\b{HOUR}(?:\.\d\d)? ?(?:or|-|–|/|to|and|until|till) ?\d{{0,2}}·",
            rf"·,? ?(?:or|-|–|/|to|and|until|till) ?{HOUR}{AFTER}",
            rf"(?<![\d-])\b{HOUR} ?(?:or|-|–) ?{HOUR}{AFTER}",
            r"\b(?:at|by|before|until|till|around) (?:[01]\d|2[0-3])[0-5]\d\b(?!-| [a-z]{3,}s\b)",
            r"\b\d{4} ?(?:hours|hrs|h)\b",
            r"\b(?:pm|p\.m|a\.m|uhr|o'?clock)\b",
            rf"\b{_DAY} am\b",
            rf"\d(?:st|nd|rd|th)?(?: of)? (?:{MONTHS}),? {HOUR}{AFTER}",
            rf"\b(?:{_WORDS}|noon|midday)-?ish\b",
            rf"\b(?:half|quarter|{HOUR}|twenty(?:[ -]five)?)(?: minutes?)? (?:past|before|after) "
            rf"(?:{HOUR}|the hour)\b",
            rf"\b(?:half|quarter|{HOUR}|twenty(?:[ -]five)?)(?: min\w*)? "
            r"(?:past|to|before|after) ·",
            rf"\b(?:half|quarter) (?:to|{HOUR})\b|\b(?:half|quarter) past\b",
            rf"\b(?:five|ten|twenty(?:[ -]five)?)(?: minutes)? to {HOUR}\b",
            rf"\b(?:{_WORDS})[ -](?:oh[ -]\w+|(?:ten|fifteen|twenty|thirty|forty|fifty)"
            r"(?:[ -]five)?)\b",
            r"\b(?:noon|midday|midnight|mid-?day)\w*|(?<!last )(?<!good )\b(?:over)?nights?\b",
            r"(?<!good )\b(?:mid|early|late)?-?(?:morning|afternoon|evening)s?\b(?!')",
            rf"\b(?:by|before|at|after|over|around|during|until|till) {_MEAL}\b|\b{_DAY} {_MEAL}\b",
            rf"\b{_MEAL}[ -]?time\w*|\b(?:dawn|dusk|sunrise|sunset|daybreak|nightfall|bedtime)\b",
            r"\b(?:at|by|before|after|until|till|when|once|from|as soon as) "
            r"(?:(?:we|you|they|the \w+) )?(?:opens?|opening|close|closes|closing)\b",
            r"\b(?:start|beginning|end|close|middle) of (?:the |my |our |this |your |their )?"
            r"(?:\w+ )?(?:day|shift|business|play|service|trading|work|hours)\b",
            r"\b(?:cob|eod|sod|sob|eob|last thing|first thing)\b",
            # A day by another that is not named: “two weeks later”, “the following day”.
            r"\b(?:days?|weeks?|fortnights?|months?) (?:later\b|hence\b"
            r"|(?:after|before)(?=$|[.,;:!?)]| at | by ))|\b(?:week|weekend|month) after next\b",
            r"\bthe (?:next|following) (?:working |business )?day\b"
            r"(?! (?:after|before|following)\b)",
            r"(?<!working )(?<!business )(?<!opening )(?<!office )"
            r"\b(?:hours?|hrs?|minutes?|mins?)\b",
        )
    )
)
READ = "·"  # stands where something was understood


def left(said: str, spans: Iterable[tuple[int, int]]) -> str:
    """The first thing in `said` (lower case) that looks like a time of day, outside `spans`, which
    were understood; "" where there is none."""
    rest = list(said)
    for begin, end in spans:
        rest[begin:end] = READ * (end - begin)
    found = _LOOKS.search("".join(rest))
    if found is None:
        return ""
    begin, end = said.rfind(" ", 0, found.start() + 1) + 1, said.find(" ", found.end())
    return said[begin : end if end >= 0 else None].strip(" ,.;:!()")
