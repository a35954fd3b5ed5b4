"""What a message, a modal or a Home tab needs to be drawn for one person."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sandbox.mrkdwn import Reader

Json = Mapping[str, Any]
Choice = tuple[str, str]  # what is sent, what is read


@dataclass(frozen=True)
class Surface:
    """`values` and `errors` are the open view's (empty for a message).

    `people`, `rooms` and `public` are what user, conversation and channel menus offer.
    """

    reader: Reader
    people: Sequence[Choice] = ()
    rooms: Sequence[Choice] = ()
    public: Sequence[Choice] = ()
    values: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def state(self, block_id: str, element: Json) -> Json:
        """What the person has chosen or typed so far in an element, in Slack's own shape."""
        return self.values.get(block_id, {}).get(str(element.get("action_id")), {})


def hooks(element: Json, block_id: str) -> dict[str, object]:
    """The data attributes by which a click or a change finds its way back to an element."""
    confirm = element.get("confirm")
    return {
        "data_block": block_id,
        "data_action": element.get("action_id", ""),
        "data_confirm": json.dumps(confirm) if confirm else None,
    }


def handle(block_id: str, element: Json) -> str:
    """An HTML id for an element, whatever characters its block_id and action_id hold."""
    whole = f"{block_id} {element.get('action_id')}"
    return f"in-{zlib.crc32(whole.encode()):08x}"
