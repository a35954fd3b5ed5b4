"""What in a message of the app would notify somebody. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sandbox.model import Json

_LIVE = re.compile(r"<!(?:channel|here|everyone)(?:\|[^>]*)?>|<!subteam\^[^>]+>|<@[UW][^>]+>")
_PLAIN = re.compile(r"(?<![\w@])@(?:channel|here|everyone)\b")


def pings_in(text: str, blocks: list[Json]) -> list[str]:
    """Each mention that is live, as written.

    In a mrkdwn object without `verbatim: true` Slack also turns a plain @here into one
    (Formatting message text); in plain_text nothing is live.
    """
    found = _LIVE.findall(text)
    for block in blocks:
        found += _inside(block)
    return found


def _inside(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _inside(item)
    elif isinstance(node, dict):
        kind = node.get("type")
        if kind == "mrkdwn":
            yield from _LIVE.findall(node["text"])
            if not node.get("verbatim"):
                yield from _PLAIN.findall(node["text"])
        elif kind in ("user", "usergroup", "broadcast"):
            yield f"{kind}:{node.get('user_id') or node.get('usergroup_id') or node.get('range')}"
        else:
            for item in node.values():
                yield from _inside(item)
