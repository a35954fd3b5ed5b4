"""Who is further up hears nothing while the reminder below is on its way, however much waits."""

from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import Session

from bot.incident import Incident
from bot.settings import Settings
from storage import changes, incidents
from storage.database import Database
from storage.known import Known
from storage.ladders import LATER, Ladders
from storage.store import Storage
from storage.tables import outbox
from tests.storage.moves import ANN, LEAD, NOON, SETTLED, STALE, TEAM, Postman, known, opened

DAY = timedelta(days=1)


async def test_what_somebody_is_to_be_told_is_read_once(
    storage: Storage, database: Database
) -> None:
    """One reminder may speak of a thousand things, and be looked for at each of them."""
    await known(storage, ANN, LEAD)
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=ANN, now=NOON)
    both = [(await opened(storage)).id, (await opened(storage, "DHL got the wrong boxes")).id]
    await Postman(storage).round(SETTLED)
    await storage.sweeper.sweep(now=STALE, limit=10)
    people = Known()

    def work(session: Session) -> list[Incident]:
        connection, found = session.connection(), []
        ladders = Ladders(connection, both)
        for each in both:
            incident = incidents.by_id(connection, each, lock=True)
            assert incident
            context = changes.context_for(connection, people, incident, STALE + DAY)
            found.append(ladders.waiting(incident, context))
            connection.execute(delete(outbox).where(outbox.c.target == ANN))
        return found

    for incident in await database.run(work):
        assert {chase.next_at for chase in incident.chases.values()} == {STALE + DAY + LATER}
