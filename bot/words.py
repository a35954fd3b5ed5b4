"""Words as they are looked for: the same for what is typed, what is kept and what is compared.

Letters without case and accents; whole numbers; a script without spaces sign by sign. Pure, so that
every database finds the same.
"""

import re
import unicodedata
from collections.abc import Iterator

from bot.text import clean

LONGEST = 40  # characters of one word that count; what is longer is no word people type again
BEGINNING = 3  # letters from which on a word may be the beginning of another
_RUN = re.compile(r"[^\W_]+")
_ASCII_RUN = re.compile("[a-z0-9]+")
# Scripts written without spaces: nobody types a whole line of them to look for one word in it.
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)

_ADD_ES = ("xes", "ches", "shes", "sses")  # those that take an “e” for their plural
_BECOMES_IES = re.compile("[b-df-hj-np-tv-z]y$")


def fold(text: str) -> str:
    """Without case, accents and width."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def words(text: str) -> list[str]:
    """The words of a text in their order, each as often as it is there."""
    if text.isascii():  # nearly always
        return [run[:LONGEST] for run in _ASCII_RUN.findall(text.lower())]
    return [
        word[:LONGEST] for run in _RUN.findall(fold(clean(text))) for word in _apart(run) if word
    ]


def _apart(run: str) -> Iterator[str]:
    if not _SPACELESS.search(run):
        yield run
        return
    rest = ""
    for sign in run:
        if _SPACELESS.match(sign):
            if rest:
                yield rest
            yield sign
            rest = ""
        else:
            rest += sign
    yield rest


def squeezed(text: str) -> str:
    """A name as one word: “ACME, Corp.” and “acme corp” are the same."""
    return "".join(words(text))


def singular(word: str) -> str:
    """“invoices” is “invoice”, “boxes” is “box”, “deliveries” is “delivery”: near enough, in
    English, to find one with the other."""
    if len(word) < 4 or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-2] if len(word) > 4 and word.endswith(_ADD_ES) else word[:-1]


def beginnings(word: str) -> tuple[str, ...]:
    """What a word of a text begins with that is found by `word`: “delivery” finds “deliveries”."""
    return (word, f"{word[:-1]}ie") if _BECOMES_IES.search(word) else (word,)


def begins(word: str) -> bool:
    """Whether a word looked for may be the beginning of one: “1” is not that of “15”."""
    return len(word) >= BEGINNING and not word.isdigit()


def runs(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of a text stand in it, as it is: (start, end)."""
    yield from (found.span() for found in _RUN.finditer(text))
