"""The words by which incidents are found, kept in the transaction that changes the incident."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.sql.dml import Insert

from bot.effects import Effect, EntryKind, Record, Unrecord
from bot.incident import Incident, participants
from bot.searchable import EDITION, Kept, kept
from storage.inserts import PreparedInsert, insert_or_replace
from storage.mapping import Values, incident_of
from storage.statements import Prepared, PreparedAmong
from storage.tables import incidents, timeline
from storage.tables_learning import incident_words

SOME = 200  # incidents whose words are filled in at a time

_OF_NOW = incident_words.c.words.startswith(f"{EDITION} ", autoescape=True)


def _leave_what_is_of_now(insert: Any) -> Insert:
    changed = {name: insert.excluded[name] for name in ("words", "readers")}
    replaced: Insert = insert.on_conflict_do_update(
        index_elements=["incident_id"], set_=changed, where=~_OF_NOW
    )
    return replaced


_ADD = PreparedInsert(incident_words)
_KEEP = insert_or_replace(incident_words)
_ADD_MISSING = PreparedInsert(incident_words, _leave_what_is_of_now)
_DROP = Prepared(delete(incident_words).where(incident_words.c.incident_id == bindparam("this_id")))
# Those that were opened before there was an index, or kept by an older version, perhaps beside us.
_WITHOUT = (
    select(incidents)
    .where(
        incidents.c.drill.is_(False),
        ~select(incident_words.c.incident_id)
        .where(incident_words.c.incident_id == incidents.c.id, _OF_NOW)
        .exists(),
    )
    .order_by(incidents.c.id.desc())
    .limit(SOME)
)


# What people said; what we noted of it says nothing that is not in the incident itself.
_SAID = PreparedAmong(
    timeline.c.incident_id,
    lambda among: (
        select(timeline.c.incident_id, timeline.c.text)
        .where(among, timeline.c.kind != EntryKind.STATE.value)
        .order_by(timeline.c.at, timeline.c.id)
    ),
)


def said_in(connection: Connection, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
    """The messages on the timelines of these incidents, by their ids."""
    found: dict[int, list[str]] = {}
    for row in _SAID.among(connection, ids):
        found.setdefault(row["incident_id"], []).append(row["text"])
    return found


def add_all(connection: Connection, added: Sequence[Incident]) -> None:
    """Keep the words of new incidents."""
    _ADD.run_all(connection, [_row(each, found) for each in added if (found := kept(each))])


def change(connection: Connection, before: Incident, after: Incident) -> None:
    """Keep what a change made of them, where it changed any."""
    if _the_same(before, after):
        return
    found = kept(after)
    if found is None:
        _DROP.run(connection, {"this_id": after.id})
    elif found != kept(before):
        retell(connection, after)


def retell(connection: Connection, incident: Incident) -> None:
    """Keep the words of a locked incident, with those that stand on its timeline now."""
    said = said_in(connection, [incident.id]).get(incident.id, ())
    if found := kept(incident, said):
        _KEEP.run(connection, _row(incident, found))


def retell_after(connection: Connection, incident: Incident, effects: Iterable[Effect]) -> None:
    """The same, where one of these has changed what people said. What a message says that is not
    fetched yet is kept once it is."""
    if any(map(_changes_what_was_said, effects)):
        retell(connection, incident)


def _changes_what_was_said(effect: Effect) -> bool:
    if isinstance(effect, Record):
        return effect.kind is not EntryKind.STATE and effect.message is None
    return isinstance(effect, Unrecord)


def fill_in(connection: Connection) -> int:
    """Keep the words of some incidents that have none yet, or an older edition. Returns of how
    many."""
    return add_missing(connection, without_words(connection))


def without_words(connection: Connection) -> list[Incident]:
    """Some incidents that have none kept as we keep them."""
    return [incident_of(row, ()) for row in connection.execute(_WITHOUT).mappings()]


def add_missing(connection: Connection, found: Sequence[Incident]) -> int:
    """Keep their words, as they were when they were read: what somebody changed since is newer,
    and stays. Returns of how many they were."""
    said = said_in(connection, [each.id for each in found])
    kept_rows = [
        _row(each, words) for each in found if (words := kept(each, said.get(each.id, ())))
    ]
    _ADD_MISSING.run_all(connection, kept_rows)
    return len(kept_rows)


def _the_same(before: Incident, after: Incident) -> bool:
    """Whether nothing its words come from was touched: nearly always, so it is told quickly."""
    untouched = (
        before.title is after.title
        and before.story is after.story
        and before.customers is after.customers
        and before.expected is after.expected
        and before.actions is after.actions
        and before.promises is after.promises
        and (before.private, before.drill) == (after.private, after.drill)
        and all(
            state.artefact is before.state(step_id).artefact
            for step_id, state in after.steps.items()
            if state.artefact
        )
    )
    return untouched and (not after.private or participants(before) == participants(after))


def _row(incident: Incident, found: Kept) -> Values:
    return {
        "incident_id": incident.id,
        "team_id": incident.team,
        "words": found.words,
        "readers": found.readers,
    }
