"""The trained model: how likely a sentence is to be flagged, which words say so, and as what.

A logistic regression over what bot.language.features sees. Its weights are a text file made by
`python -m tools.language_train`: biases, cuts, and for each feature its weight in a thread, its
weight in a draft and, where it tells one category from another, its weights for those.
"""

import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import repeat
from math import log
from types import MappingProxyType

from bot.language.features import Item, features
from bot.language.findings import Category, Surface
from bot.language.matching import Tagged

CATEGORIES = tuple(Category)
ONLY_DRAFT = frozenset(
    {
        Category.QUALIFIED_APOLOGY,
        Category.DISTANT_APOLOGY,
        Category.VAGUE_PROMISE,
        Category.PERSONNEL_DISCLOSURE,
    }
)
DULL = 0.02  # of a sentence's score that a word must give to belong to the words to blame
# What makes the model think twice before it speaks alone, in log odds.
TURNED_DOWN = frozenset({"!rejected", "!rejected3"})
WELL_MEANT = frozenset({"!owned", "!glad"})
SOMEBODY = frozenset(
    {"<coll>", "<third>", "<they>", "<you>", "<some>", "<none>", "<cust>", "<vendor>"}
)
# Classes of words without one of which no colleague and no customer is blamed.
_NAMES = (
    "@harmverb @slip @fault @mistake @insult @badadj @praise @botching @sanction @small @blip "
    "@inconvenience @upsetadj @accident @harmed @wrong @sorry @neverish @vaguetime"
)
SIGNS = frozenset(_NAMES.split())
NEVER = 99.0
KNOWN = 0.6  # share of a sentence's word pairs that training must have seen
# Words of a sentence above which the model is not heard alone: the longer a sentence, the more of
# its score is chance. Who blames does so in few words; mails have longer ones.
LONGEST = MappingProxyType({Surface.THREAD: 24, Surface.CUSTOMER_DRAFT: 45})
SURE = -0.4  # log odds of the likeliest category from which on it is named in a thread
LEAST_PLACES = 4  # of a sentence that a finding points at; fewer hardly tell anything
MOST_PLACES = 14  # of a sentence that a finding points at
SCALE = 1000  # weights are kept as whole thousandths


@dataclass(frozen=True, slots=True)
class Cuts:
    """Scores from which on something is said on one surface."""

    alone: float  # by the model alone
    agree: float  # where a rule says so too


class Model:
    """Scores sentences. `written` is the file of weights."""

    def __init__(self, written: str) -> None:
        raw = json.loads(written)
        self._bias = {surface: float(raw["bias"][surface]) for surface in Surface}
        self.cuts = {surface: Cuts(**raw["cuts"][surface]) for surface in Surface}
        self._category_bias = [float(bias) for bias in raw["category_bias"]]
        names = raw["names"]
        self._weights: Mapping[Surface, dict[str, int]] = {
            Surface.THREAD: dict(zip(names, raw["thread"], strict=True)),
            Surface.CUSTOMER_DRAFT: dict(zip(names, raw["draft"], strict=True)),
        }
        self._categories: dict[str, dict[str, int]] = raw["categories"]

    def score(self, names: Set[str], surface: Surface) -> float:
        """The log odds that a sentence with these features and shields is to be flagged."""
        total = sum(map(self._weights[surface].get, names, repeat(0)))
        return self._bias[surface] + total / SCALE

    def familiar(self, names: Set[str]) -> bool:
        """Whether a sentence is like those that the model was trained on."""
        return familiar(names, self._weights[Surface.THREAD])

    def category(self, names: Set[str], surface: Surface) -> Category | None:
        """What kind of thing is amiss with a sentence that is to be flagged; None in a thread
        where that is not sure enough to be said."""
        totals = list(self._category_bias)
        for name in names:
            for number, weight in self._categories.get(name, {}).items():
                totals[int(number)] += weight / SCALE
        best = max(allowed(surface), key=lambda category: totals[CATEGORIES.index(category)])
        unsure = surface is Surface.THREAD and totals[CATEGORIES.index(best)] < SURE
        return None if unsure else best

    def words(self, text: Tagged, row: Sequence[Item], surface: Surface) -> tuple[int, int]:
        """The words of the sentence that give it its score: the first, and the one after them."""
        known = self._weights[surface]
        gains = [0.0] * len(row)
        for name, first, after in set(features(text, row)):
            weight = known.get(name)
            places = range(max(0, first), min(len(row), after))
            if weight is not None and places:
                for place in places:
                    gains[place] += weight / len(places) / SCALE
        first, after = _richest([gain - DULL for gain in gains])
        first = max(0, min(first, len(row) - LEAST_PLACES))
        after = min(len(row), max(after, first + LEAST_PLACES))
        return row[first].first, row[after - 1].after


def doubt(names: Set[str], surface: Surface, sentences: int, technical: bool, words: int) -> float:
    """What to take off a sentence's score before the model is heard alone.

    `names` are its features and shields, `words` how long it is, `sentences` how many its message
    has: the best of many is high by chance. `technical` is a message with code or links in it,
    which is seldom about people.
    """
    total = 0.3 * log(max(1, sentences)) + NEVER * (words > LONGEST[surface])
    total += 2.0 * bool(names & TURNED_DOWN) + 1.5 * (not names.isdisjoint(WELL_MEANT))
    if surface is Surface.THREAD:
        total += 0.7 * ("!question" in names) + 1.0 * ("!thanks" in names) + 1.0 * technical
        total += 0.0 if names & SOMEBODY and names & SIGNS else NEVER
    return total


def pairs(names: Iterable[str]) -> Iterator[str]:
    """The features that are two words in a row."""
    for name in names:
        if name.count(" ") == 1 and name[0] != "!" and "_" not in name and "|" not in name:
            yield name


def familiar(names: Iterable[str], known: Container[str]) -> bool:
    """Whether enough of a sentence is like what the model was trained on."""
    two = list(pairs(names))
    return sum(name in known for name in two) >= KNOWN * len(two)


def allowed(surface: Surface) -> Iterator[Category]:
    """The categories that a surface has."""
    for category in CATEGORIES:
        if surface is Surface.THREAD and category in ONLY_DRAFT:
            continue
        if surface is not Surface.THREAD and category is Category.COUNTERFACTUAL_HINDSIGHT:
            continue
        yield category


def _richest(gains: Sequence[float]) -> tuple[int, int]:
    """The part of a row with the largest sum, as its first place and the one after its last."""
    best, best_sum = (0, 1), gains[0]
    start, total = 0, 0.0
    for place, gain in enumerate(gains):
        if total <= 0:
            start, total = place, 0.0
        total += gain
        while place - start >= MOST_PLACES or (start < place and gains[start] <= 0):
            total -= gains[start]
            start += 1
        if total > best_sum:
            best, best_sum = (start, place + 1), total
    return best
