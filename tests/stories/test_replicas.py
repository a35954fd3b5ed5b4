"""Two bots on one PostgreSQL: everything is said once, and one goes on alone."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from tests.programs import forked
from tests.stories.cast import AMENDS, MARIA, MISTAKES, PRIYA, TOM
from tests.stories.reading import words
from tests.stories.stage import Stage, free_port, raised
from tests.stories.test_reminders import open_high, set_lead
from tests.stories.waiting import eventually

SOFAS = 4


@pytest.fixture
async def pair(tmp_path: Path, ready_postgres_url: str) -> AsyncIterator[Stage]:
    """A stage whose bot has a second one beside it; two hours are twelve seconds."""
    async with raised(tmp_path, ready_postgres_url, scale=600) as stage:
        log = tmp_path / "other.log"
        elsewhere = stage.environment | {"HTTP_PORT": str(free_port())}
        other = await forked((), elsewhere, log)
        await eventually(lambda: log.exists() and "Ready." in log.read_text(), "a second bot", 30)
        try:
            yield stage
        finally:
            other.kill()
            await other.wait()


def said(stage: Stage, having: str) -> int:
    """How often the bots said that in the channel and its threads."""
    return sum(
        having in words(message)
        for message in stage.sandbox.slack.history(MISTAKES)
        if message.user == AMENDS and message.only_for is None
    )


@pytest.mark.timeout(150)
async def test_everything_once_and_the_other_goes_on_alone(pair: Stage) -> None:
    stage = pair
    await set_lead(stage)
    for number in range(SOFAS):
        await stage.command(TOM, f"Wrong sofa number {number} delivered")
    for number in range(SOFAS):
        await eventually(partial(said, stage, f"sofa number {number}"), "a card", 30)
    await eventually(lambda: said(stage, "*Own it*") == SOFAS, "a prompt in each", 30)
    before = {card.ts for card in stage.cards(PRIYA, MISTAKES)}
    await open_high(stage, PRIYA, "The lift never came")
    thread = await stage.new_thread(PRIYA, MISTAKES, before)
    prompt = await thread.prompt("Own it")
    await stage.kill_bot()
    await thread.react(TOM, prompt, "hand")
    await thread.until_card(TOM)
    await stage.dm(PRIYA, "should have heard from us", patience=90)
    # What the lead heard of a step that Tom took meanwhile may be folded by now; this is not.
    await stage.dm(MARIA, "should have heard from us", patience=60)
    await thread.until_said("should have heard from us")
    reminders = [words(dm) for dm in stage.dms(PRIYA) + stage.dms(MARIA)]
    assert sum("should have heard from us" in each for each in reminders) == 2
    assert [said(stage, f"sofa number {number}") for number in range(SOFAS)] == [1] * SOFAS
    assert said(stage, "*Own it*") == SOFAS + 1
    assert stage.sandbox.slack.refusals == []
