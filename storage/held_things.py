"""What is held for review, as whoever decides is shown it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.incident import Chase, Incident
from bot.postroom import Held
from storage import incidents
from storage.holding import of_team
from storage.mapping import Values, items_of
from storage.settling import CHASE, MESSAGE
from storage.statements import Prepared
from storage.tables import outbox

_BY_ID = Prepared(select(outbox).where(outbox.c.id == bindparam("this_id")))


def held_things(connection: Connection, team: str) -> list[Held]:
    """What is held of that team, as far as it matters still."""
    rows = of_team(connection, team)
    messages = [
        (row["due_at"], message)
        for row in rows
        if row["kind"] == MESSAGE and (message := _BY_ID.row(connection, {"this_id": row["ref"]}))
    ]
    wanted = {row["incident_id"] for row in rows if row["kind"] == CHASE}
    for _, message in messages:
        wanted |= {item.incident_id for item in items_of(message["payload"].get("items", ()))}
        wanted |= {message["incident_id"]} - {None}
    known = incidents.by_ids(connection, wanted)
    things = [
        Held(known[row["incident_id"]], row["ref"], chase.who, row["due_at"])
        for row in rows
        if row["kind"] == CHASE and (chase := _chase(known, row))
    ]
    for due, message in messages:
        things += _said(known, message, due)
    return things


def _chase(known: Mapping[int, Incident], row: Values) -> Chase | None:
    """What is owed, if nothing has happened to it since it was held."""
    incident = known.get(row["incident_id"])
    chase = incident.chases.get(row["ref"]) if incident else None
    return chase if chase and chase.next_at is None else None


def _said(known: Mapping[int, Incident], message: Values, due: Any) -> list[Held]:
    items = items_of(message["payload"].get("items", ()))
    if not items:
        return [Held(known[message["incident_id"]], "", "", due)]
    return [
        Held(known[item.incident_id], item.key, message["target"], due)
        for item in items
        if item.incident_id in known
    ]
