"""What may be written about a failure: kinds and places, never a message's text."""

import asyncio
import logging
import traceback
from collections.abc import Mapping
from typing import Any

log = logging.getLogger("amends")


def outline(error: BaseException) -> str:
    """The chain of errors by kind, each with the lines of code it went through.

    What an error says is left out: it may quote what a person wrote.
    """
    parts, told = list[str](), set[int]()
    current: BaseException | None = error
    while current is not None and id(current) not in told:  # a chain may be a ring
        told.add(id(current))
        parts.append(type(current).__name__)
        parts.append("".join(traceback.format_tb(current.__traceback__)).rstrip())
        current = current.__cause__ or current.__context__
    return "\n".join(parts)


def reason(error: BaseException) -> str:
    """An error's name: Slack's code where it has one, otherwise its kind."""
    return slacks_code(getattr(error, "response", None)) or type(error).__name__


def slacks_code(response: object) -> str | None:
    """The code in Slack's answer; None where there is none. What stands before Slack, a proxy say,
    may answer in plain text, which the SDK then has for data."""
    data = getattr(response, "data", response)
    code = data.get("error") if isinstance(data, Mapping) else None
    return code if isinstance(code, str) else None


def unseen(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """For an event loop: an error that nobody waited for. (What the loop itself would log quotes
    the error.)"""
    error = context.get("exception")
    log.error("%s\n%s", context.get("message", "unseen"), outline(error) if error else "")
