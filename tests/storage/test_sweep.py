"""The sweep: what is due is told once, to each person in one message, whatever else goes wrong."""

import asyncio
import logging
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlmodel import Session

from bot.commands import HandOver, StopChase
from bot.customer_commands import TellCustomers
from bot.effects import CARD
from bot.incident import Rung
from bot.people import Person
from bot.ports import ParcelKind
from bot.settings import Settings
from storage.database import Database
from storage.queue import GATHER
from storage.seen import KEPT_FOR
from storage.store import Storage
from storage.sweep import CHUNK, LATER
from storage.tables import chases, incidents, outbox, seen
from tests.storage.moves import (
    ANN,
    BEN,
    LEAD,
    NOON,
    ROOM,
    SETTLED,
    STALE,
    TEAM,
    Postman,
    known,
    opened,
)

SENT = STALE + GATHER


async def test_reminders_of_several_incidents_are_one_message(storage: Storage) -> None:
    await known(storage, ANN)
    both = [await opened(storage), await opened(storage)]
    await Postman(storage).round()
    assert await storage.sweeper.sweep(now=STALE, limit=10) == 2
    assert await storage.outbox.claim(now=STALE, limit=10) == ()
    [reminder] = await storage.outbox.claim(now=SENT, limit=10)
    assert (reminder.kind, reminder.target, reminder.posted) == (ParcelKind.REMINDER, ANN, None)
    scene = await storage.outbox.scene(reminder)
    found = sorted((item.incident_id, item.key, item.rung) for _, item, _ in scene.items)
    assert found == sorted(
        (incident.id, key, Rung.OWNER) for incident in both for key in ("update", "step:own_it")
    )
    assert all(chase is not None and chase.who == ANN for _, _, chase in scene.items)
    assert await storage.sweeper.sweep(now=SENT, limit=10) == 0


async def test_what_falls_due_while_a_message_is_open_joins_it(storage: Storage) -> None:
    await known(storage, ANN)
    one, two = await opened(storage), await opened(storage)
    await Postman(storage).round()
    soon = STALE + timedelta(seconds=30)
    tell = TellCustomers(ANN, "Hello", next_update_at=soon)
    await storage.desk.perform(TEAM, two.number, tell, now=NOON)
    await Postman(storage).round()
    await storage.sweeper.sweep(now=STALE, limit=10)
    await storage.sweeper.sweep(now=soon, limit=10)
    [reminder] = await storage.outbox.claim(now=SENT, limit=10)
    told = {(item["incident_id"], item["key"]) for item in reminder.payload["items"]}
    assert told == {
        (incident.id, key) for incident in (one, two) for key in ("update", "step:own_it")
    }
    # What comes while that one is being sent is another message.
    await Postman(storage).send(reminder, SENT)
    three = await opened(storage)
    await storage.sweeper.sweep(now=SENT, limit=10)
    sent_later = await storage.outbox.claim(now=SENT + GATHER, limit=10)
    [other] = [each for each in sent_later if each.kind is ParcelKind.REMINDER]
    assert {item["incident_id"] for item in other.payload["items"]} == {three.id}


async def test_what_was_done_meanwhile_is_seen_when_the_reminder_is_sent(storage: Storage) -> None:
    await known(storage, ANN)
    incident = await opened(storage)
    await Postman(storage).round()
    await storage.sweeper.sweep(now=STALE, limit=10)
    await storage.desk.perform(TEAM, incident.number, HandOver(ANN, BEN), now=STALE)
    await storage.desk.perform(TEAM, incident.number, StopChase(BEN, "update"), now=STALE)
    parcels = await storage.outbox.claim(now=SENT, limit=10)
    [reminder] = [each for each in parcels if each.kind is ParcelKind.REMINDER]
    scene = await storage.outbox.scene(reminder)
    assert {chase.who for _, _, chase in scene.items if chase} == {BEN}


async def test_the_ladder_is_climbed_once_each(storage: Storage) -> None:
    await known(storage, ANN, LEAD)
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=ANN, now=NOON)
    incident = await opened(storage)
    postman = Postman(storage)
    await postman.round(SETTLED)
    stop = StopChase(ANN, "step:own_it")
    await storage.desk.perform(TEAM, incident.number, stop, now=NOON)
    told = []
    for hours in range(20, 120):
        now = NOON + timedelta(hours=hours)
        for _ in range(2):
            await storage.sweeper.sweep(now=now, limit=10)
        sent = len(postman.posts)
        await postman.round(now + GATHER)
        told += [(each.kind, each.target) for each in postman.posts[sent:]]
    assert told == [
        (ParcelKind.REMINDER, ANN),
        (ParcelKind.REMINDER, ANN),
        (ParcelKind.REMINDER, LEAD),
        (ParcelKind.THREAD_REMINDER, ROOM),
    ]


async def test_several_sweepers_tell_each_thing_once(database: Database) -> None:
    replicas = [Storage.over(database, speed=0) for _ in range(3)]
    users = [f"U{n}" for n in range(5)]
    await known(replicas[0], *users)
    for n in range(40):
        await opened(replicas[0], owner=users[n % 5])
    looked = 0
    # One that finds the rest held by others leaves it for the next tick.
    while found := sum(
        await asyncio.gather(*(each.sweeper.sweep(now=STALE, limit=100) for each in replicas))
    ):
        looked += found
    assert looked == 40

    def reminders(session: Session) -> list[tuple[str, int]]:
        found = select(outbox.c.target, outbox.c.payload).where(outbox.c.kind == "reminder")
        rows = session.connection().execute(found)
        return sorted((row.target, len(row.payload["items"])) for row in rows)

    assert await database.read(reminders) == [(user, 16) for user in users]


async def test_one_bad_incident_does_not_stop_the_others(
    database: Database, storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    await known(storage, ANN)
    bad, good = await opened(storage), await opened(storage)

    def spoil(session: Session) -> None:
        spoilt = update(incidents).where(incidents.c.id == bad.id).values(severity="appalling")
        session.connection().execute(spoilt)

    await database.run(spoil)
    with caplog.at_level(logging.ERROR):
        assert await storage.sweeper.sweep(now=STALE, limit=10) == 2
    [said] = [line for line in caplog.records if "could not be checked" in line.getMessage()]
    assert vars(said)["incident"] == bad.number
    [reminder] = [
        parcel
        for parcel in await storage.outbox.claim(now=SENT, limit=10)
        if parcel.kind is ParcelKind.REMINDER
    ]
    assert {item["incident_id"] for item in reminder.payload["items"]} == {good.id}

    def next_looks(session: Session) -> set[object]:
        looks = select(chases.c.next_at).where(chases.c.incident_id == bad.id)
        return set(session.connection().execute(looks).scalars())

    assert await database.read(next_looks) == {STALE + LATER}
    assert await storage.sweeper.sweep(now=STALE, limit=10) == 0


async def test_a_thousand_due_at_once_are_looked_at_within_the_limit(storage: Storage) -> None:
    await known(storage, ANN)
    await asyncio.gather(*(opened(storage) for _ in range(120)))
    assert await storage.sweeper.sweep(now=STALE, limit=50) == 50
    assert await storage.sweeper.sweep(now=STALE, limit=500) == 70


async def test_old_keys_are_forgotten_and_young_ones_kept(
    database: Database, storage: Storage
) -> None:
    for key, hours in (("old", 0), ("young", 70)):
        await storage.desk.perform(
            TEAM,
            (await opened(storage)).number,
            HandOver(ANN, BEN),
            now=NOON + timedelta(hours=hours),
            key=key,
        )
    await storage.sweeper.sweep(now=NOON + KEPT_FOR + timedelta(minutes=1), limit=10)

    def keys(session: Session) -> set[str]:
        return set(session.connection().execute(select(seen.c.key)).scalars())

    assert await database.read(keys) == {"young"}


async def test_people_to_look_up_are_those_about_to_be_told(storage: Storage) -> None:
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=ANN, now=NOON)
    await opened(storage)
    await opened(storage, owner=BEN)
    assert await storage.directory.people_to_look_up(now=NOON, limit=10) == []
    found = await storage.directory.people_to_look_up(now=STALE, limit=10)
    assert set(found) == {(TEAM, ANN), (TEAM, BEN)}
    assert len(await storage.directory.people_to_look_up(now=STALE, limit=1)) == 1
    await storage.directory.save_person(TEAM, Person(ANN, known_at=STALE))
    found = await storage.directory.people_to_look_up(now=STALE, limit=10)
    assert set(found) == {(TEAM, BEN)}
    await storage.sweeper.sweep(now=STALE, limit=10)
    later = STALE + timedelta(days=2)
    found = await storage.directory.people_to_look_up(now=later, limit=10)
    assert set(found) == {(TEAM, ANN), (TEAM, BEN), (TEAM, LEAD)}


async def test_people_are_known_at_once_and_others_are_not_made_up(storage: Storage) -> None:
    assert await storage.directory.people(TEAM, [ANN, BEN]) == {}
    await known(storage, ANN)
    assert set(await storage.directory.people(TEAM, [ANN, BEN])) == {ANN}
    await storage.directory.save_person(TEAM, Person(ANN, "Ann", "Asia/Kolkata", known_at=NOON))
    people = await storage.directory.people(TEAM, [ANN])
    assert people[ANN].zone == "Asia/Kolkata"
    assert await storage.directory.people("T2", [ANN]) == {}


async def test_the_card_never_waits_behind_what_it_heads(storage: Storage) -> None:
    incident = await opened(storage)
    postman = Postman(storage)
    await postman.round()
    for to in (BEN, ANN):
        await storage.desk.perform(TEAM, incident.number, HandOver(ANN, to), now=NOON)
    assert (await postman.round())[0] == CARD


async def test_however_much_somebody_owned_it_is_looked_at_after_the_answer_some_at_a_time(
    database: Database,
) -> None:
    storage = Storage.over(database, speed=0)
    await known(storage, ANN, BEN, LEAD)
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=ANN, now=NOON)
    numbers = [(await opened(storage, f"Wrong label {each}")).number for each in range(CHUNK + 2)]
    other = Storage.over(database, speed=0)  # on another machine, where she is known
    await other.directory.people(TEAM, (ANN,))

    async def told() -> list[bool]:
        found = [await storage.desk.incident(TEAM, number, LEAD) for number in numbers]
        return ["owner" in each.chases for each in found]

    await storage.directory.save_person(TEAM, Person(ANN, active=False, known_at=NOON))
    assert not any(await told()), "Slack waits for the answer"
    # Killed here, or after some of them: whoever sweeps next goes on.
    assert await other.sweeper.sweep(now=NOON, limit=3) == 3
    assert await told() == [True] * 3 + [False] * (CHUNK - 1)
    assert await storage.sweeper.sweep(now=NOON, limit=100) == CHUNK - 1
    assert all(await told())
    assert await storage.sweeper.sweep(now=NOON, limit=100) == 0


async def test_who_leaves_leaves_what_they_own_to_the_lead_at_once(storage: Storage) -> None:
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=ANN, now=NOON)
    await known(storage, ANN, BEN)
    mine, other = await opened(storage), await opened(storage, owner=BEN)
    await storage.directory.save_person(TEAM, Person(ANN, active=False, known_at=NOON))
    assert await storage.sweeper.sweep(now=NOON, limit=10) == 1
    found = [await storage.desk.incident(TEAM, each.number, LEAD) for each in (mine, other)]
    assert ["owner" in each.chases for each in found] == [True, False]
    assert await storage.sweeper.sweep(now=NOON + timedelta(seconds=2), limit=10) == 1
    [owed] = (await storage.desk.mine(TEAM, LEAD)).owed
    assert owed.chase.rung is Rung.OVER


async def test_who_is_met_after_their_first_gesture_lives_by_their_own_clock(
    storage: Storage,
) -> None:
    mine, other = await opened(storage), await opened(storage, owner=BEN)
    ann = Person(ANN, zone="America/New_York", known_at=NOON)
    await storage.directory.save_person(TEAM, ann)
    assert await storage.sweeper.sweep(now=NOON, limit=10) == 1
    after = await storage.desk.incident(TEAM, mine.number, ANN)
    assert after.next_update_at != mine.next_update_at
    assert await storage.desk.incident(TEAM, other.number, ANN) == other
    later = Person(ANN, zone="Asia/Tokyo", known_at=NOON + timedelta(days=1))
    await storage.directory.save_person(TEAM, later)
    assert await storage.sweeper.sweep(now=NOON, limit=10) == 0, "who travels is known"


async def test_whatever_an_id_is_made_of_the_clock_goes_on(storage: Storage) -> None:
    odd = "U:1:2"
    mine = await opened(storage, owner=odd)
    known_since = Person(odd, zone="America/New_York", active=False, known_at=NOON)
    await storage.directory.save_person(TEAM, known_since)
    assert await storage.sweeper.sweep(now=NOON, limit=10) == 2, "met, and left"
    after = await storage.desk.incident(TEAM, mine.number, odd)
    assert after.next_update_at != mine.next_update_at
