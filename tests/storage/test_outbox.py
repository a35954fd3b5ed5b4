"""The outbox: in order, once, and only by whoever holds the lease."""

import os
from collections import Counter
from dataclasses import replace

from bot.commands import HandOver, MarkMessage, MessageGone, MessageRef, MoveHome, MoveStep
from bot.customer_commands import TellCustomers
from bot.effects import CARD
from bot.playbook import Gesture
from bot.ports import ParcelKind
from storage.queue import new_id
from storage.store import Storage
from tests.storage.moves import (
    ANN,
    BEN,
    LAPSED,
    NOON,
    PROMPT,
    ROOM,
    TEAM,
    Postman,
    claim_one,
    claimed,
    opened,
)

TAKE = MoveStep(BEN, "own_it", Gesture.TAKE)


async def test_a_thread_keeps_its_order_and_threads_do_not_wait_for_each_other(
    storage: Storage,
) -> None:
    one, two = await opened(storage, "One"), await opened(storage, "Two " * 100)
    claimed_first = await storage.outbox.claim(now=NOON, limit=10)
    first = sorted(claimed_first, key=lambda parcel: parcel.incident_id or 0)
    cards = [(parcel.slot, parcel.incident_id) for parcel in first]
    assert cards == [(CARD, one.id), (CARD, two.id)]
    assert await storage.outbox.claim(now=NOON, limit=10) == ()  # one of a thread at a time
    postman = Postman(storage)
    await postman.send(first[1])
    assert await postman.round() == ["story", PROMPT]
    assert [parcel.thread_ts for parcel in postman.posts] == [None, "1.000100", "1.000100"]
    await postman.send(first[0])
    assert await postman.round() == [PROMPT]


async def test_a_wish_during_the_sending_is_sent_afterwards(storage: Storage) -> None:
    incident = await opened(storage)
    postman = Postman(storage)
    await postman.round()
    await storage.desk.perform(TEAM, incident.number, TAKE, now=NOON)
    parcel = await claim_one(storage)
    await storage.desk.perform(TEAM, incident.number, HandOver(ANN, BEN), now=NOON)
    await storage.desk.perform(TEAM, incident.number, HandOver(BEN, ANN), now=NOON)
    await postman.send(parcel)
    slots = await postman.round()
    assert Counter(slots) == {CARD: 1, PROMPT: 1} | {
        slot: 1 for slot in slots if slot.startswith("note:handed")
    }
    assert slots[0] == CARD
    assert await postman.round() == []


async def test_wishes_for_one_message_are_one_edit(storage: Storage) -> None:
    incident = await opened(storage)
    postman = Postman(storage)
    await postman.round()
    for words in ("One", "Two", "Three"):
        tell = TellCustomers(ANN, words)
        await storage.desk.perform(TEAM, incident.number, tell, now=NOON)
    assert (await postman.round()).count(CARD) == 1


async def test_the_scene_is_that_of_the_moment_of_sending(storage: Storage) -> None:
    incident = await opened(storage)
    parcel = await claim_one(storage)
    await storage.desk.perform(TEAM, incident.number, HandOver(ANN, BEN), now=NOON)
    scene = await storage.outbox.scene(parcel)
    assert scene.incident is not None
    assert scene.incident.owner == BEN


async def test_what_slack_refuses_for_good_lets_the_rest_of_the_thread_go_on(
    storage: Storage,
) -> None:
    incident = await opened(storage)
    postman = Postman(storage)
    await postman.send(await claim_one(storage))
    refused = await claim_one(storage, PROMPT)
    await storage.outbox.give_up(refused, now=NOON, error="invalid_blocks", barred=False)
    await storage.desk.perform(TEAM, incident.number, HandOver(ANN, BEN), now=NOON)
    slots = await postman.round()
    assert PROMPT in slots  # wanted again: tried again
    assert CARD in slots


async def test_a_card_that_cannot_be_written_holds_its_thread_until_it_moves(
    storage: Storage,
) -> None:
    incident = await opened(storage, "Long " * 60)
    postman = Postman(storage)
    await storage.outbox.give_up(
        await claim_one(storage), now=NOON, error="not_in_channel", barred=True
    )
    [trouble] = await storage.outbox.claim(now=LAPSED, limit=10)
    assert (trouble.kind, trouble.target) == (ParcelKind.TROUBLE, ANN)
    scene = await storage.outbox.scene(trouble)
    assert scene.incident is not None
    assert scene.incident.home.trouble == "not_in_channel"
    await postman.send(trouble)
    await storage.desk.perform(TEAM, incident.number, MoveHome(ANN, to_dm=True), now=LAPSED)
    round_after = await postman.round(LAPSED)
    assert [slot for slot in round_after if slot != trouble.slot] == [CARD, "story", PROMPT]
    assert trouble.slot in round_after  # it is over
    moved = await storage.desk.incident(TEAM, incident.number, ANN)
    assert (moved.home.channel, moved.home.thread_ts, moved.home.trouble) == (
        f"D{ANN}",
        "2.000100",
        "",
    )
    assert [post.target for post in postman.posts[2:]] == [f"D{ANN}"] * 2


async def test_trying_again_tells_again_if_it_fails_again(storage: Storage) -> None:
    incident = await opened(storage)
    for _ in range(2):
        await storage.outbox.give_up(
            await claim_one(storage), now=NOON, error="not_in_channel", barred=True
        )
        [trouble] = await storage.outbox.claim(now=NOON, limit=10)
        assert (trouble.kind, trouble.posted) == (ParcelKind.TROUBLE, None)
        await Postman(storage).send(trouble)
        again = MoveHome(ANN, to_dm=False)
        await storage.desk.perform(TEAM, incident.number, again, now=NOON)
    shown = await Postman(storage).round()
    assert shown[:2] == [CARD, PROMPT]
    assert set(shown[2:]) == {f"trouble:{version}:{ANN}" for version in (1, 3)}  # it is over
    healed = await storage.desk.incident(TEAM, incident.number, ANN)
    assert healed.home.trouble == ""


async def test_an_incident_moves_with_its_open_prompts_when_its_channel_is_archived(
    storage: Storage,
) -> None:
    incident = await opened(storage)
    postman = Postman(storage)
    await postman.round()
    await storage.desk.channel_barred(TEAM, "C0OTHER", "is_archived", now=NOON)
    assert await postman.round() == []
    await storage.desk.channel_barred(TEAM, ROOM, "is_archived", now=NOON)
    await storage.desk.channel_barred(TEAM, ROOM, "is_archived", now=NOON)
    [slot] = await postman.round()
    assert slot.startswith("trouble:")
    await storage.desk.perform(TEAM, incident.number, MoveHome(ANN, to_dm=True), now=NOON)
    assert await postman.round() == [CARD, PROMPT, slot]
    assert [(post.slot, post.target) for post in postman.posts[-2:]] == [
        (CARD, ANN),
        (PROMPT, f"D{ANN}"),
    ]
    assert postman.posts[-1].thread_ts == "4.000100"


async def test_a_deleted_card_is_posted_again_with_its_open_prompts(storage: Storage) -> None:
    incident = await opened(storage)
    postman = Postman(storage)
    await postman.round()
    skip = MoveStep(ANN, "own_it", Gesture.SKIP, "told before")
    await storage.desk.perform(TEAM, incident.number, skip, now=NOON)
    await postman.round()
    before = len(postman.posts)
    old = MessageRef(ROOM, "1.000100")
    await storage.desk.perform(TEAM, incident.number, MessageGone(CARD), now=NOON, pressed=old)
    slots = await postman.round()
    assert slots[0] == CARD
    assert PROMPT not in slots
    assert set(slots[1:]) == {"prompt:apologise", "prompt:keep_them_posted"}
    new = await storage.desk.incident(TEAM, incident.number, ANN)
    assert {post.thread_ts for post in postman.posts[before + 1 :]} == {new.home.thread_ts}
    # The old thread is still known, and the old card's end is no reason to post another.
    assert await storage.desk.thread_number(TEAM, ROOM, old.ts) == incident.number
    late = await storage.desk.perform(
        TEAM, incident.number, MessageGone(CARD), now=NOON, pressed=old
    )
    assert not late.changed
    assert await postman.round() == []


async def test_a_prompt_found_gone_while_editing_is_posted_again(storage: Storage) -> None:
    incident = await opened(storage)
    postman = Postman(storage)
    await postman.round()
    await storage.desk.perform(TEAM, incident.number, TAKE, now=NOON)
    await postman.send(await claim_one(storage))
    gone = await claim_one(storage, PROMPT)
    assert gone.posted == MessageRef(ROOM, "2.000100")
    await storage.outbox.gone(gone, now=NOON)
    again = await claim_one(storage, PROMPT)
    assert (again.posted, again.unsure) == (None, False)


async def test_a_prompt_that_went_to_the_old_thread_follows_the_card(storage: Storage) -> None:
    await opened(storage)
    postman = Postman(storage)
    await postman.send(await claim_one(storage))
    prompt = await claim_one(storage, PROMPT)
    await postman.send(replace(prompt, thread_ts="0.5"))
    again = await claim_one(storage, PROMPT)
    assert (again.thread_ts, again.posted) == ("1.000100", None)


async def test_a_reminder_nobody_sees_any_more_is_let_go(storage: Storage) -> None:
    await opened(storage)
    await storage.outbox.give_up(
        await claim_one(storage), now=NOON, error="is_archived", barred=True
    )
    [trouble] = await storage.outbox.claim(now=NOON, limit=10)
    await storage.outbox.gone(trouble, now=NOON)
    assert await claimed(storage, LAPSED) == []


async def test_looking_up_words_does_not_hold_up_the_thread(storage: Storage) -> None:
    incident = await opened(storage)
    mark = MarkMessage(ANN, MessageRef(ROOM, "9"), BEN, as_words=True)
    await storage.desk.perform(TEAM, incident.number, mark, now=NOON)
    kinds = [parcel.kind for parcel in await storage.outbox.claim(now=NOON, limit=10)]
    assert sorted(kinds) == [ParcelKind.FETCH_WORDS, ParcelKind.SLOT]


def test_a_process_that_was_forked_gives_other_ids() -> None:
    to_read, to_write = os.pipe()
    if (child := os.fork()) == 0:
        os.write(to_write, new_id(NOON).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(to_read, 100).decode() != new_id(NOON)
    os.close(to_read)
    os.close(to_write)
