"""Incidents and what is owed in them, whole: loaded, added, changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Connection,
    RowMapping,
    Select,
    bindparam,
    delete,
    select,
    update,
)

from bot.change import replace
from bot.incident import Incident, participants
from storage.mapping import chase_of, chase_values, incident_of, incident_values
from storage.statements import PreparedInsert, PreparedInsertForId, insert_or_replace
from storage.tables import chases, incidents


class LostRace(RuntimeError):
    """Somebody else changed the incident since it was loaded: nothing was written."""


_BY_NUMBER = select(incidents).where(
    incidents.c.team_id == bindparam("team"), incidents.c.number == bindparam("number")
)
_ID = select(incidents.c.id).where(
    incidents.c.team_id == bindparam("team"), incidents.c.number == bindparam("number")
)
_BY_ID = select(incidents).where(incidents.c.id == bindparam("id"))
_BY_IDS = select(incidents).where(incidents.c.id.in_(bindparam("ids", expanding=True)))
# Rows that refer to the incident may still be written by others meanwhile (key_share).
_BY_NUMBER_LOCKED = _BY_NUMBER.with_for_update(key_share=True)
_BY_ID_LOCKED = _BY_ID.with_for_update(key_share=True)
_CHASES = (
    select(chases)
    .where(chases.c.incident_id == bindparam("id"))
    .order_by(chases.c.due, chases.c.key)
)
_CHASES_OF_ALL = (
    select(chases)
    .where(chases.c.incident_id.in_(bindparam("ids", expanding=True)))
    .order_by(chases.c.due, chases.c.key)
)
_ADD = PreparedInsertForId(incidents)
_CHANGE = update(incidents).where(
    incidents.c.id == bindparam("this_id"), incidents.c.version == bindparam("this_version")
)
_ADD_CHASES = PreparedInsert(chases)
_KEEP_CHASES = insert_or_replace(chases)
_DROP_CHASES = delete(chases).where(
    chases.c.incident_id == bindparam("this_id"), chases.c.key == bindparam("this_key")
)


def by_number(
    connection: Connection, team: str, number: int, *, lock: bool = False
) -> Incident | None:
    """That incident, None where there is none. `lock` it before changing it."""
    found = _BY_NUMBER_LOCKED if lock else _BY_NUMBER
    return _one(connection, found, team=team, number=number)


def by_id(connection: Connection, incident_id: int, *, lock: bool = False) -> Incident | None:
    """That incident, None where there is none. `lock` it before changing it."""
    return _one(connection, _BY_ID_LOCKED if lock else _BY_ID, id=incident_id)


def id_of(connection: Connection, team: str, number: int) -> int | None:
    """The id of that incident, None where there is none."""
    return connection.execute(_ID, {"team": team, "number": number}).scalar()


def _one(connection: Connection, found: Select[Any], **key: object) -> Incident | None:
    row = connection.execute(found, key).mappings().one_or_none()
    if row is None:
        return None
    owed = connection.execute(_CHASES, {"id": row["id"]}).mappings()
    return incident_of(row, map(chase_of, owed))


def owed_rows(connection: Connection, ids: Sequence[int]) -> Mapping[int, Sequence[RowMapping]]:
    """The rows of `chases` of these incidents, by incident."""
    owed: dict[int, list[RowMapping]] = {incident_id: [] for incident_id in ids}
    for row in connection.execute(_CHASES_OF_ALL, {"ids": ids}).mappings() if ids else ():
        owed[row["incident_id"]].append(row)
    return owed


def with_chases(connection: Connection, found: Sequence[RowMapping]) -> list[Incident]:
    """The incidents of these rows of `incidents`, in the same order."""
    owed = owed_rows(connection, [row["id"] for row in found])
    return [incident_of(row, map(chase_of, owed[row["id"]])) for row in found]


def by_ids(connection: Connection, ids: Iterable[int]) -> dict[int, Incident]:
    """Those incidents, by id."""
    rows = connection.execute(_BY_IDS, {"ids": sorted(set(ids))}).mappings().all()
    return {incident.id: incident for incident in with_chases(connection, rows)}


def add(connection: Connection, incident: Incident) -> Incident:
    """Store a new incident. Returns it with the id it got."""
    incident = replace(incident, id=_ADD.run_for_id(connection, incident_values(incident)))
    owed = [chase_values(incident, chase) for chase in incident.chases.values()]
    _ADD_CHASES.run_all(connection, owed)
    return incident


def change(connection: Connection, before: Incident, after: Incident) -> Incident:
    """Store what became of a locked incident. Returns it with its new version. Raises LostRace."""
    after = replace(after, version=before.version + 1)
    key = {"this_id": before.id, "this_version": before.version}
    if connection.execute(_CHANGE, {**incident_values(after), **key}).rowcount != 1:
        raise LostRace(f"incident {before.id} is no longer at version {before.version}")
    _change_chases(connection, before, after)
    return after


def _change_chases(connection: Connection, before: Incident, after: Incident) -> None:
    changed = [
        chase_values(after, chase)
        for key, chase in after.chases.items()
        if before.chases.get(key) != chase
    ]
    _KEEP_CHASES.run_all(connection, changed)
    gone = [key for key in before.chases if key not in after.chases]
    if gone:
        keys = [{"this_id": before.id, "this_key": key} for key in gone]
        connection.execute(_DROP_CHASES, keys)


def concerned(incident: Incident) -> set[str]:
    """Whose clock or account matters to a decision about that incident."""
    return {chase.who for chase in incident.chases.values()} | participants(incident)
