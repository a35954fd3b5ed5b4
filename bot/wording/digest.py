"""The weekly digest and its settings. mrkdwn; nothing here comes from people."""

from datetime import datetime

from bot.insights import SMALL, Insights
from bot.text import date_of
from bot.wording import insights as figure_words

SPAN, SPAN_BEFORE = "the last four weeks", "the four weeks before"
TITLE = "Weekly digest"
OPEN = "Weekly digest…"
ON, OFF = "Every week", "Never"
SWITCH, DAY, HOUR = "How often?", "On which day?", "At what time?"


def heading(start: datetime, end: datetime) -> str:
    return f"*Our week with mistakes* · {date_of(start)} to {date_of(end)}"


def week(reported: int, closed: int) -> str:
    """What happened in it."""
    if not reported:
        return f"Nothing new was reported. {_closed(closed)}"
    counted = "One mistake was reported" if reported == 1 else f"{reported} mistakes were reported"
    return f"{counted}: thank you for speaking up. {_closed(closed)}"


def _closed(closed: int) -> str:
    if closed == 0:
        return "None was closed."
    return "One was closed." if closed == 1 else f"{closed} were closed."


def figures_heading(found: Insights) -> str:
    """Above the figures of four weeks."""
    count = found.now.opened
    counted = "one mistake" if count == 1 else f"{count} mistakes"
    few = " They are few: stories, not a trend." if 1 < count < SMALL else ""
    return f"*The last four weeks* ({counted}, before: {found.before.opened}).{few}"


def figures(found: Insights) -> list[str]:
    """Those of which anything is known."""
    return figure_words.known_lines(found)


def footer(command: str) -> str:
    return (
        f"`{command} insights 90d` shows more, to you alone. "
        f"When this comes, and whether, is in `{command} settings`."
    )


def intro(channel: str, zone: str) -> str:
    """Above its form; `channel` is a link to the incident channel, "" where there is none."""
    clock = f"Times are by the clock of {zone.replace('_', ' ')}."
    if not channel:
        return (
            "Once a week I can say how things went, with a picture: to the incident channel. None "
            f"is chosen yet: choose one in the settings, then it can come. {clock}"
        )
    return (
        f"Once a week I say in {channel} how things went, with a picture, if there is anything to "
        f"say. Private mistakes and drills are not in it, nor is anybody’s name. {clock}"
    )


def saved(on: bool) -> str:
    return "Saved: the digest comes once a week." if on else "Saved: no digest comes."


def hour(number: int) -> str:
    return f"{number}:00"


def setting(on: bool, day: str, at: str) -> str:
    """For those who may only read the settings."""
    return f"{day}, {at}" if on else OFF
