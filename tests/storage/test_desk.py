"""The desk: a decision is kept whole, once, and by nobody who may not see it."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.commands import (
    Command,
    MessageRef,
    MoveStep,
    OpenIncident,
    SnoozeChase,
    SnoozeFor,
    TakeBack,
)
from bot.customer_commands import TellCustomers
from bot.effects import EntryKind
from bot.playbook import Gesture
from bot.ports import Happened, OurMessage, ParcelKind, UnknownIncident
from bot.settings import Settings
from storage.store import Storage
from tests.storage.moves import ANN, BEN, LEAD, NOON, ROOM, STALE, TEAM, Postman, known, opened

TAKE = MoveStep(BEN, "own_it", Gesture.TAKE)
PIN = MessageRef(ROOM, "77.7")


async def test_numbers_count_up_in_each_team(storage: Storage) -> None:
    asked = OpenIncident(ANN, "Wrong invoice", ROOM)
    outcomes = [
        await storage.desk.perform(team, None, asked, now=NOON) for team in ("T1", "T2", "T1")
    ]
    assert [outcome.incident and outcome.incident.number for outcome in outcomes] == [1, 1, 2]
    ids = {outcome.incident.id for outcome in outcomes if outcome.incident}
    assert len(ids) == 3


async def test_many_open_at_once_and_each_gets_its_number(storage: Storage) -> None:
    found = await asyncio.gather(*(opened(storage, f"Mistake {n}") for n in range(40)))
    assert sorted(incident.number for incident in found) == list(range(1, 41))
    page = await storage.desk.open_incidents(TEAM, ANN, offset=30, limit=20)
    assert (len(page.incidents), page.total, page.offset) == (10, 40, 30)


async def test_the_same_command_delivered_twice_opens_one(storage: Storage) -> None:
    asked = OpenIncident(ANN, "Wrong invoice", ROOM)
    outcomes = await asyncio.gather(
        *(storage.desk.perform(TEAM, None, asked, now=NOON, key="trigger:1") for _ in range(6))
    )
    assert sum(outcome.changed for outcome in outcomes) == 1
    assert (await storage.desk.open_incidents(TEAM, ANN, offset=0, limit=9)).total == 1
    # The same key in another workspace is another key.
    assert (await storage.desk.perform("T2", None, asked, now=NOON, key="trigger:1")).changed


async def test_a_gesture_delivered_twice_answers_once(storage: Storage) -> None:
    incident = await opened(storage)
    outcomes = await asyncio.gather(
        *(
            storage.desk.perform(TEAM, incident.number, TAKE, now=NOON, key="event:1")
            for _ in range(4)
        )
    )
    assert sum(outcome.changed for outcome in outcomes) == 1
    assert all(outcome.answer is None for outcome in outcomes)
    assert {outcome.incident.state("own_it").taken_by for outcome in outcomes if outcome.incident}


async def test_of_a_gesture_put_on_and_off_the_latest_counts_in_whatever_order_they_come(
    storage: Storage,
) -> None:
    incident = await opened(storage)
    on, off = NOON + timedelta(microseconds=1), NOON + timedelta(microseconds=2)
    put, taken_off = TAKE, TakeBack(BEN, "own_it", Gesture.TAKE)

    async def holder(happened: list[tuple[Command, datetime]], what: str) -> str | None:
        for command, at in happened:
            await storage.desk.perform(
                TEAM, incident.number, command, now=NOON, happened=Happened(what, at)
            )
        found = await storage.desk.incident(TEAM, incident.number, ANN)
        return found.state("own_it").taken_by

    assert await holder([(taken_off, off), (put, on)], "one") is None
    assert await holder([(put, off), (taken_off, on)], "two") == BEN
    # What was seen at the same moment is the same event once more.
    assert await holder([(taken_off, off)], "two") == BEN
    assert await holder([(taken_off, on)], "three") is None


async def test_two_at_once_on_one_incident_lose_nothing(storage: Storage) -> None:
    incident = await opened(storage, customers=tuple(f"Customer {n}" for n in range(12)))
    told = [TellCustomers(ANN, f"Words {n}", "", (f"Customer {n}",)) for n in range(12)]
    await asyncio.gather(
        *(storage.desk.perform(TEAM, incident.number, each, now=NOON) for each in told)
    )
    after = await storage.desk.incident(TEAM, incident.number, ANN)
    assert [customer.words for customer in after.customers] == [f"Words {n}" for n in range(12)]
    assert after.version == 12
    entries = await storage.desk.timeline(incident.id)
    assert sum(entry.kind is EntryKind.WORDS for entry in entries) == 12


async def test_an_unknown_incident_uses_no_key_up(storage: Storage) -> None:
    with pytest.raises(UnknownIncident):
        await storage.desk.perform(TEAM, 1, TAKE, now=NOON, key="event:1")
    with pytest.raises(UnknownIncident):
        await storage.desk.perform(TEAM, None, TAKE, now=NOON)
    incident = await opened(storage)
    assert incident.number == 1
    assert (await storage.desk.perform(TEAM, 1, TAKE, now=NOON, key="event:1")).changed
    with pytest.raises(UnknownIncident):
        await storage.desk.incident("T2", 1, ANN)


async def test_a_private_incident_is_there_for_its_people_only(storage: Storage) -> None:
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=ANN, now=NOON)
    secret = await opened(storage, "A payslip went astray", private=True)
    await opened(storage)
    for user, sees in ((ANN, 2), (LEAD, 2), (BEN, 1)):
        page = await storage.desk.open_incidents(TEAM, user, offset=0, limit=10)
        assert (len(page.incidents), page.total) == (sees, sees)
    with pytest.raises(UnknownIncident):
        await storage.desk.incident(TEAM, secret.number, BEN)
    with pytest.raises(UnknownIncident):
        await storage.desk.perform(TEAM, secret.number, TAKE, now=NOON)
    assert await storage.desk.incident(TEAM, secret.number, LEAD) == secret


async def test_the_most_pressing_comes_first(storage: Storage) -> None:
    quiet, first, second = [await opened(storage, text) for text in ("Quiet", "First", "Second")]
    for incident, hours in ((first, 1), (second, 2)):
        tell = TellCustomers(ANN, "Hello", next_update_at=NOON + timedelta(hours=hours))
        await storage.desk.perform(TEAM, incident.number, tell, now=NOON)
    page = await storage.desk.open_incidents(TEAM, ANN, offset=0, limit=10)
    found = [incident.number for incident in page.incidents]
    assert found == [first.number, second.number, quiet.number]


async def test_mine_is_what_will_chase_me_and_what_i_lead(storage: Storage) -> None:
    incident = await opened(storage)
    await storage.desk.perform(TEAM, incident.number, TAKE, now=NOON)
    ann, ben = await storage.desk.mine(TEAM, ANN), await storage.desk.mine(TEAM, BEN)
    assert [owed.chase.key for owed in ann.owed] == ["update"]
    assert [owed.number for owed in ann.owned] == [incident.number]
    assert [owed.chase.key for owed in ben.owed] == ["step:own_it"]
    assert ben.owned == ()
    assert await storage.desk.mine("T2", BEN) == await storage.desk.mine(TEAM, "U0NOBODY")


async def test_mine_knows_whether_the_lead_is_reminded_too(storage: Storage) -> None:
    await opened(storage)
    assert [owed.lead for owed in (await storage.desk.mine(TEAM, ANN)).owed] == [False, False]
    for lead, too in ((LEAD, True), (ANN, False)):
        await storage.directory.save_settings(TEAM, Settings(lead=lead), by=ANN, now=NOON)
        assert [owed.lead for owed in (await storage.desk.mine(TEAM, ANN)).owed] == [too, too]


async def test_a_pressed_reminder_is_shown_afresh_even_where_nothing_changes(
    storage: Storage,
) -> None:
    await known(storage, ANN)
    incident = await opened(storage)
    postman = Postman(storage)
    await postman.round()
    await storage.sweeper.sweep(now=STALE, limit=10)
    later = STALE + timedelta(minutes=2)
    [reminder] = await postman.round(later)
    pressed = MessageRef(f"D{ANN}", "3.000100")
    for key, changed in (("update", True), ("nothing", False)):
        snooze = SnoozeChase(ANN, key, SnoozeFor.HOUR)
        outcome = await storage.desk.perform(
            TEAM, incident.number, snooze, now=later, pressed=pressed
        )
        assert outcome.changed is changed
        assert await postman.round(later) == [reminder]
    assert [edit.slot for edit in postman.edits] == [reminder] * 2


async def test_a_reminder_pressed_before_it_is_known_is_shown_afresh(storage: Storage) -> None:
    await known(storage, ANN)
    incident = await opened(storage)
    postman = Postman(storage)
    await postman.round()
    await storage.sweeper.sweep(now=STALE, limit=10)
    later = STALE + timedelta(minutes=2)
    [reminder] = await storage.outbox.claim(now=later, limit=10)
    assert reminder.kind is ParcelKind.REMINDER
    assert await storage.outbox.starting(reminder)
    pressed, snooze = MessageRef("D1", "9.9"), SnoozeChase(ANN, "update", SnoozeFor.HOUR)
    await storage.desk.perform(TEAM, incident.number, snooze, now=later, pressed=pressed)
    await storage.outbox.sent(reminder, pressed, now=later)
    assert reminder.slot in await postman.round(later)
    assert [edit.posted for edit in postman.edits if edit.slot == reminder.slot] == [pressed]


async def test_a_pressed_prompt_is_left_to_the_decision(storage: Storage) -> None:
    incident = await opened(storage)
    postman = Postman(storage)
    await postman.round()
    pressed = MessageRef(ROOM, "2.000100")
    for _ in range(2):
        await storage.desk.perform(TEAM, incident.number, TAKE, now=NOON, pressed=pressed)
    assert await postman.round() == ["card", "prompt:own_it"]
    assert await postman.round() == []


async def test_where_a_message_of_ours_is(storage: Storage) -> None:
    incident = await opened(storage)
    assert await storage.desk.where(incident.id, "prompt:own_it") is None
    await Postman(storage).round()
    assert await storage.desk.where(incident.id, "prompt:own_it") == MessageRef(ROOM, "2.000100")
    assert await storage.desk.where(incident.id, "prevention") is None


async def test_what_is_only_answered_is_answered_once(storage: Storage) -> None:
    news = [await storage.desk.first_time(TEAM, "event:1", now=NOON) for _ in range(2)]
    assert news == [True, False]
    assert await storage.desk.first_time("T2", "event:1", now=NOON)
    assert await storage.desk.dealt_with(TEAM, "event:1")
    assert not await storage.desk.dealt_with("T3", "event:1")


async def test_a_channel_is_welcomed_once(storage: Storage) -> None:
    for _ in range(2):
        await storage.desk.welcome(TEAM, ROOM, now=NOON)
    [parcel] = await storage.outbox.claim(now=NOON, limit=10)
    assert (parcel.kind, parcel.target, parcel.incident_id) == (ParcelKind.WELCOME, ROOM, None)
    await storage.outbox.sent(parcel, MessageRef(ROOM, "1"), now=NOON)
    await storage.desk.welcome(TEAM, ROOM, now=NOON)
    assert await storage.outbox.claim(now=STALE, limit=10) == ()
    ours = await storage.desk.our_message(TEAM, MessageRef(ROOM, "1"))
    assert ours == OurMessage(ParcelKind.WELCOME, "welcome", None)
