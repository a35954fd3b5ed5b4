"""What a message is rendered from, read at the moment it is sent."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from bot.incident import Incident
from bot.ports import ChaseItem, Parcel, ParcelKind, Scene
from storage import incidents, notices
from storage.held_things import held_things
from storage.known import Known
from storage.mapping import items_of


def scenes(connection: Connection, known: Known, parcels: Sequence[Parcel]) -> list[Scene]:
    """See `Outbox.scene`, for several parcels."""
    items = [items_of(parcel.payload.get("items", ())) for parcel in parcels]
    wanted = {parcel.incident_id for parcel in parcels if parcel.incident_id}
    wanted |= {item.incident_id for each in items for item in each}
    found = incidents.by_ids(connection, wanted)
    return [
        _scene(connection, known, parcel, found, about)
        for parcel, about in zip(parcels, items, strict=True)
    ]


def _scene(
    connection: Connection,
    known: Known,
    parcel: Parcel,
    found: Mapping[int, Incident],
    about: Sequence[ChaseItem],
) -> Scene:
    incident = found.get(parcel.incident_id or 0)
    items = tuple(
        (each, item, each.chases.get(item.key))
        for item in about
        if (each := found.get(item.incident_id))
    )
    settings = known.settings(connection, parcel.team)
    if parcel.kind is ParcelKind.UNDELIVERED:
        return Scene(settings, {}, undelivered=notices.undelivered(connection, parcel))
    if parcel.kind is ParcelKind.REVIEW:
        return Scene(settings, {}, held=held_things(connection, parcel.team))
    users = {user for user in (*parcel.target.split(","), settings.lead) if user}
    for each in (incident, *(of for of, _, _ in items)):
        users |= incidents.concerned(each) if each else set()
    people = known.people(connection, parcel.team, users)
    return Scene(settings, people, incident, items)
