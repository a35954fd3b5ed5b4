"""A reminder that may not come when it is sent: what it was to say is told anew."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.commands import MessageRef, Unreached
from bot.incident import Rung, Severity
from bot.ports import Parcel, ParcelKind
from bot.settings import Settings
from storage.console import undelivered
from storage.queue import GATHER
from storage.store import Storage
from tests.storage.moves import (
    ANN,
    LEAD,
    NOON,
    SETTLED,
    STALE,
    TEAM,
    Postman,
    known,
    opened,
)


async def resting(storage: Storage, until: datetime, **more: Any) -> Parcel:
    """Ann’s reminder of what is late, which comes only then."""
    await known(storage, ANN, LEAD)
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=ANN, now=NOON)
    await opened(storage)
    await Postman(storage).round(SETTLED)
    await storage.sweeper.sweep(now=STALE, limit=10)
    [reminder] = await storage.outbox.claim(now=STALE + GATHER, limit=10)
    await storage.outbox.rest(replace(reminder, **more), now=STALE, until=until)
    return reminder


async def told(storage: Storage, now: datetime) -> list[str]:
    """Who is told of something by then."""
    await storage.sweeper.sweep(now=now, limit=10)
    parcels = await storage.outbox.claim(now=now + GATHER, limit=10)
    for parcel in parcels:
        await storage.outbox.sent(parcel, MessageRef(f"D{parcel.id}", "7.1"), now=now)
    return [each.target for each in parcels if each.kind is ParcelKind.REMINDER]


async def test_nobody_hears_before_who_rests(storage: Storage) -> None:
    """The lead’s turn is half a day after Ann’s, which comes in the morning."""
    morning = STALE + timedelta(hours=20)
    await resting(storage, morning)
    assert await told(storage, morning - timedelta(hours=1)) == []
    assert await told(storage, morning) == [ANN]
    assert LEAD in await told(storage, morning + timedelta(hours=24))


async def test_what_is_told_anew_is_told_once(storage: Storage) -> None:
    """Of one thing the lead has heard meanwhile: that alone stays what the first reminder says."""
    await known(storage, ANN, LEAD)
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=ANN, now=NOON)
    urgent = await opened(storage, severity=Severity.HIGH)
    calm = await opened(storage, "We sent DHL the wrong boxes")
    await Postman(storage).round(SETTLED)
    await storage.sweeper.sweep(now=STALE, limit=10)
    [reminder] = await storage.outbox.claim(now=STALE + GATHER, limit=10)
    said = {(item["incident_id"], item["key"]) for item in reminder.payload["items"]}
    assert {incident for incident, _ in said} == {urgent.id, calm.id}
    hour, morning = STALE + timedelta(hours=1), STALE + timedelta(hours=20)
    passed_on = Unreached(ANN, "update", Rung.OWNER, NOON)  # it failed for long
    await storage.desk.perform(TEAM, urgent.number, passed_on, now=STALE)
    await storage.sweeper.sweep(now=hour, limit=10)
    await storage.outbox.rest(reminder, now=STALE, until=morning)
    await storage.sweeper.sweep(now=morning, limit=10)
    postman = Postman(storage)
    await postman.round(morning + GATHER)
    kept, again = (
        [(item["incident_id"], item["key"]) for item in each.payload["items"]]
        for each in postman.posts
        if each.target == ANN and each.kind is ParcelKind.REMINDER
    )
    assert kept == [(urgent.id, "update")]
    assert sorted(kept + again) == sorted(said)


async def test_a_rest_is_no_longer_given_by_who_has_lost_it(storage: Storage) -> None:
    reminder = await resting(storage, STALE, token="another’s")
    [again] = await storage.outbox.claim(now=STALE + timedelta(hours=1), limit=10)
    assert (again.id, again.payload) == (reminder.id, reminder.payload)


async def test_a_heads_up_that_would_come_late_is_none(storage: Storage) -> None:
    await known(storage, ANN)
    incident = await opened(storage)
    await Postman(storage).round()
    chase = (await storage.desk.incident(TEAM, incident.number, ANN)).chases["update"]
    assert chase.next_at
    await storage.sweeper.sweep(now=chase.next_at, limit=10)
    [reminder] = await storage.outbox.claim(now=chase.next_at + GATHER, limit=10)
    until = chase.due + timedelta(hours=1)
    await storage.outbox.rest(reminder, now=STALE, until=until)
    assert await storage.outbox.claim(now=until, limit=10) == ()
    assert await told(storage, until) == [ANN]


async def test_what_rests_is_no_trouble(storage: Storage, ready_url: str) -> None:
    await known(storage, ANN)
    await opened(storage)
    await Postman(storage).round()
    await storage.sweeper.sweep(now=STALE, limit=10)
    [reminder] = await storage.outbox.claim(now=STALE + GATHER, limit=10)
    await storage.outbox.stuck(reminder, now=STALE, at=STALE, error="http_503", unsure=True)
    [reminder] = await storage.outbox.claim(now=STALE + GATHER, limit=10)
    assert undelivered(ready_url, now=STALE)
    await storage.outbox.rest(reminder, now=STALE, until=STALE + timedelta(hours=20))
    assert undelivered(ready_url, now=STALE) is None
