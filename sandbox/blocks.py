"""Block Kit as strictly as Slack takes it: messages, modals, Home. Pure."""

from __future__ import annotations

import copy
import json
from collections import Counter
from typing import Any

from sandbox import elements
from sandbox.elements import ID, plain, text
from sandbox.errors import ApiError
from sandbox.forms import elements as interactive
from sandbox.model import Json
from sandbox.schema import Check, fault, flag, listing, record, string, typed

MESSAGE_BLOCKS = 50  # Blocks: "up to 50 blocks in each message, and 100 in modals or Home tabs"
VIEW_BLOCKS = 100
VIEW_BYTES = 250_000  # views.open: view_too_large
# The text of all blocks: "12,000 text characters with a buffer", and 11,341 were refused
# (GitHub, slackapi/bolt-js issues 2509 and 2867; documented nowhere).
BLOCKS_TEXT = 11_000
TEXT_LENGTH = 40_000  # chat.postMessage: truncated beyond; the sandbox refuses


def _text_or_fields(value: Any, path: str, faults: list[str]) -> None:
    if "text" not in value and "fields" not in value:
        fault(faults, path, "missing required field: text or fields")


def _anything(value: Any, path: str, faults: list[str]) -> None:
    if value is None:
        fault(faults, path, "must not be null")


_LEAVES = ("text", "link", "emoji", "user", "channel", "usergroup", "broadcast", "date", "color")
_LEAF = typed(dict.fromkeys(_LEAVES, _anything), "rich text element")
_RICH_FIELDS: dict[str, Check] = {"elements!": listing(_LEAF, 1000, least=0), "border": _anything}
_PARAGRAPH = record(_RICH_FIELDS)
_LIST = record(
    {
        "elements!": listing(typed({"rich_text_section": _PARAGRAPH}, "list item"), 1000),
        "style!": _anything,
        "indent": _anything,
        "offset": _anything,
        "border": _anything,
    }
)
_RICH = {
    "rich_text_section": _PARAGRAPH,
    "rich_text_quote": _PARAGRAPH,
    "rich_text_preformatted": record(_RICH_FIELDS | {"language": string(100)}),
    "rich_text_list": _LIST,
}
_CONTEXT = {
    "image": elements.IMAGE,
    "plain_text": record({"text!": string(2000, least=1), "emoji": flag}),
    "mrkdwn": record({"text!": string(2000, least=1), "verbatim": flag}),
}
_BLOCK_ID = {"block_id": ID}
_BLOCKS: dict[str, Check] = {
    "section": record(
        {
            **_BLOCK_ID,
            "text": text(3000),
            "fields": listing(text(2000), 10),
            "accessory": typed(elements.ACCESSORIES, "accessory"),
            "expand": flag,
        },
        _text_or_fields,
    ),
    "header": record({**_BLOCK_ID, "text!": plain(150)}),
    "divider": record(_BLOCK_ID),
    "context": record({**_BLOCK_ID, "elements!": listing(typed(_CONTEXT, "context element"), 10)}),
    "actions": record(
        {**_BLOCK_ID, "elements!": listing(typed(elements.ACTIONS, "actions element"), 25)}
    ),
    "input": record(
        {
            **_BLOCK_ID,
            "label!": plain(2000),
            "element!": typed(elements.INPUTS, "input element"),
            "hint": plain(2000),
            "optional": flag,
            "dispatch_action": flag,
        }
    ),
    "image": record(
        {
            **_BLOCK_ID,
            "image_url!": string(3000, least=1),
            "alt_text!": string(2000, least=1),
            "title": plain(2000),
        }
    ),
    "rich_text": record({**_BLOCK_ID, "elements!": listing(typed(_RICH, "rich text block"), 1000)}),
}
_BLOCK = typed(_BLOCKS, "block")
_SHARED_FIELDS: dict[str, Check] = {
    "private_metadata": string(3000),
    "callback_id": ID,
    "external_id": ID,
    "blocks!": listing(_BLOCK, VIEW_BLOCKS),
}
_VIEWS: dict[str, Check] = {
    "home": record(_SHARED_FIELDS),
    "modal": record(
        {
            **_SHARED_FIELDS,
            "title!": plain(24),
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": flag,
            "notify_on_close": flag,
            "submit_disabled": flag,
        }
    ),
}


def check_message(text_: str, blocks: object) -> list[Json]:
    """A message's blocks with missing ids filled in. Raises ApiError naming every fault."""
    if len(text_) > TEXT_LENGTH:
        raise ApiError("msg_too_long", f"text has {len(text_)} characters, {TEXT_LENGTH} at most")
    if blocks in (None, []):
        if not text_.strip():
            raise ApiError("no_text", "neither text nor blocks say anything")
        return []
    faults: list[str] = []
    listing(_BLOCK, MESSAGE_BLOCKS)(blocks, "/blocks", faults)
    if not faults:
        _check_ids(blocks, "/blocks", faults)
    if faults:
        raise ApiError("invalid_blocks", *faults, errors=faults)
    if (length := _text_length(blocks)) > BLOCKS_TEXT:
        raise ApiError("msg_blocks_too_long", f"{length} characters, {BLOCKS_TEXT} at most")
    return _with_ids(blocks)


def _text_length(node: Any) -> int:
    if isinstance(node, list):
        return sum(map(_text_length, node))
    if not isinstance(node, dict):
        return 0
    own = len(node["text"]) if isinstance(node.get("text"), str) else 0
    return own + sum(map(_text_length, node.values()))


def check_view(view: object, kinds: tuple[str, ...]) -> Json:
    """A view of one of these kinds, with missing ids filled in.

    Raises ApiError invalid_arguments naming every fault, or view_too_large.
    """
    faults: list[str] = []
    typed({kind: _VIEWS[kind] for kind in kinds}, "view")(view, "/view", faults)
    if not faults and isinstance(view, dict):
        size = len(json.dumps(view, ensure_ascii=False).encode())
        if size > VIEW_BYTES:
            raise ApiError("view_too_large", f"the view has {size} bytes, {VIEW_BYTES} at most")
        _check_ids(view["blocks"], "/view/blocks", faults)
        inputs = any(block["type"] == "input" for block in view["blocks"])
        if view["type"] == "modal" and inputs and "submit" not in view:
            fault(faults, "/view", "missing required field: submit (there are input blocks)")
    if faults or not isinstance(view, dict):
        raise ApiError("invalid_arguments", *faults)
    return {**view, "blocks": _with_ids(view["blocks"])}


def _check_ids(blocks: Any, path: str, faults: list[str]) -> None:
    seen = Counter(block["block_id"] for block in blocks if block.get("block_id"))
    for block_id, times in seen.items():
        if times > 1:
            fault(faults, path, f"block_id {block_id!r} is used {times} times")
    for number, block in enumerate(blocks):
        actions = Counter(element["action_id"] for _, element in interactive([block]))
        for action_id, times in actions.items():
            if times > 1:
                fault(faults, f"{path}/{number}", f"action_id {action_id!r} is used {times} times")
    focused = [e for _, e in interactive(blocks) if e.get("focus_on_load")]
    if len(focused) > 1:
        fault(faults, path, "only one element may have focus_on_load")


def _with_ids(blocks: Any) -> list[Json]:
    filled: list[Json] = copy.deepcopy(blocks)
    taken = {block.get("block_id") for block in filled}
    fresh = (name for name in (f"b{n}" for n in range(10_000)) if name not in taken)
    for block in filled:
        if not block.get("block_id"):
            block["block_id"] = next(fresh)
        inside = [block.get("element"), block.get("accessory")]
        inside += block["elements"] if block["type"] == "actions" else []
        for number, element in enumerate(item for item in inside if item):
            if element["type"] != "image" and not element.get("action_id"):
                element["action_id"] = f"a{number}"
    return filled
