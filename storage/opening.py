"""Opening incidents: as many as are asked for at the same time, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.commands import OpenIncident
from bot.effects import Outcome
from bot.opening import open_incident
from storage import changes, incidents
from storage.counters import next_numbers
from storage.keeping import Rows
from storage.known import Known
from storage.seen import first_times, forget
from storage.statements import pipelined


@dataclass(frozen=True)
class Opening:
    """What was asked for; the fields are those of `Desk.perform`."""

    team: str
    command: OpenIncident
    now: datetime
    key: str | None


def open_all(connection: Connection, known: Known, asked: Sequence[Opening]) -> list[Outcome]:
    """Open them. Returns what came of each, in the same order: nothing where its key was seen
    before, an answer where the words did not say what happened."""
    now = max(opening.now for opening in asked)
    new = _new(connection, asked, now)
    numbers = _numbers(connection, asked, new)
    ids = incidents.next_ids(connection, len(new))
    outcomes = [Outcome(None, changed=False, repeated=True)] * len(asked)
    for at, incident_id in zip(new, ids, strict=True):
        outcomes[at] = _open(connection, known, asked[at], incident_id, numbers[at])
    _keep(connection, outcomes, now)
    return outcomes


def _new(connection: Connection, asked: Sequence[Opening], now: datetime) -> list[int]:
    """Which of them nobody has asked for before: their places in `asked`."""
    keys = {at: (one.team, one.key) for at, one in enumerate(asked) if one.key is not None}
    # Two replicas that are given the same things take note of them in the same order, so that
    # neither holds what the other waits for.
    in_order = sorted(keys, key=keys.__getitem__)
    first = first_times(connection, [keys[at] for at in in_order], now)
    known = {at for at, is_first in zip(in_order, first, strict=True) if not is_first}
    return [at for at in range(len(asked)) if at not in known]


def _numbers(
    connection: Connection, asked: Sequence[Opening], new: Sequence[int]
) -> Mapping[int, int]:
    """The number of each new one, by its place."""
    places: dict[str, list[int]] = {}
    for at in new:
        places.setdefault(asked[at].team, []).append(at)
    numbers: dict[int, int] = {}
    for team in sorted(places):
        counted = next_numbers(connection, team, len(places[team]))
        numbers.update(zip(places[team], counted, strict=True))
    return numbers


def _open(
    connection: Connection, known: Known, one: Opening, incident_id: int, number: int
) -> Outcome:
    people = {one.command.by, one.command.owner or one.command.by}
    context = changes.context(connection, known, one.team, people, one.now)
    outcome = open_incident(
        one.command, context, incident_id=incident_id, team=one.team, number=number
    )
    if not outcome.changed and one.key is not None:
        forget(connection, one.team, one.key)
    return outcome


def _keep(connection: Connection, outcomes: Sequence[Outcome], now: datetime) -> None:
    opened = [(each.incident, each.effects) for each in outcomes if each.incident and each.changed]
    rows = Rows(now)
    for incident, effects in opened:
        rows.add(incident, effects)
    with pipelined(connection):
        incidents.add_all(connection, [incident for incident, _ in opened])
        rows.put(connection)  # opening one reminds nobody yet
