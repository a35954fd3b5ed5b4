"""Markdown from text that people wrote: shown as it was written, whatever signs are in it."""

import re

from bot.text import clean, one_line

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_BEGIN = re.compile(r"^(\s*)([-+]|\d+(?=[.)]))", re.MULTILINE)


def md(raw: str) -> str:
    """User text on one line."""
    return _escaped(one_line(raw))


def _escaped(text: str) -> str:
    return _BEGIN.sub(_unlisted, _SIGNS.sub(r"\\\1", text))


def _unlisted(found: re.Match[str]) -> str:
    """What would begin a list at the start of a line does not."""
    sign = found[2]
    return f"{found[1]}\\{sign}" if sign in "-+" else f"{found[1]}{sign}\\"


def quote(raw: str) -> str:
    """User text as a quotation, with its lines."""
    lines = _escaped(clean(raw)).split("\n")
    return "\n".join(f"> {line}  " if line.strip() else ">" for line in lines) + "\n"


def heading(level: int, text: str) -> str:
    """A heading; `text` is finished Markdown."""
    return f"\n{'#' * level} {text}\n"


def bullet(text: str) -> str:
    """An item of a list; `text` is finished Markdown."""
    return f"- {text}"
