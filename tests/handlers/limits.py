"""Whether Slack would take a message or a modal, and whether it could ping or link by mistake.

Three judges: slack_sdk's own model classes, the table below (Slack's reference pages, by element),
and the local Slack's checker.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View as SdkView

from handlers.views.shapes import MESSAGE_LIMIT, Block, Message, View, size
from sandbox import blocks as local_slack

# What our own mrkdwn may contain between angle brackets. Anything else is a hole.
_LIVE = re.compile(r"<[^>]*>")
_OURS = re.compile(
    r"<(@[UW][A-Z0-9]+|#[CG][A-Z0-9]+|!date\^\d+\^[^|<>]+\|[^|<>]+|https://[^|<>\s]+\|[^|<>]*)>"
)
_PLAIN_PING = re.compile(r"@(here|channel|everyone)\b", re.IGNORECASE)
_BAD_SIGNS = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08]")


def check_message(message: Message | None) -> Message:
    """The message, if Slack would take it."""
    assert message is not None
    text, blocks = message
    assert text.strip(), "a message needs a text for its notification"
    assert len(text) <= 3000
    assert 1 <= len(blocks) <= 50
    assert size(blocks) <= MESSAGE_LIMIT
    _check_safe(text)
    _check_blocks(blocks)
    local_slack.check_message(text, blocks)
    return message


def check_view(view: View) -> View:
    """The modal, if Slack would take it."""
    for name in ("title", "submit", "close"):
        if name in view:
            assert 1 <= len(view[name]["text"]) <= 24, view[name]["text"]
    assert len(view["private_metadata"]) <= 3000
    assert 1 <= len(view["blocks"]) <= 100
    assert len(json.dumps(view).encode()) <= 250_000
    SdkView(**view).validate_json()
    _check_blocks(view["blocks"])
    local_slack.check_view(view, ("modal",))
    return view


def texts(blocks: list[Block]) -> str:
    """Everything a reader sees, one text a line."""
    found = (part["text"] for part in _parts(blocks) if isinstance(part.get("text"), str))
    return "\n".join(found)


def labels(blocks: list[Block]) -> list[str]:
    """The labels of buttons, and the placeholders of menus, in order."""
    found = []
    for part in _parts(blocks):
        if part.get("type") == "button":
            found.append(part["text"]["text"])
        elif part.get("type") == "static_select":
            found.append(part["placeholder"]["text"])
    return found


def choices(blocks: list[Block]) -> dict[str, str]:
    """Label and value of every option."""
    return {
        option["text"]["text"]: option["value"]
        for part in _parts(blocks)
        for option in part.get("options", [])
    }


def fields(view: View) -> dict[str, Block]:
    """A form's inputs by block id."""
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def _parts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _parts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _parts(value)


def _check_blocks(blocks: list[Block]) -> None:
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    assert not [block_id for block_id, times in ids.items() if times > 1]
    for block in blocks:
        parsed = SdkBlock.parse(block)
        assert parsed is not None
        parsed.validate_json()
        _check_block(block)
        actions = Counter(part["action_id"] for part in _parts(block) if "action_id" in part)
        assert not [action for action, times in actions.items() if times > 1]
    for part in _parts(blocks):
        _check_part(part)


def _check_block(block: Block) -> None:
    match block["type"]:
        case "section":
            assert len(block.get("text", {}).get("text", "")) <= 3000
            assert len(block.get("fields", [])) <= 10
            assert all(len(field["text"]) <= 2000 for field in block.get("fields", []))
        case "header":
            assert len(block["text"]["text"]) <= 150
        case "context":
            assert len(block["elements"]) <= 10
            assert all(len(part["text"]) <= 2000 for part in block["elements"])
        case "actions":
            assert len(block["elements"]) <= 25
        case "input":
            assert len(block["label"]["text"]) <= 2000
            assert len(block.get("hint", {}).get("text", "")) <= 2000
        case "divider":
            pass
        case other:
            raise AssertionError(f"no limits known for {other}")


def _check_part(part: dict[str, Any]) -> None:
    for name in ("action_id", "block_id", "callback_id"):
        assert len(part.get(name, "")) <= 255
    match part.get("type"):
        case "mrkdwn":
            assert part["verbatim"] is True
            assert part["text"].strip()
            _check_safe(part["text"])
        case "plain_text":
            assert part["text"].strip()
            assert not _BAD_SIGNS.search(part["text"])
        case "button":
            assert len(part["text"]["text"]) <= 75
            assert len(part["value"]) <= 2000
        case "overflow":
            assert 1 <= len(part["options"]) <= 5
        case "static_select" | "multi_static_select":
            groups = part.get("option_groups", [part])
            assert len(groups) <= 100
            assert all(1 <= len(group["options"]) <= 100 for group in groups)
        case "radio_buttons" | "checkboxes":
            assert 1 <= len(part["options"]) <= 10
        case "plain_text_input":
            assert len(part.get("initial_value", "x")) in range(1, part["max_length"] + 1)
            assert part["max_length"] <= 3000
    if "value" in part and isinstance(part.get("text"), dict) and "type" not in part:
        assert len(part["text"]["text"]) <= 75
        assert 1 <= len(part["value"]) <= 150
        assert len(part.get("description", {}).get("text", "")) <= 75
    if "placeholder" in part:
        assert len(part["placeholder"]["text"]) <= 150
    if "confirm" in part and "deny" in part:
        for name, limit in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            assert len(part[name]["text"]) <= limit


def _check_safe(mrkdwn: str) -> None:
    for live in _LIVE.findall(mrkdwn):
        assert _OURS.fullmatch(live), f"a live token that is not ours: {live}"
    outside = _LIVE.sub("", mrkdwn)
    assert "<" not in outside
    assert not re.search(r"&(?!amp;|lt;|gt;)", outside), f"a cut or bare ampersand: {outside}"
    assert not _PLAIN_PING.search(mrkdwn)
    assert not _BAD_SIGNS.search(mrkdwn)
