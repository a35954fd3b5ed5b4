"""kill -9 in the middle of things: nothing acknowledged is lost, nothing is said twice."""

import asyncio
from pathlib import Path

import pytest

from sandbox.faults import ApiFault
from tests.programs import fresh
from tests.stories.cast import AMENDS, MISTAKES, PRIYA, TOM
from tests.stories.forms import fill_form
from tests.stories.reading import words
from tests.stories.stage import Stage, raised


def said_by_bot(stage: Stage) -> list[str]:
    """Everything the bot has said where all can see it."""
    return [
        words(message)
        for message in stage.sandbox.slack.history(MISTAKES)
        if message.user == AMENDS and message.only_for is None
    ]


@pytest.mark.timeout(240)
async def test_killed_right_after_the_ack_the_card_still_comes_once(stage: Stage) -> None:
    for round_ in range(3):
        await stage.command(TOM, f"Wrong sofa number {round_} delivered")
        await stage.kill_bot()
        await stage.start_bot()

    def cards() -> bool:
        seen = [words(card) for card in stage.cards(TOM, MISTAKES)]
        return all(sum(f"number {n}" in card for card in seen) == 1 for n in range(3))

    def prompts() -> int:
        return sum(said.startswith("*Own it*") for said in said_by_bot(stage))

    await stage.eventually(cards, "three cards")
    await stage.eventually(lambda: prompts() == 3, "three prompts")
    await asyncio.sleep(1.5)
    assert cards()
    assert prompts() == 3


@pytest.mark.timeout(240)
async def test_killed_in_the_middle_of_a_recovery_it_goes_on_where_it_was(stage: Stage) -> None:
    thread = await stage.report(PRIYA, "We sent ACME the wrong invoice")
    prompt = await thread.prompt("Own it")
    await stage.press(PRIYA, prompt, "Done")
    await fill_form(stage, PRIYA, "Own it")
    await stage.kill_bot()
    await stage.start_bot()
    await thread.settled("Own it")
    await thread.prompt("Apologise")
    assert sum(said.startswith("*Apologise*") for said in said_by_bot(stage)) == 1


@pytest.mark.timeout(240)
async def test_what_happens_while_it_is_down_is_caught_up(stage: Stage) -> None:
    thread = await stage.report(PRIYA, "We sent ACME the wrong invoice")
    prompt = await thread.prompt("Own it")
    await stage.kill_bot()
    await thread.react(TOM, prompt, "hand")
    await stage.start_bot()
    await thread.until_card(TOM)


@pytest.mark.timeout(120)
async def test_a_message_it_never_heard_of_can_be_put_on_the_timeline(stage: Stage) -> None:
    thread = await stage.report(PRIYA, "We sent ACME the wrong invoice")
    await thread.prompt("Own it")
    stage.sandbox.delivery.hold()
    said = await thread.say(TOM, "I rang them: you will have the right one by Friday")
    stage.sandbox.delivery.held = None  # Slack keeps what it could not deliver for a while only
    slower = ApiFault("conversations.replies", "429", retry_after=3)
    faults = stage.sandbox.faults.waiting
    faults += [slower, ApiFault("conversations.replies", "500")]
    await thread.react(PRIYA, said, "mega")
    await stage.eventually(lambda: slower not in faults, "a look at it")
    await asyncio.sleep(0.3)  # what Slack said is written down
    await stage.kill_bot()
    await stage.start_bot()
    await stage.private(PRIYA, "Track this promise?")
    assert not faults
    await asyncio.sleep(1)
    answers = [words(answer) for answer in stage.privately(PRIYA)]
    assert sum("as what the customer was told" in answer for answer in answers) == 1


async def test_it_ends_when_asked_and_leaves_nothing_half_done(
    tmp_path: Path, ready_url: str
) -> None:
    """As people start it: `python app.py`, twice."""
    async with raised(tmp_path, ready_url, start=fresh) as stage:
        await stage.report(PRIYA, "We sent ACME the wrong invoice")
        await stage.stop_bot()
        assert stage.bot and stage.bot.returncode == 0
        await stage.start_bot(fresh)
        await stage.report(PRIYA, "And the next one too")
