"""Gestures on messages of ours that are so new that we do not know them yet."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.commands import MessageGone, MessageRef
from handlers.patience import PAUSES, NotYetKnown, known_soon
from tests.handlers.office import BOT, MARIA, MISTAKES, TOM, Office

OWN_IT = "prompt:own_it"


@pytest.fixture
def new_office(office: Office) -> Office:
    """An office whose clock shows the time of the sandbox's messages."""
    office.clock.now = datetime.fromtimestamp(float(office.sandbox.slack.now_ts()), UTC)
    return office


async def test_a_reaction_waits_until_the_prompt_is_known(new_office: Office) -> None:
    await new_office.opened()
    prompt = new_office.at(1, OWN_IT)
    assert prompt
    known = new_office.desk.slots.pop(prompt)
    await new_office.sandbox.gestures.react(TOM, prompt.channel, prompt.ts, "hand")
    await asyncio.sleep(0.2)
    new_office.desk.slots[prompt] = known
    await new_office.settle()
    assert new_office.incident().state("own_it").taken_by == TOM


async def test_a_reaction_is_delivered_again_where_that_takes_long(new_office: Office) -> None:
    await new_office.opened()
    prompt = new_office.at(1, OWN_IT)
    assert prompt
    known = new_office.desk.slots.pop(prompt)
    await new_office.sandbox.gestures.react(TOM, prompt.channel, prompt.ts, "hand")
    await asyncio.sleep(1.7)  # longer than one delivery waits
    new_office.desk.slots[prompt] = known
    await asyncio.sleep(1)
    await new_office.settle()
    assert new_office.incident().state("own_it").taken_by == TOM


async def test_a_prompt_deleted_before_it_is_known_is_said_again(new_office: Office) -> None:
    await new_office.opened()
    prompt = new_office.at(1, OWN_IT)
    assert prompt
    known = new_office.desk.slots.pop(prompt)
    await new_office.sandbox.gestures.delete(MARIA, prompt.channel, prompt.ts)
    await asyncio.sleep(0.2)
    new_office.desk.slots[prompt] = known
    await new_office.settle()
    assert new_office.desk.commands[-1] == MessageGone("prompt:own_it")


async def test_a_card_deleted_under_its_replies_before_it_is_known(new_office: Office) -> None:
    incident = await new_office.opened()
    await new_office.sandbox.gestures.say(TOM, MISTAKES, "On it", incident.home.thread_ts)
    await new_office.settle()
    card = new_office.at(1, "card")
    assert card
    known = new_office.desk.slots.pop(card)
    await new_office.sandbox.gestures.delete(MARIA, card.channel, card.ts)
    await asyncio.sleep(1.7)  # longer than one delivery waits
    new_office.desk.slots[card] = known
    await asyncio.sleep(1)
    await new_office.settle()
    assert new_office.desk.commands[-1] == MessageGone("card")


async def test_a_reply_under_a_new_card_belongs_to_its_thread(new_office: Office) -> None:
    incident = await new_office.opened()
    card = new_office.at(1, "card")
    assert card
    known = new_office.desk.slots.pop(card)
    ts = await new_office.sandbox.gestures.say(TOM, MISTAKES, "On it", incident.home.thread_ts)
    await asyncio.sleep(0.1)
    new_office.desk.slots[card] = known
    await new_office.settle()
    assert MessageRef(MISTAKES, ts) in new_office.desk.thread


async def test_a_reply_to_our_help_is_helped_too(new_office: Office) -> None:
    channel = await new_office.sandbox.gestures.open_dm(TOM, BOT)
    await new_office.sandbox.gestures.say(TOM, channel, "What can you do?")
    await new_office.settle()
    answer = new_office.sandbox.slack.messages(channel, TOM)[-1]
    await new_office.sandbox.gestures.say(TOM, channel, "And now?", answer.ts)
    await new_office.settle()
    assert len(new_office.told_directly(TOM)) == 2


class Looks:
    """Looks for something that is not there, and counts how often."""

    def __init__(self) -> None:
        self.count = 0

    async def __call__(self) -> None:
        self.count += 1


async def test_what_is_old_or_somebody_elses_is_not_waited_for(office: Office) -> None:
    look = Looks()
    for author, event_ts in ((BOT, "8300.0"), (TOM, "1000.5"), (BOT, "no time")):
        await known_soon(office.deps, look, author=author, ts="1000.0", event_ts=event_ts)
    assert look.count == 3


async def test_what_we_posted_an_hour_ago_and_do_not_know_yet_is_to_come_again(
    office: Office,
) -> None:
    with pytest.raises(NotYetKnown):
        await known_soon(office.deps, Looks(), author=BOT, ts="1000.0", event_ts="4600.0")


async def test_where_slack_does_not_say_whose_it_is_we_wait_and_then_let_it_be(
    office: Office,
) -> None:
    look = Looks()
    await known_soon(office.deps, look, author="", ts="1000.0", event_ts="")
    assert look.count == 1 + len(PAUSES)
