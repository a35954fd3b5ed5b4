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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import Enum
from itertools import product
from operator import attrgetter

_PIECE = re.compile(r"\((?P<group>[^()]+)\)(?P<maybe>\??)|(?P<one>\S+)")
END_SIGNS = frozenset({".", "!", "?", ";", "\n"})
CLAUSE_SIGNS = frozenset({"@break"})  # the class of words that begin another clause
EDGES = frozenset({"^", "$"})  # where a sentence begins and ends
WIDE_CLASSES = frozenset({"@pp", "@past", "@ing", "@adv", "@aux", "@be", "@passive"})
SIGNS_AS_WORDS = frozenset({"<number>", "<time>", "<emoji>", "<channel>", "<mention>"})
LONGEST_STAR = 4
OPEN = 9  # the cost of a place that may fit without a word


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
    cost: int = 0  # how often it fits any word, roughly: 0 seldom, 9 may fit without one
    single: bool = False  # exactly one word, and nothing else to decide


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; `anchor` is the place by which it is looked up."""

    name: str
    elements: tuple[Element, ...]
    anchor: int
    needed: tuple[frozenset[str], ...]  # besides the anchor, the rarest first
    before: frozenset[str] | None  # what the word before the anchor must be, None if that is open
    after: frozenset[str] | None  # the same for the word after it


def expand(written: str) -> Iterator[str]:
    """The pattern without groups: one for each way through them."""
    if "(" not in written:
        yield written
        return
    choices: list[list[str]] = []
    for piece in _PIECE.finditer(written):
        if piece["group"]:
            ways = [way.strip() for way in piece["group"].split("|")]
            if not any(" " in way or way in EDGES for way in ways):
                choices.append(["|".join(ways) + piece["maybe"]])
            else:
                choices.append([*ways, *([""] if piece["maybe"] else [])])
        else:
            choices.append([piece["one"]])
    for way in product(*choices):
        yield " ".join(part for part in way if part)


_COST = attrgetter("cost")


class Compiler:
    """Makes patterns of written ones. `forms` gives a verb's forms, `roles` the people that a name
    in <angle brackets> stands for, `common` words too frequent to look a pattern up by.

    Most places are written the same way in many patterns: they are read once and shared.
    """

    def __init__(
        self,
        forms: Callable[[str], Iterable[str]],
        roles: Mapping[str, frozenset[str]],
        common: frozenset[str],
    ) -> None:
        self._forms, self._roles, self._common = forms, roles, common
        self._elements: dict[str, Element] = {}

    def pattern(self, name: str, written: str) -> Pattern:
        """One pattern without groups. Raises KeyError for a role that does not exist, ValueError
        for a pattern of people and gaps alone."""
        elements = tuple(map(self._element, written.split()))
        rarest = min(elements, key=_COST)
        anchor = elements.index(rarest)
        if rarest.kind is not Kind.WORD:
            raise ValueError(f"nothing to look up in {written!r} of {name}")
        needed = [
            element
            for element in elements
            if element.kind is Kind.WORD and element.low and element is not rarest
        ]
        return Pattern(
            name,
            elements,
            anchor,
            tuple(element.keys for element in sorted(needed, key=_COST)),
            _fixed(elements[:anchor][-1:]),
            _fixed(elements[anchor + 1 :][:1]),
        )

    def _element(self, written: str) -> Element:
        known = self._elements.get(written)
        if known is None:
            known = self._elements[written] = self._read(written)
        return known

    def _read(self, written: str) -> Element:
        if written.startswith("..."):
            return Element(Kind.GAP, END_SIGNS, 0, int(written[3:] or LONGEST_STAR), cost=OPEN)
        if written.startswith(".."):
            ends = END_SIGNS | CLAUSE_SIGNS
            return Element(Kind.GAP, ends, 0, int(written[2:] or LONGEST_STAR), cost=OPEN)
        if written in EDGES:
            return Element(Kind.EDGE, frozenset({written}), cost=OPEN)
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
                people |= self._roles[way[1:-1]]
            elif way.startswith("~"):
                keys.update(self._forms(way[1:]))
            else:
                keys.add(way)
        if people and kind is Kind.WORD:
            kind = Kind.ROLE
        return Element(
            kind,
            frozenset(keys),
            low,
            high,
            frozenset(people),
            cost=self._cost(kind, low, keys),
            single=kind is Kind.WORD and low == high,
        )

    def _cost(self, kind: Kind, low: int, keys: Set[str]) -> int:
        """How often a place of a pattern fits any word, roughly; the lowest is looked up."""
        if low == 0 or kind is Kind.NOT:
            return OPEN
        if keys & END_SIGNS:
            return 8
        if keys & WIDE_CLASSES:
            return 7
        if kind is Kind.ROLE:
            return 6
        if keys & self._common:
            return 5
        return min(4, len(keys) // 8 + any(key.startswith("@") for key in keys))


def _fixed(neighbour: Sequence[Element]) -> frozenset[str] | None:
    return neighbour[0].keys if neighbour and neighbour[0].single else None
