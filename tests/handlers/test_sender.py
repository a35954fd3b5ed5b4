"""Promised messages reach Slack: in order, once, whatever goes wrong on the way."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.commands import MessageRef
from bot.ports import ParcelKind
from handlers.sender import LONGEST_WAIT, TRIES
from sandbox.faults import FaultKind
from tests.handlers.cases import an_incident, settled
from tests.handlers.limits import texts
from tests.handlers.post_office import (
    DELIVERIES,
    GENERAL,
    MISTAKES,
    PostOffice,
    open_post_office,
)

PRIYA, TOM = "U0PRIYA00", "U0TOM0000"


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    async with open_post_office() as opened:
        yield opened


async def test_card_first_then_what_belongs_below_it(office: PostOffice) -> None:
    card = office.put(ParcelKind.SLOT, "card")
    prompt = office.put(ParcelKind.SLOT, "prompt:own_it")
    await office.until(prompt)
    assert len(office.in_channel()) == 1
    assert "Own it" in texts(office.in_thread(card)[0].blocks)
    metadata = office.in_channel()[0].metadata
    assert metadata == {"event_type": "amends_message", "event_payload": {"id": card.parcel.id}}
    assert office.sandbox.slack.refusals == []


async def test_wanted_again_it_is_edited_in_place(office: PostOffice) -> None:
    card = await office.until(office.put(ParcelKind.SLOT, "card"))
    prompt = await office.until(office.put(ParcelKind.SLOT, "prompt:own_it"))
    office.outbox.incident = settled(an_incident(), "own_it")
    office.again(prompt)
    await office.until(prompt)
    (shown,) = office.in_thread(card)
    assert texts(shown.blocks).startswith("✅ *Own it*")


async def test_nothing_left_to_say_is_sent_too(office: PostOffice) -> None:
    row = await office.until(office.put(ParcelKind.REMINDER, "reminder:1", target=PRIYA))
    assert row.parcel.posted is None
    assert office.sandbox.slack.refusals == []


async def test_slower_parks_that_channel_alone(office: PostOffice) -> None:
    office.goes_wrong("chat.postMessage", "429", retry_after=3)
    slow = office.put(ParcelKind.SLOT, "card")
    await office.until(slow, "waiting")
    other = office.put(ParcelKind.SLOT, "card", target=DELIVERIES, lane="incident:2")
    await office.until(other, seconds=2)
    assert slow.state != "sent"
    await office.until(slow)
    assert len(office.in_channel()) == 1
    assert slow.tries[0] == "ratelimited"


async def test_many_in_one_channel_keep_to_its_pace() -> None:
    """Slack allows about one a second: no refusal, and the time it takes at least."""
    async with open_post_office(speed=1) as office:
        office.sandbox.faults.posts_per_channel_per_s = 1
        begun = asyncio.get_running_loop().time()
        rows = [office.put(ParcelKind.SLOT, "card", lane=f"incident:{n}") for n in range(5)]
        for row in rows:
            await office.until(row)
        # Five and a half seconds where nothing else runs; what must not be is a wait of a lease.
        assert asyncio.get_running_loop().time() - begun < 15
        assert office.sandbox.slack.refusals == []
        assert len(office.in_channel()) == 5
        assert any("paced" in row.tries for row in rows), "the worker does not wait for long"


async def test_a_lost_reply_is_found_again_and_says_what_is_true_now(office: PostOffice) -> None:
    office.goes_wrong("chat.postMessage", "lost_reply")
    card = office.put(ParcelKind.SLOT, "card")
    await office.tried(card)
    office.outbox.incident = an_incident("Two invoices were wrong")
    await office.until(card)
    (shown,) = office.in_channel()
    assert "Two invoices were wrong" in texts(shown.blocks)
    assert card.parcel.posted == MessageRef(MISTAKES, shown.ts)


async def test_a_lost_note_is_found_again_in_its_thread(office: PostOffice) -> None:
    card = await office.until(office.put(ParcelKind.SLOT, "card"))
    office.goes_wrong("chat.postMessage", "lost_reply")
    assert card.parcel.posted
    note = office.note("Reopened", thread_ts=card.parcel.posted.ts)
    await office.until(note)
    assert [message.text for message in office.in_thread(card)] == ["Reopened"]
    assert note.tries == ["connection_lost"]


async def test_many_pages_are_looked_through(office: PostOffice) -> None:
    card = await office.until(office.put(ParcelKind.SLOT, "card"))
    assert card.parcel.posted
    thread = card.parcel.posted.ts
    for number in range(120):
        await office.sandbox.gestures.say(TOM, MISTAKES, f"reply {number}", thread)
    office.goes_wrong("chat.postMessage", "lost_reply")
    note = office.note("Closed", thread_ts=thread)
    await office.until(note)
    assert [message.text for message in office.in_thread(card)] == ["Closed"]


@pytest.mark.parametrize("kind", ["hang", "500", "503"])
async def test_without_an_answer_we_look_and_then_send_once(
    office: PostOffice, kind: FaultKind
) -> None:
    office.goes_wrong("chat.postMessage", kind, seconds=2)
    await office.until(office.put(ParcelKind.SLOT, "card"))
    assert len(office.in_channel()) == 1


@pytest.mark.parametrize("kind", ["429", "lost_reply", "502"])
async def test_a_look_that_fails_is_made_again(office: PostOffice, kind: FaultKind) -> None:
    office.goes_wrong("chat.postMessage", "lost_reply")
    office.goes_wrong("conversations.history", kind)
    await office.until(office.put(ParcelKind.SLOT, "card"))
    assert len(office.in_channel()) == 1


@pytest.mark.parametrize("kind", ["lost_reply", "500", "429", "hang"])
async def test_an_edit_is_simply_made_again(office: PostOffice, kind: FaultKind) -> None:
    card = await office.until(office.put(ParcelKind.SLOT, "card"))
    office.goes_wrong("chat.update", kind, seconds=2)
    office.outbox.incident = an_incident("Another wrong invoice")
    office.again(card)
    await office.until(card)
    assert "Another wrong invoice" in texts(office.in_channel()[0].blocks)
    assert not card.parcel.unsure


async def test_a_deleted_message_is_posted_again(office: PostOffice) -> None:
    card = await office.until(office.put(ParcelKind.SLOT, "card"))
    prompt = await office.until(office.put(ParcelKind.SLOT, "prompt:own_it"))
    assert prompt.parcel.posted
    shown = office.sandbox.slack.message(MISTAKES, prompt.parcel.posted.ts)
    assert shown
    office.sandbox.slack.delete(shown)
    office.again(prompt)
    await office.until(prompt)
    assert prompt.tries == ["gone"]
    assert len([each for each in office.in_thread(card) if not each.deleted]) == 1


async def test_a_reply_waits_while_the_card_is_away(office: PostOffice) -> None:
    note = office.note("Closed", thread_ts="1600000000.000100")
    assert await office.tried(note) == "thread_not_found"
    nowhere = office.note("Opened", lane="incident:2")
    assert await office.tried(nowhere) == "no thread yet"
    assert office.in_channel() == []


@pytest.mark.parametrize(
    ("target", "error"),
    [
        (GENERAL, "not_in_channel"),
        ("C0NOWHERE", "channel_not_found"),
        ("U0NOBODY0,U0TOM0000", "user_not_found"),
    ],
)
async def test_what_slack_will_never_take_is_given_up(
    office: PostOffice, target: str, error: str
) -> None:
    row = office.put(ParcelKind.SLOT, "card", target=target)
    await office.until(row, "dead")
    assert row.error == f"barred: {error}"


async def test_a_lapsed_lease_sends_nothing(office: PostOffice) -> None:
    office.outbox.taken_away.add("p0")
    row = office.put(ParcelKind.SLOT, "card")
    await office.until(office.put(ParcelKind.SLOT, "card", lane="incident:2", target=DELIVERIES))
    assert office.in_channel() == []
    assert row.state == "flying"


async def test_direct_messages_to_one_and_to_several(office: PostOffice) -> None:
    one = await office.until(office.put(ParcelKind.WELCOME, "welcome", target=PRIYA, lane="a"))
    both = office.put(ParcelKind.SLOT, "card", target=f"{PRIYA},{TOM}", lane="b")
    await office.until(both)
    assert one.parcel.posted
    assert both.parcel.posted
    kinds = [
        office.sandbox.slack.channels[row.parcel.posted.channel].kind
        for row in (one, both)
        if row.parcel.posted
    ]
    assert kinds == ["im", "mpim"]


async def test_a_direct_message_in_doubt_is_looked_for_there(office: PostOffice) -> None:
    office.goes_wrong("chat.postMessage", "lost_reply")
    row = office.put(ParcelKind.WELCOME, "welcome", target=PRIYA)
    await office.until(row)
    assert row.parcel.posted
    assert len(office.in_channel(row.parcel.posted.channel)) == 1


async def test_an_outbox_that_does_not_answer_is_asked_again(office: PostOffice) -> None:
    office.outbox.broken = 2
    await office.until(office.put(ParcelKind.SLOT, "card"))


async def test_an_outcome_that_could_not_be_kept_is_left_to_the_lease(office: PostOffice) -> None:
    office.outbox.deaf = True
    office.goes_wrong("chat.postMessage", "lost_reply")
    row = office.put(ParcelKind.SLOT, "card")
    await office.until(office.put(ParcelKind.SLOT, "card", lane="incident:2", target=DELIVERIES))
    assert row.state == "flying"
    row.parcel = replace(row.parcel, unsure=True)  # as the next claim finds it
    office.again(row)
    await office.until(row)
    assert len(office.in_channel()) == 1


async def test_a_fault_of_our_own_stops_one_message_only(office: PostOffice) -> None:
    office.outbox.scenes_broken = 1
    row = await office.until(office.put(ParcelKind.SLOT, "card"))
    assert row.tries == ["KeyError"]
    office.outbox.scenes_broken = 100
    bad = office.put(ParcelKind.SLOT, "card", attempts=5)
    await office.until(bad, "stuck")
    assert bad.error == "KeyError"


async def test_what_only_waited_for_its_turn_has_not_failed(office: PostOffice) -> None:
    office.goes_wrong("chat.postMessage", "429", count=2, retry_after=1)
    row = office.put(ParcelKind.SLOT, "card", attempts=4)
    await office.until(row, "waiting")
    for _ in range(500):
        if len(row.tries) == 2:
            break
        await asyncio.sleep(0.01)
    assert (row.tries, row.parcel.attempts) == (["ratelimited"] * 2, 4)
    await office.until(row)


async def test_what_slack_does_not_answer_for_half_an_hour_is_said_to_be_stuck(
    office: PostOffice,
) -> None:
    office.goes_wrong("chat.postMessage", "503", count=2)
    early = office.put(ParcelKind.SLOT, "card", attempts=TRIES - 2)
    await office.tried(early)
    assert early.parcel.attempts == TRIES - 1
    waited = (early.due - office.outbox.clock()).total_seconds()
    assert 200 < waited <= LONGEST_WAIT
    office.again(early)
    await office.until(early, "stuck")
    assert early.error == "http_503"
    assert sum(min(2.0**n, LONGEST_WAIT) for n in range(TRIES - 1)) == pytest.approx(1800, abs=120)


async def test_closing_waits_for_what_is_under_way_and_ends_what_hangs() -> None:
    async with open_post_office(answer_within=30) as office:
        office.goes_wrong("chat.postMessage", "hang", seconds=1)
        row = office.put(ParcelKind.SLOT, "card")
        await office.until(row, "flying")
        await asyncio.sleep(0.1)
        await office.sender.close(0.1)
        assert row.state == "waiting", "another replica may have it at once"


async def test_an_odd_thread_is_posted_without_a_look(office: PostOffice) -> None:
    """In doubt, but with nothing to look at: the attempt itself tells."""
    row = office.put(ParcelKind.SLOT, "card", target=GENERAL, unsure=True)
    await office.until(row, "dead")
    assert row.error == "barred: not_in_channel"
