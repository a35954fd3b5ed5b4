"""Small checkers that Block Kit's rules are written with. Pure.

A Check looks at a value and adds each fault it finds, with a JSON pointer, to a list.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Check = Callable[[Any, str, list[str]], None]


def fault(faults: list[str], path: str, text: str) -> None:
    """Add a fault in the form Slack gives it."""
    faults.append(f"{text} [json-pointer:{path}]")


def string(most: int, *, least: int = 0) -> Check:
    """Text of `least` to `most` characters."""

    def check(value: Any, path: str, faults: list[str]) -> None:
        if not isinstance(value, str):
            fault(faults, path, f"must be a string, not {type(value).__name__}")
        elif len(value) > most:
            fault(faults, path, f"must be less than {most + 1} characters, not {len(value)}")
        elif len(value) < least:
            fault(faults, path, f"must be more than {least - 1} characters")

    return check


def flag(value: Any, path: str, faults: list[str]) -> None:
    """True or False."""
    if not isinstance(value, bool):
        fault(faults, path, "must be a boolean")


def integer(least: int, most: int) -> Check:
    """A whole number within bounds."""

    def check(value: Any, path: str, faults: list[str]) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            fault(faults, path, f"must be a whole number from {least} to {most}")

    return check


def one_of(*allowed: str) -> Check:
    """One of some words."""

    def check(value: Any, path: str, faults: list[str]) -> None:
        if value not in allowed:
            fault(faults, path, f"must be one of {', '.join(allowed)}, not {value!r}")

    return check


def listing(item: Check, most: int, *, least: int = 1) -> Check:
    """A list of `least` to `most` items."""

    def check(value: Any, path: str, faults: list[str]) -> None:
        if not isinstance(value, list):
            fault(faults, path, "must be a list")
            return
        if len(value) > most:
            fault(faults, path, f"no more than {most} items allowed, not {len(value)}")
        if len(value) < least:
            fault(faults, path, f"no fewer than {least} items allowed")
        for number, one in enumerate(value):
            item(one, f"{path}/{number}", faults)

    return check


def record(fields: dict[str, Check], *rules: Check) -> Check:
    """An object with these fields ("name!" must be there) and no others, then more rules."""
    known = {name.rstrip("!"): check for name, check in fields.items()}
    required = [name[:-1] for name in fields if name.endswith("!")]

    def check(value: Any, path: str, faults: list[str]) -> None:
        if not isinstance(value, dict):
            fault(faults, path, "must be an object")
            return
        before = len(faults)
        for name in required:
            if name not in value:
                fault(faults, path, f"missing required field: {name}")
        for name, item in value.items():
            if name in known:
                known[name](item, f"{path}/{name}", faults)
            elif name != "type":
                fault(faults, f"{path}/{name}", f"unknown field: {name}")
        if len(faults) == before:
            for rule in rules:
                rule(value, path, faults)

    return check


def typed(kinds: dict[str, Check], what: str) -> Check:
    """An object whose `type` says which of these it is."""

    def check(value: Any, path: str, faults: list[str]) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in kinds:
            fault(faults, path, f"unsupported {what} type: {kind}")
        else:
            kinds[kind](value, path, faults)

    return check
