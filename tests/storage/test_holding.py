"""After a long time away: what came due long ago is asked about, not sent in a burst."""

from datetime import datetime, timedelta

import pytest

from bot.commands import HandOver, MessageRef
from bot.incident import ChaseState
from bot.people import Person
from bot.ports import Parcel, ParcelKind
from bot.postroom import Decision
from bot.settings import Settings
from storage.database import Database
from storage.store import Storage
from tests.storage.moves import ANN, BEN, LEAD, NOON, TEAM, Postman, known, opened

WEEK = NOON + timedelta(days=7)
MINUTE = timedelta(minutes=1)
ADMIN = "U0ADMIN"


async def with_a_lead(storage: Storage, lead: str | None = LEAD) -> None:
    await known(storage, ANN, BEN, LEAD)
    await storage.directory.save_settings(TEAM, Settings(lead=lead), by=LEAD, now=NOON)


async def away_for_a_week(storage: Storage, incidents: int = 3) -> None:
    """Opened and shown at noon; then nobody was there."""
    await storage.sweeper.take_note(now=NOON)
    for number in range(incidents):
        await opened(storage, f"Wrong invoice {number}")
    await Postman(storage).round()


async def back(database: Database, now: datetime = WEEK) -> list[Parcel]:
    """As after a start: what is sent in the first minutes."""
    again = Storage.over(database, speed=0)
    await again.sweeper.take_note(now=now)
    found: dict[str, Parcel] = {}  # the latest claim of each
    for minutes in range(4):
        await again.sweeper.sweep(now=now + minutes * MINUTE, limit=100)
        claimed = await again.outbox.claim(now=now + minutes * MINUTE, limit=100)
        # Whether a mistake repeats itself is looked at when that is sent; these do not.
        found |= {one.id: one for one in claimed if one.kind is not ParcelKind.REPEAT}
    return list(found.values())


async def delivered(storage: Storage, parcel: Parcel) -> MessageRef:
    return await Postman(storage).send(parcel, WEEK)


async def test_the_lead_is_asked_once_and_nobody_is_reminded(
    database: Database, storage: Storage
) -> None:
    await with_a_lead(storage)
    await away_for_a_week(storage)
    [asked] = await back(database)
    assert (asked.kind, asked.target) == (ParcelKind.REVIEW, LEAD)
    scene = await storage.outbox.scene(asked)
    assert len(scene.held) == 6  # the next word, and the step: of three
    assert {each.who for each in scene.held} == {ANN}
    await delivered(storage, asked)
    assert await back(database, WEEK + timedelta(hours=2)) == []


@pytest.mark.parametrize("decision", list(Decision))
async def test_what_is_decided_is_done_and_shown(
    database: Database, storage: Storage, decision: Decision
) -> None:
    await with_a_lead(storage)
    await away_for_a_week(storage)
    [asked] = await back(database)
    await delivered(storage, asked)
    assert await storage.postroom.decide(TEAM, "elsewhere", decision, by=LEAD, now=WEEK) is None
    assert await storage.postroom.decide(TEAM, asked.id, decision, by=LEAD, now=WEEK) == 6
    assert await storage.postroom.decide(TEAM, asked.id, decision, by=LEAD, now=WEEK) == 0
    # Monday morning: nobody's quiet hours.
    sent = await back(database, WEEK + timedelta(hours=1))
    shown = [parcel for parcel in sent if parcel.kind is ParcelKind.REVIEW]
    assert [parcel.payload["decision"] for parcel in shown] == [decision.value]
    told = [parcel for parcel in sent if parcel.kind is ParcelKind.REMINDER]
    states = {
        chase.state
        for number in (1, 2, 3)
        for chase in (await storage.desk.incident(TEAM, number, ANN)).chases.values()
    }
    if decision is Decision.SEND:
        assert [parcel.target for parcel in told] == [ANN]  # one message with all of it
        assert len(told[0].payload["items"]) == 6
    else:
        assert told == []
        assert states == {ChaseState.STOPPED}


async def test_what_happened_meanwhile_is_not_decided_about(
    database: Database, storage: Storage
) -> None:
    await with_a_lead(storage)
    await away_for_a_week(storage, 1)
    [asked] = await back(database)
    await delivered(storage, asked)
    await storage.desk.perform(TEAM, 1, HandOver(ANN, BEN), now=WEEK)
    scene = await storage.outbox.scene(asked)
    assert scene.held == []
    before = (await storage.desk.incident(TEAM, 1, ANN)).chases
    await storage.postroom.decide(TEAM, asked.id, Decision.LET_GO, by=LEAD, now=WEEK)
    await storage.sweeper.sweep(now=WEEK, limit=100)
    assert (await storage.desk.incident(TEAM, 1, ANN)).chases == before


async def test_messages_that_waited_are_held_but_the_card_is_not(
    database: Database, storage: Storage
) -> None:
    await with_a_lead(storage)
    await storage.sweeper.take_note(now=NOON)
    incident = await opened(storage)
    await storage.desk.perform(TEAM, incident.number, HandOver(ANN, BEN), now=NOON)
    again = Storage.over(database, speed=0)
    await again.sweeper.take_note(now=WEEK)
    postman = Postman(again)
    slots = await postman.round(WEEK)
    assert [slot.partition(":")[0] for slot in slots] == ["card", "review", "prompt"]
    asked = next(parcel for parcel in postman.posts if parcel.kind is ParcelKind.REVIEW)
    scene = await again.outbox.scene(asked)
    assert "" in {each.key for each in scene.held}
    await again.postroom.decide(TEAM, asked.id, Decision.SEND, by=LEAD, now=WEEK)
    await again.sweeper.sweep(now=WEEK, limit=100)
    slots = await postman.round(WEEK)
    assert [slot for slot in slots if slot.startswith("note:handed")]


async def test_a_reminder_that_was_on_its_way_is_held_and_let_go(
    database: Database, storage: Storage
) -> None:
    await with_a_lead(storage)
    await away_for_a_week(storage, 1)
    later = NOON + timedelta(days=2)
    await storage.sweeper.take_note(now=later)
    await storage.sweeper.sweep(now=later, limit=10)  # and then nobody sent it
    [asked] = await back(database, WEEK + timedelta(days=3))
    scene = await storage.outbox.scene(asked)
    assert {each.who for each in scene.held} == {ANN}
    await delivered(storage, asked)
    await storage.postroom.decide(TEAM, asked.id, Decision.LET_GO, by=LEAD, now=WEEK)
    sent = await back(database, WEEK + timedelta(days=3, hours=1))
    assert [parcel.kind for parcel in sent] == [ParcelKind.REVIEW]


async def test_a_night_off_holds_nothing(database: Database, storage: Storage) -> None:
    await with_a_lead(storage)
    await away_for_a_week(storage)
    [told] = await back(database, NOON + timedelta(hours=23))
    assert told.kind is ParcelKind.REMINDER


@pytest.mark.parametrize("admin", [True, False])
async def test_without_a_lead_the_admins_are_asked_or_all_goes_as_ever(
    database: Database, storage: Storage, admin: bool
) -> None:
    await with_a_lead(storage, None)
    await storage.directory.save_person(TEAM, Person(ADMIN, is_admin=admin, known_at=NOON))
    await away_for_a_week(storage)
    [first, *_] = await back(database)
    assert (first.kind, first.target) == (
        (ParcelKind.REVIEW, ADMIN) if admin else (ParcelKind.REMINDER, ANN)
    )


async def test_where_nobody_can_be_asked_it_is_sent(database: Database, storage: Storage) -> None:
    await with_a_lead(storage)
    await storage.directory.save_person(TEAM, Person(ADMIN, is_admin=True, known_at=NOON))
    await away_for_a_week(storage)
    [asked] = await back(database)
    await storage.outbox.give_up(asked, now=WEEK, error="user_disabled", barred=True)
    [instead] = await back(database, WEEK + timedelta(minutes=1))
    assert (instead.kind, instead.target) == (ParcelKind.REVIEW, ADMIN)
    await storage.directory.save_person(TEAM, Person(LEAD, active=False, known_at=NOON))
    await storage.outbox.give_up(instead, now=WEEK, error="user_disabled", barred=True)
    told = await back(database, WEEK + timedelta(minutes=3))
    assert [parcel.kind for parcel in told] == [ParcelKind.REMINDER]


async def test_two_replicas_ask_once(database: Database, storage: Storage) -> None:
    await with_a_lead(storage)
    await away_for_a_week(storage)
    # The second one looks at an earlier time than the first: what that one has claimed last is
    # free a minute later, as with any clock that goes back, but it is the same.
    asked = {each.id: each.kind for each in await back(database) + await back(database)}
    assert list(asked.values()) == [ParcelKind.REVIEW]
