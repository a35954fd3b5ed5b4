"""Short lines after `/mistake` that look like a command and are none. Pure.

A card in front of everybody cannot be taken back, so a line like "show 12 please" is asked about
first. A sentence opens an incident at once, whatever its first word is (P01).
"""

from collections.abc import Collection, Sequence
from itertools import pairwise

MOST_WORDS = 3  # of a line that may be a command gone wrong
MOST_WITH_A_NUMBER = 6  # where what follows holds a number, as in "2020-01-01 to 2026-01-01"
# Words that say something about what stands before them: with one, it is what went wrong.
_TELLING = frozenset({
    "was", "were", "is", "are", "isn't", "aren't", "wasn't", "weren't", "be", "been", "has",
    "had", "have", "did", "didn't", "does", "doesn't", "got", "get", "went", "came", "gone",
    "never", "not", "lost", "wrong", "missing", "broken", "late", "failed", "forgot",
    "sent", "said", "gave", "took", "made", "cancelled", "canceled", "delayed", "mixed",
    "swapped", "printed", "vanished", "disappeared", "leaked",
})  # fmt: skip
# What people want done with an incident that is no subcommand: it is done by a button.
_DEEDS = frozenset({
    "close", "reopen", "delete", "cancel", "undo", "remove", "stop", "snooze", "done",
    "skip", "finish", "assign", "archive",
})  # fmt: skip
# The same where the first word may begin a sentence, too: what follows the number tells them apart.
_MAY_BE_DEEDS = frozenset({
    "handover", "hand-over", "hand", "update", "status", "next", "owner", "take",
})  # fmt: skip
_BETWEEN = frozenset({"over", "of", "on", "for"})  # “hand over 1”, “status of 1”
_NO_MORE_SAID = frozenset({"please", "pls", "now", "over", "to"})
# By when, in a promise: with one, a line that begins with “promise” and lacks its number is one.
_BY_WHEN = frozenset({
    "by", "until", "till", "before", "within", "today", "tonight", "tomorrow", "noon", "midnight",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "eod", "eow",
})  # fmt: skip
# How a sentence about a promise goes on: “promise to refund by Friday” is what went wrong.
_GOES_ON = frozenset({
    "to", "of", "for", "about", "that", "we", "i", "they", "made", "given", "from", "by", "on",
    "in", "at", "with", "broken", "and", "or",
})  # fmt: skip


def doubtful(words: Sequence[str], subcommands: Collection[str]) -> bool:
    """Whether a line, in its words, is more likely a command than a mistake. `subcommands` are
    the first words that mean something; the rest of the line is known not to fit them."""
    first, rest = words[0].casefold(), [word.casefold().strip(",.!?:;") for word in words[1:]]
    if not rest or not _TELLING.isdisjoint(rest):
        return False
    numbered = any(sign.isdigit() for word in rest for sign in word)
    if first in _DEEDS:
        return len(words) <= MOST_WORDS and _is_number(rest[0])
    if first in _MAY_BE_DEEDS:
        return _deed(rest)
    if first == "promise" and rest[0] not in _GOES_ON and not _BY_WHEN.isdisjoint(rest):
        return True
    most = MOST_WITH_A_NUMBER if numbered and first in ("insights", "export") else MOST_WORDS
    return first in subcommands and len(words) <= most


def _deed(rest: Sequence[str]) -> bool:
    """Whether no more than a number, and to whom, stands after what may be a deed: “1 to @tom”,
    but not “1 parcel to @tom”."""
    told = rest[1:] if rest[0] in _BETWEEN else rest
    if not told or not _is_number(told[0]):
        return False
    return all(
        word in _NO_MORE_SAID or word.startswith(("@", "<@")) or before == "to"
        for before, word in pairwise(told)
    )


def _is_number(word: str) -> bool:
    return word.lstrip("#").isdecimal()
