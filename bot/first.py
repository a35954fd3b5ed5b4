"""Who was there first (P03): how long after it was noticed the customer heard of it from us."""

from datetime import datetime, timedelta

from bot.incident import Incident, NoticedBy


def noticed_at(incident: Incident) -> datetime:
    """When it was noticed (UTC): as somebody said, otherwise when it was opened. Nobody told the
    customer before it was noticed."""
    noticed = incident.noticed_at or incident.opened_at
    told = incident.first_told_at
    return min(noticed, told) if told else noticed


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
