"""Where patterns match in a text. The work for one word of it has a limit, as bot.language.patterns
tells: the words a pattern cannot do without are looked for first, then the pattern is walked from
its anchor forward and back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.language.patterns import END_SIGNS, Element, Kind, Pattern

WINDOW = 48  # words looked at together
REACH = 40  # words that a pattern may stretch from the one it is looked up by, at most
MOST_TRIES = 40_000
NOTHING: frozenset[str] = frozenset()


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
class Hit:
    """Where a pattern matched: from word `start` up to, not including, word `end`."""

    name: str
    start: int
    end: int


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
        keys = text.keys
        last = len(keys) - 1
        for start in range(0, len(keys), WINDOW):
            end = min(start + WINDOW, len(keys))
            there = frozenset().union(*keys[max(0, start - REACH) : end + REACH])
            active: dict[str, list[Pattern]] = {}
            for at in range(start, end):
                before = keys[at - 1] if at else NOTHING
                after = keys[at + 1] if at < last else NOTHING
                for key in keys[at] & self._looked_up:
                    patterns = active.get(key)
                    if patterns is None:
                        patterns = active[key] = _possible(self._by_word[key], there)
                    for pattern in patterns:
                        if (pattern.after and pattern.after.isdisjoint(after)) or (
                            pattern.before and pattern.before.isdisjoint(before)
                        ):
                            continue
                        hit = _around(pattern, text, at)
                        if hit is not None:
                            yield hit
                    tries += len(patterns)
                if tries > MOST_TRIES:
                    return


def _possible(patterns: Iterable[Pattern], there: frozenset[str]) -> list[Pattern]:
    """Those whose other words, the ones they cannot do without, are near."""
    found: list[Pattern] = []
    for pattern in patterns:
        for needed in pattern.needed:
            if needed.isdisjoint(there):
                break
        else:
            found.append(pattern)
    return found


def _around(pattern: Pattern, text: Tagged, at: int) -> Hit | None:
    """The match with the pattern's anchor at a word, if there is one."""
    elements, anchor = pattern.elements, pattern.anchor
    last = _forward(elements, anchor + 1, text, at + 1)
    if last < 0:
        return None
    first = _backward(elements, anchor - 1, text, at)
    return Hit(pattern.name, first, last) if first >= 0 else None


def _forward(elements: tuple[Element, ...], number: int, text: Tagged, at: int) -> int:
    """The word after the match when the elements from `number` on fit from `at`, else -1."""
    keys = text.keys
    for place in range(number, len(elements)):
        element = elements[place]
        if not element.single:
            return _openly_forward(elements, place, text, at)
        if at >= len(keys) or element.keys.isdisjoint(keys[at]):
            return -1
        at += 1
    return at


def _openly_forward(elements: tuple[Element, ...], number: int, text: Tagged, at: int) -> int:
    """The same where the first element may fit in several ways."""
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
    keys, gap = text.keys, kind is Kind.GAP
    for count in range(element.high + 1):
        if count >= element.low:
            last = _forward(elements, number + 1, text, at)
            if last >= 0:
                return last
        if at >= len(keys) or element.keys.isdisjoint(keys[at]) is not gap:
            break
        at += 1
    return -1


def _backward(elements: tuple[Element, ...], number: int, text: Tagged, at: int) -> int:
    """The first word of the match when the elements up to `number` fit before `at`, else -1."""
    for place in range(number, -1, -1):
        element = elements[place]
        if not element.single:
            return _openly_backward(elements, place, text, at)
        if at == 0 or element.keys.isdisjoint(text.keys[at - 1]):
            return -1
        at -= 1
    return at


def _openly_backward(elements: tuple[Element, ...], number: int, text: Tagged, at: int) -> int:
    """The same where the last element may fit in several ways."""
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
    keys, gap = text.keys, kind is Kind.GAP
    for count in range(element.high + 1):
        if count >= element.low:
            first = _backward(elements, number - 1, text, at)
            if first >= 0:
                return first
        if at == 0 or element.keys.isdisjoint(keys[at - 1]) is not gap:
            break
        at -= 1
    return -1


def _fits(element: Element, text: Tagged, at: int) -> bool:
    if not 0 <= at < len(text.words):
        return False
    return not element.keys.isdisjoint(text.keys[at])


def _clashes(element: Element, text: Tagged, at: int) -> bool:
    found = text.begins.get(at)
    role = found is not None and found[1] in element.roles
    return role or not element.keys.isdisjoint(text.keys[at])
