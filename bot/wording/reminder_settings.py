"""How long something may lie before anybody is reminded. Plain text, except the introduction."""

from collections.abc import Mapping
from types import MappingProxyType

TITLE = "Reminders"
OPEN = "Reminders…"
UNTOUCHED: Mapping[str, str] = MappingProxyType(
    {
        "high": "A step nobody moves, high severity",
        "medium": "A step nobody moves, medium severity",
        "low": "A step nobody moves, low severity",
    }
)
DEBRIEF = "The debrief, once it is put right"

# What a team can choose from: keys of `bot.settings.SPAN_CHOICES`, as they are said here.
STEP_WAITS: Mapping[str, str] = MappingProxyType(
    {
        "1h": "Within an hour",
        "2h": "Within 2 hours",
        "4h": "Within 4 hours",
        "8h": "Within 8 hours",
        "1d": "Within a working day",
        "2d": "Within 2 working days",
        "3d": "Within 3 working days",
        "5d": "Within 5 working days",
    }
)
DEBRIEF_WAITS: Mapping[str, str] = MappingProxyType(
    {key: STEP_WAITS[key] for key in ("1d", "2d", "3d", "5d")}
)


def intro() -> str:
    """Above the form (mrkdwn)."""
    return (
        "How long something may take before it is due. Whoever has it hears of it shortly before, "
        "and again when it is due. After half as long again I tell the lead, and after the whole "
        "time again the thread. Closing what is done has the same time as a step."
    )


def saved() -> str:
    """They are kept (mrkdwn)."""
    return "Saved. What is open already follows as soon as something changes in it."


def own_wait() -> str:
    """Beside a time that is none of the choices."""
    return "You have a time of your own. Choose one here to change it."


def own_wait_shown() -> str:
    return "A time of its own"
