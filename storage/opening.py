"""Opening incidents: as many as are asked for at the same time, in one transaction."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.commands import OpenIncident
from bot.context import Context
from bot.effects import Outcome
from bot.opening import open_incident
from storage import changes, counters, incidents, owners, seen
from storage.keeping import Rows
from storage.known import Known
from storage.statements import Later, pipelined, pipelined_to_the_end


@dataclass(frozen=True)
class Opening:
    """What was asked for; the fields are those of `Desk.perform`."""

    team: str
    command: OpenIncident
    now: datetime
    key: str | None


def open_all(connection: Connection, known: Known, asked: Sequence[Opening]) -> list[Outcome]:
    """Open them. Returns what came of each, in the same order: nothing where its key was seen
    before, an answer where the words did not say what happened. Ends the transaction."""
    now = max(opening.now for opening in asked)
    with pipelined(connection):
        ahead = _look_ahead(connection, known, asked)
        news = _news(connection, asked, now)
        numbers = _numbers(connection, asked)
        ids = incidents.next_ids(connection, len(asked))
    for told in ahead:
        told()
    outcomes = [Outcome(None, changed=False, repeated=True)] * len(asked)
    free = {team: iter(found()) for team, found in numbers.items()}
    new, unmet = news(), set[tuple[str, str]]()
    for at, incident_id in zip(new, ids(), strict=False):
        one = asked[at]
        context = changes.context(connection, known, one.team, _people(one), one.now)
        outcome = _open(connection, context, one, incident_id, next(free[one.team]))
        outcomes[at] = outcome
        if outcome.incident and outcome.incident.owner not in context.people:
            unmet.add((one.team, outcome.incident.owner))
    for team, not_needed in free.items():
        if count := len(list(not_needed)):
            counters.give_back(connection, team, count)
    _keep(connection, outcomes, unmet, now)
    return outcomes


def _look_ahead(
    connection: Connection, known: Known, asked: Sequence[Opening]
) -> list[Later[None]]:
    """What the decisions will look at. Who asks for something now has rarely asked just before."""
    people: dict[str, set[str]] = {}
    for one in asked:
        people.setdefault(one.team, set()).update(_people(one))
    return [known.ask_ahead(connection, team, people[team]) for team in sorted(people)]


def _people(one: Opening) -> set[str]:
    return {one.command.by, one.command.owner or one.command.by}


def _news(connection: Connection, asked: Sequence[Opening], now: datetime) -> Later[list[int]]:
    """Which of them nobody has asked for before: their places in `asked`."""
    keys = {at: (one.team, one.key) for at, one in enumerate(asked) if one.key is not None}
    # Two replicas that are given the same things take note of them in the same order, so that
    # neither holds what the other waits for.
    in_order = sorted(keys, key=keys.__getitem__)
    first_times = seen.first_times(connection, [keys[at] for at in in_order], now)

    def news() -> list[int]:
        known = {at for at, first in zip(in_order, first_times(), strict=True) if not first}
        return [at for at in range(len(asked)) if at not in known]

    return news


def _numbers(connection: Connection, asked: Sequence[Opening]) -> Mapping[str, Later[range]]:
    """Numbers for all of a team's, by team."""
    counts = Counter(one.team for one in asked)
    return {team: counters.next_numbers(connection, team, counts[team]) for team in sorted(counts)}


def _open(
    connection: Connection, context: Context, one: Opening, incident_id: int, number: int
) -> Outcome:
    outcome = open_incident(
        one.command, context, incident_id=incident_id, team=one.team, number=number
    )
    if not outcome.changed and one.key is not None:
        seen.forget(connection, one.team, one.key)
    return outcome


def _keep(
    connection: Connection,
    outcomes: Sequence[Outcome],
    unmet: Collection[tuple[str, str]],
    now: datetime,
) -> None:
    """`unmet`: the owners, by (team, user), whose clock was not known."""
    opened = [(each.incident, each.effects) for each in outcomes if each.incident and each.changed]
    rows = Rows(now)
    for incident, effects in opened:
        rows.add(incident, effects)
    with pipelined_to_the_end(connection):
        incidents.add_all(connection, [incident for incident, _ in opened])
        owners.opened_unmet(connection, unmet)
        rows.put(connection)  # opening one reminds nobody yet
