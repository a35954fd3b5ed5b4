"""Train the model of the language review from the labelled sets in this repository.

    python -m tools.language_train [--write] [--target 0.95] [FILE…]

Needs scikit-learn, which nothing else here does: docs/language.md says how to get it. Every figure
printed is out of sample: the messages of a file are judged by a model that was trained on all
other files. With `--write` a model trained on everything is written to bot/language/en/model.json.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bot.language.findings import Circle, House, Surface
from bot.language.model import CATEGORIES, SCALE, doubt, familiar
from bot.language.packs import pack
from bot.language.reading import read

SETS = Path("tests/language/sets")
MODEL = Path("bot/language/en/model.json")
# Judged once, after the training that ships, and not learned from yet (docs/language.md).
HELD_BACK = frozenset(f"round{number}-a.jsonl" for number in range(9, 14))
STRENGTH = 0.5  # of the fit, scikit-learn's C: larger trusts the data more
RARE = 3  # sentences a feature must stand in
SMALL = 0.02  # weights below are left out of the file
CATEGORY_SMALL = 0.15
ALONE = {Surface.THREAD: 3.5, Surface.CUSTOMER_DRAFT: 1.0}  # see docs/language.md, Training
AGREE = {Surface.THREAD: -2.0, Surface.CUSTOMER_DRAFT: -1.5}
TRIED = (1.0, 1.3, 1.7, 2.0, 2.5, 3.0)


@dataclass(frozen=True)
class Sentence:
    """One sentence: its features, its labels, or None where they are not known for the sentence."""

    features: frozenset[str]
    labels: frozenset[str] | None
    doubt: float


@dataclass(frozen=True)
class Message:
    surface: Surface
    flagged: bool
    sentences: tuple[Sentence, ...]
    ruled: frozenset[int]  # sentences in which a rule fired


Score = tuple[float, bool]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print figures by file and by cut; with `--write` write the model."""
    parser = argparse.ArgumentParser(prog="language_train")
    learned = sorted(each for each in SETS.glob("*.jsonl") if each.name not in HELD_BACK)
    parser.add_argument("files", nargs="*", type=Path, default=learned)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(arguments)
    sets = {file.name: load(file) for file in asked.files}
    own = examples()
    judged: list[tuple[Message, list[Score]]] = []
    for name, messages in sets.items():
        rest = [message for other in sets if other != name for message in sets[other]]
        fit = Fit([*rest, *own])
        mine = [(message, fit.scores(message)) for message in messages]
        judged += mine
        print(f"{name:24} {_figures(mine, ALONE)}")
    for cut in TRIED:
        print(f"alone from {cut:3}          {_figures(judged, dict.fromkeys(Surface, cut))}")
        alone = [(replace(message, ruled=frozenset()), scores) for message, scores in judged]
        print(f"   without rules         {_figures(alone, dict.fromkeys(Surface, cut))}")
    if asked.write:
        everything = [*own, *(message for messages in sets.values() for message in messages)]
        MODEL.write_text(Fit(everything).written(ALONE), encoding="utf-8")
        print(f"{MODEL}: {MODEL.stat().st_size // 1024} KiB")
    return 0


def load(file: Path) -> list[Message]:
    """The messages of one file, taken apart."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [_message(json.loads(line)) for line in lines if line.strip()]


def examples() -> list[Message]:
    """The examples that stand with the rules: what fires, and what must not."""
    found: list[Message] = []
    for rule in pack("en").rules.values():
        for surface in rule.surfaces:
            found += [
                _message({"text": text, "surface": surface, "labels": labels})
                for texts, labels in ((rule.fires, [rule.category.value]), (rule.near, []))
                for text in texts
            ]
    return found


def _message(raw: Mapping[str, object]) -> Message:
    text, surface = str(raw["text"]), Surface(str(raw["surface"]))
    labels, spans = raw["labels"], raw.get("spans")
    assert isinstance(labels, list)
    reading = read(text, surface, Circle(), House())
    found: list[Sentence] = []
    for number, (start, end) in enumerate(reading.sentences):
        names = reading.names(number)
        mine: frozenset[str] | None = frozenset()
        if labels and isinstance(spans, list):
            place = reading.place(start, end)
            mine = frozenset(s["label"] for s in spans if _overlaps(text, s["words"], place))
        elif labels:
            mine = frozenset(labels) if len(reading.sentences) == 1 else None
        unsure = doubt(names, surface, len(reading.sentences), reading.technical, end - start)
        found.append(Sentence(frozenset(names), mine, unsure))
    rules = pack("en").rules
    places = ((rules[hit.name], reading.numbers[hit.start]) for hit in reading.hits)
    ruled = frozenset(
        place for rule, place in places if rule.unless.isdisjoint(reading.shields.get(place, ()))
    )
    return Message(surface, bool(labels), tuple(found), ruled)


def _overlaps(text: str, words: str, place: tuple[int, int]) -> bool:
    start = text.find(words)
    return start >= 0 and start < place[1] and place[0] < start + len(words)


class Fit:
    """A model fitted to some messages."""

    def __init__(self, messages: Iterable[Message]) -> None:
        rows = [(m.surface, s) for m in messages for s in m.sentences if s.labels is not None]
        counts = Counter(name for _, s in rows for name in s.features)
        self._kept = {name for name, count in counts.items() if count >= RARE}
        self._rows = rows
        self._names = DictVectorizer(dtype=np.float32)
        seen = self._matrix([self._values(s, surface) for surface, s in rows], fit=True)
        flagged = np.array([bool(s.labels) for _, s in rows])
        self._logit = LogisticRegression(C=STRENGTH, max_iter=2000).fit(seen, flagged)

    def _values(self, sentence: Sentence, surface: Surface) -> dict[str, float]:
        kept = sentence.features & self._kept
        return {f"{letter}~{name}": 1.0 for name in kept for letter in ("", surface[0])} | {
            f"{surface[0]}~": 1.0
        }

    def _matrix(self, values: list[dict[str, float]], fit: bool = False) -> Any:
        found = self._names.fit_transform(values) if fit else self._names.transform(values)
        found.indices = found.indices.astype(np.int32)
        found.indptr = found.indptr.astype(np.int32)
        return found

    def scores(self, message: Message) -> list[Score]:
        """The log odds of each sentence, and whether it is like what was trained on."""
        if not message.sentences:
            return []
        values = [self._values(s, message.surface) for s in message.sentences]
        odds = self._logit.decision_function(self._matrix(values))
        return [
            (float(score), familiar(sentence.features, self._kept))
            for score, sentence in zip(odds, message.sentences, strict=True)
        ]

    def written(self, cuts: Mapping[Surface, float]) -> str:
        """The file of weights."""
        weights = dict(zip(self._names.get_feature_names_out(), self._logit.coef_[0], strict=True))
        bias = float(self._logit.intercept_[0])
        categories, category_bias = self._categories()
        kept: dict[str, list[int]] = {}
        for name in sorted(self._kept):
            shared = float(weights.get(f"~{name}", 0))
            mine = [shared + float(weights.get(f"{s[0]}~{name}", 0)) for s in Surface]
            if max(map(abs, mine)) >= SMALL:
                kept[name] = [round(weight * SCALE) for weight in mine]
        raw = {
            "bias": {s.value: round(bias + float(weights.get(f"{s[0]}~", 0)), 4) for s in Surface},
            "cuts": {s.value: {"alone": cuts[s], "agree": AGREE[s]} for s in Surface},
            "category_bias": [round(bias, 3) for bias in category_bias],
            "names": list(kept),
            "thread": [thread for thread, _ in kept.values()],
            "draft": [draft for _, draft in kept.values()],
            "categories": {
                name: {str(number): round(weight * SCALE) for number, weight in found}
                for name, found in sorted(categories.items())
            },
        }
        return json.dumps(raw, ensure_ascii=False, separators=(",", ":")) + "\n"

    def _categories(self) -> tuple[dict[str, list[tuple[int, float]]], list[float]]:
        """For each feature its weights by category, and each category's bias: one against the
        rest, on the sentences that are flagged."""
        rows = [s for _, s in self._rows if s.labels]
        names = DictVectorizer(dtype=np.float32)
        simple = [
            {name: 1.0 for name in s.features & self._kept if name.count(" ") < 2} for s in rows
        ]
        seen = names.fit_transform(simple)
        seen.indices, seen.indptr = seen.indices.astype(np.int32), seen.indptr.astype(np.int32)
        found: dict[str, list[tuple[int, float]]] = {}
        biases: list[float] = []
        for number, category in enumerate(CATEGORIES):
            here = np.array([category.value in (s.labels or ()) for s in rows])
            if not 0 < here.sum() < len(here):
                biases.append(-9.0)
                continue
            fit = LogisticRegression(C=STRENGTH, max_iter=2000).fit(seen, here)
            biases.append(float(fit.intercept_[0]))
            for name, weight in zip(names.get_feature_names_out(), fit.coef_[0], strict=True):
                if abs(weight) >= CATEGORY_SMALL:
                    found.setdefault(str(name), []).append((number, float(weight)))
        return found, biases


def _said(message: Message, scores: Sequence[Score], alone: float) -> bool:
    return any(
        (like and score >= alone + message.sentences[number].doubt)
        or (number in message.ruled and score >= AGREE[message.surface])
        for number, (score, like) in enumerate(scores)
    )


def _figures(judged: Iterable[tuple[Message, list[Score]]], cuts: Mapping[Surface, float]) -> str:
    parts: list[str] = []
    everything = list(judged)
    for surface in Surface:
        pairs = [
            (_said(m, scores, cuts[surface]), m.flagged)
            for m, scores in everything
            if m.surface is surface
        ]
        right = sum(said and flagged for said, flagged in pairs)
        said, flagged = sum(s for s, _ in pairs), sum(f for _, f in pairs)
        parts.append(f"{surface}: P {right / max(1, said):.3f} R {right / max(1, flagged):.3f}")
    return "  ".join(parts)


if __name__ == "__main__":
    sys.exit(main())
