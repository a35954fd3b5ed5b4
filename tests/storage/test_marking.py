"""Marks on messages that are not known yet: owed, taken back, made once."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.commands import MarkMessage, MessageRef
from bot.effects import EntryKind, Outcome
from bot.marks import Mark, mark_of
from bot.ports import Happened, Parcel, ParcelKind, ThreadMessage
from storage.database import Database
from storage.store import Storage
from storage.tables import outbox
from tests.storage.moves import ANN, BEN, LAPSED, NOON, ROOM, TEAM, Postman, opened

SAID = MessageRef(ROOM, "77.7")
LATER = NOON + timedelta(minutes=20)


def put_on(seconds: float = 0, *, as_words: bool = False, by: str = ANN) -> Mark:
    """The mark as it was put on, or taken off, so long after noon by Slack's clock."""
    what = f"{SAID.channel}:{SAID.ts}:{by}:{as_words}"
    happened = Happened(what, NOON + timedelta(seconds=seconds))
    return Mark(by, SAID, as_words, NOON, happened)


async def owed(storage: Storage, now: datetime = NOON) -> list[Parcel]:
    """The looks that are claimed now."""
    found = await storage.outbox.claim(now=now, limit=50)
    return [parcel for parcel in found if parcel.kind is ParcelKind.MARK]


async def make(storage: Storage, parcel: Parcel, now: datetime = NOON) -> Outcome | None:
    """Slack has shown that it is Ben's, in the thread of #1."""
    mark = mark_of(parcel.payload)
    return await storage.marks.make(parcel, mark, ThreadMessage(1, BEN), now=now)


async def marked(storage: Storage, incident_id: int) -> list[tuple[EntryKind, datetime, str]]:
    """What stands for a message on the timeline."""
    entries = await storage.desk.timeline(incident_id)
    return [(each.kind, each.at, each.by) for each in entries if each.message == SAID]


@pytest.fixture
async def incident_id(storage: Storage) -> int:
    incident = await opened(storage)
    await Postman(storage).round()
    return incident.id


async def test_it_is_kept_once_and_made_once(storage: Storage, incident_id: int) -> None:
    for _ in range(2):  # delivered twice
        assert await storage.marks.owe(TEAM, put_on(), key="event:1", now=NOON) is None
    [first] = await owed(storage)
    assert (first.target, first.incident_id) == (ROOM, None)
    assert mark_of(first.payload) == put_on()
    [parcel] = await owed(storage, LAPSED)  # the one who had it died
    assert await make(storage, first, LATER) is None
    outcome = await make(storage, parcel, LATER)
    assert outcome
    assert outcome.answer
    assert await make(storage, parcel, LATER) is None
    assert await marked(storage, incident_id) == [(EntryKind.PINNED, NOON, BEN)]
    assert await storage.desk.thread_message(TEAM, SAID) == ThreadMessage(1, BEN)
    # Delivered again: it is known by now, and dealt with.
    known = await storage.marks.owe(TEAM, put_on(), key="event:1", now=LATER)
    assert known == ThreadMessage(1, BEN)
    again = MarkMessage(ANN, SAID, BEN, as_words=False)
    happened = put_on().happened
    repeated = await storage.desk.perform(
        TEAM, 1, again, now=LATER, key="event:1", happened=happened
    )
    assert repeated.repeated
    assert await owed(storage, LATER) == []


async def test_delivered_again_while_it_is_owed_it_is_made(
    storage: Storage, incident_id: int
) -> None:
    """The message has become known between the two."""
    await storage.marks.owe(TEAM, put_on(), key="event:1", now=NOON)
    await storage.desk.saw_thread_message(TEAM, 1, SAID, BEN, NOON)
    again = MarkMessage(ANN, SAID, BEN, as_words=False)
    happened = put_on().happened
    repeated = await storage.desk.perform(
        TEAM, 1, again, now=NOON, key="event:1", happened=happened
    )
    assert repeated.repeated
    [parcel] = await owed(storage)
    assert await make(storage, parcel)
    assert await marked(storage, incident_id) == [(EntryKind.PINNED, NOON, BEN)]


async def test_taken_off_before_the_look_nothing_is_marked(
    storage: Storage, incident_id: int
) -> None:
    await storage.marks.owe(TEAM, put_on(), key="event:1", now=NOON)
    await storage.marks.owe(TEAM, put_on(as_words=True), key="event:2", now=NOON)
    assert await storage.marks.take_back(TEAM, put_on(1)) is None
    [other] = await owed(storage)
    assert mark_of(other.payload).as_words
    await storage.marks.let_be(other)
    assert await owed(storage, LATER) == []
    assert await marked(storage, incident_id) == []


async def test_taken_off_during_the_look_nothing_is_marked(
    storage: Storage, incident_id: int
) -> None:
    await storage.marks.owe(TEAM, put_on(), key="event:1", now=NOON)
    [parcel] = await owed(storage)
    assert await storage.marks.take_back(TEAM, put_on(1)) is None
    assert await make(storage, parcel) is None
    assert not await storage.outbox.starting(parcel)
    assert await marked(storage, incident_id) == []


async def test_what_slack_delivers_the_other_way_round(storage: Storage, incident_id: int) -> None:
    await storage.marks.take_back(TEAM, put_on(1))
    await storage.marks.owe(TEAM, put_on(), key="event:1", now=NOON)
    assert await owed(storage) == []
    await storage.marks.owe(TEAM, put_on(3), key="event:3", now=NOON)
    await storage.marks.take_back(TEAM, put_on(2))  # that was before it was put on again
    [parcel] = await owed(storage)
    await make(storage, parcel)
    assert len(await marked(storage, incident_id)) == 1


async def test_where_slack_does_not_say_when(storage: Storage, incident_id: int) -> None:
    undated = replace(put_on(), happened=None)
    await storage.marks.owe(TEAM, undated, key=None, now=NOON)
    await storage.marks.owe(TEAM, undated, key=None, now=NOON)
    [parcel] = await owed(storage)
    await make(storage, parcel)
    assert len(await marked(storage, incident_id)) == 1
    other = replace(undated, message=MessageRef(ROOM, "78.8"))
    await storage.marks.owe(TEAM, other, key="event:2", now=NOON)
    await storage.marks.take_back(TEAM, other)
    assert await owed(storage) == []


async def test_taken_off_once_it_is_known_is_for_the_desk(
    storage: Storage, incident_id: int
) -> None:
    await storage.marks.owe(TEAM, put_on(), key="event:1", now=NOON)
    [parcel] = await owed(storage)
    off, made = await asyncio.gather(
        storage.marks.take_back(TEAM, put_on(1)), make(storage, parcel)
    )
    # Whichever came first: either it was not made, or whoever took it off is told it is there.
    assert (off is None) is (made is None or not made.changed)
    assert len(await marked(storage, incident_id)) == (1 if off else 0)
    assert await storage.marks.take_back(TEAM, put_on(0)) is None  # older than what is known


async def test_who_may_not_see_it_marks_nothing(storage: Storage) -> None:
    incident = await opened(storage, private=True, in_private_channel=True)
    await Postman(storage).round()
    await storage.marks.owe(TEAM, replace(put_on(by=BEN), by="U0EVE"), key="event:1", now=NOON)
    [parcel] = await owed(storage)
    mark = replace(mark_of(parcel.payload), message=MessageRef("C0ELSEWHERE", "77.7"))
    assert await storage.marks.make(parcel, mark, ThreadMessage(1, BEN), now=NOON) is None
    assert await owed(storage, LATER) == []
    assert await marked(storage, incident.id) == []


async def test_nothing_is_kept_of_what_is_none_of_ours(
    storage: Storage, database: Database, incident_id: int
) -> None:
    for number in range(2):
        await storage.marks.owe(TEAM, put_on(number), key=f"event:{number}", now=NOON)
    [parcel] = await owed(storage)
    await storage.marks.let_be(parcel)
    [parcel] = await owed(storage)
    # Slack will never show it.
    await storage.outbox.give_up(parcel, now=NOON, error="not_in_channel", barred=True)
    kinds = select(outbox.c.kind)
    kept = await database.read(lambda session: session.connection().execute(kinds).scalars().all())
    assert ParcelKind.MARK.value not in kept


async def test_a_channel_with_a_new_id_is_looked_at_under_it(
    storage: Storage, incident_id: int
) -> None:
    await storage.marks.owe(TEAM, put_on(), key="event:1", now=NOON)
    await storage.desk.channel_renamed(TEAM, ROOM, "C0RENAMED")
    [parcel] = await owed(storage)
    assert (parcel.target, parcel.payload["channel"]) == ("C0RENAMED", "C0RENAMED")
    assert await make(storage, parcel)
