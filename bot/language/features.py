"""What the model sees of a sentence: rows of words with people, numbers and word classes in their
place, so that "Dave broke it" and "the night shift broke it" look alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.language.matching import Tagged
from bot.language.normal import VEIL
from bot.language.patterns import END_SIGNS

LONGEST_ROW = 4
SKIPS = (2, 3, 4)
LONGEST_SENTENCE = 60  # words; what goes on without an end is cut there
_SUFFIXES = ("ing", "edly", "ed", "ly", "es", "s")
# Classes of the lexicon that stand for their words.
_NAMES = (
    "harmverb slip fault mistake insult badadj praise botching sanction small blip "
    "inconvenience upsetadj vaguetime timeword weekday accident harmed wrong better "
    "sorry neverish adv"
)
_ABSTRACT = tuple(f"@{name}" for name in _NAMES.split())
_ABSTRACTS = frozenset(_ABSTRACT)
_SIGNS = dict.fromkeys("0123456789", "<number>") | {"\n": "¶", VEIL: "<veil>"}


@dataclass(frozen=True, slots=True)
class Item:
    """One place in a sentence: a word or a person, and the words of the text it covers."""

    sign: str
    kind: str  # its class, or the sign again
    first: int
    after: int


def sentences(text: Tagged) -> Iterator[tuple[int, int]]:
    """The sentences of a text: the first word of each and the word after its end sign."""
    start = 0
    for at, word in enumerate(text.words):
        if (word in END_SIGNS and word != ";") or at - start >= LONGEST_SENTENCE:
            if at > start or word not in END_SIGNS:
                yield start, at + 1
            start = at + 1
    if start < len(text.words):
        yield start, len(text.words)


def items(text: Tagged, start: int, end: int) -> list[Item]:
    """The places of the sentence between two words."""
    row: list[Item] = []
    at = start
    while at < end:
        found = text.begins.get(at)
        if found and found[0] <= end:
            sign = f"<{found[1]}>"
            row.append(Item(sign, sign, at, found[0]))
            at = found[0]
            continue
        word = text.words[at]
        sign = _SIGNS.get(word[:1]) or stem(word)
        row.append(Item(sign, _kind(text.keys[at], sign), at, at + 1))
        at += 1
    return row


def _kind(keys: frozenset[str], sign: str) -> str:
    """The class that stands for a word, the word's own sign where there is none."""
    if keys.isdisjoint(_ABSTRACTS):
        return sign
    kind = next(key for key in _ABSTRACT if key in keys)
    return sign if kind == f"@{sign}" else kind


def stem(word: str) -> str:
    """A word without its ending, roughly."""
    if word.endswith(_SUFFIXES):
        for suffix in _SUFFIXES:
            if len(word) > len(suffix) + 3 and word.endswith(suffix):
                return word[: -len(suffix)]
    return word


def features(text: Tagged, row: Sequence[Item]) -> Iterator[tuple[str, int, int]]:
    """Each feature of a sentence, with the first place of the row it comes from and the one after
    its last. A feature may come more than once."""
    for names, length in _runs(row):
        for at, name in enumerate(names, start=-1):
            yield name, at, at + length
    for name, at in _people(text, row):
        yield name, at, at + 1


def names(text: Tagged, row: Sequence[Item]) -> set[str]:
    """The features of a sentence without their places."""
    found = {name for name, _ in _people(text, row)}
    return found.union(*(names for names, _ in _runs(row)))


def _runs(row: Sequence[Item]) -> Iterator[tuple[Iterator[str], int]]:
    """The features that are words in a row, or two with others between: those of one length, which
    begin at one place after another, and how many places each covers."""
    signs = ["^", *(item.sign for item in row), "$"]
    kinds = ["^", *(item.kind for item in row), "$"]
    for length in range(1, LONGEST_ROW + 1):
        yield map(" ".join, zip(*(signs[n:] for n in range(length)), strict=False)), length
        if length < LONGEST_ROW:
            yield map(" ".join, zip(*(kinds[n:] for n in range(length)), strict=False)), length
    for skip in SKIPS:
        yield map("_".join, zip(signs, signs[skip:], strict=False)), skip + 1


def _people(text: Tagged, row: Sequence[Item]) -> Iterator[tuple[str, int]]:
    """Who the sentence speaks of, with every other word of it and the words that name them: each
    feature and its place."""
    roles = {item.sign for item in row if item.after - item.first > 1 or item.sign[0] == "<"}
    roles = {role for role in roles if role not in ("<number>",)}
    for at, item in enumerate(row):
        if item.sign in roles:
            for word in text.words[item.first : item.after]:
                yield f"{item.sign}={word}", at
            continue
        for role in roles:
            yield f"{role}|{item.sign}", at
