"""A text taken apart once, for the rules and the model alike."""

from dataclasses import dataclass

from bot.language.features import sentences
from bot.language.findings import Circle, House, Surface
from bot.language.normal import Plain, plain
from bot.language.packs import Pack
from bot.language.patterns import Hit, Tagged
from bot.language.people import Known, tag
from bot.language.tokens import Tokens, tokenise

MOST_HITS = 120  # in one text; who writes more than that is not helped by more
SHORTEST_NAME = 3  # letters; shorter ones are words more often than names


@dataclass(frozen=True, slots=True)
class Reading:
    """A text's words and people, its sentences, and which patterns matched."""

    seen: Plain
    tokens: Tokens
    tagged: Tagged
    sentences: tuple[tuple[int, int], ...]  # first word, word after the last
    numbers: tuple[int, ...]  # for each word, which sentence it stands in
    hits: tuple[Hit, ...]  # of rules
    shields: frozenset[tuple[str, int]]  # name and sentence

    def place(self, first: int, after: int) -> tuple[int, int]:
        """Where some words stand in the text as it was given."""
        start, last = self.tokens.starts[first], self.tokens.ends[after - 1]
        return self.seen.place(start), self.seen.place(last - 1) + 1


def read(raw: str, surface: Surface, language: Pack, circle: Circle, house: House) -> Reading:
    """Take a text apart."""
    seen = plain(raw)
    tokens = tokenise(seen, language.contractions)
    tagged = Tagged(tokens.words, [language.keys(word) for word in tokens.words])
    cased = [seen.cased[s:e] for s, e in zip(tokens.starts, tokens.ends, strict=True)]
    tag(tagged, cased, surface, _known(circle, house))
    parts = tuple(sentences(tagged))
    numbers = [0] * len(tokens.words)
    for number, (start, end) in enumerate(parts):
        numbers[start:end] = [number] * (end - start)
    hits: list[Hit] = []
    shields: set[tuple[str, int]] = set()
    for hit in language.matchers[surface].hits(tagged):
        if hit.name[0] == "!":
            shields.add((hit.name, numbers[hit.start]))
        elif len(hits) < MOST_HITS:
            hits.append(hit)
    return Reading(
        seen, tokens, tagged, parts, tuple(numbers), tuple(hits), frozenset(shields)
    )


def _known(circle: Circle, house: House) -> Known:
    roles: dict[str, str] = {}
    for names, role in (
        (circle.people, "coll"),
        (circle.teams, "coll"),
        (circle.vendors, "vendor"),
        (house.vendors, "vendor"),
        (circle.customers, "cust"),
    ):
        for name in names:
            for word in name.lower().split():
                if len(word) >= SHORTEST_NAME:
                    roles[word] = role
    return Known(roles)
