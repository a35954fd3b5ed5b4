"""Words, signs and where sentences end. Contractions come apart: "didn't" is "did" and "not"."""

import re
from dataclasses import dataclass

from bot.language.normal import VEIL, Plain

_TOKEN = re.compile(
    r"<(?P<mention>@[^<>\s]{1,80}|[#!][^<>\n]{1,120})>"
    r"|(?P<emoji>:[a-z0-9_+'-]{1,60}:)"
    r"|(?P<time>\d{1,2}[:.h]\d\d(?!\d)(?: ?[ap]\.?m\b)?|\d{1,2} ?[ap]m\b)"
    r"|(?P<number>[£$€]?\d[\d,.]*(?:st|nd|rd|th|k|%)?)"
    r"|(?P<tail>'(?:s|d|ll|re|ve)\b)"
    r"|(?P<word>@?[^\W\d_]+(?:['-][^\W\d_]+)*'?)"
    r"|(?P<end>[.!?;\n]+)"
    r"|(?P<sign>[,:()]|—|-+|" + VEIL + r"|\S)"
)
_SHORT = {"mr", "mrs", "ms", "dr", "st", "no", "vs", "eg", "ie", "approx", "ref", "prof", "inc"}
_MODAL = {"should", "could", "would", "might", "must"}
_ENDS = {"n't": ("not",), "'s": ("'s",), "'re": ("are",), "'ve": ("have",), "'ll": ("will",)}
_ENDS |= {"'d": ("'d",), "'m": ("am",)}


@dataclass(slots=True)
class Tokens:
    """Parallel lists: each word in small letters, and where it starts and ends in the plain text.

    `"."`, `"?"`, `"!"`, `";"` and `"\\n"` end a sentence or clause.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]


def tokenise(text: Plain, contractions: dict[str, tuple[str, ...]]) -> Tokens:
    """The words of a text, in the order they stand in.

    `contractions` turns one word into what it stands for ("dont" into "do", "not").
    """
    tokens = Tokens([], [], [])
    add_word, add_start, add_end = tokens.words.append, tokens.starts.append, tokens.ends.append
    source = text.text
    for hit in _TOKEN.finditer(source):
        kind = hit.lastgroup
        start, end = hit.span()
        word = hit[0]
        if kind == "word":
            if word == "of" and tokens.words and tokens.words[-1] in _MODAL:
                word = "have"  # "should of"
            parts = contractions.get(word)
            if parts is None and "'" in word:
                parts, word = _apart(word, contractions)
            if parts is not None:
                _add_parts(tokens, parts, start, end)
                continue
        elif kind == "end":
            word = _which_end(word)
            if word == "." and tokens.words and tokens.words[-1] in _SHORT:
                continue
        elif kind is not None and kind not in ("sign", "tail"):
            word = f"<{kind}>" if kind != "mention" or word[1] == "@" else "<channel>"
        add_word(word)
        add_start(start)
        add_end(end)
    return tokens


def _which_end(signs: str) -> str:
    for sign in "?!.;":
        if sign in signs:
            return sign
    return "\n"


def _apart(
    word: str, contractions: dict[str, tuple[str, ...]]
) -> tuple[tuple[str, ...] | None, str]:
    """The parts of a word with an apostrophe, or None and the word as it is."""
    if word.endswith("n't"):
        return (word[:-3], "not"), word
    stem, sign, rest = word.rpartition("'")
    if not rest:
        return ((stem, "'s") if stem.endswith("s") else None), stem
    ending = _ENDS.get(sign + rest)
    if ending is None or not stem:
        return None, word
    inner = contractions.get(stem) or ((stem[:-3], "not") if stem.endswith("n't") else (stem,))
    return (*inner, *ending), word


def _add_parts(tokens: Tokens, parts: tuple[str, ...], start: int, end: int) -> None:
    """The first part has the length it shows; the rest share what is left."""
    length = min(len(parts[0]), end - start)
    for number, part in enumerate(parts):
        tokens.words.append(part)
        tokens.starts.append(start if number == 0 else start + length)
        tokens.ends.append(end if number == len(parts) - 1 else start + length)
