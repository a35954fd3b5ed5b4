"""What Slack will never take: somebody hears of it, and what can wait waits."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands import HandOver, MessageGone, MessageRef, MoveHome
from bot.effects import CARD
from bot.incident import Rung
from bot.ports import Parcel, ParcelKind
from bot.settings import Settings
from storage.outbox import LEASE
from storage.store import Storage
from tests.storage.moves import (
    ANN,
    BEN,
    LEAD,
    NOON,
    PROMPT,
    SETTLED,
    STALE,
    TEAM,
    Postman,
    claim_one,
    known,
    opened,
)

LATER = STALE + timedelta(minutes=2)  # when what was gathered for a reminder goes out


async def with_a_lead(storage: Storage) -> None:
    await known(storage, ANN, BEN, LEAD)
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=ANN, now=NOON)


async def refuse(storage: Storage, parcel: Parcel, error: str, *, barred: bool) -> None:
    await storage.outbox.give_up(parcel, now=NOON, error=error, barred=barred)


async def test_a_place_that_takes_nothing_is_told_and_all_waits_for_help(storage: Storage) -> None:
    incident = await opened(storage)
    postman = Postman(storage)
    await postman.send((await storage.outbox.claim(now=NOON, limit=10))[0])
    await storage.desk.perform(TEAM, incident.number, HandOver(ANN, BEN), now=NOON)
    await storage.desk.perform(TEAM, incident.number, HandOver(BEN, ANN), now=NOON)
    await postman.send(await claim_one(storage, CARD))
    prompt = await claim_one(storage, PROMPT)
    await refuse(storage, prompt, "not_in_channel", barred=True)
    assert await postman.round() == [f"trouble:4:{ANN}"]
    again = MoveHome(ANN, to_dm=False)
    await storage.desk.perform(TEAM, incident.number, again, now=NOON)
    slots = await postman.round()
    assert slots[:2] == [CARD, PROMPT]
    assert len([slot for slot in slots if slot.startswith("note:handed")]) == 1
    healed = await storage.desk.incident(TEAM, incident.number, ANN)
    assert healed.home.trouble == ""


async def test_what_was_refused_where_it_lived_before_is_tried_where_it_lives_now(
    storage: Storage,
) -> None:
    await opened(storage)
    [card] = await storage.outbox.claim(now=NOON, limit=10)
    await refuse(storage, replace(card, target="C0BEFORE"), "is_archived", barred=True)
    assert await Postman(storage).round() == [CARD, PROMPT]


async def test_what_is_no_longer_ours_is_not_given_up(storage: Storage) -> None:
    await opened(storage)
    [card] = await storage.outbox.claim(now=NOON, limit=10)
    await refuse(storage, replace(card, token="old"), "is_archived", barred=True)
    await Postman(storage).send(card)
    assert await Postman(storage).round() == [PROMPT]


@pytest.mark.parametrize("barred", [True, False])
async def test_a_reminder_nobody_gets_goes_to_the_lead_and_then_to_the_thread(
    storage: Storage, barred: bool
) -> None:
    await with_a_lead(storage)
    incident = await opened(storage)
    await Postman(storage).round(SETTLED)
    await storage.sweeper.sweep(now=STALE, limit=10)
    [reminder] = await storage.outbox.claim(now=LATER, limit=10)
    assert (reminder.kind, reminder.target) == (ParcelKind.REMINDER, ANN)
    await storage.outbox.give_up(reminder, now=LATER, error="user_disabled", barred=barred)
    await storage.sweeper.sweep(now=LATER, limit=10)
    later = LATER + timedelta(minutes=2)
    [instead] = await storage.outbox.claim(now=later, limit=10)
    assert (instead.kind, instead.target) == (ParcelKind.REMINDER, LEAD)
    assert {item["rung"] for item in instead.payload["items"]} == {Rung.LEAD.value}
    await storage.outbox.give_up(instead, now=later, error="user_disabled", barred=barred)
    await storage.sweeper.sweep(now=later, limit=10)
    [last, *_] = await storage.outbox.claim(now=later, limit=10)
    assert (last.kind, last.incident_id) == (ParcelKind.THREAD_REMINDER, incident.id)


async def test_a_reminder_that_was_read_once_is_left_as_it_is(storage: Storage) -> None:
    await with_a_lead(storage)
    await opened(storage)
    await Postman(storage).round(SETTLED)
    await storage.sweeper.sweep(now=STALE, limit=10)
    [reminder] = await storage.outbox.claim(now=LATER, limit=10)
    read = replace(reminder, posted=MessageRef("D1", "1.1"))
    await storage.outbox.give_up(read, now=LATER, error="user_disabled", barred=True)
    assert await storage.sweeper.sweep(now=LATER, limit=10) == 0


async def test_trouble_that_its_owner_cannot_hear_of_is_told_to_the_lead(storage: Storage) -> None:
    await with_a_lead(storage)
    await opened(storage)
    [card] = await storage.outbox.claim(now=NOON, limit=10)
    await refuse(storage, card, "not_in_channel", barred=True)
    for who in (ANN, LEAD):
        [trouble] = await storage.outbox.claim(now=NOON, limit=10)
        assert (trouble.kind, trouble.target) == (ParcelKind.TROUBLE, who)
        await refuse(storage, trouble, "user_disabled", barred=True)
    assert await storage.outbox.claim(now=NOON, limit=10) == ()


async def test_a_hello_that_nobody_wants_is_dropped(storage: Storage) -> None:
    await storage.desk.welcome(TEAM, "C0ELSEWHERE", now=NOON)
    [hello] = await storage.outbox.claim(now=NOON, limit=10)
    await refuse(storage, hello, "not_in_channel", barred=True)
    assert await storage.outbox.claim(now=STALE, limit=10) == ()


async def test_what_fails_for_long_is_told_once_and_holds_up_nobody(storage: Storage) -> None:
    incident = await opened(storage)
    postman = Postman(storage)
    await postman.send(await claim_one(storage))
    await storage.desk.perform(TEAM, incident.number, HandOver(ANN, BEN), now=NOON)
    await postman.send(await claim_one(storage, CARD))
    for told in ([f"3:{ANN}", f"3:{BEN}"], []):
        prompt = await claim_one(storage, PROMPT)
        later = NOON + timedelta(minutes=10)
        await storage.outbox.stuck(prompt, now=NOON, at=later, error="http_500", unsure=True)
        slots = await postman.round()
        assert PROMPT not in slots
        if told:  # the first time
            assert [slot for slot in slots if slot.startswith("note:handed")], "nobody waits for it"
        troubles = [slot.partition(":")[2] for slot in slots if slot.startswith("trouble:")]
        assert sorted(troubles) == told
        # Wanted again, it is tried at once, and nothing waits for it.
        await storage.desk.perform(TEAM, incident.number, MessageGone(PROMPT), now=NOON)
    troubled = await storage.desk.incident(TEAM, incident.number, ANN)
    assert troubled.home.trouble == "http_500"
    slots = await postman.round()
    assert slots[0] == PROMPT
    assert len([slot for slot in slots if slot.startswith("trouble:")]) == 2  # they see it is over
    healed = await storage.desk.incident(TEAM, incident.number, ANN)
    assert healed.home.trouble == ""


async def test_what_belongs_below_a_card_that_fails_for_long_waits_for_it(
    storage: Storage,
) -> None:
    await opened(storage)
    card = await claim_one(storage)
    await storage.outbox.stuck(card, now=NOON, at=STALE, error="http_500", unsure=True)
    assert [parcel.kind for parcel in await storage.outbox.claim(now=NOON, limit=10)] == [
        ParcelKind.TROUBLE
    ]
    slots = await Postman(storage).round(STALE)
    assert [slot for slot in slots if not slot.startswith("trouble:")] == [CARD, PROMPT]


async def test_a_reminder_that_fails_for_long_is_heard_by_the_next_one_meanwhile(
    storage: Storage,
) -> None:
    await with_a_lead(storage)
    await opened(storage)
    await Postman(storage).round(SETTLED)
    await storage.sweeper.sweep(now=STALE, limit=10)
    [reminder] = await storage.outbox.claim(now=LATER, limit=10)
    hour = LATER + timedelta(hours=1)
    await storage.outbox.stuck(reminder, now=LATER, at=hour, error="http_500", unsure=True)
    await storage.sweeper.sweep(now=LATER, limit=10)
    later = LATER + timedelta(minutes=2)
    targets = [parcel.target for parcel in await storage.outbox.claim(now=later, limit=10)]
    assert targets == [LEAD]
    targets = [parcel.target for parcel in await storage.outbox.claim(now=hour, limit=10)]
    assert ANN in targets


@pytest.mark.parametrize("slot", [CARD, PROMPT])
async def test_what_gets_through_at_the_same_time_ends_the_trouble_of_each(
    storage: Storage, slot: str
) -> None:
    three = [await opened(storage, text) for text in ("Tea", "Milk", "Sugar")]
    postman = Postman(storage)
    calm, *failing = await storage.outbox.claim(now=NOON, limit=10)
    if slot == PROMPT:
        for card in (calm, *failing):
            await postman.send(card)
        calm, *failing = await storage.outbox.claim(now=NOON, limit=10)
    soon = NOON + LEASE / 2
    for parcel in failing:
        await storage.outbox.stuck(parcel, now=NOON, at=soon, error="http_500", unsure=True)
    troubles = [(await storage.outbox.claim(now=NOON, limit=10))[0]]
    await postman.send(troubles[0])
    due = await storage.outbox.claim(now=soon, limit=10)
    through = [calm, *(parcel for parcel in due if parcel.slot == slot)]
    troubles += [parcel for parcel in due if parcel.slot != slot]
    assert len(through) == 3
    await postman.send(troubles[1])
    places = [MessageRef(parcel.target, f"{at}.000200") for at, parcel in enumerate(through)]
    sent = zip(through, places, strict=True)
    await asyncio.gather(*(storage.outbox.sent(parcel, at, now=soon) for parcel, at in sent))
    for incident in three:
        healed = await storage.desk.incident(TEAM, incident.number, ANN)
        assert healed.home.trouble == ""
    await postman.round(soon)
    # She who was told sees that it is over.
    assert {parcel.id for parcel in troubles} == {parcel.id for parcel in postman.edits}


async def test_who_tries_again_hears_that_it_still_fails(storage: Storage) -> None:
    """Also where it has failed for so long that it is tried seldom; once for each time."""
    incident = await opened(storage)
    postman, later = Postman(storage), NOON + timedelta(minutes=10)

    async def fails() -> list[str]:
        card = await claim_one(storage)
        await storage.outbox.stuck(card, now=NOON, at=later, error="http_503", unsure=True)
        return [slot for slot in await postman.round() if slot.startswith("trouble:")]

    told = [await fails()]
    for _ in range(2):
        again = MoveHome(ANN, to_dm=False)
        await storage.desk.perform(TEAM, incident.number, again, now=NOON)
        told.append(await fails())
        await storage.desk.perform(TEAM, incident.number, MessageGone(CARD), now=NOON)
        assert await fails() == [], "nobody has asked"
    assert [len(slots) for slots in told] == [1, 1, 1]
    elsewhere = MoveHome(ANN, to_dm=True)
    assert (await storage.desk.perform(TEAM, incident.number, elsewhere, now=NOON)).changed
    assert CARD in await postman.round()
    healed = await storage.desk.incident(TEAM, incident.number, ANN)
    assert (healed.home.channel, healed.home.trouble) == (f"D{ANN}", "")


async def test_who_carries_on_elsewhere_does_not_wait_for_the_place_before(
    storage: Storage,
) -> None:
    incident = await opened(storage)
    postman, later = Postman(storage), NOON + timedelta(minutes=10)
    await refuse(storage, await claim_one(storage), "not_in_channel", barred=True)
    await postman.round()
    again, elsewhere = MoveHome(ANN, to_dm=False), MoveHome(ANN, to_dm=True)
    await storage.desk.perform(TEAM, incident.number, again, now=NOON)
    card = await claim_one(storage)
    await storage.outbox.retry(card, at=later, error="ratelimited", unsure=False, failed=False)
    assert await postman.round() == []
    await storage.desk.perform(TEAM, incident.number, elsewhere, now=NOON)
    assert (await postman.round())[:2] == [CARD, PROMPT]
