"""Who was there first (P03): how long after it was noticed the customer heard of it from us."""

from datetime import datetime, timedelta

from bot.incident import Incident, NoticedBy

_A_DAY = timedelta(days=1)  # people write things down later


def noticed_at(incident: Incident) -> datetime:
    """When it was noticed (UTC): as somebody said, otherwise when it was opened. Nobody told the
    customer before it was noticed."""
    noticed = incident.noticed_at or incident.opened_at
    told = incident.first_told_at
    return min(noticed, told) if told else noticed


def earliest_told(incident: Incident) -> datetime:
    """Before which no customer can have heard of it from us (UTC): when it was noticed or happened,
    as far as somebody said; otherwise a day before it was opened."""
    return incident.noticed_at or incident.happened_at or incident.opened_at - _A_DAY


def lead_time(incident: Incident) -> timedelta | None:
    """How long after it was noticed the customer first heard from us; None where they have not."""
    told = incident.first_told_at
    return told - noticed_at(incident) if told else None


def got_there_first(incident: Incident) -> bool | None:
    """Whether the customer heard of it from us before they noticed; None where nobody knows, or
    where they have not heard yet."""
    if incident.first_told_at is None or incident.noticed_by is NoticedBy.UNKNOWN:
        return None
    return incident.noticed_by is NoticedBy.US
