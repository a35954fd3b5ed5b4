"""A post whose reply was lost is known again, whatever Slack gives back of it."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.ports import ParcelKind
from tests.handlers.post_office import MISTAKES, PostOffice, open_post_office

TOM = "U0TOM0000"


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    async with open_post_office() as opened:
        yield opened


@pytest.mark.parametrize("without", ["metadata", "blocks", "metadata blocks"])
async def test_a_lost_reply_leaves_one_message(office: PostOffice, without: str) -> None:
    office.sandbox.faults.without = frozenset(without.split())
    office.goes_wrong("chat.postMessage", "lost_reply")
    card = await office.until(office.put(ParcelKind.SLOT, "card"))
    office.goes_wrong("chat.postMessage", "lost_reply")
    assert card.parcel.posted
    note = office.note("🎉 Closed & done: 12 <3", thread_ts=card.parcel.posted.ts)
    await office.until(note)
    assert len(office.in_channel()) == len(office.in_thread(card)) == 1


async def test_what_is_known_as_another_message_is_not_taken_for_it(office: PostOffice) -> None:
    office.sandbox.faults.without = frozenset({"metadata", "blocks"})
    first = await office.until(office.put(ParcelKind.SLOT, "card"))
    twin = office.put(ParcelKind.SLOT, "card", lane="incident:2", unsure=True)
    await office.until(twin)
    assert first.parcel.posted != twin.parcel.posted
    assert len(office.in_channel()) == 2


async def test_what_somebody_else_said_in_the_same_words_is_not_ours(office: PostOffice) -> None:
    office.sandbox.faults.without = frozenset({"metadata", "blocks"})
    card = await office.until(office.put(ParcelKind.SLOT, "card"))
    assert card.parcel.posted
    thread = card.parcel.posted.ts
    await office.sandbox.gestures.say(TOM, MISTAKES, "Closed", thread)
    note = await office.until(office.note("Closed", thread_ts=thread, unsure=True))
    assert note.parcel.posted
    assert len(office.in_thread(card)) == 1


async def test_another_rows_id_tells_them_apart(office: PostOffice) -> None:
    await office.until(office.put(ParcelKind.SLOT, "card"))
    office.outbox.rows.clear()  # not known any more, but its id is not this row's
    other = office.put(ParcelKind.SLOT, "card", unsure=True)
    other.parcel = replace(other.parcel, id="another")
    await office.until(other)
    assert len(office.in_channel()) == 2
