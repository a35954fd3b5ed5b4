"""The timeline: marks, corrections, and which messages belong to a thread."""

import asyncio
from datetime import timedelta

import pytest

from bot.commands import (
    GiveSkipReason,
    MarkMessage,
    MessageRef,
    MoveStep,
    UnmarkMessage,
)
from bot.customer_commands import TellCustomers
from bot.effects import CARD, EntryKind
from bot.playbook import Gesture
from bot.ports import OurMessage, ParcelKind, ThreadMessage
from bot.wording.contacts import told_line
from storage.store import Storage
from tests.storage.moves import ANN, BEN, NOON, ROOM, STALE, TEAM, Postman, claim_one, opened

TAKE = MoveStep(BEN, "own_it", Gesture.TAKE)
PIN = MessageRef(ROOM, "77.7")


async def test_a_mark_is_on_the_timeline_while_anybody_marks_it(storage: Storage) -> None:
    incident = await opened(storage)
    await Postman(storage).round()

    async def perform(command: MarkMessage | UnmarkMessage) -> list[str]:
        await storage.desk.perform(TEAM, incident.number, command, now=NOON)
        entries = await storage.desk.timeline(incident.id)
        return [entry.text for entry in entries if entry.message == PIN]

    assert len(await perform(MarkMessage(ANN, PIN, BEN, as_words=False))) == 1
    assert len(await perform(MarkMessage(ANN, PIN, BEN, as_words=False))) == 1
    assert len(await perform(MarkMessage(BEN, PIN, BEN, as_words=False))) == 1
    [parcel] = await storage.outbox.claim(now=NOON, limit=10)
    assert (parcel.kind, parcel.payload["ts"]) == (ParcelKind.FETCH_WORDS, PIN.ts)
    await storage.outbox.words_found(parcel, "We called them", now=NOON)
    await storage.outbox.sent(parcel, None, now=NOON)
    assert await storage.outbox.claim(now=STALE, limit=10) == ()
    assert await perform(UnmarkMessage(ANN, PIN, as_words=False)) == ["We called them"]
    assert await perform(UnmarkMessage(BEN, PIN, as_words=False)) == []


async def test_words_that_were_looked_up_are_what_the_customer_heard(storage: Storage) -> None:
    incident = await opened(storage, customers=("ACME",))
    await Postman(storage).round()
    for marked, text in ((PIN, "We called them"), (MessageRef(ROOM, "78.8"), "It is on its way")):
        mark = MarkMessage(ANN, marked, BEN, as_words=True)
        await storage.desk.perform(TEAM, incident.number, mark, now=NOON)
        parcels = await storage.outbox.claim(now=NOON, limit=10)
        [parcel] = [each for each in parcels if each.kind is ParcelKind.FETCH_WORDS]
        await storage.outbox.words_found(parcel, text, now=NOON)
        await storage.outbox.words_found(parcel, "Not ours any more", now=NOON)
        [acme] = (await storage.desk.incident(TEAM, incident.number, ANN)).customers
        assert (acme.words, acme.told_by) == (text, BEN)


async def test_words_that_were_marked_by_a_slip_are_on_no_record_any_more(storage: Storage) -> None:
    incident = await opened(storage, customers=("ACME",))
    await Postman(storage).round()
    for user in (ANN, BEN):
        mark = MarkMessage(user, PIN, BEN, as_words=True)
        await storage.desk.perform(TEAM, incident.number, mark, now=NOON)
    parcels = await storage.outbox.claim(now=NOON, limit=10)
    for parcel in (each for each in parcels if each.kind is ParcelKind.FETCH_WORDS):
        await storage.outbox.words_found(parcel, "Only among ourselves", now=NOON)
    one = await storage.desk.perform(
        TEAM, incident.number, UnmarkMessage(ANN, PIN, as_words=True), now=NOON
    )
    assert one.incident and one.incident.customers[0].words == "Only among ourselves"
    await storage.desk.perform(
        TEAM, incident.number, UnmarkMessage(BEN, PIN, as_words=True), now=NOON
    )
    found = await storage.desk.incident(TEAM, incident.number, ANN)
    [acme] = found.customers
    assert (acme.words, acme.told_at, acme.told_by) == ("", None, None)
    assert (found.first_told_at, found.words_given) == (None, ())


async def test_a_slip_leaves_the_contact_before_it(storage: Storage) -> None:
    incident = await opened(storage, customers=("ACME",))
    await Postman(storage).round()
    told = TellCustomers(BEN, "We are sorry")
    await storage.desk.perform(TEAM, incident.number, told, now=NOON)
    for command in (
        MarkMessage(ANN, PIN, BEN, as_words=True),
        UnmarkMessage(ANN, PIN, as_words=True),
    ):
        await storage.desk.perform(TEAM, incident.number, command, now=NOON + timedelta(hours=1))
    found = await storage.desk.incident(TEAM, incident.number, ANN)
    assert found.first_told_at == NOON
    [acme] = found.customers
    assert (acme.told_at, acme.told_by, acme.words) == (NOON, BEN, "We are sorry")
    assert [each.at for each in found.words_given] == [NOON]


async def test_words_that_come_after_a_slip_was_taken_back_are_nobodys(storage: Storage) -> None:
    incident = await opened(storage, customers=("ACME",))
    await Postman(storage).round()
    told, later = TellCustomers(BEN, "We are sorry"), NOON + timedelta(hours=1)
    await storage.desk.perform(TEAM, incident.number, told, now=NOON)
    mark = MarkMessage(ANN, PIN, BEN, as_words=True)
    await storage.desk.perform(TEAM, incident.number, mark, now=later)
    parcels = await storage.outbox.claim(now=later, limit=10)
    [fetch] = [each for each in parcels if each.kind is ParcelKind.FETCH_WORDS]
    unmark = UnmarkMessage(ANN, PIN, as_words=True)
    await storage.desk.perform(TEAM, incident.number, unmark, now=later)
    await storage.outbox.words_found(fetch, "Only among ourselves", now=later)
    found = await storage.desk.incident(TEAM, incident.number, ANN)
    assert found.customers[0].words == "We are sorry"


async def mega(storage: Storage, number: int, user: str, seconds: int, *, on: bool = True) -> None:
    """Somebody puts 📣 on that message, or takes it off; its words are looked up."""
    at = NOON + timedelta(seconds=seconds)
    command = MarkMessage(user, PIN, BEN, as_words=True)
    off = UnmarkMessage(user, PIN, as_words=True)
    await storage.desk.perform(TEAM, number, command if on else off, now=at)
    for parcel in await storage.outbox.claim(now=at, limit=10):
        if parcel.kind is ParcelKind.FETCH_WORDS:
            await storage.outbox.words_found(parcel, "Only among ourselves", now=at)
        else:
            await storage.outbox.sent(parcel, parcel.posted, now=at)


@pytest.mark.parametrize("first", [ANN, BEN])
async def test_a_slip_of_two_people_leaves_nothing(storage: Storage, first: str) -> None:
    incident = await opened(storage, customers=("ACME",))
    await Postman(storage).round()
    await mega(storage, incident.number, ANN, 1)
    await mega(storage, incident.number, BEN, 20)
    await mega(storage, incident.number, first, 40, on=False)
    await mega(storage, incident.number, BEN if first == ANN else ANN, 60, on=False)
    found = await storage.desk.incident(TEAM, incident.number, ANN)
    [acme] = found.customers
    assert (acme.words, acme.told_at, acme.told_by) == ("", None, None)
    assert (found.first_told_at, found.words_given) == (None, ())


async def test_a_slip_whose_entry_was_corrected_leaves_nothing(storage: Storage) -> None:
    incident = await opened(storage, customers=("ACME",))
    await Postman(storage).round()
    await mega(storage, incident.number, ANN, 1)
    [entry] = [e for e in await storage.desk.timeline(incident.id) if e.message == PIN]
    await storage.desk.correct_entry(incident.id, entry.id, at=NOON, text="Among us")
    await mega(storage, incident.number, ANN, 60, on=False)
    found = await storage.desk.incident(TEAM, incident.number, ANN)
    assert (found.customers[0].words, found.customers[0].told_at) == ("", None)
    assert (found.first_told_at, found.words_given) == (None, ())


async def test_what_is_marked_once_more_has_its_words(storage: Storage) -> None:
    incident = await opened(storage, customers=("ACME",))
    await Postman(storage).round()
    await mega(storage, incident.number, ANN, 1)
    await mega(storage, incident.number, ANN, 20, on=False)
    await mega(storage, incident.number, ANN, 40)
    [acme] = (await storage.desk.incident(TEAM, incident.number, ANN)).customers
    assert (acme.words, acme.told_at) == ("Only among ourselves", NOON + timedelta(seconds=40))


async def test_who_was_never_told_is_not_told_by_a_slip(storage: Storage) -> None:
    incident = await opened(storage, customers=("ACME", "Bolt"))
    await Postman(storage).round()
    told = TellCustomers(BEN, "We are sorry", "phone", ("ACME",))
    await storage.desk.perform(TEAM, incident.number, told, now=NOON)
    await mega(storage, incident.number, ANN, 20)
    await mega(storage, incident.number, ANN, 40, on=False)
    acme, bolt = (await storage.desk.incident(TEAM, incident.number, ANN)).customers
    assert (acme.told_at, acme.told_by, acme.words) == (NOON, BEN, "We are sorry")
    assert (bolt.told_at, bolt.words) == (None, "")


async def test_the_card_says_that_the_words_were_the_same_once_they_are_known(
    storage: Storage,
) -> None:
    incident = await opened(storage, customers=("ACME", "Globex"))
    await Postman(storage).round()
    mark = MarkMessage(ANN, PIN, BEN, as_words=True)
    await storage.desk.perform(TEAM, incident.number, mark, now=NOON)
    [words] = [each for each in await storage.outbox.claim(now=NOON, limit=10) if each.slot != CARD]
    await Postman(storage).round()
    told = await storage.desk.incident(TEAM, incident.number, ANN)
    assert told_line(told) == "*Told:* all 2"
    await storage.outbox.words_found(words, "We called them", now=NOON)
    told = await storage.desk.incident(TEAM, incident.number, ANN)
    assert told_line(told) == "*Told:* same words to all 2"
    assert [each.slot for each in await storage.outbox.claim(now=STALE, limit=10)] == [CARD]


async def test_a_message_with_both_marks_stands_there_once(storage: Storage) -> None:
    incident = await opened(storage)

    async def perform(command: MarkMessage | UnmarkMessage, minutes: int) -> list[EntryKind]:
        moment = NOON + timedelta(minutes=minutes)
        await storage.desk.perform(TEAM, incident.number, command, now=moment)
        entries = await storage.desk.timeline(incident.id)
        return [entry.kind for entry in entries if entry.message == PIN]

    assert await perform(MarkMessage(ANN, PIN, BEN, as_words=False), 0) == [EntryKind.PINNED]
    assert await perform(MarkMessage(BEN, PIN, BEN, as_words=True), 5) == [EntryKind.WORDS]
    [entry] = [each for each in await storage.desk.timeline(incident.id) if each.message]
    assert entry.at == NOON
    await storage.desk.correct_entry(incident.id, entry.id, at=NOON, text="We called them")
    assert await perform(UnmarkMessage(BEN, PIN, as_words=True), 6) == [EntryKind.PINNED]
    [entry] = [each for each in await storage.desk.timeline(incident.id) if each.message]
    assert (entry.at, entry.text) == (NOON, "We called them")


async def test_a_reason_given_later_joins_the_skip(storage: Storage) -> None:
    incident = await opened(storage)

    async def perform(command: MoveStep | GiveSkipReason, minutes: int) -> list[str]:
        moment = NOON + timedelta(minutes=minutes)
        await storage.desk.perform(TEAM, incident.number, command, now=moment)
        return [entry.text for entry in await storage.desk.timeline(incident.id)][1:]

    skip = MoveStep(BEN, "own_it", Gesture.SKIP, by_reaction=True)
    assert await perform(skip, 1) == ["“Own it” skipped"]
    why = GiveSkipReason(ANN, "own_it", "They told us")
    assert await perform(why, 2) == ["“Own it” skipped: They told us"]
    entry = (await storage.desk.timeline(incident.id))[-1]
    assert (entry.at, entry.by) == (NOON + timedelta(minutes=1), BEN)
    await storage.desk.correct_entry(incident.id, entry.id, at=entry.at, text="They knew")
    assert await perform(GiveSkipReason(ANN, "own_it", "Other words"), 3) == ["They knew"]


async def test_a_card_that_is_just_being_posted_counts_as_a_thread(storage: Storage) -> None:
    """Whoever marks a message in that moment is heard."""
    for room in (f"C{number}" for number in range(6)):
        await opened(storage, channel=room)
        sent = asyncio.create_task(_send_card(storage, room))
        while not sent.done():
            assert await storage.desk.has_threads(TEAM, room)
        await sent


async def test_among_people_a_card_on_its_way_may_be_in_any_conversation(storage: Storage) -> None:
    """Which one it is, is known once it is posted."""
    incident = await opened(storage, channel="", private=True)
    assert incident.home.channel.startswith("U")
    assert await storage.desk.has_threads(TEAM, "G_AMONG_US")
    await storage.outbox.sent(await claim_one(storage), MessageRef("G_AMONG_US", "1.1"), now=NOON)
    assert await storage.desk.has_threads(TEAM, "G_AMONG_US")
    assert not await storage.desk.has_threads(TEAM, "G_OTHERS")


async def _send_card(storage: Storage, room: str) -> None:
    for parcel in await storage.outbox.claim(now=NOON, limit=10):
        if (parcel.slot, parcel.target) == (CARD, room):
            await Postman(storage).send(parcel)


async def test_an_entry_can_be_corrected_and_backdated(storage: Storage) -> None:
    incident = await opened(storage)
    [entry] = await storage.desk.timeline(incident.id)
    earlier = NOON - timedelta(hours=3)
    await storage.desk.correct_entry(incident.id, entry.id, at=earlier, text="Noticed")
    await storage.desk.correct_entry(incident.id + 1, entry.id, at=NOON, text="Not this one")
    [after] = await storage.desk.timeline(incident.id)
    assert (after.at, after.text, after.by) == (earlier, "Noticed", ANN)


async def test_messages_of_the_thread_are_known(storage: Storage) -> None:
    incident = await opened(storage)
    postman = Postman(storage)
    assert await storage.desk.has_threads(TEAM, ROOM)  # its card is on its way
    assert not await storage.desk.has_threads(TEAM, "C_ELSEWHERE")
    assert await postman.round() == ["card", "prompt:own_it"]
    assert await storage.desk.has_threads(TEAM, ROOM)
    assert not await storage.desk.has_threads("T2", ROOM)
    card, prompt = MessageRef(ROOM, "1.000100"), MessageRef(ROOM, "2.000100")
    known_as = await storage.desk.our_message(TEAM, prompt)
    assert known_as == OurMessage(ParcelKind.SLOT, "prompt:own_it", incident.number)
    assert await storage.desk.our_message("T2", prompt) is None
    assert await storage.outbox.is_known(postman.posts[0], prompt)
    assert not await storage.outbox.is_known(postman.posts[0], PIN)
    assert await storage.desk.our_message(TEAM, PIN) is None
    assert await storage.desk.thread_number(TEAM, ROOM, card.ts) == incident.number
    assert await storage.desk.thread_number(TEAM, ROOM, prompt.ts) is None
    for _ in range(2):
        await storage.desk.saw_thread_message(TEAM, incident.number, PIN, BEN, NOON)
    assert await storage.desk.thread_message(TEAM, PIN) == ThreadMessage(incident.number, BEN)
    await storage.desk.saw_thread_message(TEAM, 99, MessageRef(ROOM, "8"), BEN, NOON)
    assert await storage.desk.thread_message(TEAM, MessageRef(ROOM, "8")) is None
