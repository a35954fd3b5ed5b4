"""What reminds of a thing that is settled is edited to say so, wherever it was settled."""

import asyncio
from datetime import timedelta

from sqlalchemy import create_engine, select

from bot.commands import SnoozeChase, SnoozeFor
from bot.incident import Incident
from bot.ledger_commands import CorrectPromise, KeepPromise, MakePromise
from bot.ports import Parcel, ParcelKind
from bot.settings import Settings
from storage.database import Database
from storage.queue import GATHER
from storage.store import Storage
from storage.tables import outbox
from tests.storage.moves import ANN, BEN, LEAD, NOON, TEAM, Postman, known, opened

DUE = NOON + timedelta(hours=4)


async def promised(storage: Storage, postman: Postman) -> Incident:
    await known(storage, ANN, BEN, LEAD, zone="America/New_York")
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=ANN, now=NOON)
    incident = await opened(storage)
    made = MakePromise(ANN, "the refund is there", DUE)
    outcome = await storage.desk.perform(TEAM, incident.number, made, now=NOON)
    assert outcome.incident is not None
    await postman.round()
    return outcome.incident


async def reminded(storage: Storage, postman: Postman, hours: float) -> None:
    """The clock comes by, and what it wants is sent."""
    now = NOON + timedelta(hours=hours)
    await storage.sweeper.sweep(now=now, limit=20)
    await postman.round(now + GATHER)


def reminders(parcels: list[Parcel], user: str = ANN) -> list[Parcel]:
    """Those to that person which speak of the promise."""
    return [
        each
        for each in parcels
        if each.kind is ParcelKind.REMINDER
        and each.target == user
        and any(item["key"].startswith("promise:") for item in each.payload["items"])
    ]


async def test_kept_in_the_thread_every_reminder_of_it_is_edited_and_none_is_new(
    storage: Storage,
) -> None:
    postman = Postman(storage)
    incident = await promised(storage, postman)
    await reminded(storage, postman, 3.7)
    await reminded(storage, postman, 4.1)
    told = len(reminders(postman.posts))
    assert told == 2
    await reminded(storage, postman, 6.2)
    await reminded(storage, postman, 8.3)
    assert len(reminders(postman.posts, LEAD)) == 1
    postman.edits.clear()
    now = NOON + timedelta(hours=8.5)
    [key] = incident.promises
    await storage.desk.perform(TEAM, incident.number, KeepPromise(BEN, key), now=now)
    await postman.round(now)
    assert len(reminders(postman.posts)) == told
    assert len(reminders(postman.edits)) == told
    assert len(reminders(postman.edits, LEAD)) == 1
    for parcel in reminders(postman.edits):
        scene = await storage.outbox.scene(parcel)
        assert [chase for _, item, chase in scene.items if item.key.startswith("promise:")] == [
            None
        ]
    threads = [each for each in postman.edits if each.kind is ParcelKind.THREAD_REMINDER]
    assert len([each for each in threads if each.slot.startswith("thread:promise:")]) == 1
    assert await postman.round(now + GATHER) == []


async def test_a_later_reminder_takes_the_place_of_the_earlier_one(storage: Storage) -> None:
    postman = Postman(storage)
    await promised(storage, postman)
    await reminded(storage, postman, 3.7)
    [first] = reminders(postman.posts)
    postman.edits.clear()
    await reminded(storage, postman, 4.1)
    [_, second] = reminders(postman.posts)
    later = {
        each.id: [item["later"] for item in each.payload["items"] if "promise" in item["key"]]
        for each in reminders([*postman.edits, second])
    }
    assert later == {first.id: [True], second.id: [False]}


async def test_what_is_moved_or_put_off_elsewhere_is_shown_so(storage: Storage) -> None:
    postman = Postman(storage)
    incident = await promised(storage, postman)
    await reminded(storage, postman, 3.7)
    [promise] = incident.promises.values()
    [chased] = [key for key in incident.chases if key.startswith("promise:")]
    now = NOON + timedelta(hours=3.8)
    moves = (
        SnoozeChase(ANN, chased, SnoozeFor.HOUR),
        CorrectPromise(ANN, promise.key, promise.words, DUE + timedelta(days=2), ANN, ()),
    )
    for command in moves:
        postman.edits.clear()
        await storage.desk.perform(TEAM, incident.number, command, now=now)
        await postman.round(now)
        assert len(reminders(postman.edits)) == 1


async def test_put_off_once_more_every_reminder_says_until_when(storage: Storage) -> None:
    postman = Postman(storage)
    incident = await promised(storage, postman)
    await reminded(storage, postman, 3.7)
    [chased] = [key for key in incident.chases if key.startswith("promise:")]
    for hours in (3.8, 4.0):
        postman.edits.clear()
        now = NOON + timedelta(hours=hours)
        again = SnoozeChase(ANN, chased, SnoozeFor.HOUR)
        await storage.desk.perform(TEAM, incident.number, again, now=now)
        await postman.round(now)
        assert len(reminders(postman.edits)) == 1


async def test_put_off_after_the_thread_was_told_the_thread_is_asked_again(
    storage: Storage,
) -> None:
    postman = Postman(storage)
    incident = await promised(storage, postman)
    for hours in (3.7, 4.1, 6.2, 8.3):
        await reminded(storage, postman, hours)
    [chased] = [key for key in incident.chases if key.startswith("promise:")]
    now = NOON + timedelta(hours=8.5)
    await storage.desk.perform(
        TEAM, incident.number, SnoozeChase(ANN, chased, SnoozeFor.HOUR), now=now
    )
    await postman.round(now)
    postman.edits.clear()
    for hours in (9.6, 12.0, 25.5, 28.0, 32.0):
        await reminded(storage, postman, hours)
    threads = [each for each in postman.edits if each.kind is ParcelKind.THREAD_REMINDER]
    assert [each.slot.split(":")[1] for each in threads].count("promise") == 1
    postman.edits.clear()
    now = NOON + timedelta(hours=32.5)
    [key] = incident.promises
    await storage.desk.perform(TEAM, incident.number, KeepPromise(BEN, key), now=now)
    await postman.round(now)
    threads = [each for each in postman.edits if each.kind is ParcelKind.THREAD_REMINDER]
    assert [each.slot.split(":")[1] for each in threads].count("promise") == 1


async def test_whoever_leads_no_more_is_asked_no_more(storage: Storage) -> None:
    postman = Postman(storage)
    await promised(storage, postman)
    for hours in (3.7, 4.1, 6.2):
        await reminded(storage, postman, hours)
    assert len(reminders(postman.posts, LEAD)) == 1
    postman.edits.clear()
    now = NOON + timedelta(hours=6.5)
    for lead in (LEAD, BEN):  # the same again is no change
        await storage.directory.save_settings(TEAM, Settings(lead=lead), by=ANN, now=now)
    await postman.round(now)
    [told] = postman.edits
    assert (told.kind, told.target) == (ParcelKind.REMINDER, LEAD)
    postman.edits.clear()
    await storage.directory.save_settings(TEAM, Settings(lead=None), by=ANN, now=now)
    await postman.round(now)
    assert postman.edits == []  # Ben was told of nothing


async def test_where_the_newer_reminder_cannot_be_delivered_the_older_one_asks_again(
    storage: Storage,
) -> None:
    postman = Postman(storage)
    await promised(storage, postman)
    await reminded(storage, postman, 3.7)
    await reminded(storage, postman, 4.1)
    [_, second] = reminders(postman.posts)
    [chased] = [item["key"] for item in second.payload["items"] if "promise" in item["key"]]
    later = SnoozeChase(ANN, chased, SnoozeFor.HOUR)
    await storage.desk.perform(TEAM, 1, later, now=NOON + timedelta(hours=4.5))
    now = NOON + timedelta(hours=5.6)
    await postman.round(now)
    postman.edits.clear()
    await storage.sweeper.sweep(now=now, limit=20)
    now, newer = now + GATHER, []
    while parcels := await storage.outbox.claim(now=now, limit=20):
        for parcel in parcels:
            if reminders([parcel]) and not parcel.posted:
                newer.append(parcel)
                await storage.outbox.give_up(parcel, now=now, error="msg_too_long", barred=False)
            else:
                await postman.send(parcel, now)
    assert len(newer) == 1
    said = {
        each.id: [item["later"] for item in each.payload["items"] if item["key"] == chased]
        for each in reminders(postman.edits)
    }
    assert said == {second.id: [False]}, "the first one says that there is a newer one: that one"


async def test_nothing_is_edited_for_what_nobody_was_told_of(storage: Storage) -> None:
    postman = Postman(storage)
    incident = await promised(storage, postman)
    [key] = incident.promises
    await storage.desk.perform(TEAM, incident.number, KeepPromise(BEN, key), now=NOON)
    await postman.round()
    assert reminders(postman.edits) == []


async def test_what_speaks_of_something_else_is_neither_waited_for_nor_edited(
    ready_postgres_url: str,
) -> None:
    database = Database.connect(ready_postgres_url)
    storage = Storage.over(database, speed=0)
    postman = Postman(storage)
    incident = await promised(storage, postman)
    for number in range(5):
        await opened(storage, f"Wrong label {number}")
    for hours in (3.7, 4.1, 10, 26, 30):
        await reminded(storage, postman, hours)
    about = {each.id for each in reminders(postman.posts)}
    told = [each for each in postman.posts if each.kind is ParcelKind.REMINDER]
    others = {each.id for each in told if each.target == ANN} - about
    assert others
    postman.edits.clear()
    engine = create_engine(ready_postgres_url)
    with engine.begin() as somebody_else:
        locked = select(outbox.c.id).where(outbox.c.id.in_(others)).with_for_update()
        assert len(somebody_else.execute(locked).all()) == len(others)
        [key] = incident.promises
        now = NOON + timedelta(hours=31)
        async with asyncio.timeout(10):
            await storage.desk.perform(TEAM, incident.number, KeepPromise(BEN, key), now=now)
    await postman.round(now)
    assert {each.id for each in reminders(postman.edits)} == about
    engine.dispose()
    await database.close()
