"""Who was there first, in words (P03). mrkdwn, without user text."""

from datetime import datetime, timedelta

from bot.first import earliest_told, lead_time
from bot.incident import Incident, NoticedBy

NOTICED_AT = "When was it noticed?"
NOTICED_AT_HINT = "Empty: when it was opened here."
FIRST_TOLD_AT = "When did the customer first hear it from us?"
FIRST_TOLD_HINT = "I fill this in with the first word you note."


def line(incident: Incident) -> str:
    """How fast the customer heard of it; "" where there is nothing to say yet."""
    lead = lead_time(incident)
    if lead is None:
        if incident.noticed_by is NoticedBy.CUSTOMER and incident.is_open:
            return "*They noticed first,* so tell them now: say that you know, and that it was us."
        return ""
    match incident.noticed_by:
        case NoticedBy.US:
            return f"*We got there first:* we told them {length(lead)} after we noticed."
        case NoticedBy.CUSTOMER:
            return f"*They noticed first.* They heard from us {length(lead)} later."
        case _:
            return f"*First word to the customer:* {length(lead)} after it was noticed"


def length(lead: timedelta) -> str:
    """A length of time as people say it."""
    minutes = round(lead.total_seconds() / 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 90:
        return _counted(minutes, "minute", "minutes")
    if minutes < 48 * 60:
        return _counted(round(minutes / 60), "hour", "hours")
    return _counted(round(minutes / 60 / 24), "day", "days")


def _counted(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


def noticed_too_early() -> str:
    """Beside a field (plain text)."""
    return "This is before it happened. One of the two times is wrong."


def told_too_early() -> str:
    """Beside a field (plain text)."""
    return "This is before it happened. Choose when they first heard it from us."


def told_when(incident: Incident, at: datetime) -> str | None:
    """Beside a field (plain text): why no customer can have heard of it from us at `at` (UTC);
    None: they can."""
    if at >= earliest_told(incident):
        return None
    if incident.noticed_at:
        return f"This is before it was noticed. Choose when they heard it. {_right('was noticed')}"
    if incident.happened_at:
        return f"This is before it happened. Choose when they heard it. {_right('happened')}"
    return (
        "Did they hear it more than a day before this was opened here? Choose when they heard it. "
        + _right("happened")
    )


def _right(what: str) -> str:
    return f"If it is right, copy your words and first put in “Add details” when it {what}."
