"""What a message is rendered from, read at the moment it is sent."""

from sqlalchemy import Connection

from bot.incident import Chase, Incident
from bot.ports import ChaseItem, Parcel, Scene
from storage import incidents
from storage.known import Known
from storage.mapping import items_of


def scene(connection: Connection, known: Known, parcel: Parcel) -> Scene:
    """See `Outbox.scene`."""
    incident = incidents.by_id(connection, parcel.incident_id) if parcel.incident_id else None
    items = _items(connection, parcel)
    settings = known.settings(connection, parcel.team)
    users = {user for user in (*parcel.target.split(","), settings.lead) if user}
    for each in (incident, *(about for about, _, _ in items)):
        users |= incidents.concerned(each) if each else set()
    people = known.people(connection, parcel.team, users)
    return Scene(settings, people, incident, items)


def _items(
    connection: Connection, parcel: Parcel
) -> tuple[tuple[Incident, ChaseItem, Chase | None], ...]:
    items = items_of(parcel.payload.get("items", ()))
    if not items:
        return ()
    found = incidents.by_ids(connection, (item.incident_id for item in items))
    return tuple(
        (incident, item, incident.chases.get(item.key))
        for item in items
        if (incident := found.get(item.incident_id))
    )
