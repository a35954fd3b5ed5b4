"""Whose turn it is, among replicas: a lapsed lease sends nothing, and silence is for everybody."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from bot.calendar import WorkingTime
from bot.pace import POST, UPDATE, line_of
from bot.ports import ParcelKind
from bot.settings import Settings
from handlers.connecting import CALL_SECONDS
from tests.handlers.cases import PRIYA, TOM, a_chase, an_incident, an_item
from tests.handlers.limits import texts
from tests.handlers.post_office import DELIVERIES, MISTAKES, PostOffice, open_post_office
from tests.stories.waiting import eventually


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    async with open_post_office() as opened:
        yield opened


@pytest.mark.parametrize("left", [-1.0, CALL_SECONDS - 1], ids=["over", "nearly over"])
@pytest.mark.parametrize("posted", [True, False], ids=["edit", "post"])
async def test_who_was_held_up_beyond_the_lease_overwrites_nothing(
    office: PostOffice, posted: bool, left: float
) -> None:
    """As after a machine was suspended: another may have said something newer meanwhile, or may do
    so while Slack still makes up its mind about ours."""
    card = office.put(ParcelKind.SLOT, "card")
    if posted:
        await office.until(card)
    before = [texts(message.blocks) for message in office.in_channel()]
    office.outbox.incident = an_incident("What was true before the pause")
    lapsed = office.outbox.clock() + timedelta(seconds=left)
    card.parcel = replace(card.parcel, held_until=lapsed)
    office.again(card)
    other = office.put(ParcelKind.SLOT, "card", lane="incident:2", target=DELIVERIES)
    await office.until(other)
    assert [texts(message.blocks) for message in office.in_channel()] == before
    assert card.state == "flying", "whoever claims it next sends it"


async def test_slacks_wish_for_silence_is_passed_on(office: PostOffice) -> None:
    office.goes_wrong("chat.postMessage", "429", retry_after=2)
    card = await office.until(office.put(ParcelKind.SLOT, "card"))
    office.goes_wrong("chat.update", "429", retry_after=1)
    office.again(card)
    await office.until(card)
    assert office.outbox.parked == {line_of(POST, MISTAKES): 2, UPDATE: 1}


FEW = f"{PRIYA},{TOM}"


async def test_it_is_passed_on_for_group_messages_too(office: PostOffice) -> None:
    """Also for their posts: by the name under which the next ones are claimed."""
    office.goes_wrong("conversations.open", "429", retry_after=2)
    office.goes_wrong("chat.postMessage", "429", retry_after=3)
    await office.until(office.put(ParcelKind.SLOT, "card", target=FEW))
    assert office.outbox.parked == {"conversations.open": 2, line_of(POST, FEW): 3}


@pytest.mark.parametrize(
    ("method", "how"),
    [
        ("conversations.open", {"target": FEW}),
        ("conversations.info", {}),
        ("conversations.history", {"unsure": True}),
        ("conversations.replies", {"unsure": True, "thread_ts": "1600000000.000100"}),
    ],
)
async def test_what_others_were_told_is_heeded(
    office: PostOffice, method: str, how: dict[str, Any]
) -> None:
    """For what comes before a post: the claim has looked at the line of that only."""
    await office.outbox.park("T0HARBOUR", method, now=office.outbox.clock(), seconds=60)
    storm = office.goes_wrong(method, "429")
    row = office.put(ParcelKind.SLOT, "card", **how)
    assert await office.tried(row) == "paced"
    assert storm.count == 1


async def test_what_others_were_told_is_heeded_by_who_finds_its_message(office: PostOffice) -> None:
    """It was claimed as one to post, and now it is one to edit."""
    card = await office.until(office.put(ParcelKind.SLOT, "card"))
    card.parcel = replace(card.parcel, posted=None, unsure=True)
    await office.outbox.park("T0HARBOUR", UPDATE, now=office.outbox.clock(), seconds=60)
    storm = office.goes_wrong(UPDATE, "429")
    office.again(card)
    assert await office.tried(card) == "paced"
    assert storm.count == 1


async def test_what_is_in_hand_for_that_channel_is_silent_too() -> None:
    """It waited for its turn when Slack said so; it does not ask in vain itself."""
    async with open_post_office(speed=1) as office:
        office.goes_wrong("chat.postMessage", "429", count=2, retry_after=60)
        first = office.put(ParcelKind.SLOT, "card")
        second = office.put(ParcelKind.SLOT, "card", lane="incident:2")
        for row in (first, second):
            await office.tried(row, seconds=4)
        assert (first.tries, second.tries) == (["ratelimited"], ["paced"])
        assert office.sandbox.faults.waiting[0].count == 1


async def test_a_turn_that_is_near_is_waited_for(office: PostOffice) -> None:
    begun = office.outbox.clock()
    row = office.put(ParcelKind.SLOT, "card", wait=0.3)
    await office.until(row)
    assert office.outbox.clock() - begun >= timedelta(seconds=0.3)


async def test_what_becomes_of_messages_is_counted(office: PostOffice) -> None:
    office.goes_wrong("chat.postMessage", "500")
    await office.until(office.put(ParcelKind.SLOT, "card"))
    await office.until(office.put(ParcelKind.SLOT, "card", target="C0NOWHERE", lane="2"), "dead")
    figures = office.metrics.scrape().decode()
    for figure in ("sent", "retries", "dead_letters"):
        assert f"amends_{figure}_total 1.0" in figures


async def test_a_reminder_that_an_outage_held_back_rests_over_the_night(office: PostOffice) -> None:
    """It is not their working day any more when Slack is there again."""
    outbox, another_day = office.outbox, (office.outbox.clock().weekday() + 3) % 7
    awake = Settings(work=WorkingTime(weekend_quiet=False, quiet_to=time(20)))
    outbox.settings = awake
    outbox.items = ((an_incident(), an_item("update"), a_chase("update")),)
    office.goes_wrong("chat.postMessage", "503")
    row = office.put(ParcelKind.REMINDER, "reminder:1", target=PRIYA)
    assert await office.tried(row)
    outbox.settings = Settings(work=WorkingTime(days=frozenset({another_day})))
    await eventually(lambda: row.due > outbox.clock() + timedelta(hours=6), "it rests")
    assert row.state == "waiting"
    assert not row.parcel.posted
    outbox.settings = awake
    office.again(row)
    await office.until(row)
    assert row.parcel.posted


async def test_one_that_had_got_through_does_not_rest(office: PostOffice) -> None:
    """Slack’s answer was lost, and then it was night: its buttons are known, and are kept up."""
    outbox, another_day = office.outbox, (office.outbox.clock().weekday() + 3) % 7
    outbox.settings = Settings(work=WorkingTime(weekend_quiet=False, quiet_to=time(20)))
    outbox.items = ((an_incident(), an_item("update"), a_chase("update")),)
    office.goes_wrong("chat.postMessage", "lost_reply")
    row = office.put(ParcelKind.REMINDER, "reminder:1", target=PRIYA)
    assert await office.tried(row)
    outbox.settings = Settings(work=WorkingTime(days=frozenset({another_day})))
    await office.until(row)
    assert row.parcel.posted


async def test_one_that_had_got_through_says_that_it_is_done(office: PostOffice) -> None:
    """Slack’s answer was lost, and then the thing was done: it does not go on asking for it."""
    outbox = office.outbox
    outbox.settings = Settings(work=WorkingTime(weekend_quiet=False, quiet_to=time(20)))
    outbox.items = ((an_incident(), an_item("update"), a_chase("update")),)
    office.goes_wrong("chat.postMessage", "lost_reply")
    row = office.put(ParcelKind.REMINDER, "reminder:1", target=PRIYA)
    assert await office.tried(row)
    outbox.items = ((an_incident(), an_item("update"), None),)
    await office.until(row)
    assert row.parcel.posted
    (shown,) = office.in_channel(row.parcel.posted.channel)
    assert "✓ Done" in texts(shown.blocks)
