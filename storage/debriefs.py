"""What those who took part are asked for the debrief, and what they say. Who was asked is kept in
one table, what was said in another; nothing in the one leads to the other."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, bindparam, func, select, update

from bot.context import Context
from bot.debrief import ask_at
from bot.effects import EntryKind
from bot.incident import Incident, may_see, participants
from bot.learned import Asked, Said
from bot.people import can_lead
from bot.ports import ParcelKind, UnknownIncident
from storage import incidents, queue
from storage.inserts import InsertOrLeave, PreparedInsert
from storage.known import Known
from storage.statements import Prepared
from storage.tables import outbox, thread_messages, timeline
from storage.tables_learning import debrief_answers, debrief_asked

ENOUGH = 3  # people asked: with fewer, others may guess who said what

_ASK = InsertOrLeave(debrief_asked)
_THIS = (
    debrief_asked.c.incident_id == bindparam("this_incident"),
    debrief_asked.c.user_id == bindparam("this_user"),
)
_STANDS = Prepared(select(debrief_asked.c.answered).where(*_THIS))
_ANSWERED = Prepared(
    update(debrief_asked).where(*_THIS, debrief_asked.c.answered.is_(False)).values(answered=True)
)
_HOW_MANY = Prepared(
    select(func.count().label("asked")).where(
        debrief_asked.c.incident_id == bindparam("this_incident")
    )
)
_KEEP = PreparedInsert(debrief_answers)
# By the id, which is drawn by lot: the order says nothing of who, or of when.
_SAID = Prepared(
    select(debrief_answers.c.possible, debrief_answers.c.better)
    .where(debrief_answers.c.incident_id == bindparam("this_incident"))
    .order_by(debrief_answers.c.id)
)
_SAID_OF = (
    select(debrief_answers.c.incident_id, debrief_answers.c.possible, debrief_answers.c.better)
    .where(debrief_answers.c.incident_id.in_(bindparam("ids", expanding=True)))
    .order_by(debrief_answers.c.id)
)
_WROTE = Prepared(
    select(timeline.c.by_user.label("by_user"))
    .distinct()
    .where(
        timeline.c.incident_id == bindparam("this_incident"),
        timeline.c.kind != EntryKind.STATE.value,
    )
)
# By the channel it lives in, as the rows are kept: a channel's are few among a workspace's.
_WROTE_IN_THREAD = Prepared(
    select(thread_messages.c.author.label("author"))
    .distinct()
    .where(
        thread_messages.c.team_id == bindparam("this_team"),
        thread_messages.c.channel == bindparam("this_channel"),
        thread_messages.c.incident_id == bindparam("this_incident"),
    )
)
_SHOWN_AS = Prepared(
    select(outbox.c.id)
    .where(
        outbox.c.incident_id == bindparam("this_incident"), outbox.c.slot == bindparam("this_slot")
    )
    .with_for_update()
)


def took_part(connection: Connection, incident: Incident) -> frozenset[str]:
    """See `Library.took_part`."""
    this = {"this_incident": incident.id}
    wrote = {row["by_user"] for row in _WROTE.rows(connection, this)}
    there = {"this_team": incident.team, "this_channel": incident.home.channel}
    spoke = {row["author"] for row in _WROTE_IN_THREAD.rows(connection, this | there)}
    return participants(incident) | wrote | spoke


def ask(connection: Connection, known: Known, incident: Incident, now: datetime) -> None:
    """Ask everyone who took part in a locked incident and was not asked yet, each at a time when
    they may be written to."""
    people = sorted(took_part(connection, incident))
    settings = known.settings(connection, incident.team)
    looked_at = Context(now, settings, known.people(connection, incident.team, people))
    for user in people:
        if not can_lead(looked_at.people, user) or not may_see(incident, user, settings.lead):
            continue
        row = {"incident_id": incident.id, "user_id": user, "team_id": incident.team}
        if _ASK.run(connection, row | {"answered": False}) != 1:
            continue
        slot, due = _slot(user), ask_at(user, incident, looked_at)
        queue.SAY_ONCE.run(
            connection,
            queue.new_row(
                team=incident.team,
                key=f"incident:{incident.id}:{slot}",
                kind=ParcelKind.QUESTION,
                slot=slot,
                lane=f"{slot}:{incident.id}",
                place=queue.place_at(due),
                due=due,
                target=user,
                incident_id=incident.id,
            ),
        )


def _slot(user: str) -> str:
    return f"question:{user}"


def asked(connection: Connection, incident_id: int, user: str) -> Asked:
    """See `Library.asked`."""
    row = _STANDS.row(connection, {"this_incident": incident_id, "this_user": user})
    if row is None:
        return Asked.NOT_ASKED
    return Asked.ANSWERED if row["answered"] else Asked.WAITING


def few_are_asked(connection: Connection, incident_id: int) -> bool:
    """Whether so few are asked about it that leaving out names hides little."""
    row = _HOW_MANY.row(connection, {"this_incident": incident_id})
    return row is None or int(row["asked"]) < ENOUGH


def said(connection: Connection, incident_id: int) -> tuple[Said, ...]:
    """See `Library.said`."""
    rows = _SAID.rows(connection, {"this_incident": incident_id})
    return tuple(Said(row["possible"], row["better"]) for row in rows)


def said_of(connection: Connection, incident_ids: Iterable[int]) -> Mapping[int, tuple[Said, ...]]:
    """The same of several incidents, by id; of those of which nothing was said, nothing."""
    found: dict[int, tuple[Said, ...]] = {}
    for row in connection.execute(_SAID_OF, {"ids": list(incident_ids)}).mappings():
        told = Said(row["possible"], row["better"])
        found[row["incident_id"]] = (*found.get(row["incident_id"], ()), told)
    return found


def say(
    connection: Connection,
    known: Known,
    *,
    team: str,
    number: int,
    user: str,
    words: Said,
    now: datetime,
) -> Asked:
    """See `Library.say`. The question then says thank you. What was published of the debrief is not
    touched: whoever saw it change at that moment could tell whose words are new. They are there
    when it is next written."""
    incident = incidents.by_number(connection, team, number, lock=True)
    lead = known.settings(connection, team).lead
    if incident is None or not may_see(incident, user, lead):
        raise UnknownIncident(number)
    stands = asked(connection, incident.id, user)
    this = {"this_incident": incident.id, "this_user": user}
    if stands is not Asked.WAITING or _ANSWERED.run(connection, this) != 1:
        return stands
    row = {"id": uuid4().hex, "team_id": team, "incident_id": incident.id}
    _KEEP.run(connection, row | {"possible": words.possible, "better": words.better})
    shown = _SHOWN_AS.row(connection, {"this_incident": incident.id, "this_slot": _slot(user)})
    if shown is not None:
        queue.want_again(connection, shown["id"], queue.place_at(now), now)
    return Asked.WAITING
