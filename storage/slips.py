"""A 📣 that was a slip and is taken off again: what it had put on record, and what stays."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from bot.commands import MessageRef, UnmarkMessage
from bot.customer_commands import Heard, Slip
from bot.effects import EntryKind
from bot.incident import Incident
from bot.ports import Entry, ParcelKind
from bot.records import Record
from bot.told import told_in
from bot.wording import notes
from storage.mapping import entry_of
from storage.statements import Prepared
from storage.tables import outbox, timeline

_ENTRIES = Prepared(
    select(timeline)
    .where(timeline.c.incident_id == bindparam("this_incident"))
    .order_by(timeline.c.at, timeline.c.id)
)
_LOOKED_UP = Prepared(
    select(outbox.c.payload).where(
        outbox.c.incident_id == bindparam("this_incident"),
        outbox.c.kind == ParcelKind.FETCH_WORDS.value,
    )
)


def slip(connection: Connection, incident: Incident, command: UnmarkMessage) -> Slip | None:
    """What the 📣 that is taken off has put on record of that locked incident; None where it is on
    no record, or somebody else has marked the message, too."""
    found = [(entry_of(row), row) for row in _ENTRIES.rows(connection, _of(incident))]
    marks = [row for entry, row in found if _is_that(entry, command.message)]
    if not marks or any(row["marked_by"] != command.by for row in marks):
        return None
    left = tuple(entry for entry, _ in found if not _is_that(entry, command.message))
    noted = {row["at"] for row in marks} | set(_noted(connection, incident, command.message))
    return Slip(frozenset(noted), tuple(_heard(incident, left)))


def _of(incident: Incident) -> dict[str, int]:
    return {"this_incident": incident.id}


def _is_that(entry: Entry, message: MessageRef) -> bool:
    return entry.kind is EntryKind.WORDS and entry.message == message


def _noted(connection: Connection, incident: Incident, message: MessageRef) -> Iterator[datetime]:
    """When it was noted, by whomever: an entry may be corrected, and goes with its mark."""
    about = {"kind": EntryKind.WORDS.value, "channel": message.channel, "ts": message.ts}
    for row in _LOOKED_UP.rows(connection, _of(incident)):
        payload = row["payload"]
        if about.items() <= payload.items() and "at" in payload:
            yield datetime.fromisoformat(payload["at"])


def _heard(incident: Incident, entries: Sequence[Entry]) -> Iterator[Heard]:
    by = {each.at: each.by for each in entries if each.kind is EntryKind.WORDS}
    for told in told_in(Record(incident, tuple(entries))):
        yield Heard(told.at, by[told.at], told.words, told.to)
    for each in entries:
        if each.kind is EntryKind.WORDS and each.text == notes.entry_words_pending():
            yield Heard(each.at, each.by, "")
