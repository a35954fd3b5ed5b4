"""The weekly digest is wanted once, whoever looks, and only where there is something to say."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import insert, select
from sqlmodel import Session

from bot.commands import OpenIncident
from bot.digest_settings import DigestSettings
from bot.people import Person
from bot.ports import ParcelKind
from bot.settings import Settings
from storage.database import Database
from storage.store import Storage
from storage.tables import incidents, team_settings
from storage.tables_learning import incident_words
from tests.storage.moves import ANN, LEAD, NOON, ROOM, TEAM, known, opened

WEDNESDAY = DigestSettings(day=2, hour=9, zone="UTC")
DUE = NOON + timedelta(days=1, hours=-3)  # nine on the Wednesday after
WITH_ROOM = Settings(lead=LEAD, incident_channel=ROOM, digest=WEDNESDAY)


async def decided(storage: Storage, settings: Settings) -> None:
    await storage.directory.save_settings(TEAM, settings, by=LEAD, now=NOON)


async def digests(storage: Storage, **late: float) -> list[str]:
    """What of it is sent after a look at that time."""
    now = DUE + timedelta(**late)
    await storage.sweeper.sweep(now=now, limit=100)
    parcels = await storage.outbox.claim(now=now, limit=50)
    for parcel in parcels:
        await storage.outbox.sent(parcel, None, now=now)
    return [
        f"{parcel.target}: {parcel.payload['text']}"
        for parcel in parcels
        if parcel.kind is ParcelKind.DIGEST
    ]


async def test_it_comes_when_it_is_due_and_once(storage: Storage, database: Database) -> None:
    await opened(storage)
    await decided(storage, WITH_ROOM)
    assert await digests(storage, seconds=-1) == []
    [said] = await digests(storage, minutes=1)
    assert said.startswith(f"{ROOM}: *Our week with mistakes*")
    assert "One mistake was reported" in said
    assert await digests(storage, minutes=10) == []
    again = Storage.over(database)  # after a restart, or another replica
    assert await digests(again, minutes=20) == []


async def test_an_old_one_does_not_come_back_once_there_is_a_newer(storage: Storage) -> None:
    """Not even if it was on its way when it was let go, and failed."""
    await opened(storage)
    await decided(storage, WITH_ROOM)
    await storage.sweeper.sweep(now=DUE, limit=100)
    week_later = DUE + timedelta(days=7)
    report = OpenIncident(ANN, "Another", ROOM)
    await storage.desk.perform(TEAM, None, report, now=week_later - timedelta(hours=1))
    claimed = await storage.outbox.claim(now=week_later - timedelta(seconds=5), limit=50)
    [old] = [each for each in claimed if each.kind is ParcelKind.DIGEST]
    await storage.sweeper.sweep(now=week_later, limit=100)
    await storage.outbox.retry(old, at=week_later, error="http_500", unsure=True, failed=True)
    later = await storage.outbox.claim(now=week_later + timedelta(minutes=5), limit=50)
    [new] = [each for each in later if each.kind is ParcelKind.DIGEST]
    assert new.slot > old.slot


async def test_one_a_week_comes_however_it_is_moved(storage: Storage, database: Database) -> None:
    await opened(storage)
    await decided(storage, WITH_ROOM)
    assert len(await digests(storage)) == 1
    for moved, late in (
        (replace(WEDNESDAY, hour=10), 2),
        (replace(WEDNESDAY, hour=10, zone="America/New_York"), 7),
        (replace(WEDNESDAY, day=1, hour=20), 8),  # yesterday
        (replace(WEDNESDAY, day=6), 4 * 24 + 1),  # what is seen is mostly forgotten by then
    ):
        await decided(storage, replace(WITH_ROOM, digest=moved))
        assert await digests(storage, hours=late) == []
    await decided(storage, replace(WITH_ROOM, digest=replace(WEDNESDAY, day=0)))
    await opened(storage, "The next week")
    assert len(await digests(Storage.over(database), days=5, hours=1)) == 1


async def test_a_week_before_does_not_come_after(storage: Storage) -> None:
    await opened(storage)
    monday = replace(WEDNESDAY, day=0)
    await decided(storage, replace(WITH_ROOM, digest=monday))
    assert len(await digests(storage, days=5)) == 1
    await decided(storage, replace(WITH_ROOM, digest=replace(WEDNESDAY, day=6, hour=20)))
    assert await digests(storage, days=5, hours=2) == []


async def test_two_replicas_want_it_once(storage: Storage, database: Database) -> None:
    await opened(storage)
    await decided(storage, WITH_ROOM)
    other = Storage.over(database)
    await storage.sweeper.sweep(now=DUE, limit=10)
    assert len(await digests(other)) == 1


async def test_one_team_that_cannot_be_told_does_not_hold_up_the_others(
    storage: Storage, database: Database
) -> None:
    await opened(storage)
    await decided(storage, WITH_ROOM)

    def spoil(session: Session) -> None:
        """A team that comes first, with a mistake that cannot be read."""
        connection = session.connection()
        for table in (team_settings, incidents, incident_words):
            row = dict(connection.execute(select(table)).mappings().one())
            spoilt = {"team_id": "A0", "id": 99, "incident_id": 99, "steps": 7}
            row |= {name: value for name, value in spoilt.items() if name in row}
            connection.execute(insert(table).values(row))

    await database.run(spoil)
    [said] = await digests(Storage.over(database), minutes=1)
    assert said.startswith(ROOM)


async def test_without_anything_to_say_it_does_not_come(storage: Storage) -> None:
    await decided(storage, WITH_ROOM)
    assert await digests(storage) == []
    await opened(storage, "A secret", private=True)
    assert await digests(storage, hours=1) == []


async def test_it_is_switched_off_or_has_nowhere_to_go(storage: Storage) -> None:
    await opened(storage)
    await decided(storage, replace(WITH_ROOM, digest=replace(WEDNESDAY, on=False)))
    assert await digests(storage) == []
    await decided(storage, replace(WITH_ROOM, incident_channel=None))
    assert await digests(storage, minutes=5) == []


async def test_one_that_is_a_day_late_is_let_go(storage: Storage) -> None:
    await opened(storage)
    await decided(storage, WITH_ROOM)
    assert await digests(storage, hours=25) == []


async def test_it_goes_by_the_leads_clock_where_nothing_else_is_set(storage: Storage) -> None:
    await known(storage, LEAD)
    await storage.directory.save_person(TEAM, Person(LEAD, zone="America/New_York"))
    await opened(storage)
    await decided(storage, replace(WITH_ROOM, digest=replace(WEDNESDAY, zone="")))
    assert await digests(storage) == []
    assert len(await digests(storage, hours=5)) == 1


async def test_who_opened_home_lately_is_remembered_for_a_while(storage: Storage) -> None:
    for user, ago in (("U1", 1), ("U2", 30), ("U3", 0), ("U1", 0.5)):
        await storage.homes.opened(TEAM, user, now=NOON - timedelta(hours=ago))
    lately = NOON - timedelta(hours=12)
    assert await storage.homes.readers(TEAM, since=lately, limit=5) == ["U3", "U1"]
    assert await storage.homes.readers(TEAM, since=lately, limit=1) == ["U3"]
    assert await storage.homes.readers("T2", since=lately, limit=5) == []
    later = NOON + timedelta(days=3)
    await storage.homes.opened(TEAM, "U4", now=later)
    long_ago = NOON - timedelta(days=9)
    assert await storage.homes.readers(TEAM, since=long_ago, limit=5) == ["U4"]
