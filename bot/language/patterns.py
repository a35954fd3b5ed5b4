"""Patterns over words: a small language that people can read, matched without running away.

Written as words in a row:

    word  a|b|c    one of these words            @class    a word of that class in the lexicon
    ~drop          any form of that verb         <role>    someone, as bot.language.people tags them
    x?  x*  x+     once or not, 0 to 4, 1 to 4   ...  ...6 up to 4 (6) words within the clause
    (a b|c)  (…)?  one of these rows of words    ..  ..6   the same, and no other subject or clause
    ^  $           begins, ends a sentence       !x        not followed by this

Every repetition has an end, so the work for one word of text has a limit that the text cannot
raise: matching is linear in the text's length whatever it holds.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import product

_PIECE = re.compile(r"\((?P<group>[^()]+)\)(?P<maybe>\??)|(?P<one>\S+)")
END_SIGNS = frozenset({".", "!", "?", ";", "\n"})
CLAUSE_SIGNS = frozenset({"@break"})  # the class of words that begin another clause
WIDE_CLASSES = frozenset({"@pp", "@past", "@ing", "@adv", "@aux", "@be", "@passive"})
WINDOW = 48  # words looked at together
REACH = 40  # words that a pattern may stretch from the one it is looked up by, at most
MOST_TRIES = 40_000
SIGNS_AS_WORDS = frozenset({"<number>", "<time>", "<emoji>", "<channel>", "<mention>"})
LONGEST_STAR = 4


class Kind(Enum):
    WORD = "word"
    ROLE = "role"
    GAP = "gap"
    NOT = "not"
    EDGE = "edge"


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern: which words or roles fit, and how often."""

    kind: Kind
    keys: frozenset[str]
    low: int = 1
    high: int = 1
    roles: frozenset[str] = frozenset()


@dataclass(slots=True)
class Tagged:
    """A text's words, what each counts as, and the people in it by where they start and end."""

    words: Sequence[str]
    keys: Sequence[frozenset[str]]
    begins: dict[int, tuple[int, str]] = field(default_factory=dict)  # first -> (after last, role)
    finishes: dict[int, tuple[int, str]] = field(
        default_factory=dict
    )  # after last -> (first, role)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; `anchor` is the place by which it is looked up."""

    name: str
    elements: tuple[Element, ...]
    anchor: int
    needed: tuple[frozenset[str], ...]  # besides the anchor


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a pattern matched: from word `start` up to, not including, word `end`."""

    name: str
    start: int
    end: int


def expand(written: str) -> Iterator[str]:
    """The pattern without groups: one for each way through them."""
    choices: list[list[str]] = []
    for piece in _PIECE.finditer(written):
        if piece["group"]:
            ways = [way.strip() for way in piece["group"].split("|")]
            if not any(" " in way for way in ways):
                choices.append(["|".join(ways) + piece["maybe"]])
            else:
                choices.append([*ways, *([""] if piece["maybe"] else [])])
        else:
            choices.append([piece["one"]])
    for way in product(*choices):
        yield " ".join(part for part in way if part)


def compiled(
    name: str,
    written: str,
    forms: Callable[[str], Iterable[str]],
    roles: Mapping[str, frozenset[str]],
    common: frozenset[str],
) -> Pattern:
    """One pattern without groups. `forms` gives a verb's forms, `common` words too frequent to
    look a pattern up by. Raises KeyError for a role that does not exist,
    ValueError for a pattern of people and gaps alone."""
    elements = tuple(_element(word, forms, roles) for word in written.split())
    costs = [_cost(element, common) for element in elements]
    anchor = costs.index(min(costs))
    if elements[anchor].kind is not Kind.WORD:
        raise ValueError(f"nothing to look up in {written!r} of {name}")
    needed = tuple(
        element.keys
        for element in elements
        if element.kind is Kind.WORD and element.low and element is not elements[anchor]
    )
    return Pattern(name, elements, anchor, needed)


def _element(
    written: str, forms: Callable[[str], Iterable[str]], roles: Mapping[str, frozenset[str]]
) -> Element:
    if written.startswith("..."):
        return Element(Kind.GAP, END_SIGNS, 0, int(written[3:] or LONGEST_STAR))
    if written.startswith(".."):
        return Element(Kind.GAP, END_SIGNS | CLAUSE_SIGNS, 0, int(written[2:] or LONGEST_STAR))
    if written in ("^", "$"):
        return Element(Kind.EDGE, frozenset({written}))
    kind, low, high = Kind.WORD, 1, 1
    if written.startswith("!"):
        kind, written = Kind.NOT, written[1:]
    elif len(written) > 1 and written[-1] in "?*+":
        low = 1 if written[-1] == "+" else 0
        high = 1 if written[-1] == "?" else LONGEST_STAR
        written = written[:-1]
    keys: set[str] = set()
    people: set[str] = set()
    for way in written.split("|"):
        if way.startswith("<") and way not in SIGNS_AS_WORDS:
            people |= roles[way[1:-1]]
        elif way.startswith("~"):
            keys |= set(forms(way[1:]))
        else:
            keys.add(way)
    if people and kind is Kind.WORD:
        kind = Kind.ROLE
    return Element(kind, frozenset(keys), low, high, frozenset(people))


def _cost(element: Element, common: frozenset[str]) -> int:
    """How often a place of a pattern fits any word, roughly; the lowest is looked up."""
    if element.low == 0 or element.kind in (Kind.GAP, Kind.NOT, Kind.EDGE):
        return 9
    if element.keys & END_SIGNS:
        return 8
    if element.keys & WIDE_CLASSES:
        return 7
    if element.kind is Kind.ROLE:
        return 6
    if element.keys & common:
        return 5
    return min(4, len(element.keys) // 8 + any(key.startswith("@") for key in element.keys))


class Matcher:
    """Many patterns at once."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._by_word: dict[str, list[Pattern]] = {}
        for pattern in patterns:
            for key in sorted(pattern.elements[pattern.anchor].keys):
                self._by_word.setdefault(key, []).append(pattern)
        self._looked_up = frozenset(self._by_word)

    def hits(self, text: Tagged) -> Iterator[Hit]:
        """Every match, in the order of the words they were looked up by.

        Stops after MOST_TRIES: no ordinary text of Slack's longest comes near it.
        """
        tries = 0
        for start in range(0, len(text.words), WINDOW):
            end = min(start + WINDOW, len(text.words))
            around = text.keys[max(0, start - REACH) : end + REACH]
            there = frozenset().union(*around)
            active: dict[str, list[Pattern]] = {}
            for at in range(start, end):
                for key in text.keys[at] & self._looked_up:
                    if key not in active:
                        active[key] = [p for p in self._by_word[key] if _possible(p, there)]
                    for pattern in active[key]:
                        yield from _around(pattern, text, at, at + 1)
                    tries += len(active[key])
                if tries > MOST_TRIES:
                    return


def _possible(pattern: Pattern, there: frozenset[str]) -> bool:
    """Whether the words that the pattern cannot do without are near."""
    return all(not needed.isdisjoint(there) for needed in pattern.needed)


def _around(pattern: Pattern, text: Tagged, start: int, end: int) -> Iterator[Hit]:
    """The match with the pattern's anchor from `start` to `end`, if there is one."""
    elements, anchor = pattern.elements, pattern.anchor
    last = _forward(elements, anchor + 1, text, end)
    if last < 0:
        return
    first = _backward(elements, anchor - 1, text, start)
    if first >= 0:
        yield Hit(pattern.name, first, last)


def _forward(elements: tuple[Element, ...], number: int, text: Tagged, at: int) -> int:
    """The word after the match when the elements from `number` on fit from `at`, else -1."""
    if number == len(elements):
        return at
    element = elements[number]
    kind = element.kind
    if kind is Kind.EDGE:
        fits = at == len(text.words) or text.words[at] in END_SIGNS
        return _forward(elements, number + 1, text, at) if fits else -1
    if kind is Kind.NOT:
        clash = at < len(text.words) and _clashes(element, text, at)
        return -1 if clash else _forward(elements, number + 1, text, at)
    if kind is Kind.ROLE:
        found = text.begins.get(at)
        if found and found[1] in element.roles:
            last = _forward(elements, number + 1, text, found[0])
            if last >= 0:
                return last
        if _fits(element, text, at):
            last = _forward(elements, number + 1, text, at + 1)
            if last >= 0:
                return last
        return _forward(elements, number + 1, text, at) if element.low == 0 else -1
    count = 0
    while True:
        if count >= element.low:
            last = _forward(elements, number + 1, text, at + count)
            if last >= 0:
                return last
        if count == element.high or not _fits(element, text, at + count):
            return -1
        count += 1


def _backward(elements: tuple[Element, ...], number: int, text: Tagged, at: int) -> int:
    """The first word of the match when the elements up to `number` fit before `at`, else -1."""
    if number < 0:
        return at
    element = elements[number]
    kind = element.kind
    if kind is Kind.EDGE:
        fits = at == 0 or text.words[at - 1] in END_SIGNS
        return _backward(elements, number - 1, text, at) if fits else -1
    if kind is Kind.NOT:
        clash = at < len(text.words) and _clashes(element, text, at)
        return -1 if clash else _backward(elements, number - 1, text, at)
    if kind is Kind.ROLE:
        found = text.finishes.get(at)
        if found and found[1] in element.roles:
            first = _backward(elements, number - 1, text, found[0])
            if first >= 0:
                return first
        if _fits(element, text, at - 1):
            first = _backward(elements, number - 1, text, at - 1)
            if first >= 0:
                return first
        return _backward(elements, number - 1, text, at) if element.low == 0 else -1
    count = 0
    while True:
        if count >= element.low:
            first = _backward(elements, number - 1, text, at - count)
            if first >= 0:
                return first
        if count == element.high or not _fits(element, text, at - count - 1):
            return -1
        count += 1


def _fits(element: Element, text: Tagged, at: int) -> bool:
    if not 0 <= at < len(text.words):
        return False
    if element.kind is Kind.GAP:
        return element.keys.isdisjoint(text.keys[at])
    return not element.keys.isdisjoint(text.keys[at])


def _clashes(element: Element, text: Tagged, at: int) -> bool:
    found = text.begins.get(at)
    role = found is not None and found[1] in element.roles
    return role or not element.keys.isdisjoint(text.keys[at])
