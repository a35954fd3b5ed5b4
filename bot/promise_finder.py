"""Is there a promise in what a customer was told? The first sentence in which we commit to a time.

It is only offered, to one person, with a button: where it is wrong, nothing has happened.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.by_when import READ_AT_MOST, Reading, read
from bot.calendar import WorkingTime
from bot.ledger import PROMISE_LENGTH
from bot.text import one_line

_SENTENCES = re.compile(r"(?<=[.!?])(?<![ap]\.m\.)\s+|\n+")
_WE_COMMIT = re.compile(
    r"\b(?:i|we)(?:'ll|'m going to|'re going to| will| shall| promise| am going to| are going to)\b"
    r"|\blet me\b|\b(?:you|it|they|everything|your [a-z ]{1,40})(?:'ll| will)\b"
    r"|\b(?:by|within|before|until|no later than) (?:the |next |this |end |close |noon|midday|\d"
    r"|tomo|tonight|mon|tues|wednes|thurs|fri|satur|sun|one|two|three|four|five|an? )"
)


@dataclass(frozen=True)
class Found:
    """A sentence with a promise in it, and by when it is to be kept."""

    words: str
    reading: Reading


def find(said: str, now: datetime, zone: str, work: WorkingTime) -> Found | None:
    """The first promise in `said`, which was said at `now` (UTC) on the clock of `zone`; None
    without one, or where it is longer than a promise can be."""
    for sentence in _SENTENCES.split(said[:READ_AT_MOST]):
        words = one_line(sentence)
        plain = words.lower().replace("’", "'")
        if not words or len(words) > PROMISE_LENGTH or plain.endswith("?"):
            continue
        if _WE_COMMIT.search(plain):
            reading = read(words, now, zone, work)
            if reading.choices:
                return Found(words, reading)
    return None
