"""Is there a promise in what a customer was told? Each sentence in which we commit to a time.

It is only offered, to one person, with a button: where it is wrong, nothing has happened.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.by_when import READ_AT_MOST, Reading, read
from bot.calendar import WorkingTime, local
from bot.ledger import PROMISE_LENGTH
from bot.owing import END_OF_DAY
from bot.text import one_line

_SENTENCES = re.compile(r"(?<=[.!?])(?<![ap]\.m\.)\s+|\n+")
_WE_COMMIT = re.compile(
    r"\b(?:i|we)(?:'ll|'m going to|'re going to| will| shall| promise| am going to| are going to)\b"
    r"|\blet me\b|\b(?:you|it|they|everything|your [a-z ]{1,40})(?:'ll| will)\b"
    r"|\b(?:by|within|before|until|no later than) (?:the |next |this |end |close |noon|midday|\d"
    r"|tomo|tonight|mon|tues|wednes|thurs|fri|satur|sun|one|two|three|four|five|an? )"
)

_A_WORD = re.compile(
    r"\b(?:hear from|call|ring|phone|write|e-?mail|message|text|update|tell you|let you know"
    r"|get back|in touch|report|keep you posted)\b"
)
FOUND_MOST = 3  # as many as somebody still looks at
AS_GOOD_AS = timedelta(minutes=30)


@dataclass(frozen=True)
class Found:
    """A sentence with a promise in it, and by when it is to be kept."""

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
            reading = read(words, now, zone, work)
            if reading.choices:
                found.setdefault(words, Found(words, reading))
    return tuple(found.values())[:FOUND_MOST]


def is_next_word(found: Found, next_word: datetime | None, zone: str) -> bool:
    """Whether it promises no more than to be heard from at the time of the next word (UTC), which
    is kept track of as that; a day without a time is that day on the clock of `zone`."""
    if next_word is None or not _A_WORD.search(found.words.lower().replace("’", "'")):
        return False
    return _as_good_as(local(next_word, zone), local(found.reading.choices[0], zone))


def _as_good_as(word: datetime, due: datetime) -> bool:
    """Whether a word at that time, on the same clock, is what was promised for then."""
    that_day = due.time() == END_OF_DAY and due.date() == word.date()
    return that_day or abs(due - word) <= AS_GOOD_AS
