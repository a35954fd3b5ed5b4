"""`bot.incident.may_see`, as the database can ask it of ten thousand: of whom takes part, only the
owner and the reporter are columns. It is asked again of each incident that is shown itself."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Boolean, bindparam, or_, select

from storage.searching import among_readers
from storage.tables import incidents
from storage.tables_learning import incident_words

_TAKES_PART = or_(
    incidents.c.owner == bindparam("viewer"),
    incidents.c.reporter == bindparam("viewer"),
    select(incident_words.c.incident_id)
    .where(
        incident_words.c.incident_id == incidents.c.id,
        incident_words.c.readers.like(bindparam("reader"), escape="/"),
    )
    .exists(),
)
SHOWN = or_(incidents.c.private.is_(False), bindparam("everything", type_=Boolean), _TAKES_PART)


def asked_of(team: str, viewer: str, *, everything: bool) -> Mapping[str, Any]:
    """What `SHOWN` is asked with. That team's incidents, of the private ones those in which
    `viewer` takes part ("": nobody does), or `everything`."""
    reader = among_readers(viewer)
    return {"team": team, "viewer": viewer, "reader": reader, "everything": everything}
