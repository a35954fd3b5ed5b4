"""Gestures on messages of ours that are so new that we do not know them yet."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.commands import MessageRef
from tests.handlers.office import BOT, MISTAKES, TOM, Office

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


async def test_what_is_old_or_somebody_elses_is_not_waited_for(office: Office) -> None:
    await office.opened()
    prompt = office.at(1, OWN_IT)
    assert prompt
    del office.desk.slots[prompt]
    office.clock.pass_by(days=400)
    await office.sandbox.gestures.react(TOM, prompt.channel, prompt.ts, "hand")
    await asyncio.wait_for(office.settle(), 1)
    assert office.incident().state("own_it").taken_by is None
