"""The trained model: how likely a sentence is to be flagged, which words say so, and as what.

A logistic regression over what bot.language.features sees. Its weights are a text file made by
`python -m tools.language_train`: a line of JSON with cuts and biases, then a line per feature with
its weight in a thread, its weight in a draft and its weights for categories ("3=0.42").
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.language.features import Item, features
from bot.language.findings import Category, Surface
from bot.language.patterns import Tagged

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
_Weights = tuple[float, float, tuple[tuple[int, float], ...]]


@dataclass(frozen=True, slots=True)
class Cuts:
    """Scores from which on something is said on one surface."""

    alone: float  # by the model alone
    agree: float  # where a rule says so too


class Model:
    """Scores sentences. `lines` is the file of weights."""

    def __init__(self, lines: Iterable[str]) -> None:
        rows = iter(lines)
        head = json.loads(next(rows))
        self._bias = {surface: float(head["bias"][surface]) for surface in Surface}
        self.cuts = {surface: Cuts(**head["cuts"][surface]) for surface in Surface}
        self._category_bias = [float(bias) for bias in head["categories"]]
        self._weights: dict[str, _Weights] = {}
        for row in rows:
            name, thread, draft, *categories = row.rstrip("\n").split("\t")
            self._weights[name] = (float(thread), float(draft), tuple(map(_pair, categories)))

    def score(
        self, text: Tagged, row: Sequence[Item], shields: Iterable[str], surface: Surface
    ) -> float:
        """The log odds that the sentence is to be flagged."""
        which = 0 if surface is Surface.THREAD else 1
        get = self._weights.get
        total = self._bias[surface]
        for name in {name for name, _, _ in features(text, row)}.union(shields):
            weights = get(name)
            if weights is not None:
                total += weights[which]
        return total

    def category(
        self, text: Tagged, row: Sequence[Item], shields: Iterable[str], surface: Surface
    ) -> Category:
        """What kind of thing is amiss with a sentence that is to be flagged."""
        totals = list(self._category_bias)
        for name in {name for name, _, _ in features(text, row)}.union(shields):
            for number, weight in self._weights.get(name, (0, 0, ()))[2]:
                totals[number] += weight
        return max(_allowed(surface), key=lambda category: totals[CATEGORIES.index(category)])

    def words(self, text: Tagged, row: Sequence[Item], surface: Surface) -> tuple[int, int]:
        """The words of the sentence that give it its score: the first, and the one after them."""
        which = 0 if surface is Surface.THREAD else 1
        gains = [0.0] * len(row)
        for name, first, after in set(features(text, row)):
            weights = self._weights.get(name)
            places = range(max(0, first), min(len(row), after))
            if weights is not None and places:
                for place in places:
                    gains[place] += weights[which] / len(places)
        first, after = _richest([gain - DULL for gain in gains])
        return row[first].first, row[after - 1].after


def _pair(written: str) -> tuple[int, float]:
    number, _, weight = written.partition("=")
    return int(number), float(weight)


def _allowed(surface: Surface) -> Iterator[Category]:
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
        if total > best_sum:
            best, best_sum = (start, place + 1), total
    return best
