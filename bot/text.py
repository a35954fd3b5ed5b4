"""User text made safe to show in Slack, and Slack's tokens for people, channels and times.

Slack: "Formatting text for app surfaces". `&`, `<` and `>` are escaped; formatting signs are kept
from forming pairs; controls that turn or hide text are dropped. What comes out is mrkdwn that pings
nobody, shown in `verbatim` text objects.
"""

import re
import unicodedata
from datetime import datetime

# Bidirectional overrides and isolates, and signs of no width. Joiners stay: emoji and some scripts
# need them.
_INVISIBLE = re.compile(
    "[\u200b\u200e\u200f\u2060\u202a-\u202e\u2066-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f]"
)
_FORMATTING = re.compile(r"([*_~`])")
_QUOTE = re.compile(r"^(\s*)(&gt;)", re.MULTILINE)
_AT = re.compile(r"@(?=here\b|channel\b|everyone\b)", re.IGNORECASE)
_EMOJI_NAME = re.compile(r":[a-z0-9_+'-]+(?:::skin-tone-\d)?:")
WORD_JOINER = "\u2060"


def clean(raw: str) -> str:
    """User text as we keep it: NFC, no invisible or turning controls, ends trimmed.

    Lone surrogates, which no database takes, become U+FFFD.
    """
    whole = raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", whole)).strip()


def unescape(raw: str) -> str:
    """Text as typed, from text as Slack sends it (Slack: "Formatting text", escaping)."""
    return raw.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def esc(raw: str) -> str:
    """User text as mrkdwn that shows what was typed: no mention, no link, no formatting."""
    safe = clean(raw).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    safe = _FORMATTING.sub(rf"{WORD_JOINER}\1{WORD_JOINER}", safe)
    safe = _QUOTE.sub(rf"\1{WORD_JOINER}\2", safe)
    return _AT.sub(f"@{WORD_JOINER}", safe)


def one_line(raw: str) -> str:
    """The same words on one line."""
    return " ".join(clean(raw).split())


def shorten(raw: str, limit: int) -> str:
    """At most `limit` characters, cut between words where that is near, with an ellipsis.

    Never cuts between a letter and the marks that belong to it.
    """
    if len(raw) <= limit:
        return raw
    cut = limit - 1
    while cut > 0 and (
        unicodedata.combining(raw[cut]) or raw[cut] in "\u200d\ufe0f" or raw[cut - 1] == "\u200d"
    ):
        cut -= 1
    space = raw.rfind(" ", 0, cut)
    if space > limit * 0.7:
        cut = space
    return raw[:cut].rstrip() + "…"


def has_words(raw: str) -> bool:
    """Whether there is at least one letter or digit beside emoji and signs."""
    return any(sign.isalnum() for sign in _EMOJI_NAME.sub("", clean(raw)))


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
