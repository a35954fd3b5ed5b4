"""What else stands on the ladders that wait with a reminder that rests."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.chasing import UPDATE
from bot.commands import HandOver
from bot.incident import Chase, ChaseState, Incident, Rung
from bot.people import Person
from bot.ports import Parcel, ParcelKind
from bot.settings import Settings
from handlers.views.render import render
from storage.queue import GATHER
from storage.store import Storage
from tests.storage.moves import ANN, BEN, LEAD, NOON, SETTLED, STALE, TEAM, Postman, known, opened

MORNING = STALE + timedelta(hours=20)
HOUR = timedelta(hours=1)


async def with_a_lead(storage: Storage, *, zone: str = "Europe/London") -> None:
    await known(storage, ANN, BEN)
    await known(storage, LEAD, zone=zone)
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=ANN, now=NOON)


async def chased(storage: Storage, incident: Incident) -> Chase:
    return (await storage.desk.incident(TEAM, incident.number, ANN)).chases[UPDATE]


async def reminder(storage: Storage, now: datetime) -> Parcel:
    """The one that is due then; it is being sent."""
    await storage.sweeper.sweep(now=now, limit=10)
    every = await storage.outbox.claim(now=now + GATHER, limit=10)
    [found] = [each for each in every if each.kind is ParcelKind.REMINDER]
    return found


async def words(storage: Storage, parcel: Parcel) -> str:
    return str(render(parcel, await storage.outbox.scene(parcel), command="/mistake"))


async def told(storage: Storage, now: datetime) -> list[str]:
    await storage.sweeper.sweep(now=now, limit=10)
    postman = Postman(storage)
    await postman.round(now + GATHER)
    return [each.target or each.kind for each in postman.posts if await is_said(storage, each)]


async def is_said(storage: Storage, parcel: Parcel) -> bool:
    return await words(storage, parcel) != "None"


async def test_nobody_hears_before_who_did_not_get_it(storage: Storage) -> None:
    """Slack did not answer, and it was not there when it was looked for."""
    await with_a_lead(storage, zone="America/New_York")
    await opened(storage)
    await Postman(storage).round(SETTLED)
    unsure = replace(await reminder(storage, STALE), unsure=True)
    await storage.outbox.rest(unsure, now=STALE, until=MORNING)
    assert await told(storage, MORNING - HOUR) == []
    assert await told(storage, MORNING) == [ANN]


async def test_what_somebody_else_has_by_now_goes_on_without_it(storage: Storage) -> None:
    await with_a_lead(storage)
    mine, bens = await opened(storage), await opened(storage, "We sent DHL the wrong boxes")
    await Postman(storage).round(SETTLED)
    begins = (await chased(storage, bens)).next_at
    assert begins
    sent = await reminder(storage, begins)
    await storage.desk.perform(TEAM, bens.number, HandOver(ANN, BEN), now=begins)
    before = await chased(storage, bens)
    assert before.who == BEN
    await storage.outbox.rest(sent, now=STALE, until=MORNING)
    assert await chased(storage, bens) == before
    assert (await chased(storage, mine)).next_at == MORNING


async def test_what_was_said_before_asks_until_it_is_said_anew(storage: Storage) -> None:
    await with_a_lead(storage)
    incident = await opened(storage)
    await Postman(storage).round(SETTLED)
    begins = (await chased(storage, incident)).next_at
    assert begins
    postman = Postman(storage)
    await storage.sweeper.sweep(now=begins, limit=10)
    await postman.round(begins + GATHER)
    [heads_up] = postman.posts
    sent = await reminder(storage, STALE)
    await storage.outbox.rest(sent, now=STALE, until=MORNING)
    await postman.round(STALE + HOUR)
    said = postman.edits[-1]
    assert said.id == heads_up.id
    assert "newer" not in await words(storage, said)


async def test_who_is_told_anew_is_reached(storage: Storage) -> None:
    """It failed for long, so the lead was to hear that they could not be reached."""
    await with_a_lead(storage)
    incident = await opened(storage)
    await Postman(storage).round(SETTLED)
    sent = await reminder(storage, STALE)
    await storage.outbox.stuck(sent, now=STALE, at=STALE, error="http_503", unsure=False)
    assert (await chased(storage, incident)).state is ChaseState.UNREACHED
    [sent] = await storage.outbox.claim(now=STALE + GATHER, limit=10)
    await storage.outbox.rest(sent, now=STALE, until=MORNING)
    chase = await chased(storage, incident)
    assert (chase.rung, chase.state) == (Rung.OWNER, ChaseState.RUNNING)


async def test_where_nobody_leads_the_thread_waits_too(storage: Storage) -> None:
    """There was nobody to tell when the lead’s turn came."""
    await known(storage, ANN)
    incident = await opened(storage)
    await Postman(storage).round(SETTLED)
    sent = await reminder(storage, STALE)
    chase = await chased(storage, incident)
    assert chase.next_at
    await storage.sweeper.sweep(now=chase.next_at, limit=10)
    until = STALE + timedelta(days=2)
    await storage.outbox.rest(sent, now=STALE, until=until)
    assert await told(storage, until) == [ANN]
    assert (await chased(storage, incident)).rung is Rung.LEAD


async def test_nobody_hears_before_a_reminder_that_an_outage_keeps(storage: Storage) -> None:
    """The lead’s turn comes while it lasts; it ends at night, and the lead is awake."""
    await with_a_lead(storage, zone="America/New_York")
    await opened(storage)
    await Postman(storage).round(SETTLED)
    sent = await reminder(storage, STALE)
    leads = STALE + timedelta(hours=12)
    await storage.sweeper.sweep(now=leads, limit=10)
    await storage.outbox.rest(sent, now=leads, until=MORNING)
    assert await told(storage, leads + HOUR) == []
    assert await told(storage, MORNING) == [ANN]
    assert LEAD in await told(storage, MORNING + timedelta(hours=12))


async def test_nobody_hears_before_them_when_somebody_else_leaves(storage: Storage) -> None:
    """All that one who left owns is looked at, and with it what others have in hand there."""
    await with_a_lead(storage)
    incident = await opened(storage)
    await storage.desk.perform(TEAM, incident.number, HandOver(ANN, BEN, "own_it"), now=NOON)
    await Postman(storage).round(SETTLED)
    await storage.sweeper.sweep(now=STALE, limit=10)
    gone = Person(ANN, ANN, "Europe/London", active=False, known_at=NOON)
    await storage.directory.save_person(TEAM, gone)
    later = STALE + timedelta(days=1)  # Ben’s has not got through
    await storage.sweeper.sweep(now=later, limit=10)
    sent = await storage.outbox.claim(now=later + GATHER, limit=10)
    told = {(each.target, item["key"]) for each in sent for item in each.payload.get("items", ())}
    assert (BEN, "step:own_it") in told
    assert (LEAD, UPDATE) in told
    assert (LEAD, "step:own_it") not in told
