"""Somebody else leads: what waits for a yes is theirs to decide."""

from datetime import timedelta
from decimal import Decimal

from bot.commands import OfferMakeUp
from bot.make_up import APPROVAL_PREFIX
from bot.money import Money
from bot.settings import Settings
from storage.queue import GATHER
from storage.store import Storage
from tests.storage.moves import ANN, BEN, LEAD, NOON, SETTLED, TEAM, Postman, known, opened


async def test_who_leads_now_hears_at_once_of_what_waits(storage: Storage) -> None:
    await known(storage, ANN, BEN, LEAD)
    limited = Settings(lead=LEAD, make_up_limit=Money(Decimal(50), "EUR"))
    await storage.directory.save_settings(TEAM, limited, by=ANN, now=NOON)
    incident = await opened(storage)
    asked = OfferMakeUp(ANN, {"offer": "Dinner", "worth": "80 EUR"})
    await storage.desk.perform(TEAM, incident.number, asked, now=NOON)
    postman = Postman(storage)
    await storage.sweeper.sweep(now=SETTLED, limit=10)
    await postman.round(SETTLED + GATHER)
    assert LEAD in {each.target for each in postman.posts}
    later = SETTLED + timedelta(hours=1)
    await storage.directory.save_settings(
        TEAM, Settings(lead=BEN, make_up_limit=limited.make_up_limit), by=ANN, now=later
    )
    for seconds in (0, 2):
        await storage.sweeper.sweep(now=later + timedelta(seconds=seconds), limit=10)
    await postman.round(later + 2 * GATHER)
    assert BEN in {each.target for each in postman.posts}
    after = await storage.desk.incident(TEAM, incident.number, ANN)
    assert [c.who for key, c in after.chases.items() if key.startswith(APPROVAL_PREFIX)] == [BEN]
