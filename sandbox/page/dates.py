"""Slack's date tokens, message times and day dividers, in one person's timezone. Pure."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

_TOKEN = re.compile(r"\{([a-z_]+)\}")
_HALF_A_YEAR = 182  # days; Slack leaves the year out of a date that is nearer than six months


def local(ts: float, tz: str) -> datetime:
    """The instant `ts` (epoch seconds) as an aware datetime in the IANA zone `tz`."""
    return datetime.fromtimestamp(ts, ZoneInfo(tz))


def clock_time(ts: float, tz: str) -> str:
    """'2:05 PM' in the IANA zone `tz`."""
    return _time(local(ts, tz))


def date_text(ts: float, template: str, tz: str, now: float) -> str:
    """Fill a Slack date template such as '{date_short_pretty} at {time}'.

    `ts` and `now` are epoch seconds, `tz` an IANA zone. A token Slack does not know stays as it is.
    Source: docs.slack.dev, "Formatting text for app surfaces" and "Date element".
    Raises ValueError or OverflowError for a `ts` outside the years that exist.
    """
    moment, today = local(ts, tz), local(now, tz)

    def fill(match: re.Match[str]) -> str:
        return _token(match[1], moment, today, first=match.start() == 0) or match[0]

    return _TOKEN.sub(fill, template)


def _token(name: str, moment: datetime, today: datetime, *, first: bool) -> str | None:
    if name.endswith("_pretty"):
        word = _near_day(moment, today)
        if word:
            return word.capitalize() if first else word
        name = "date_long" if name.startswith("day_divider") else name.removesuffix("_pretty")
    year = f", {moment.year}" if abs((moment - today).days) >= _HALF_A_YEAR else ""
    match name:
        case "date_num":
            return f"{moment:%Y-%m-%d}"
        case "date_slash":
            return f"{moment:%m/%d/%Y}"
        case "date":
            return f"{moment:%B} {_ordinal(moment.day)}{year}"
        case "date_long":
            return f"{moment:%A, %B} {_ordinal(moment.day)}{year}"
        case "date_long_full":
            return f"{moment:%B} {moment.day}, {moment.year}"
        case "date_short":
            return f"{moment:%b} {moment.day}{year}"
        case "time":
            return _time(moment)
        case "time_secs":
            return f"{moment.hour % 12 or 12}:{moment:%M:%S %p}"
        case "ago":
            return _ago((today - moment).total_seconds())
    return None


def _time(moment: datetime) -> str:
    return f"{moment.hour % 12 or 12}:{moment:%M %p}"


def _near_day(moment: datetime, today: datetime) -> str | None:
    days = moment.date().toordinal() - today.date().toordinal()
    return {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days)


def _ordinal(day: int) -> str:
    suffix = "th" if 11 <= day % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{suffix}"


def _ago(seconds: float) -> str:
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if abs(seconds) >= size:
            count = int(abs(seconds) // size)
            words = f"{count} {unit}{'s' if count != 1 else ''}"
            return f"{words} ago" if seconds > 0 else f"in {words}"
    return "just now"
