"""The weekly digest: when it is due, and whether there is anything to say. Pure.

It goes to the incident channel, so what is private counts nowhere in it (`bot.insights.counts`).
"""

from datetime import date, datetime, time, timedelta

from bot.calendar import instant, local
from bot.digest_settings import DigestSettings
from bot.insights import Insights
from bot.periods import Period
from bot.wording import digest as words

WEEK = timedelta(days=7)
SPAN = 4 * WEEK  # what its figures are of: those of a single week are mostly too few
LATEST = timedelta(hours=24)  # one that could not be sent for longer is let go: it is news no more


def due_at(settings: DigestSettings, now: datetime, zone: str) -> datetime:
    """When the last one was due, at `now` or before (UTC); `zone` is where nothing else is set."""
    zone = settings.zone or zone
    today = local(now, zone).date()
    day = today - timedelta(days=(today.weekday() - settings.day) % 7)
    due = instant(day, time(settings.hour), zone)
    return due if due <= now else instant(day - WEEK, time(settings.hour), zone)


def week_of(settings: DigestSettings, due: datetime, zone: str) -> date:
    """The Monday of the week, by the team's clock, that the digest due then (UTC) is the one of:
    however day, hour and clock are changed, there is one a week."""
    day = local(due, settings.zone or zone).date()
    return day - timedelta(days=day.weekday())


def period(due: datetime) -> Period:
    """What the figures of the digest that is due then are of."""
    return Period(due - SPAN, due, due - 2 * SPAN, words.SPAN, words.SPAN_BEFORE)


def worth_saying(reported: int, closed: int) -> bool:
    """Whether there is something to say, after a week in which so many were reported and closed."""
    return bool(reported or closed)


def text(found: Insights, due: datetime, reported: int, closed: int, command: str) -> str:
    """The digest, as mrkdwn."""
    lines = [words.heading(due - WEEK, due), words.week(reported, closed)]
    if found.now.opened:
        lines += ["", words.figures_heading(found), *words.figures(found)]
    return "\n".join([*lines, "", words.footer(command)])
