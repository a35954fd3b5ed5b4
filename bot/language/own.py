"""A workspace's own phrases: words that a team has asked to be told about."""

from collections.abc import Iterator, Mapping, Sequence

from bot.language.findings import Category, Finding, House, Surface
from bot.language.matching import Hit
from bot.language.model import allowed
from bot.language.normal import plain
from bot.language.packs import Said, pack
from bot.language.reading import Reading
from bot.language.shapes import shape
from bot.language.tokens import tokenise

OWN_PHRASE = "own-phrase"
WHY = "Your team asked to be told about these words."


def own_phrases(
    reading: Reading, surface: Surface, house: House, said: Mapping[Category, Said]
) -> Iterator[Finding]:
    """A finding wherever one of the workspace's phrases stands, word by word."""
    for category in allowed(surface):
        for phrase in house.phrases.get(category, ()):
            wanted = _words(phrase)
            for start in _places(reading.tokens.words, wanted):
                end = start + len(wanted)
                first, after = reading.place(start, end)
                yield Finding(
                    category=category,
                    start=first,
                    end=after,
                    why=WHY,
                    principle=said[category].principle,
                    rewrite="",
                    rule=OWN_PHRASE,
                    shape=shape(Hit(OWN_PHRASE, start, end), reading.tagged),
                )


def _words(phrase: str) -> list[str]:
    return tokenise(plain(phrase), pack("en").contractions).words


def _places(words: Sequence[str], wanted: Sequence[str]) -> Iterator[int]:
    if not wanted:
        return
    first, length = wanted[0], len(wanted)
    for at, word in enumerate(words):
        if word == first and words[at : at + length] == wanted:
            yield at
