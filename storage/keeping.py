"""Effects become rows, in the transaction of the decision that wants them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, update

from bot.effects import (
    CARD,
    Effect,
    EntryKind,
    Note,
    Record,
    Reword,
    Show,
    Tell,
    TellRepeat,
    TellThread,
    TellTrouble,
    Unrecord,
)
from bot.incident import Incident, Rung
from bot.ports import ChaseItem, ParcelKind
from storage import queue
from storage.folding import make_room, thread_slot
from storage.inserts import InsertOrLeave
from storage.mapping import Values, items_json
from storage.queue import PLACES, SAY_ONCE, WANT, new_row, person_lane, thread_lane
from storage.repeats import repeat_row
from storage.statements import Prepared, pipelined
from storage.tables import timeline

_RECORD = InsertOrLeave(timeline)
_UNRECORD = Prepared(
    delete(timeline).where(
        timeline.c.incident_id == bindparam("this_incident"),
        timeline.c.kind == bindparam("of_kind"),
        timeline.c.channel == bindparam("in_channel"),
        timeline.c.ts == bindparam("at_ts"),
        timeline.c.marked_by == bindparam("marked_by_whom"),
    )
)
_REWORD = Prepared(
    update(timeline).where(
        timeline.c.incident_id == bindparam("this_incident"),
        timeline.c.kind == EntryKind.STATE.value,
        timeline.c.at == bindparam("happened_at"),
        timeline.c.by_user == bindparam("done_by"),
        timeline.c.text == bindparam("was"),
    )
)


class Rows:
    """The rows that one or several decisions want, written in as few statements as possible."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._wanted: dict[str, Values] = {}  # each message once
        self._once: list[Values] = []
        self._entries: list[Values] = []
        self._struck: list[Values] = []
        self._reworded: list[Values] = []
        self._told: dict[tuple[str, str], list[ChaseItem]] = {}

    def add(self, incident: Incident, effects: Sequence[Effect]) -> None:
        """Take in what a decision about `incident`, as it is now, wants done."""
        for index, effect in enumerate(effects):
            self._add(incident, effect, incident.version * PLACES + index)

    def write(self, connection: Connection) -> None:
        """Write all of it."""
        with pipelined(connection):
            self.put(connection)
        make_room(connection, self._told, self._now)
        queue.tell(connection, self._told, self._now)

    def put(self, connection: Connection) -> None:
        """Write all but what people are told by direct message; for `pipelined` blocks."""
        WANT.run_all(connection, list(self._wanted.values()))
        SAY_ONCE.run_all(connection, self._once)
        _UNRECORD.run_all(connection, self._struck)
        _REWORD.run_all(connection, self._reworded)
        _RECORD.run_all(connection, self._entries)

    def _add(self, incident: Incident, effect: Effect, place: int) -> None:
        match effect:
            case Show(slot):
                # The card comes before all that is posted below it.
                at = 0 if slot == CARD else place
                self._want(self._in_thread(incident, ParcelKind.SLOT, slot, at))
            case Note(key, text):
                row = self._in_thread(incident, ParcelKind.NOTE, f"note:{key}", place)
                self._once.append(row | {"payload": {"text": text}})
            case TellThread(key, since):
                # After a snooze the thread has it already, as put off: it asks again, by an edit.
                self._want(self._thread_reminder(incident, key, since, place))
            case TellTrouble(user):
                self._once.append(self._trouble(incident, user))
            case TellRepeat(user, at):
                self._want(repeat_row(incident.team, incident.id, user, at))
            case Tell(user, key, rung, since):
                item = ChaseItem(incident.id, key, since, rung)
                self._told.setdefault((incident.team, user), []).append(item)
            case Record():
                self._record(incident, effect)
            case Unrecord(kind, message, by):
                self._struck.append(
                    {
                        "this_incident": incident.id,
                        "of_kind": kind.value,
                        "in_channel": message.channel,
                        "at_ts": message.ts,
                        "marked_by_whom": by,
                    }
                )
            case Reword(at, by, was, text):
                about = {"this_incident": incident.id, "happened_at": at, "done_by": by}
                self._reworded.append(about | {"was": was, "text": text})

    def _want(self, row: Values) -> None:
        self._wanted.setdefault(row["key"], row)

    def _in_thread(self, incident: Incident, kind: ParcelKind, slot: str, place: int) -> Values:
        return new_row(
            team=incident.team,
            key=queue.thread_key(incident.id, slot),
            kind=kind,
            slot=slot,
            lane=thread_lane(incident.id),
            place=place,
            due=self._now,
            incident_id=incident.id,
        )

    def _thread_reminder(self, incident: Incident, key: str, since: datetime, place: int) -> Values:
        slot = thread_slot(key, since)
        row = self._in_thread(incident, ParcelKind.THREAD_REMINDER, slot, place)
        items = items_json((ChaseItem(incident.id, key, since, Rung.THREAD),))
        return row | {"payload": {"items": items}}

    def _trouble(self, incident: Incident, user: str) -> Values:
        # A new trouble is a new message; that an old one was told of does not help.
        slot = f"trouble:{incident.version}:{user}"
        row = self._in_thread(incident, ParcelKind.TROUBLE, slot, queue.place_at(self._now))
        return row | {"lane": person_lane(incident.team, user), "target": user}

    def _record(self, incident: Incident, record: Record) -> None:
        message = record.message
        self._entries.append(
            {
                "team_id": incident.team,
                "incident_id": incident.id,
                "kind": record.kind.value,
                "at": record.at,
                "by_user": record.by,
                "text": record.text,
                "channel": message.channel if message else None,
                "ts": message.ts if message else None,
                "marked_by": record.marked_by,
            }
        )
        if message:
            # Each mark has a look of its own, which knows when the words were noted.
            marked = f"{message.channel}:{message.ts}:{queue.place_at(record.at)}"
            slot = f"words:{record.kind.value}:{marked}"
            row = self._in_thread(incident, ParcelKind.FETCH_WORDS, slot, queue.place_at(self._now))
            payload = {
                "kind": record.kind.value,
                "channel": message.channel,
                "ts": message.ts,
                "at": record.at.isoformat(),
            }
            lane = f"words:{incident.id}"
            self._want(row | {"lane": lane, "payload": payload})
