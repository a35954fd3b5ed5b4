"""The words in the picture of insights: plain text, short enough for a phone."""

from collections.abc import Mapping
from datetime import timedelta

from bot.insights import SMALL, Figures, Insights, Part
from bot.wording.first import length

PICTURE_TITLE = "Are we getting better at making it right?"
TIME_TO_OWN = "Time to own: from noticing to the first word"


def minutes(length: timedelta | None) -> float | None:
    """A length of time in minutes, for the picture."""
    return None if length is None else length.total_seconds() / 60


def cause_names() -> Mapping[str, str]:
    """The kinds of cause, short enough for a picture."""
    return {
        "not_followed": "Rule not followed",
        "not_understood": "Rule not understood",
        "not_foreseen": "Nobody foresaw it",
        "something_else": "Something else",
    }


SHARES_TITLE = "How often it went well"
STACKS_TITLE = "Kinds of cause, as debriefs say"
NOW = "this time"
NONE_YET = "none yet"


def small(found: Insights) -> str:
    """Said in the picture where its numbers are small; plain text."""
    if found.now.opened < SMALL:
        return "Small numbers: stories, not a trend."
    few = 0 < found.before.opened < SMALL
    return "Few before: do not read much into it." if few else ""


def part_label(part: Part) -> str:
    """“5 of 8” for the picture."""
    return f"{part.some} of {part.all}" if part.all else ""


def own_label(figures: Figures) -> str:
    """How long, and of how many customers where some have not been told; "" of none."""
    if figures.own is None:
        return ""
    said = length(figures.own)
    return (
        f"{said} ({figures.told} of {figures.told + figures.untold} told)"
        if figures.untold
        else said
    )


def picture_subtitle(found: Insights) -> str:
    """Under the picture's title: the period, and how many mistakes it speaks of. Plain text."""
    count = found.now.opened
    name = found.period.name
    counted = "one mistake" if count == 1 else f"{count} mistakes"
    return f"{name[:1].upper()}{name[1:]}: {counted}"
