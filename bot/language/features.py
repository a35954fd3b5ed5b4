"""What the model sees of a sentence: rows of words with people, numbers and word classes in their
place, so that "Dave broke it" and "the night shift broke it" look alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.language.normal import VEIL
from bot.language.patterns import END_SIGNS, Tagged

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
_ABSTRACT = tuple(_NAMES.split())
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
        kind = next((name for name in _ABSTRACT if f"@{name}" in text.keys[at]), sign)
        row.append(Item(sign, f"@{kind}" if kind != sign else sign, at, at + 1))
        at += 1
    return row


def stem(word: str) -> str:
    """A word without its ending, roughly."""
    for suffix in _SUFFIXES:
        if len(word) > len(suffix) + 3 and word.endswith(suffix):
            return word[: -len(suffix)]
    return word


def features(text: Tagged, row: Sequence[Item]) -> Iterator[tuple[str, int, int]]:
    """Each feature of a sentence, with the first place of the row it comes from and the one after
    its last. A feature may come more than once."""
    signs = ["^", *(item.sign for item in row), "$"]
    kinds = ["^", *(item.kind for item in row), "$"]
    for length in range(1, LONGEST_ROW + 1):
        for at in range(len(signs) - length + 1):
            yield " ".join(signs[at : at + length]), at - 1, at + length - 1
            if length < LONGEST_ROW and kinds[at : at + length] != signs[at : at + length]:
                yield " ".join(kinds[at : at + length]), at - 1, at + length - 1
    for at, sign in enumerate(signs):
        for skip in SKIPS:
            if at + skip < len(signs):
                yield f"{sign}_{signs[at + skip]}", at - 1, at + skip
    yield from _people(text, row)


def _people(text: Tagged, row: Sequence[Item]) -> Iterator[tuple[str, int, int]]:
    """Who the sentence speaks of, with every other word of it and the words that name them."""
    roles = {item.sign for item in row if item.after - item.first > 1 or item.sign[0] == "<"}
    roles = {role for role in roles if role not in ("<number>",)}
    for at, item in enumerate(row):
        if item.sign in roles:
            for word in text.words[item.first : item.after]:
                yield f"{item.sign}={word}", at, at + 1
            continue
        for role in roles:
            yield f"{role}|{item.sign}", at, at + 1
