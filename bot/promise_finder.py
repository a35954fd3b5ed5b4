"""Is there a promise in what a customer was told? Each sentence in which we commit to a time.

It is only offered, to one person, with a button: where it is wrong, nothing has happened.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.by_when import READ_AT_MOST, Reading, Trouble, read
from bot.calendar import WorkingTime, local
from bot.ledger import PROMISE_LENGTH
from bot.owing import END_OF_DAY
from bot.text import one_line

_VERBS = (
    r"call|ring|phone|write|e-?mail|message|text|send|bring|deliver|refund|repair|replace|fix"
    r"|pay|come|visit|collect|exchange|credit|ship|tell|get back|report back"
)
_NO_PLAN = "".join(
    rf"(?<!\b{word} )"
    for word in ("when", "if", "as", "before", "after", "until", "once", "whenever", "how", "why")
)
# “I write to you today as …” is no plan.
_NOT_NOW = (
    r"(?! (?:(?:to )?you )?(?:today,? )?(?:because|as|about|regarding|this|with reference)\b)"
)
_SENTENCES = re.compile(r"(?<=[.!?])(?<![ap]\.m\.)\s+|\n+")
_WE_COMMIT = re.compile(
    r"\b(?:i|we)(?:'ll|'m going to|'re going to| will| shall| promise| am going to| are going to)\b"
    r"|\blet me\b|\b(?:you|it|they|everything|your [a-z ]{1,40})(?:'ll| will)\b"
    r"|\b(?:by|within|before|until|no later than) (?:the |next |this |end |close |noon|midday|\d"
    r"|tomo|tonight|mon|tues|wednes|thurs|fri|satur|sun|one|two|three|four|five|an? )"
    # A plan in the present tense: “I ring you tomorrow”.
    rf"|{_NO_PLAN}\b(?:i|we) (?:then |also |both |personally )?(?:{_VERBS})\b{_NOT_NOW}"
    r"(?!.*\b(?:every|each)\b)"
    r"|\b(?:i'm|we're|i am|we are) (?:calling|ringing|phoning|writing|sending|bringing|delivering"
    r"|refunding|coming|collecting|paying)\b"
    rf"{_NOT_NOW}"
    r"|\b(?:is|are) (?:back )?(?:with you|yours)\b"
)

# Where one sentence may hold a second promise: “…, and I will call you”, “… and call tomorrow”.
_AND = re.compile(r"(?:,|;|\s[-–—])?\s+(?:and|then|but|also)\s+(?:then\s+|also\s+)?|;\s+", re.I)
_DOES = re.compile(rf"(?:{_VERBS}|let you|be in touch|be back)\b")
_WILL_BE = re.compile(
    r"\b(?:comes?|arrives?|ships?|leaves?|goes out|is on its way|is there|is with you)\b"
)

_A_WORD = re.compile(
    r"\b(?:hear from|call|ring|phone|write|e-?mail|message|text|update|tell you|let you know"
    r"|get back|in touch|report|keep you posted)\b"
)
FOUND_MOST = 3  # as many as somebody still looks at
AS_GOOD_AS = timedelta(minutes=30)


@dataclass(frozen=True)
class Found:
    """A sentence with a promise in it, or a part of one, and by when it is to be kept: without
    choices, on a day that does not exist."""

    words: str
    reading: Reading


def find(said: str, now: datetime, zone: str, work: WorkingTime) -> Found | None:
    """The first promise in `said`, see `find_all`; None without one."""
    return next(iter(find_all(said, now, zone, work)), None)


def find_all(said: str, now: datetime, zone: str, work: WorkingTime) -> tuple[Found, ...]:
    """The first promises in `said`, which was said at `now` (UTC) on the clock of `zone`; none
    where it is longer than a promise can be."""
    found: dict[str, Found] = {}
    for sentence in _SENTENCES.split(said[:READ_AT_MOST]):
        words = one_line(sentence)
        plain = words.lower().replace("’", "'")
        if not words or len(words) > PROMISE_LENGTH or plain.endswith("?"):
            continue
        if _WE_COMMIT.search(plain):
            for each in _several(words, now, zone, work):
                found.setdefault(each.words, each)
    return tuple(found.values())[:FOUND_MOST]


def _several(words: str, now: datetime, zone: str, work: WorkingTime) -> list[Found]:
    """The promises in one sentence: each part with a time of its own where there are two or more
    such parts, otherwise the whole of it. One without a time to come is left out; one for a day
    that does not exist is not: the customer counts on it, and has to hear of another."""
    parts = [part for piece in _AND.split(words) if (part := piece.strip(" ,;.")) and _says(part)]
    read_parts = [Found(part, read(part, now, zone, work)) for part in parts]
    timed = [each for each in read_parts if each.reading.trouble is not Trouble.NO_TIME]
    if len(timed) < 2:
        timed = [Found(words, read(words, now, zone, work))]
    return [
        each
        for each in timed
        if each.reading.choices or each.reading.trouble is Trouble.NO_SUCH_DAY
    ]


def _says(part: str) -> bool:
    """Whether a part of a sentence can be a promise by itself."""
    plain = part.lower().replace("’", "'")
    return bool(_WE_COMMIT.search(plain) or _DOES.match(plain) or _WILL_BE.search(plain))


def is_next_word(found: Found, next_word: datetime | None, zone: str) -> bool:
    """Whether it promises no more than to be heard from at the time of the next word (UTC), which
    is kept track of as that; a day without a time is that day on the clock of `zone`."""
    if next_word is None or not found.reading.choices:
        return False
    if not _A_WORD.search(found.words.lower().replace("’", "'")):
        return False
    return _as_good_as(local(next_word, zone), local(found.reading.choices[0], zone))


def _as_good_as(word: datetime, due: datetime) -> bool:
    """Whether a word at that time, on the same clock, is what was promised for then."""
    that_day = due.time() == END_OF_DAY and due.date() == word.date()
    return that_day or abs(due - word) <= AS_GOOD_AS
