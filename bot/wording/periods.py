"""Periods in words, and what to type where none could be read."""

from bot.text import esc, shorten

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
EXAMPLES = "`90d`, `3 months`, `2026-Q2`, `last month` or `this year`"


def last(count: int, unit: str) -> str:
    """“the last 90 days”."""
    return f"the last {unit}" if count == 1 else f"the last {count} {unit}s"


def before(count: int, unit: str) -> str:
    return f"the {unit} before" if count == 1 else f"the {count} {unit}s before"


def named(unit: str, this: bool) -> str:
    """“this quarter”, “last month”."""
    return f"this {unit}" if this else f"last {unit}"


def named_before(unit: str, this: bool) -> str:
    return f"last {unit}" if this else f"the {unit} before"


def day_before(name: str) -> str:
    return "yesterday" if name == "today" else "the day before"


def so_far(name: str) -> str:
    """A period that is not over."""
    return f"{name} so far"


def all_of(name: str) -> str:
    """The one before, of which all is over."""
    return f"all of {name}"


def unknown(typed: str) -> str:
    return (
        f"I can’t tell which time “{esc(shorten(typed, 100))}” is. I need a period with a "
        f"beginning, because I show the one before beside it: {EXAMPLES}."
    )


def empty(typed: str) -> str:
    return f"“{esc(shorten(typed, 100))}” is no time at all. Try {EXAMPLES}."


def too_long(typed: str) -> str:
    return (
        f"“{esc(shorten(typed, 100))}” is longer than I look back: ten years at most. "
        f"Try {EXAMPLES}."
    )


def not_begun(typed: str) -> str:
    return f"“{esc(shorten(typed, 100))}” has not begun yet. Try {EXAMPLES}."
