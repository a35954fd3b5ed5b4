"""A permission that is missing is told to whoever can mend it, within a day once."""

from datetime import datetime, timedelta

from bot.people import Person
from bot.ports import Parcel, ParcelKind
from bot.settings import Settings
from storage.store import Storage
from tests.storage.moves import LEAD, NOON, TEAM

SCOPES = ("mpim:read",)
TOMORROW = NOON + timedelta(days=1)


async def told(storage: Storage, now: datetime = NOON) -> list[Parcel]:
    found = await storage.outbox.claim(now=now, limit=50)
    return [parcel for parcel in found if parcel.kind is ParcelKind.LACKING]


async def test_it_is_told_once_a_day(storage: Storage) -> None:
    assert not await storage.postroom.lacking(TEAM, SCOPES, now=NOON)  # nobody is known
    await storage.directory.save_person(TEAM, Person("U0ADMIN", is_admin=True, known_at=NOON))
    assert await storage.postroom.lacking(TEAM, SCOPES, now=NOON)
    for hours in (0, 12, 23):
        later = NOON + timedelta(hours=hours)
        assert not await storage.postroom.lacking(TEAM, SCOPES, now=later)
    [notice] = await told(storage)
    assert (notice.target, notice.payload["scopes"]) == ("U0ADMIN", list(SCOPES))
    await storage.outbox.sent(notice, None, now=NOON)
    assert await storage.postroom.lacking(TEAM, ("users:read",), now=NOON)
    assert await storage.postroom.lacking(TEAM, SCOPES, now=TOMORROW)
    assert [each.payload["scopes"] for each in await told(storage, TOMORROW)] == [
        ["users:read"]
    ]  # one after the other


async def test_whom_it_does_not_reach_is_passed_over_once(storage: Storage) -> None:
    admins = ("U0ADMIN", "U0BOSS")
    for user in (LEAD, *admins):
        await storage.directory.save_person(
            TEAM, Person(user, is_admin=user != LEAD, known_at=NOON)
        )
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=LEAD, now=NOON)
    await storage.postroom.lacking(TEAM, SCOPES, now=NOON)
    [notice] = await told(storage)
    assert notice.target == LEAD
    await storage.outbox.give_up(notice, now=NOON, error="user_disabled", barred=True)
    instead = await told(storage)
    assert {each.target for each in instead} == set(admins)
    for each in instead:
        await storage.outbox.give_up(each, now=NOON, error="user_disabled", barred=True)
    assert await told(storage, TOMORROW) == []
