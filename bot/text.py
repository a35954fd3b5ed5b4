"""User text made safe to show in Slack, and Slack's tokens for people, channels and times.

Slack: "Formatting text for app surfaces". `&`, `<` and `>` are escaped; formatting signs, which
cannot be escaped, become signs that look like them; controls that turn or hide text are dropped.
What comes out is mrkdwn that pings nobody, shown in `verbatim` text objects.
"""

import re
import unicodedata
from datetime import datetime

# Controls, signs that turn the direction of text, and signs of no width. What emoji and scripts
# need stays: joiners, variation selectors, tags.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]"
)
# Not between two letters, nor between two spaces: there they format nothing.
_FORMATTING = re.compile(
    r"`|(?!(?<=[^\W_])[*_~](?=[^\W_])|(?<=\s)[*_~](?=\s))[*_~]",
)
_LOOK_ALIKE = {"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb"}
_QUOTE = re.compile(r"^(\s*)(&gt;)", re.MULTILINE)
_AT = re.compile(r"@(?=here\b|channel\b|everyone\b)", re.IGNORECASE)
_EMOJI_NAME = re.compile(r":[a-z0-9_+'-]+(?:::skin-tone-\d)?:")
_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
_ATTACHED = frozenset(map(chr, (*range(0x1F3FB, 0x1F400), *range(0xE0020, 0xE0080))))  # skin, tags
WORD_JOINER = "\u2060"
# What people write so that a field is not empty, without spaces and signs.
_FILLING = frozenset(
    re.findall(
        r"\w+",
        "asabove asdf dontknow dunno entfällt idk idontknow ka keine keineahnung na nichts nil no "
        "noidea none notapplicable notavailable notknown nothing null ok okay same seeabove "
        "seethread sieheoben tba tbc tbd test todo unknown yes",
    )
)


def clean(raw: str) -> str:
    """User text as we keep it: NFC, no invisible or turning controls, ends trimmed.

    Every kind of line end becomes a plain one. Lone surrogates, which no database takes, become
    U+FFFD.
    """
    if raw.isascii() and raw.isprintable():
        return raw.strip()  # nothing of that can be in it, and most text is like that
    whole = raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    lines = "\n".join(whole.splitlines())
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", lines)).strip()


def unescape(raw: str) -> str:
    """Text as typed, from text as Slack sends it (Slack: "Formatting text", escaping)."""
    return raw.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def esc(raw: str) -> str:
    """User text as mrkdwn that shows what was typed: no mention, no link, no formatting."""
    safe = clean(raw).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    safe = _FORMATTING.sub(lambda sign: _LOOK_ALIKE[sign[0]], safe)
    safe = _QUOTE.sub(rf"\1{WORD_JOINER}\2", safe)
    return _AT.sub(f"@{WORD_JOINER}", safe)


def one_line(raw: str) -> str:
    """The same words on one line."""
    return " ".join(clean(raw).split())


def shorten(raw: str, limit: int) -> str:
    """At most `limit` (1 or more) characters, cut between words where that is near, with an
    ellipsis. Never cuts between a letter and its marks, or inside an emoji.
    """
    if len(raw) <= limit:
        return raw
    cut = limit - 1
    while cut > 0 and _inside(raw, cut):
        cut -= 1
    space = raw.rfind(" ", 0, cut)
    if space > limit * 0.7:
        cut = space
    return raw[:cut].rstrip() + "…"


def _inside(raw: str, cut: int) -> bool:
    """Whether what stands before `cut` belongs together with what stands after it."""
    before, after = raw[:cut], raw[cut]
    if after in _FLAG_LETTERS:  # two make a flag
        return (cut - len(before.rstrip(_FLAG_LETTERS))) % 2 == 1
    joined = "\u200d" in (before[-1], after)
    return joined or after in _ATTACHED or unicodedata.category(after).startswith("M")


def has_words(raw: str) -> bool:
    """Whether there is at least one letter or digit beside emoji and signs."""
    return any(sign.isalnum() for sign in _EMOJI_NAME.sub("", clean(raw)))


def says_nothing(raw: str) -> bool:
    """Whether that only fills a field: one letter, even again and again, or "n/a"."""
    letters = "".join(sign for sign in _EMOJI_NAME.sub("", clean(raw)).casefold() if sign.isalnum())
    return letters in _FILLING or (letters.isascii() and len(set(letters)) < 2)


def mention(user: str) -> str:
    """Slack's token for a person."""
    return f"<@{user}>"


def channel_link(channel: str) -> str:
    """Slack's token for a channel."""
    return f"<#{channel}>"


def link(url: str, label: str) -> str:
    """Slack's token for a link; `label` is user text or ours and is made safe here."""
    return f"<{url}|{esc(label).replace('|', '¦')}>"


def when(moment: datetime) -> str:
    """Slack's date token: each reader sees it in their own timezone (Slack: "Formatting text")."""
    fallback = moment.strftime("%d %b %Y %H:%M UTC")
    return f"<!date^{int(moment.timestamp())}^{{date_short_pretty}} at {{time}}|{fallback}>"


def date_of(moment: datetime) -> str:
    """The same with the day alone."""
    return f"<!date^{int(moment.timestamp())}^{{date_short}}|{moment.strftime('%d %b %Y')}>"
