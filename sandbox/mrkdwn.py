"""Slack's three kinds of text (mrkdwn, plain_text, rich_text) as safe HTML for one reader.

Pure: nothing is looked up but what the `Reader` carries. Everything a person or an app wrote goes
through `markupsafe.escape`; the only tags that come out are the ones written in this module.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from sandbox.page.dates import date_text
from sandbox.page.emoji import glyph, with_glyphs

Json = Mapping[str, Any]

_FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_QUOTE = re.compile(r"^(?:>|&gt;) ?")
_ATOM = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<token>[^<>\n]+)>"
    r"|(?P<url>https?://(?:[^\s<>&|`\"*_~]|[_*~](?=\w)|&amp;)+)"
    r"|(?<![\w@])@(?P<shout>here|channel|everyone)\b"
)
_HELD = re.compile("\ue000(\\d+)\ue001")
_PRIVATE = re.compile("[\ue000\ue001]")
_SPAN_LENGTH = 1000  # keeps the search for a closing mark short, whatever somebody pastes
_TAGS = {"*": "b", "_": "i", "~": "s"}
_MESSAGE = re.compile(r"https://[\w-]+\.slack\.com/archives/(\w+)/p(\d+)(\d{6})(?:\?.*)?")
_SAFE_LINK = re.compile(r"(?:https?://|mailto:|tel:|slack://)", re.IGNORECASE)


@dataclass(frozen=True)
class Reader:
    """Who is reading: decides names, highlights and local times.

    `tz` is an IANA zone, `now` epoch seconds; `people` and `channels` map ids to the names shown.
    """

    me: str
    tz: str
    now: float
    people: Mapping[str, str]
    channels: Mapping[str, str]


def mrkdwn(text: str, reader: Reader, *, verbatim: bool = False) -> Markup:
    """Slack mrkdwn as HTML. `verbatim` leaves plain links and a plain '@here' alone."""
    html, parts = Markup(), _FENCE.split(_PRIVATE.sub("", text))
    for index, part in enumerate(parts):
        if index % 2:
            html += Markup("<pre>{}</pre>").format(_unescaped(_labels_only(part)))
            continue
        said = part.removeprefix("\n") if index else part
        html += _paragraphs(
            said.removesuffix("\n") if parts[index + 1 :] else said, reader, verbatim
        )
    return html


def plain(text: str, *, emoji: bool = True) -> Markup:
    """A plain_text object's text as HTML: no formatting, line breaks kept, emoji names shown."""
    words = _unescaped(text)
    return _lines(with_glyphs(words) if emoji else words)


def text_object(obj: Json | None, reader: Reader) -> Markup:
    """A Block Kit text object (plain_text or mrkdwn) as HTML; nothing for None."""
    if not obj:
        return Markup()
    text = str(obj.get("text", ""))
    if obj.get("type") == "mrkdwn":
        return mrkdwn(text, reader, verbatim=bool(obj.get("verbatim")))
    return plain(text, emoji=obj.get("emoji", True) is not False)


def rich_text(block: Json, reader: Reader) -> Markup:
    """A rich_text block (sections, lists, quotes, preformatted) as HTML."""
    return _join(_rich_part(part, reader) for part in block.get("elements", []))


def _paragraphs(text: str, reader: Reader, verbatim: bool) -> Markup:
    html, quoted, said = Markup(), list[str](), list[str]()

    def flush() -> Markup:
        rows = Markup("<br>").join(_inline(row, reader, verbatim) for row in quoted or said)
        done = Markup("<blockquote>{}</blockquote>").format(rows) if quoted else rows
        quoted.clear()
        said.clear()
        return done

    for row in text.split("\n"):
        is_quote = _QUOTE.match(row) is not None
        if (said and is_quote) or (quoted and not is_quote):
            html += flush()
        (quoted if is_quote else said).append(_QUOTE.sub("", row))
    return html + flush()


def _inline(text: str, reader: Reader, verbatim: bool) -> Markup:
    held: list[Markup] = []

    def hold(found: re.Match[str]) -> str:
        html = _atom(found, reader, verbatim)
        if html is None:
            return found[0]
        held.append(html)
        return f"\ue000{len(held) - 1}\ue001"

    words = with_glyphs(_unescaped(_ATOM.sub(hold, text)))
    return Markup(_HELD.sub(lambda found: held[int(found[1])], _styled(words, "*_~")))


def _styled(words: str, marks: str) -> Markup:
    """Bold, italic and strike; each mark at most once on the way down, so nesting has an end."""
    if not marks:
        return escape(words)
    pattern = rf"(?<![\w*~])([{marks}])(?=\S)([^\n]{{1,{_SPAN_LENGTH}}}?)(?<=\S)\1(?![\w*~])"
    html, at = Markup(), 0
    for found in re.finditer(pattern, words):
        mark, inner = found[1], found[2]
        tag = Markup(_TAGS[mark])
        html += escape(words[at : found.start()])
        html += Markup("<{0}>{1}</{0}>").format(tag, _styled(inner, marks.replace(mark, "")))
        at = found.end()
    return html + escape(words[at:])


def _atom(found: re.Match[str], reader: Reader, verbatim: bool) -> Markup | None:
    match found.lastgroup:
        case "code":
            return Markup("<code>{}</code>").format(_unescaped(_labels_only(found["code"])))
        case "token":
            return _token(found["token"], reader)
        case "url" if not verbatim:
            address = found["url"].rstrip(".,;:!?)'")
            return _link(_unescaped(address), address, reader) + found["url"][len(address) :]
        case "shout" if not verbatim:
            return _mention("@" + found["shout"], loud=True)
    return None


def _labels_only(code: str) -> str:
    return re.sub(r"<(?:[^<>|]*\|)?([^<>]*)>", r"\1", code)


def _token(inner: str, reader: Reader) -> Markup | None:
    target, _, label = inner.partition("|")
    label = _unescaped(label)
    kind, rest = target[:1], target[1:]
    if kind == "@":
        return _mention("@" + reader.people.get(rest, label or rest), loud=rest == reader.me)
    if kind == "#":
        return _channel(rest, reader, label)
    if kind == "!":
        return _special(rest, label, reader)
    if _SAFE_LINK.match(target):
        return _link(_unescaped(target), label or target.removeprefix("mailto:"), reader)
    return None


def _special(what: str, label: str, reader: Reader) -> Markup | None:
    name, *args = what.split("^")
    if name in ("here", "channel", "everyone"):
        return _mention("@" + name, loud=True)
    if name == "subteam":
        return _mention(label or "@group", loud=False)
    if name == "date" and len(args) >= 2:
        return _date(args[0], args[1], reader, label, _unescaped("^".join(args[2:])))
    return escape(label) if label else None


def _date(ts: object, template: str, reader: Reader, fallback: str, url: str = "") -> Markup:
    try:
        shown = date_text(int(str(ts)), _unescaped(template), reader.tz, reader.now)
        full = date_text(int(str(ts)), "{date_long} at {time_secs}", reader.tz, reader.now)
    except (ValueError, OverflowError, OSError):
        return escape(fallback)
    html = Markup('<time title="{}">{}</time>').format(full, shown)
    return _link(url, html, reader) if _SAFE_LINK.match(url) else html


def _channel(channel: str, reader: Reader, label: str = "") -> Markup:
    name = reader.channels.get(channel) or label or "private channel"
    html = '<button type="button" class="mention" data-do="open" data-channel="{}">#{}</button>'
    return Markup(html).format(channel, name)


def _mention(name: str, *, loud: bool) -> Markup:
    return Markup('<span class="mention{}">{}</span>').format(" loud" if loud else "", name)


def _link(url: str, label: str, reader: Reader) -> Markup:
    """A link; one to a message that the reader may know opens it here, as it does in Slack."""
    shown = label if isinstance(label, Markup) else with_glyphs(_unescaped(label))
    if message := message_at(url, reader):
        html = '<a href="{}" data-do="thread" data-channel="{}" data-ts="{}">{}</a>'
        return Markup(html).format(url, *message, shown)
    html = '<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>'
    return Markup(html).format(url, shown)


def message_at(url: str, reader: Reader) -> tuple[str, str] | None:
    """The channel and the ts of the message at that address, if the reader may know it."""
    found = _MESSAGE.fullmatch(url)
    if found is None or found[1] not in reader.channels:
        return None
    return found[1], f"{found[2]}.{found[3]}"


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _lines(text: str) -> Markup:
    return Markup("<br>").join(text.split("\n"))


def _join(parts: Any) -> Markup:
    return Markup("").join(parts)


def _rich_part(part: Json, reader: Reader) -> Markup:
    kind, children = part.get("type"), part.get("elements", [])
    if kind == "rich_text_list":
        return _rich_list(part, children, reader)
    inner = _join(_rich_leaf(child, reader) for child in children)
    match kind:
        case "rich_text_quote":
            return Markup("<blockquote>{}</blockquote>").format(inner)
        case "rich_text_preformatted":
            return Markup("<pre>{}</pre>").format(inner)
    return Markup("<div>{}</div>").format(inner)


def _rich_list(part: Json, children: Sequence[Json], reader: Reader) -> Markup:
    tag = Markup("ol" if part.get("style") == "ordered" else "ul")
    items = _join(Markup("<li>{}</li>").format(_rich_part(item, reader)) for item in children)
    indent, start = int(part.get("indent", 0)), int(part.get("offset", 0)) + 1
    html = '<{0} class="indent-{1}" start="{2}">{3}</{0}>'
    return Markup(html).format(tag, min(max(indent, 0), 8), start, items)


_LEAVES: dict[str, Callable[[Json, Reader], Markup]] = {
    "text": lambda e, _: _lines(str(e.get("text", ""))),
    "emoji": lambda e, _: escape(glyph(str(e.get("name", "")))),
    "user": lambda e, r: _mention(
        "@" + r.people.get(str(e.get("user_id")), str(e.get("user_id"))),
        loud=e.get("user_id") == r.me,
    ),
    "channel": lambda e, r: _channel(str(e.get("channel_id")), r),
    "broadcast": lambda e, _: _mention(f"@{e.get('range')}", loud=True),
    "usergroup": lambda e, _: _mention("@group", loud=False),
    "color": lambda e, _: escape(e.get("value", "")),
    "date": lambda e, r: _date(
        e.get("timestamp"), str(e.get("format", "")), r, str(e.get("fallback", "")),
        str(e.get("url", "")),
    ),
}  # fmt: skip


def _rich_leaf(leaf: Json, reader: Reader) -> Markup:
    if leaf.get("type") == "link":
        url = str(leaf.get("url", ""))
        words = escape(leaf.get("text") or url)
        html = _link(url, words, reader) if _SAFE_LINK.match(url) else words
    else:
        draw = _LEAVES.get(str(leaf.get("type")))
        html = draw(leaf, reader) if draw else Markup()
    style = leaf.get("style") or {}
    for name, tag in (("code", "code"), ("bold", "b"), ("italic", "i"), ("strike", "s")):
        if isinstance(style, Mapping) and style.get(name):
            html = Markup("<{0}>{1}</{0}>").format(Markup(tag), html)
    return html
