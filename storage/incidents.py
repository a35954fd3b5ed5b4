"""Incidents and what is owed in them, whole: loaded, added, changed."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import (
    Connection,
    Integer,
    RowMapping,
    bindparam,
    delete,
    func,
    select,
    update,
)

from bot.change import replace
from bot.incident import Home, Incident, participants
from storage import words
from storage.inserts import PreparedInsert, insert_or_replace
from storage.mapping import Values, chase_of, chase_values, incident_of, incident_values
from storage.statements import Later, Prepared, PreparedAmong, pipelined
from storage.tables import chases, incidents


class LostRace(RuntimeError):
    """Somebody else changed the incident since it was loaded: nothing was written."""


_NUMBERED = select(incidents).where(
    incidents.c.team_id == bindparam("team"), incidents.c.number == bindparam("number")
)
_ID = select(incidents.c.id).where(
    incidents.c.team_id == bindparam("team"), incidents.c.number == bindparam("number")
)
_WITH_ID = select(incidents).where(incidents.c.id == bindparam("id"))
_BY_NUMBER, _BY_ID = Prepared(_NUMBERED), Prepared(_WITH_ID)
_BY_IDS = PreparedAmong(
    incidents.c.id, lambda among: select(incidents).where(among).order_by(incidents.c.id)
)
# Rows that refer to the incident may still be written by others meanwhile (key_share).
_BY_NUMBER_LOCKED = Prepared(_NUMBERED.with_for_update(key_share=True))
_BY_ID_LOCKED = Prepared(_WITH_ID.with_for_update(key_share=True))
_CHASES = Prepared(
    select(chases)
    .where(chases.c.incident_id == bindparam("id"))
    .order_by(chases.c.due, chases.c.key)
)
_BY_IDS_LOCKED = PreparedAmong(
    incidents.c.id,
    lambda among: (
        select(incidents).where(among).order_by(incidents.c.id).with_for_update(key_share=True)
    ),
)
_CHASES_OF_ALL = PreparedAmong(
    chases.c.incident_id,
    lambda among: select(chases).where(among).order_by(chases.c.due, chases.c.key),
)
_ADD = PreparedInsert(incidents)
_LAST_ID = Prepared(select(func.max(incidents.c.id).label("last")))
# PostgreSQL counts the ids of a column like this one in a sequence.
_NEXT_IDS = Prepared(
    select(
        func.nextval(func.pg_get_serial_sequence("incidents", "id")).label("id"),
    ).select_from(func.generate_series(1, bindparam("count", type_=Integer)).alias("each"))
)
_CHANGE = Prepared(
    update(incidents).where(
        incidents.c.id == bindparam("this_id"), incidents.c.version == bindparam("this_version")
    )
)
_MOVE_IN = Prepared(
    update(incidents)
    .where(incidents.c.id == bindparam("this_id"), incidents.c.version == bindparam("this_version"))
    .values(version=incidents.c.version + 1)
)
_ADD_CHASES = PreparedInsert(chases)
_KEEP_CHASES = insert_or_replace(chases)
_DROP_CHASES = Prepared(
    delete(chases).where(
        chases.c.incident_id == bindparam("this_id"), chases.c.key == bindparam("this_key")
    )
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


def _one(connection: Connection, found: Prepared, **key: object) -> Incident | None:
    row = found.row(connection, key)
    if row is None:
        return None
    owed = _CHASES.rows(connection, {"id": row["id"]})
    return incident_of(row, map(chase_of, owed))


def owed_rows(connection: Connection, ids: Sequence[int]) -> Mapping[int, Sequence[Values]]:
    """The rows of `chases` of these incidents, by incident."""
    return _by_incident(ids, _CHASES_OF_ALL.among(connection, ids))


def _by_incident(ids: Iterable[int], rows: Iterable[Values]) -> Mapping[int, Sequence[Values]]:
    """Those of others, which were not there a moment before, are left out."""
    owed: dict[int, list[Values]] = {incident_id: [] for incident_id in ids}
    for row in rows:
        if row["incident_id"] in owed:
            owed[row["incident_id"]].append(row)
    return owed


def with_chases(
    connection: Connection, found: Sequence[RowMapping] | Sequence[Values]
) -> list[Incident]:
    """The incidents of these rows of `incidents`, in the same order."""
    owed = owed_rows(connection, [row["id"] for row in found])
    return [incident_of(row, map(chase_of, owed[row["id"]])) for row in found]


def by_ids(
    connection: Connection, ids: Iterable[int], *, lock: bool = False
) -> dict[int, Incident]:
    """Those incidents, by id. `lock` them before changing them."""
    with pipelined(connection):
        found = asked_by_ids(connection, ids, lock=lock)
    return found()


def asked_by_ids(
    connection: Connection, ids: Iterable[int], *, lock: bool = False
) -> Later[dict[int, Incident]]:
    """The same, to be read later: in a `pipelined` block only after it."""
    among = {"among": sorted(set(ids))}
    if not among["among"]:
        return dict
    rows = (_BY_IDS_LOCKED if lock else _BY_IDS).asked(connection, among)
    owed = _CHASES_OF_ALL.asked(connection, among)

    def found() -> dict[int, Incident]:
        incidents = {row["id"]: row for row in rows()}
        theirs = _by_incident(incidents, owed())
        return {key: incident_of(row, map(chase_of, theirs[key])) for key, row in incidents.items()}

    return found


def next_ids(connection: Connection, count: int) -> Later[Sequence[int]]:
    """Ids for `count` new incidents, to be used in this transaction."""
    if connection.dialect.name == "sqlite":  # nobody else writes meanwhile
        [last] = _LAST_ID.rows(connection, {})
        first = (last["last"] or 0) + 1
        return lambda: range(first, first + count)
    found = _NEXT_IDS.asked(connection, {"count": count})
    return lambda: [row["id"] for row in found()]


def add_all(connection: Connection, added: Sequence[Incident]) -> None:
    """Store new incidents, under the ids they have."""
    _ADD.run_all(
        connection, [{"id": incident.id, **incident_values(incident)} for incident in added]
    )
    words.add_all(connection, added)
    owed = [chase_values(each, chase) for each in added for chase in each.chases.values()]
    _ADD_CHASES.run_all(connection, owed)


def change(connection: Connection, before: Incident, after: Incident) -> Incident:
    """Store what became of a locked incident. Returns it with its new version. Raises LostRace."""
    after = replace(after, version=before.version + 1)
    key = {"this_id": before.id, "this_version": before.version}
    if _CHANGE.run(connection, {**incident_values(after), **key}) != 1:
        raise LostRace(f"incident {before.id} is no longer at version {before.version}")
    _change_chases(connection, before, after)
    words.change(connection, before, after)
    return after


def move_in(connection: Connection, moved: Sequence[tuple[Incident, Home]]) -> list[Incident]:
    """Store where each of these locked incidents lives now. Returns them so, with their new
    versions. Raises LostRace."""
    rows = [
        {
            "channel": home.channel,
            "thread_ts": home.thread_ts,
            "trouble": home.trouble,
            "this_id": incident.id,
            "this_version": incident.version,
        }
        for incident, home in moved
    ]
    if _MOVE_IN.counts(connection, rows).count(1) != len(rows):
        raise LostRace("an incident is no longer at the version it was locked at")
    return [replace(each, home=home, version=each.version + 1) for each, home in moved]


def _change_chases(connection: Connection, before: Incident, after: Incident) -> None:
    changed = [
        chase_values(after, chase)
        for key, chase in after.chases.items()
        if before.chases.get(key) != chase
    ]
    _KEEP_CHASES.run_all(connection, changed)
    gone = [key for key in before.chases if key not in after.chases]
    keys = [{"this_id": before.id, "this_key": key} for key in gone]
    _DROP_CHASES.run_all(connection, keys)


def concerned(incident: Incident) -> set[str]:
    """Whose clock or account matters to a decision about that incident."""
    return {chase.who for chase in incident.chases.values()} | participants(incident)
