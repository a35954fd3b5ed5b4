"""Slack's blocks as we use them, each from a small function that keeps within Slack's limits.

Text people wrote goes in as safe mrkdwn (`bot.text.esc`), shown `verbatim`, so that Slack finds no
mentions or links in it (Slack: "Text object").
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from bot.text import shorten

Block = dict[str, Any]
View = dict[str, Any]
Message = tuple[str, list[Block]]

BLOCKS_PER_MESSAGE = 50  # Slack: "Blocks"
SECTION_LIMIT = 3000  # Slack: "Section block"
FIELD_LIMIT = 2000  # Slack: "Section block", fields
CONTEXT_LIMIT = 2000  # Slack: "Context block"
# Ours, for all text of a message together. Slack refuses more than "12,000 text characters with a
# buffer" (`msg_blocks_too_long`), documents it nowhere, and was seen to refuse 11,341: GitHub,
# slackapi/bolt-js issues 2509 and 2867.
MESSAGE_LIMIT = 10_000
FALLBACK_LIMIT = 3000  # ours: a notification shows far less; Slack cuts at 40,000

# What must not be cut in two: a token (mention, date, link), an escaped sign.
_PIECE = re.compile(r"<[^<>\n]*>|&(?:amp|lt|gt);|\s+|[^\s<&]+|.", re.DOTALL)
_LINK = re.compile(r"(<https?://[^|>]*\|)(.*)>", re.DOTALL)
_WORD = 40  # characters: what is longer is cut in the middle
_BOLD = re.compile(r"(?!(?<=[^\W_])\*(?=[^\W_])|(?<=\s)\*(?=\s))\*")  # as `bot.text` lets it stand


def plain(text: str) -> Block:
    """A plain_text object."""
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str) -> Block:
    """An mrkdwn object in which Slack looks for nothing but our own tokens."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def chunks(text: str, limit: int = SECTION_LIMIT) -> list[str]:
    """Finished mrkdwn in parts of at most `limit`, never cut inside a token or an escaped sign."""
    if len(text) <= limit:  # nearly always
        return [kept] if (kept := text.strip()) else []
    parts, part = [], ""
    for piece in _pieces(text, limit):
        if len(part) + len(piece) > limit:
            parts.append(part)
            part = ""
        part += piece
    return [kept for each in (*parts, part) if (kept := each.strip())]


def _pieces(text: str, limit: int) -> Iterator[str]:
    for found in _PIECE.findall(text):
        yield from (found[start : start + limit] for start in range(0, len(found), limit))


def section(text: str, *, accessory: Block | None = None, fields: Sequence[str] = ()) -> Block:
    """A section; longer text than fits is left out (use `paragraphs` to keep all of it)."""
    block: Block = {"type": "section"}
    if text:
        block["text"] = mrkdwn(chunks(text)[0])
    if fields:
        block["fields"] = [mrkdwn(chunks(field, FIELD_LIMIT)[0]) for field in fields]
    if accessory:
        block["accessory"] = accessory
    return block


def paragraphs(text: str) -> list[Block]:
    """All of a text, in as many sections as it takes."""
    return [section(part) for part in chunks(text)]


def as_typed(text: str) -> list[Block]:
    """What somebody typed, sign for sign, in as many sections as it takes."""
    parts = (text[at : at + SECTION_LIMIT] for at in range(0, len(text), SECTION_LIMIT))
    return [{"type": "section", "text": {**plain(part), "emoji": False}} for part in parts]


def header(text: str) -> Block:
    """A header; `text` is plain, 150 characters at most (Slack: "Header block")."""
    return {"type": "header", "text": plain(text)}


def context(text: str) -> Block:
    """A line of small print."""
    return {"type": "context", "elements": [mrkdwn(chunks(text, CONTEXT_LIMIT)[0])]}


def divider() -> Block:
    """A thin line."""
    return {"type": "divider"}


def actions(*elements: Block) -> Block:
    """A row of buttons and menus (at most 25; Slack: "Actions block")."""
    return {"type": "actions", "elements": list(elements)}


def button(
    label: str, action_id: str, value: str, *, style: str = "", confirm: Block | None = None
) -> Block:
    """A button. `style` is "primary" or "danger"; `label` 75 characters at most."""
    element: Block = {
        "type": "button",
        "text": plain(label),
        "action_id": action_id,
        "value": value,
    }
    if style:
        element["style"] = style
    if confirm:
        element["confirm"] = confirm
    return element


def confirmation(title: str, text: str, yes: str, no: str) -> Block:
    """Asked before something that is hard to take back (Slack: "Confirmation dialog object")."""
    return {
        "title": plain(title),
        "text": plain(text),
        "confirm": plain(yes),
        "deny": plain(no),
        "style": "danger",
    }


def option(label: str, value: str, hint: str = "") -> Block:
    """An option of a menu or a list of choices: label and hint 75, value 150 characters at most."""
    found: Block = {"text": plain(label), "value": value}
    if hint:
        found["description"] = plain(hint)
    return found


def overflow(action_id: str, options: Iterable[Block]) -> Block:
    """A “…” menu of one to five choices (Slack: "Overflow menu element")."""
    return {"type": "overflow", "action_id": action_id, "options": list(options)}


def message(text: str, blocks: list[Block]) -> Message:
    """A message from its fallback text and its blocks, within Slack's limits."""
    return chunks(text, FALLBACK_LIMIT)[0], within(blocks[:BLOCKS_PER_MESSAGE])


def size(blocks: Sequence[Block]) -> int:
    """How much text is in these blocks, that of buttons and menus too, as Slack may count it."""
    return sum(len(part["text"]) for part in _texts(blocks))


def _texts(node: Any) -> Iterator[Block]:
    if isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from _texts(each)


def fullest(make: Callable[[int], list[Block]], sizes: Sequence[int]) -> list[Block]:
    """What `make` makes of the first of these sizes, falling ones, with which it fits into a
    message, or else of the last. It is asked few times, because making may take long."""
    blocks, less = make(sizes[0]), sizes[1:]
    if size(blocks) <= MESSAGE_LIMIT or not less:
        return blocks
    at = bisect_left(less[:-1], True, key=lambda each: size(make(each)) <= MESSAGE_LIMIT)
    return make(less[at])


def within(blocks: list[Block], limit: int = MESSAGE_LIMIT) -> list[Block]:
    """These blocks with at most `limit` characters of text: what is longest in sections and small
    print is shortened, all of it evenly."""
    over = size(blocks) - limit
    if over <= 0:
        return blocks
    lengths = [len(each["text"]) for block in blocks for each in _said(block)]
    most = level(lengths, sum(lengths) - over)
    return [_shortened(block, most) if _said(block) else block for block in blocks]


def level(lengths: Iterable[int], room: int) -> int:
    """How long each may be at most so that all together fit into `room`; 1 at least."""
    rest = sorted(lengths)
    while rest and rest[0] * len(rest) <= room:
        room -= rest.pop(0)
    return max(1, room // len(rest)) if rest else max(1, room)


def _said(block: Block) -> list[Block]:
    """What a section or small print says."""
    if block["type"] not in ("section", "context"):
        return []
    inside = [block["text"]] if "text" in block else []
    return [*inside, *block.get("fields", ()), *block.get("elements", ())]


def _shortened(block: Block, most: int) -> Block:
    def short(part: Any) -> Any:
        if isinstance(part, list):
            return [short(each) for each in part]
        return {**part, "text": cut(part["text"], most)}

    said = ("text", "fields", "elements")
    return {key: short(value) if key in said else value for key, value in block.items()}


def cut(text: str, limit: int) -> str:
    """Finished mrkdwn of at most `limit` characters (1 or more), never cut inside a token or an
    escaped sign, with an ellipsis. A link stays one, with less of its label."""
    if len(text) <= limit:
        return text
    kept = _front(text, limit - 2).rstrip()
    open_bold = len(_BOLD.findall(re.sub("<[^<>]*>", "", kept))) % 2
    return f"{kept}…{'*' * open_bold}"


def _front(text: str, room: int) -> str:
    kept = ""
    for piece in _PIECE.findall(text):
        if len(kept) + len(piece) > room:
            return kept + _part_of(piece, room - len(kept))
        kept += piece
    return kept


def _part_of(piece: str, room: int) -> str:
    """As much of a piece as can stand alone."""
    if found := _LINK.fullmatch(piece):
        address, label = found.groups()
        shown = _front(label, room - len(address) - 2).rstrip()
        return f"{address}{shown}…>" if shown else ""
    whole = piece[0] in "<&" or len(piece) <= _WORD or room < 1
    return "" if whole else shorten(piece, room + 1)[:-1]
