"""A text taken apart once, for the rules and the model alike."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.language.features import items, names, sentences
from bot.language.findings import Circle, House, Surface
from bot.language.languages import FIRST, language_of
from bot.language.matching import Hit, Tagged
from bot.language.normal import VEIL, Plain, plain
from bot.language.packs import Pack, pack
from bot.language.people import Known, tag
from bot.language.tokens import Tokens, tokenise

MOST_HITS = 120  # in one text; who writes more than that is not helped by more
SHORTEST_NAME = 3  # letters; shorter ones are words more often than names


@dataclass(frozen=True, slots=True)
class Reading:
    """A text's words and people, its sentences, and which patterns matched."""

    raw: str  # as it was given
    language: Pack | None  # None where there is no pack for the text's language
    seen: Plain
    tokens: Tokens
    tagged: Tagged
    sentences: tuple[tuple[int, int], ...]  # first word, word after the last
    numbers: tuple[int, ...]  # for each word, which sentence it stands in
    hits: tuple[Hit, ...]  # of rules
    shields: Mapping[int, set[str]]  # by sentence
    has: frozenset[tuple[str, int]]  # what a draft should have, and in which sentence

    def names(self, number: int) -> set[str]:
        """What the model sees of a sentence, by its number: features and shields."""
        start, end = self.sentences[number]
        found = names(self.tagged, items(self.tagged, start, end))
        return found.union(self.shields.get(number, ()))

    @property
    def technical(self) -> bool:
        """Whether code, links or quoted words were taken out of the text."""
        return VEIL in self.tokens.words

    def words(self, first: int, after: int) -> str:
        """Some words as they were written, "" for none."""
        if after <= first:
            return ""
        start, end = self.place(first, after)
        return self.raw[start:end]

    def place(self, first: int, after: int) -> tuple[int, int]:
        """Where some words stand in the text as it was given."""
        start, last = self.tokens.starts[first], self.tokens.ends[after - 1]
        return self.seen.place(start), self.seen.place(last - 1) + 1


def read(raw: str, surface: Surface, circle: Circle, house: House) -> Reading:
    """Take a text apart, in the language it is in."""
    seen = plain(raw)
    tokens = tokenise(seen, pack(FIRST).contractions)
    code = language_of(seen.text, tokens.words, house.languages)
    language = pack(code or FIRST)
    if language.code != FIRST:
        tokens = tokenise(seen, language.contractions)
    tagged = Tagged(tokens.words, [language.keys(word) for word in tokens.words])
    cased = [seen.cased[s:e] for s, e in zip(tokens.starts, tokens.ends, strict=True)]
    tag(tagged, cased, surface, _known(circle, house, language))
    parts = tuple(sentences(tagged))
    numbers = [0] * len(tokens.words)
    for number, (start, end) in enumerate(parts):
        numbers[start:end] = [number] * (end - start)
    hits: list[Hit] = []
    shields: dict[int, set[str]] = {}
    has: set[tuple[str, int]] = set()
    for hit in language.matchers[surface].hits(tagged) if code else ():
        if hit.name[0] == "!":
            shields.setdefault(numbers[hit.start], set()).add(hit.name)
        elif hit.name[0] == "=":
            has.add((hit.name, numbers[hit.start]))
        elif len(hits) < MOST_HITS:
            hits.append(hit)
    return Reading(
        raw=raw,
        language=language if code else None,
        seen=seen,
        tokens=tokens,
        tagged=tagged,
        sentences=parts,
        numbers=tuple(numbers),
        hits=tuple(hits),
        shields=shields,
        has=frozenset(has),
    )


def _known(circle: Circle, house: House, language: Pack) -> Known:
    """The words of names. Words that mean something else as well need their capital."""
    roles: dict[str, str] = {}
    capital: set[str] = set()
    for told, role in (
        (circle.people, "coll"),
        (circle.teams, "coll"),
        (circle.vendors, "vendor"),
        (house.vendors, "vendor"),
        (circle.customers, "cust"),
    ):
        for word in " ".join(told).lower().split():
            keys = language.keys(word)
            if len(word) < SHORTEST_NAME or "@stop" in keys or "@det" in keys:
                continue
            roles[word] = role
            if len(keys - {"@name", "@pp", "@past", "@ing", "@adv"}) > 1 or language.common(word):
                capital.add(word)
    return Known(roles, frozenset(capital))
