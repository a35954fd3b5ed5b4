"""How well the language review does on labelled messages.

    python -m tools.language_eval [--list] FILE…

Each line of a file is a message as JSON: `text`, `surface`, `labels` (a list, empty where nothing
is to be flagged) and, where known, `spans` (`label` and `words`). Prints precision and recall with
95 % Wilson intervals: for messages (any finding or none), for each surface and category, and how
many right findings overlap the labelled words.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from bot.language import Category, Finding, Surface, review

Z = 1.96  # standard deviations of a 95 % interval


@dataclass(frozen=True)
class Message:
    """One labelled message and what the review found in it."""

    text: str
    surface: Surface
    labels: frozenset[Category]
    spans: tuple[tuple[int, int], ...]
    findings: tuple[Finding, ...]
    place: str  # file and line


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures for the files named; with `--list` every miss and false flag too."""
    parser = argparse.ArgumentParser(prog="language_eval", description="Figures of the review.")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--list", action="store_true", help="print what was missed or false")
    asked = parser.parse_args(arguments)
    messages = [message for file in asked.files for message in read(file)]
    if asked.list:
        for line in listed(messages):
            print(line)
    for line in figures(messages):
        print(line)
    return 0


def read(file: Path) -> Iterator[Message]:
    """The messages of one file, reviewed."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        raw = json.loads(line)
        surface = Surface(raw["surface"])
        yield Message(
            text=raw["text"],
            surface=surface,
            labels=frozenset(map(Category, raw["labels"])),
            spans=tuple(_places(raw)),
            findings=review(raw["text"], surface),
            place=f"{file.name}:{number}",
        )


def _places(raw: dict[str, object]) -> Iterator[tuple[int, int]]:
    text = str(raw["text"])
    spans = raw.get("spans", [])
    for span in spans if isinstance(spans, list) else []:
        start = text.find(span["words"])
        if start >= 0:
            yield start, start + len(span["words"])


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a proportion; (0, 1) where there is nothing to count."""
    if of == 0:
        return 0.0, 1.0
    share = hits / of
    middle = share + Z * Z / (2 * of)
    spread = Z * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    scale = 1 + Z * Z / of
    return (middle - spread) / scale, (middle + spread) / scale


def figures(messages: Sequence[Message]) -> Iterator[str]:
    """The table, a line at a time."""
    yield f"{'':28}{'precision':>26}{'recall':>28}"
    yield _row("all messages", ((bool(m.findings), bool(m.labels)) for m in messages))
    for surface in Surface:
        mine = [m for m in messages if m.surface is surface]
        yield _row(surface.value, ((bool(m.findings), bool(m.labels)) for m in mine))
        for category in Category:
            pairs = [
                (any(f.category is category for f in m.findings), category in m.labels)
                for m in mine
            ]
            if any(map(any, pairs)):
                yield _row("  " + category.value, pairs)
    right = [m for m in messages if m.findings and m.spans]
    overlapping = sum(any(map(m_overlaps(m), m.spans)) for m in right)
    yield f"span overlaps in {overlapping} of {len(right)} right messages"


def m_overlaps(message: Message) -> "Overlap":
    """A test whether a place in the text overlaps a finding."""
    return Overlap(message)


@dataclass(frozen=True)
class Overlap:
    message: Message

    def __call__(self, place: tuple[int, int]) -> bool:
        return any(f.start < place[1] and place[0] < f.end for f in self.message.findings)


def _row(name: str, pairs: Iterable[tuple[bool, bool]]) -> str:
    counted = Counter(pairs)
    right, false, missed = counted[True, True], counted[True, False], counted[False, True]
    return f"{name:28}{_share(right, right + false):>26}{_share(right, right + missed):>28}"


def _share(hits: int, of: int) -> str:
    if of == 0:
        return "–"
    low, high = wilson(hits, of)
    return f"{hits}/{of} = {hits / of:.3f} ({low:.2f}–{high:.2f})"


def listed(messages: Iterable[Message]) -> Iterator[str]:
    """Every message that was missed or flagged wrongly."""
    for m in messages:
        if bool(m.findings) == bool(m.labels):
            continue
        kind = "FALSE " if m.findings else "MISSED"
        yield f"{kind} {m.place} {m.surface} {','.join(m.labels)} | {m.text!r}"
        for f in m.findings:
            yield f"       {f.rule}: {m.text[f.start : f.end]!r}"


if __name__ == "__main__":
    sys.exit(main())
