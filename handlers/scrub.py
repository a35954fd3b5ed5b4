"""Reading JSON from outside so that whatever is in it can be kept.

JSON can name half a character (a lone surrogate) and the character NUL; UTF-8 cannot hold the one,
nor PostgreSQL the other. Each becomes the sign that stands for an unreadable character.
"""

import json
import re
from typing import Any

_SUSPECT = re.compile(r"\\u(?:d[89a-f]|0000)", re.IGNORECASE)
_BAD = re.compile("[\x00\ud800-\udfff]")
UNREADABLE = "\ufffd"


def read_json(raw: str) -> Any:
    """What that JSON says. Raises ValueError, and RecursionError where it is nested too deeply."""
    found = json.loads(raw)
    return _scrubbed(found) if _SUSPECT.search(raw) else found


def readable(words: str) -> str:
    """The words without what cannot be kept."""
    return _BAD.sub(UNREADABLE, words)


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        return readable(value)
    if isinstance(value, list):
        return [_scrubbed(each) for each in value]
    if isinstance(value, dict):
        return {readable(name): _scrubbed(each) for name, each in value.items()}
    return value
