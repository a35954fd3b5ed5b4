"""Decisions and their keeping: what one transaction of the desk, the sender or the clock does."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, update

from bot.change import replace
from bot.commands import (
    Command,
    HomeTrouble,
    MessageGone,
    MessageRef,
    UnmarkMessage,
    people_in,
)
from bot.context import Context
from bot.decide import decide
from bot.effects import CARD, AskThoseInvolved, Outcome
from bot.incident import Incident, may_see
from bot.ports import Happened, ParcelKind, UnknownIncident
from storage import debriefs, incidents, queue, words
from storage.columns import NEVER
from storage.folding import fold
from storage.keeping import Rows
from storage.known import Known
from storage.seen import first_time, forget, later
from storage.slips import slip
from storage.statements import Prepared
from storage.tables import outbox

_CARD_WAITS = Prepared(
    update(outbox)
    .where(outbox.c.slot == CARD, outbox.c.incident_id == bindparam("this_incident"))
    .values(due_at=NEVER)
)

_CARD_GOES = Prepared(
    update(outbox)
    .where(
        outbox.c.slot == CARD,
        outbox.c.incident_id == bindparam("this_incident"),
        outbox.c.due_at > bindparam("from_now", type_=outbox.c.due_at.type),
    )
    .values(due_at=bindparam("from_now", type_=outbox.c.due_at.type))
)


def context(
    connection: Connection, known: Known, team: str, users: Iterable[str], now: datetime
) -> Context:
    """What a decision may look at."""
    settings = known.settings(connection, team)
    lead = {settings.lead} if settings.lead else set()
    return Context(now, settings, known.people(connection, team, lead | set(users)))


def context_for(
    connection: Connection, known: Known, incident: Incident, now: datetime, *users: str
) -> Context:
    """What a decision about that incident may look at."""
    people = incidents.concerned(incident) | {user for user in users if user}
    return context(connection, known, incident.team, people, now)


def keep(
    connection: Connection, known: Known, before: Incident, outcome: Outcome, now: datetime
) -> Outcome:
    """Store what a decision made of a locked incident, with all its effects."""
    if not outcome.changed or outcome.incident is None:
        return outcome
    incident = incidents.change(connection, before, outcome.incident)
    fold(connection, before, incident, known.settings(connection, before.team).lead, now)
    rows = Rows(now)
    rows.add(incident, outcome.effects)
    rows.write(connection)
    if incident.home.channel != before.home.channel:  # how long to wait there says nothing of here
        _CARD_GOES.run(connection, {"this_incident": incident.id, "from_now": now})
    words.retell_after(connection, incident, outcome.effects)
    if AskThoseInvolved() in outcome.effects:
        debriefs.ask(connection, known, incident, now)
    return replace(outcome, incident=incident)


def perform(
    connection: Connection,
    known: Known,
    command: Command,
    *,
    team: str,
    number: int,
    now: datetime,
    key: str | None,
    pressed: MessageRef | None,
    at: str,
    happened: Happened | None,
) -> Outcome:
    """Decide about an incident that exists. Raises UnknownIncident, and then keeps nothing."""
    news = key is None or first_time(connection, team, key, now)
    incident = incidents.by_number(connection, team, number, lock=True)
    if incident is None:
        raise UnknownIncident(number)
    by = getattr(command, "by", "")
    looked_at = context_for(connection, known, incident, now, *people_in(command))
    if isinstance(command, UnmarkMessage) and command.as_words:
        command = replace(command, slip=slip(connection, incident, command))
    if by and not may_see(incident, by, looked_at.settings.lead, at):
        raise UnknownIncident(number)
    # What comes again is not noted as the latest: the first may be owed, and be made after this.
    if news and happened is not None and not later(connection, team, happened):
        news = False
    if not news or (
        isinstance(command, MessageGone) and not _lost(connection, incident, command, pressed)
    ):
        return Outcome(incident, changed=False, repeated=not news)
    outcome = keep(connection, known, incident, decide(incident, command, looked_at), now)
    if key is not None and not outcome.changed:
        forget(connection, team, key)
    if pressed is not None:
        _refresh(connection, outcome.incident or incident, pressed, by, now)
    return outcome


def _lost(
    connection: Connection, incident: Incident, command: MessageGone, which: MessageRef | None
) -> bool:
    """Whether what was deleted is the slot's message still; it is then forgotten."""
    if which is not None:
        row = queue.posted_row(connection, incident.team, which)
        if row is None or not queue.is_current(row, which):
            return False
    return queue.lose(connection, incident.id, command.slot)


def _refresh(
    connection: Connection, incident: Incident, pressed: MessageRef, by: str, now: datetime
) -> None:
    """Show the message whose button was used afresh. The incident's own card and prompts are shown
    by the decision."""
    row = queue.posted_row(connection, incident.team, pressed)
    if row is None and not queue.want_unconfirmed_again(connection, incident.team, by, incident.id):
        row = queue.posted_row(connection, incident.team, pressed)  # written down meanwhile
    if row is None or not queue.is_current(row, pressed):
        return
    if row["kind"] == ParcelKind.SLOT.value and row["incident_id"] == incident.id:
        return
    queue.want_again(connection, row["id"], queue.place_at(now), now)


def follows(
    connection: Connection, known: Known, incident: Incident, command: Command, now: datetime
) -> Incident:
    """What happened of itself to a locked incident is decided about and kept. Returns the incident
    as it is then."""
    looked_at = context_for(connection, known, incident, now)
    return (
        keep(connection, known, incident, decide(incident, command, looked_at), now).incident
        or incident
    )


def barred(
    connection: Connection, known: Known, incident: Incident, error: str, now: datetime
) -> None:
    """Nothing can be written where a locked incident lives: its people are told, its card and all
    that belongs below it wait."""
    follows(connection, known, incident, HomeTrouble(error), now)
    _CARD_WAITS.run(connection, {"this_incident": incident.id})
