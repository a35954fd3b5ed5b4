"""How well we keep up, as the database knows it."""

from datetime import UTC, datetime, timedelta

from bot.commands import OpenIncident
from bot.vitals import Vitals
from storage.store import Storage

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TEAM = "T0HARBOUR"


async def test_nothing_waits_in_the_beginning(storage: Storage) -> None:
    assert await storage.pulse.vitals() == Vitals()


async def test_what_waits_is_counted_and_since_when(storage: Storage) -> None:
    for number in range(3):
        command = OpenIncident(by="U1", text=f"Wrong invoice {number}", channel="C1")
        at = NOW + timedelta(minutes=number)
        await storage.desk.perform(TEAM, None, command, now=at, key=f"k{number}")
    vitals = await storage.pulse.vitals()
    assert vitals.waiting >= 3
    assert (vitals.oldest, vitals.retried) == (NOW, 0)
    assert vitals.overdue is not None
    assert vitals.overdue > NOW

    [card, *_] = await storage.outbox.claim(now=NOW, limit=1)
    later = NOW + timedelta(minutes=5)
    await storage.outbox.retry(card, at=later, error="http_502", unsure=False, failed=True)
    vitals = await storage.pulse.vitals()
    assert vitals.retried == 1
