"""What a reader sees of messages and modals: words and labels, never ids."""

from collections.abc import Iterator
from typing import Any

from sandbox.model import Message, OpenView

Json = dict[str, Any]


def words(message: Message | OpenView) -> str:
    """Everything a reader sees of a message or a modal, one text after the other."""
    blocks = message.blocks if isinstance(message, Message) else message.view["blocks"]
    seen = list(_texts(blocks))
    if isinstance(message, OpenView):
        seen.insert(0, message.view["title"]["text"])
    return "\n".join(seen) if blocks else getattr(message, "text", "")


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for value in part.values():
            yield from _texts(value)
    elif isinstance(part, list):
        for each in part:
            yield from _texts(each)


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """(block, interactive element) of every button and menu."""
    for block in blocks:
        parts = [*block.get("elements", []), block.get("accessory")]
        for part in parts:
            if isinstance(part, dict) and "action_id" in part:
                yield block, part


def labels(message: Message | OpenView) -> list[str]:
    """The labels of its buttons, in order."""
    blocks = message.blocks if isinstance(message, Message) else message.view["blocks"]
    return [part["text"]["text"] for _, part in elements(blocks) if part["type"] == "button"]
