"""What cannot be delivered is told to whoever can mend it, who can have it tried again."""

from datetime import datetime, timedelta

import pytest

from bot.commands import MarkMessage, MessageGone, MessageRef, OpenIncident
from bot.digest_settings import DigestSettings
from bot.effects import CARD
from bot.people import Person
from bot.ports import Parcel, ParcelKind
from bot.postroom import Fortune
from bot.settings import Settings
from storage.store import Storage
from tests.storage.moves import (
    ANN,
    BEN,
    LEAD,
    NOON,
    PROMPT,
    ROOM,
    SETTLED,
    TEAM,
    Postman,
    claim_one,
    opened,
)

SOON = NOON + timedelta(minutes=2)
LATER = NOON + timedelta(hours=2)


async def with_a_lead(storage: Storage) -> None:
    await storage.directory.save_person(TEAM, Person(LEAD, known_at=NOON))
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=LEAD, now=NOON)


async def told(storage: Storage, now: datetime = SOON) -> list[Parcel]:
    """What the lead is told."""
    found = await storage.outbox.claim(now=now, limit=50)
    return [parcel for parcel in found if parcel.kind is ParcelKind.UNDELIVERED]


async def test_the_lead_hears_of_all_that_failed_and_has_it_tried_again(storage: Storage) -> None:
    await with_a_lead(storage)
    for text in ("Tea", "Milk"):
        await opened(storage, text)
    for card in await storage.outbox.claim(now=NOON, limit=10):
        await Postman(storage).send(card)
    prompts = await storage.outbox.claim(now=NOON, limit=10)
    for prompt in prompts:
        await storage.outbox.give_up(prompt, now=NOON, error="invalid_blocks", barred=False)
    [notice] = await told(storage)
    assert notice.target == LEAD
    scene = await storage.outbox.scene(notice)
    assert [(each.slot, each.error) for each in scene.undelivered] == [
        (PROMPT, "invalid_blocks")
    ] * 2
    at = await Postman(storage).send(notice, SOON)
    assert await storage.postroom.try_again(TEAM, "elsewhere", now=SOON) is None
    assert await storage.postroom.try_again(TEAM, notice.id, now=SOON) == 2
    scene = await storage.outbox.scene(notice)
    assert {each.fortune for each in scene.undelivered} == {Fortune.TRYING}
    slots = await Postman(storage).round(SOON)
    assert slots.count(PROMPT) == 2
    [again] = await told(storage, SOON + timedelta(seconds=10))
    assert again.posted == at
    scene = await storage.outbox.scene(again)
    assert {each.fortune for each in scene.undelivered} == {Fortune.DELIVERED}
    assert await storage.postroom.try_again(TEAM, notice.id, now=SOON) == 0


async def test_its_owner_may_help_before_the_lead_hears(storage: Storage) -> None:
    await with_a_lead(storage)
    await opened(storage)
    card = await claim_one(storage)
    await storage.outbox.give_up(card, now=NOON, error="not_in_channel", barred=True)
    assert await told(storage) == []
    [notice] = await told(storage, LATER)
    scene = await storage.outbox.scene(notice)
    assert [(each.slot, each.fortune) for each in scene.undelivered] == [(CARD, Fortune.FAILED)]
    await Postman(storage).send(notice, LATER)
    assert await storage.postroom.try_again(TEAM, notice.id, now=LATER) == 1
    assert CARD in await Postman(storage).round(LATER)


async def test_what_fails_for_long_is_told_once(storage: Storage) -> None:
    await with_a_lead(storage)
    await opened(storage)
    card = await claim_one(storage)
    for minutes in (0, 10):
        now = NOON + timedelta(minutes=minutes)
        at = now + timedelta(minutes=10)
        await storage.outbox.stuck(card, now=now, at=at, error="http_500", unsure=True)
        [card] = [each for each in await storage.outbox.claim(now=at, limit=9) if each.slot == CARD]
    notices = await told(storage, LATER)
    assert len(notices) <= 1


async def digest_of_the_week(storage: Storage, channel: str = ROOM) -> Parcel:
    """The digest, on its way to that channel; whatever else is due is sent."""
    at_noon = DigestSettings(day=NOON.weekday(), hour=NOON.hour, zone="UTC")
    settings = Settings(lead=LEAD, incident_channel=channel, digest=at_noon)
    await storage.directory.save_settings(TEAM, settings, by=LEAD, now=NOON)
    await opened(storage)
    due = NOON + timedelta(days=7)
    await storage.sweeper.sweep(now=due, limit=10)
    found = await storage.outbox.claim(now=due, limit=50)
    [digest] = [each for each in found if each.kind is ParcelKind.DIGEST]
    for other in found:
        if other is not digest:
            await storage.outbox.sent(other, None, now=due)
    return digest


@pytest.mark.parametrize("chosen", ["", ROOM, "C0ELSEWHERE"])
async def test_a_digest_that_is_refused_goes_to_what_is_the_channel_by_then(
    storage: Storage, chosen: str
) -> None:
    await with_a_lead(storage)
    digest = await digest_of_the_week(storage)
    now = NOON + timedelta(days=7)
    await storage.outbox.give_up(digest, now=now, error="is_archived", barred=True)
    [notice] = await told(storage, now + timedelta(minutes=2))
    assert notice.target == LEAD
    [missing] = (await storage.outbox.scene(notice)).undelivered
    assert (missing.incident, missing.kind, missing.target) == (None, "digest", ROOM)
    assert (missing.error, missing.fortune) == ("is_archived", Fortune.FAILED)
    elsewhere = Settings(lead=LEAD, incident_channel=chosen or None)
    await storage.directory.save_settings(TEAM, elsewhere, by=LEAD, now=now)
    assert await storage.postroom.try_again(TEAM, notice.id, now=now) == 1
    again = await storage.outbox.claim(now=now, limit=50)
    sent = [each for each in again if each.kind is ParcelKind.DIGEST]
    assert [(each.id, each.target) for each in sent] == [(digest.id, chosen or ROOM)]
    await storage.outbox.sent(sent[0], MessageRef(chosen or ROOM, "1.1"), now=now)
    [there] = (await storage.outbox.scene(notice)).undelivered
    assert (there.target, there.fortune) == (chosen or ROOM, Fortune.DELIVERED)


async def test_of_several_digests_that_were_refused_only_the_newest_is_tried(
    storage: Storage,
) -> None:
    await with_a_lead(storage)
    digest, notices = await digest_of_the_week(storage), list[Parcel]()
    for week in range(1, 4):
        now = NOON + timedelta(days=7 * week)
        await storage.outbox.give_up(digest, now=now, error="is_archived", barred=True)
        another = OpenIncident(ANN, f"Wrong invoice {week}", ROOM)
        await storage.desk.perform(TEAM, None, another, now=now + timedelta(days=1))
        now += timedelta(days=7)
        await storage.sweeper.sweep(now=now, limit=10)
        found = await storage.outbox.claim(now=now, limit=50)
        [digest] = [each for each in found if each.kind is ParcelKind.DIGEST]
        for other in found:
            if other.kind is not ParcelKind.DIGEST:
                await storage.outbox.sent(other, MessageRef("D0LEAD", other.id), now=now)
        notices += [each for each in found if each.kind is ParcelKind.UNDELIVERED]
    await storage.outbox.give_up(digest, now=now, error="is_archived", barred=True)
    notices += await told(storage, now + timedelta(minutes=2))
    assert len(notices) == 4
    fortunes = list[Fortune]()
    for notice in notices:
        fortunes += [each.fortune for each in (await storage.outbox.scene(notice)).undelivered]
        await storage.postroom.try_again(TEAM, notice.id, now=now)
    assert fortunes == [Fortune.OVER] * 3 + [Fortune.FAILED]
    again = await storage.outbox.claim(now=now + timedelta(minutes=3), limit=50)
    sent = [each for each in again if each.kind is ParcelKind.DIGEST]
    assert [each.id for each in sent] == [digest.id]


async def test_a_digest_that_fails_for_long_is_told_and_stays_where_it_may_be(
    storage: Storage,
) -> None:
    await with_a_lead(storage)
    digest = await digest_of_the_week(storage)
    now = NOON + timedelta(days=7)
    at = now + timedelta(minutes=10)
    await storage.outbox.stuck(digest, now=now, at=at, error="http_500", unsure=True)
    [notice] = await told(storage, now + timedelta(minutes=2))
    elsewhere = Settings(lead=LEAD, incident_channel="C0ELSEWHERE")
    await storage.directory.save_settings(TEAM, elsewhere, by=LEAD, now=now)
    assert await storage.postroom.try_again(TEAM, notice.id, now=now) == 1
    again = await storage.outbox.claim(now=now, limit=50)
    assert [each.target for each in again if each.kind is ParcelKind.DIGEST] == [ROOM]


async def test_words_that_cannot_be_looked_up_are_told_and_looked_up_again(
    storage: Storage,
) -> None:
    await with_a_lead(storage)
    incident = await opened(storage)
    await Postman(storage).round()
    mark = MarkMessage(ANN, MessageRef(ROOM, "77.7"), BEN, as_words=False)
    await storage.desk.perform(TEAM, incident.number, mark, now=NOON)
    [fetch] = await storage.outbox.claim(now=NOON, limit=10)
    await storage.outbox.give_up(fetch, now=NOON, error="not_in_channel", barred=True)
    found = await storage.outbox.claim(now=SOON, limit=50)
    [notice] = [each for each in found if each.kind is ParcelKind.UNDELIVERED]
    [missing] = (await storage.outbox.scene(notice)).undelivered
    assert (notice.target, missing.kind, missing.target) == (LEAD, "fetch_words", ROOM)
    assert await storage.postroom.try_again(TEAM, notice.id, now=SOON) == 1
    [again] = await storage.outbox.claim(now=SOON, limit=50)
    await storage.outbox.words_found(again, "We called them", now=SOON)
    entries = await storage.desk.timeline(incident.id)
    assert "We called them" in [entry.text for entry in entries]


@pytest.mark.parametrize("kind", [ParcelKind.WELCOME])
async def test_a_hello_is_nothing_to_worry_anybody_with(storage: Storage, kind: ParcelKind) -> None:
    await with_a_lead(storage)
    await storage.desk.welcome(TEAM, "C0ELSEWHERE", now=NOON)
    [hello] = await storage.outbox.claim(now=NOON, limit=10)
    assert hello.kind is kind
    await storage.outbox.give_up(hello, now=NOON, error="is_archived", barred=True)
    assert await told(storage, LATER) == []


async def test_nobody_is_told_where_nobody_is_known(storage: Storage) -> None:
    await opened(storage)
    card = await claim_one(storage)
    await storage.outbox.give_up(card, now=NOON, error="invalid_blocks", barred=False)
    assert await told(storage, LATER) == []
    assert (await storage.desk.incident(TEAM, 1, ANN)).home.trouble == "invalid_blocks"


@pytest.mark.parametrize("lead", [True, False])
async def test_what_is_refused_for_its_own_sake_is_no_trouble_of_its_place(
    storage: Storage, *, lead: bool
) -> None:
    """Its owner is not told that all is well while it is missing; where nobody else is known,
    they hear of it themselves."""
    if lead:
        await with_a_lead(storage)
    incident = await opened(storage)
    await Postman(storage).send(await claim_one(storage))
    prompt = await claim_one(storage, PROMPT)
    await storage.outbox.give_up(prompt, now=NOON, error="msg_blocks_too_long", barred=False)
    assert (await storage.desk.incident(TEAM, incident.number, ANN)).home.trouble == ""
    await storage.desk.perform(TEAM, incident.number, MessageGone(CARD), now=NOON)
    assert await Postman(storage).round() == [CARD]  # it is fine, and its owner hears nothing
    assert (await storage.desk.incident(TEAM, incident.number, ANN)).home.trouble == ""
    [notice] = await told(storage, SETTLED)
    assert notice.target == (LEAD if lead else ANN)
    scene = await storage.outbox.scene(notice)
    assert [(each.slot, each.fortune) for each in scene.undelivered] == [(PROMPT, Fortune.FAILED)]
    await Postman(storage).send(notice, SETTLED)
    assert await storage.postroom.try_again(TEAM, notice.id, now=SETTLED) == 1
    assert PROMPT in await Postman(storage).round(SETTLED)


async def test_whom_it_cannot_be_told_is_passed_over(storage: Storage) -> None:
    await with_a_lead(storage)
    await storage.directory.save_person(TEAM, Person("U0ADMIN", is_admin=True, known_at=NOON))
    await opened(storage)
    await Postman(storage).send(await claim_one(storage))
    prompt = await claim_one(storage, PROMPT)
    await storage.outbox.give_up(prompt, now=NOON, error="invalid_blocks", barred=False)
    [notice] = await told(storage)
    await storage.outbox.give_up(notice, now=SOON, error="user_disabled", barred=True)
    [instead] = await told(storage)
    assert (instead.target, instead.payload) == ("U0ADMIN", {"ids": [prompt.id]})
