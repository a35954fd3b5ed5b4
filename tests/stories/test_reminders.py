"""What stalls is chased by direct message, with time running fast."""

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.phrases import WHOLE
from tests.stories.cast import MARIA, MISTAKES, PRIYA, SOFIA, TOM
from tests.stories.forms import fill_form
from tests.stories.reading import labels, words
from tests.stories.stage import Stage
from tests.stories.waiting import eventually


async def open_high(stage: Stage, user: str, what: str) -> None:
    """Open an incident of high severity by the form."""
    await stage.command(user, "")
    await stage.modal(user, "What went wrong?")
    await stage.fill(user, what_happened=what, how_much="high")
    await stage.submit(user)


async def set_lead(stage: Stage) -> None:
    """Maria, an admin, becomes the lead."""
    await stage.command(MARIA, "settings")
    await stage.modal(MARIA, "Settings")
    await stage.fill(MARIA, who_is_the=MARIA)
    await stage.submit(MARIA)
    await stage.private(MARIA, "settings")


@pytest.mark.timeout(120)
async def test_owner_then_lead_then_thread_once_each(fast_stage: Stage) -> None:
    """Two hours are twelve seconds here."""
    stage = fast_stage
    await set_lead(stage)
    before = {card.ts for card in stage.cards(PRIYA, MISTAKES)}
    await open_high(stage, PRIYA, "The lift never came and the customer waited")
    thread = await stage.new_thread(PRIYA, MISTAKES, before)
    first = await stage.dm(PRIYA, "The lift never came", patience=20)
    for label in ("Done", "Hand over", "Stop chasing"):
        assert label in labels(first)
    await stage.dm(PRIYA, "should have heard from us", patience=20)
    told = await stage.dm(MARIA, "The lift never came", patience=20)
    assert "lead" in words(told)
    await thread.until_said("should have heard from us")
    said = [words(dm) for dm in stage.dms(PRIYA)]
    assert sum("should have heard from us" in each for each in said) == 1
    # The heads-up has 1.2 real seconds here; on a busy machine it gives way to the reminder itself.
    assert sum("The next word to" in each for each in said) <= 1
    assert sum("should have heard from us" in words(dm) for dm in stage.dms(MARIA)) == 1
    assert stage.sandbox.slack.refusals == []


@pytest.mark.timeout(120)
async def test_who_cannot_be_written_to_is_asked_after_by_the_lead(fast_stage: Stage) -> None:
    stage = fast_stage
    await set_lead(stage)
    await open_high(stage, PRIYA, "The lift never came")
    await stage.new_thread(PRIYA, MISTAKES, set())
    stage.sandbox.slack.users[PRIYA].deleted = True  # and nobody has told the bot yet
    told = await stage.dm(MARIA, "can’t reach by direct message", patience=30)
    assert f"<@{PRIYA}>" in words(told)
    assert "Hand over" in labels(told)


@pytest.mark.timeout(120)
async def test_what_was_done_is_not_chased(fast_stage: Stage) -> None:
    stage = fast_stage
    await open_high(stage, PRIYA, "The lift never came")
    thread = await stage.new_thread(PRIYA, MISTAKES, set())
    reminder = await stage.dm(PRIYA, "The lift never came", patience=20)
    await stage.press(PRIYA, reminder, "Done")
    await stage.modal(PRIYA, "Update the customer")
    await stage.fill(PRIYA, what_do_you=WHOLE)
    await stage.submit(PRIYA)
    await thread.until_said(WHOLE)
    await eventually(  # on a slow machine it may have become due meanwhile: another message
        lambda: [dm for dm in stage.dms(PRIYA) if dm.ts == reminder.ts and "✓" in words(dm)],
        "the reminder is folded",
    )
    so_far = len(stage.dms(PRIYA))
    await asyncio.sleep(3)
    assert len(stage.dms(PRIYA)) == so_far


@pytest.mark.timeout(120)
async def test_snoozed_handed_over_and_stopped(fast_stage: Stage) -> None:
    stage = fast_stage
    await open_high(stage, PRIYA, "The lift never came")
    thread = await stage.new_thread(PRIYA, MISTAKES, set())
    reminder = await stage.dm(PRIYA, "The lift never came", patience=20)
    await stage.choose(PRIYA, reminder, "in 1 hour")
    await stage.dm(PRIYA, "Snoozed until")
    before = {dm.ts for dm in stage.dms(PRIYA)}
    await eventually(
        lambda: [
            dm
            for dm in stage.dms(PRIYA)
            if dm.ts not in before and "should have heard from us" in words(dm)
        ],
        "reminded again after the snooze",
        20,
    )
    again = stage.dms(PRIYA)[-1]
    await stage.press(PRIYA, again, "Hand over")
    await stage.modal(PRIYA, "Hand over")
    await stage.fill(PRIYA, who_is_the_owner=SOFIA)
    await stage.submit(PRIYA)
    await thread.until_said(f"<@{SOFIA}> is the owner from here")
    hers = await stage.dm(SOFIA, "The lift never came", patience=20)
    await stage.press(SOFIA, hers, "Stop chasing")
    await stage.dm(SOFIA, "No more reminders")


@pytest.mark.timeout(120)
async def test_several_due_things_make_one_message(fast_stage: Stage) -> None:
    stage = fast_stage
    await open_high(stage, TOM, "First sofa scratched")
    await stage.new_thread(TOM, MISTAKES, set())
    before = {card.ts for card in stage.cards(TOM, MISTAKES)}
    await open_high(stage, TOM, "Second sofa scratched")
    await stage.new_thread(TOM, MISTAKES, before)
    # The same minute for both, however slow the machine is: an hour, six seconds from here.
    there = ZoneInfo(stage.sandbox.slack.users[TOM].tz)
    due = datetime.fromtimestamp(stage.sandbox.slack.clock.now() + 3600, there)
    for number in (1, 2):
        await stage.answered(TOM, f"promise {number} refund by {due:%Y-%m-%d %H:%M}")

    def told() -> bool:
        said = map(words, stage.dms(TOM))
        return any("First sofa" in each and "Second sofa" in each for each in said)

    await eventually(told, "one message of both", 30)


async def test_mine_says_what_will_chase_me_and_when(stage: Stage) -> None:
    thread = await stage.report(TOM, "The table arrived with three legs")
    await thread.prompt("Own it")
    await stage.command(TOM, "mine")
    mine = await stage.private(TOM, "Own it")
    assert "<!date^" in words(mine)
    await stage.press(TOM, await thread.prompt("Own it"), "Done")
    await fill_form(stage, TOM, "Own it")
    await thread.settled("Own it")
    await stage.command(TOM, "mine")
    await stage.private(TOM, "Apologise")
