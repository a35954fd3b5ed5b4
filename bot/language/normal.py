"""Text as a review reads it: plain letters and signs, quoted words and code taken out.

Every character keeps the place it had in the text as it was given, so that a finding can point
there. Slack sends `&`, `<` and `>` escaped (Slack: "Formatting text for app surfaces").
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Letters of other scripts that look like Latin ones, turned only beside Latin letters.
_ALIKE = dict(
    zip("аеорсухіјѕԁһԛԝοανρυικτ", "aeopcyxijsdhqwoavpuikt", strict=True),
)
_PLAIN = {"‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "`": "`", "´": "'", "′": "'"}
_PLAIN |= {"“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"'}
_PLAIN |= {"–": "—", "―": "—", "‑": "-", "‐": "-", "−": "-", "…": ".", "\u2028": "\n"}
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_ODD = re.compile("&(?:lt|gt|amp);|[^\x00-\x7f]")
_NEIGHBOUR = re.compile(r"[a-z]", re.IGNORECASE)
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]+`", re.DOTALL)
_LINK = re.compile(r"<(?:https?:|mailto:|tel:)[^<>\s]{0,2000}(?: [^<>]{0,300})?>|https?://[^\s>]+")
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_MARK = re.compile(r"(?<![\w*])[*_~](?=\w)|(?<=[\w.!?,])[*_~](?!\w)")
_QUOTE_SIGN = re.compile(r"""(?<!\w)["'](?=[^\s"'])|(?<=[^\s"'])["'](?!\w)""")
LONGEST_QUOTE = 300  # characters; quotation marks further apart hardly belong together
VEIL = "\x01"  # stands for what was taken out: a noun as far as the sentence is concerned


@dataclass(frozen=True, slots=True)
class Plain:
    """The text to read, its capitals, and for each character its place in the text as given."""

    text: str
    cased: str
    places: tuple[int, ...] | None  # None where every character is where it was
    end: int

    def place(self, at: int) -> int:
        """Where the character at `at` stands in the text as given."""
        if self.places is None:
            return at
        return self.places[at] if at < len(self.places) else self.end


def plain(raw: str) -> Plain:
    """The text to read. Never fails, whatever the text is made of."""
    if raw.isascii() and "&" not in raw:
        cased, places = raw, None
    else:
        cased, places = _mapped(raw)
    cased = _veiled(cased)
    return Plain(cased.lower(), cased, places, len(raw))


def _mapped(raw: str) -> tuple[str, tuple[int, ...]]:
    signs: list[str] = []
    places: list[int] = []
    done = 0
    for hit in _ODD.finditer(raw):
        at = hit.start()
        signs.append(raw[done:at])
        places.extend(range(done, at))
        done = hit.end()
        sign = _ENTITIES.get(hit[0]) or _sign(raw, at)
        signs.append(sign)
        places.extend([at] * len(sign))
    signs.append(raw[done:])
    places.extend(range(done, len(raw)))
    return "".join(signs), tuple(places)


def _sign(raw: str, at: int) -> str:
    """One plain character for the one at that place, "" for one of no width."""
    sign = raw[at]
    if sign.lower() in _ALIKE and _NEIGHBOUR.search(raw[max(0, at - 1) : at + 2]):
        alike = _ALIKE[sign.lower()]
        return alike.upper() if sign.isupper() else alike
    return _alone(sign)


@lru_cache(maxsize=4096)
def _alone(sign: str) -> str:
    """The plain form of a character whatever stands beside it."""
    if sign in _PLAIN:
        return _PLAIN[sign]
    category = unicodedata.category(sign)
    if category in ("Cf", "Mn", "Me"):
        return ""
    if category == "Zs":
        return " "
    folded = unicodedata.normalize("NFKD", sign)[0]
    return folded if len(folded.lower()) == 1 and folded.isalnum() else sign


def folded(text: str) -> str:
    """Words of a pack in the letters that texts are read in."""
    if not text.isascii():
        text = "".join(sign if sign.isascii() else _alone(sign) for sign in text)
    return text.lower()


def _veiled(cased: str) -> str:
    """The same length, with code, links, quoted lines and quoted words taken out."""
    if "`" in cased:
        cased = _CODE.sub(_veil, cased)
    if "://" in cased or "<mailto:" in cased or "<tel:" in cased:
        cased = _LINK.sub(_veil, cased)
    if ">" in cased:
        cased = _QUOTED_LINE.sub(lambda hit: " " * len(hit[0]), cased)
    if "*" in cased or "_" in cased or "~" in cased:
        cased = _MARK.sub(" ", cased)
    if '"' in cased or "'" in cased:
        cased = _unquoted(cased)
    return cased


def _veil(hit: re.Match[str]) -> str:
    return VEIL + " " * (len(hit[0]) - 1)


def _unquoted(cased: str) -> str:
    """Words between quotation marks are somebody else's, or named to be rejected."""
    pieces: list[str] = []
    done = 0
    opened: dict[str, int] = {}
    for hit in _QUOTE_SIGN.finditer(cased):
        sign, at = hit[0], hit.start()
        begins = at + 1 < len(cased) and not cased[at + 1].isspace()
        start = opened.get(sign)
        ends = at > 0 and not cased[at - 1].isspace()
        if start is not None and ends and at - start <= LONGEST_QUOTE:
            if start >= done:
                pieces += (cased[done:start], VEIL, " " * (at - start))
                done = at + 1
            del opened[sign]
        elif begins:
            opened[sign] = at
    return "".join(pieces) + cased[done:]
