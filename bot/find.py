"""`/mistake find`: what is looked for, and which part of a text shows it (P22)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile

from bot.incident import Incident
from bot.light_words import SILENT
from bot.text import clean, shorten
from bot.words import beginnings, begins, runs, singular, words

MOST_WORDS = 12  # that are looked for at once; nobody types more to find something
TYPED_LIMIT = 500  # characters of what was typed that are looked at
_NUMBER = re.compile(r"#?(\d{1,9})", re.ASCII)
BEFORE = 0.3  # the part of an excerpt that stands before the first word found


@dataclass(frozen=True)
class Query:
    """What is looked for: `words`, each once; a word of a text matches where it begins with one of
    them. `left_out`: how many that were typed are too many. `number`: only that of an incident was
    typed (“#12”); it may be in a text as well."""

    words: tuple[str, ...]
    left_out: int = 0
    number: int | None = None

    def matches(self, found: str) -> bool:
        """Whether that word of a text (as it stands there) is one of those looked for."""
        return any(map(self._matches, words(found)))

    def among(self, pieces: Iterable["Piece"]) -> frozenset[str]:
        """Which of the words looked for stand in these pieces."""
        hits = {part for piece in pieces if piece.hit for part in words(piece.text)}
        return frozenset(each for each in self.words if any(map(Query((each,))._matches, hits)))

    def _matches(self, word: str) -> bool:
        return word in self.words or word.startswith(self._beginnings)

    @cached_property
    def _beginnings(self) -> tuple[str, ...]:
        return tuple(one for word in filter(begins, self.words) for one in beginnings(word))


@dataclass(frozen=True)
class Found:
    """Part of what was found. `total` counts all of it; `offset` is where this part starts. `whole`
    False: nothing has all the words, so these have some, those with the most telling ones first.
    `said`: the messages on their timelines, by the incident's id."""

    incidents: tuple[Incident, ...]
    total: int
    offset: int
    whole: bool
    said: Mapping[int, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Piece:
    """A piece of a text as it was written; `hit`: it is a word that was looked for."""

    text: str
    hit: bool


def query(typed: str) -> Query:
    """From what was typed. Without any words where there is nothing to look for."""
    plain = clean(typed)
    found = tuple(dict.fromkeys(map(singular, words(_beginning(plain)))))
    telling = tuple(word for word in found if word not in SILENT) or found
    number = _NUMBER.fullmatch(plain)
    return Query(
        telling[:MOST_WORDS],
        max(len(telling) - MOST_WORDS, 0),
        int(number[1]) if number else None,
    )


def _beginning(typed: str) -> str:
    """As much of it as is looked at, without half a word at the end."""
    if len(typed) <= TYPED_LIMIT:
        return typed
    before, _, last = typed[:TYPED_LIMIT].rpartition(" ")
    return before or last


def marked(text: str, asked: Query, limit: int) -> tuple[Piece, ...]:
    """At most about `limit` characters of a text, around the first word that is looked for."""
    whole = " ".join(clean(text).split())
    spans = runs(whole)
    first = next((span for span in spans if asked.matches(whole[slice(*span)])), None)
    start = _start(whole, first, limit)
    shown = shorten(whole[start:], limit)
    within = takewhile(lambda span: span[1] <= start + limit, spans)
    more = (span for span in within if asked.matches(whole[slice(*span)]))
    pieces = [Piece("…", False)] if start else []
    at = 0
    for found in (*filter(None, [first]), *more):
        begin, end = found[0] - start, found[1] - start
        if end > len(shown.removesuffix("…")):
            break
        pieces += [Piece(shown[at:begin], False), Piece(shown[begin:end], True)]
        at = end
    return tuple(piece for piece in (*pieces, Piece(shown[at:], False)) if piece.text)


def _start(whole: str, first: tuple[int, int] | None, limit: int) -> int:
    """Where an excerpt begins: some words before the first one found."""
    if len(whole) <= limit or first is None or first[1] <= limit:
        return 0
    space = whole.find(" ", first[0] - int(limit * BEFORE))
    return space + 1 if 0 <= space < first[0] else first[0]


def has_hit(pieces: tuple[Piece, ...]) -> bool:
    """Whether anything that was looked for is in it."""
    return any(piece.hit for piece in pieces)
