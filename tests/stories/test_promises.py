"""What a customer was promised: noted in plain words, chased before it breaks, settled (P14)."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sandbox.model import Message
from tests.stories.cast import MARIA, MISTAKES, PRIYA, SOFIA, TOM
from tests.stories.reading import labels, words
from tests.stories.stage import Stage, raised
from tests.stories.test_reminders import open_high
from tests.stories.thread import Thread
from tests.stories.waiting import eventually


async def opened(stage: Stage) -> Thread:
    """An incident of high severity: its reminders come at any hour."""
    await open_high(stage, PRIYA, "The lift never came")
    return await stage.new_thread(PRIYA, MISTAKES, set())


async def chased(stage: Stage, user: str, *having: str) -> Message:
    """A direct message with all of these words."""

    def told() -> Message | None:
        found = [dm for dm in stage.dms(user) if all(each in words(dm) for each in having)]
        return found[-1] if found else None

    return await eventually(told, f"a direct message with {having!r}", 50)


async def press_beside(stage: Stage, user: str, message: Message, having: str, label: str) -> None:
    """Press the button in the row below the section that has these words."""
    at = next(i for i, block in enumerate(message.blocks) if having in str(block))
    row = message.blocks[at + 1]
    part = next(each for each in row["elements"] if each.get("text", {}).get("text") == label)
    await stage.sandbox.gestures.press(
        user,
        message.channel,
        message.ts,
        part["action_id"],
        block_id=row["block_id"],
        value=part["value"],
    )


@pytest.mark.timeout(120)
async def test_a_promise_is_chased_before_its_time_and_kept(fast_stage: Stage) -> None:
    """An hour is six seconds here; a tenth of the time is long enough for a busy machine."""
    stage = fast_stage
    thread = await opened(stage)
    told = await stage.answered(PRIYA, "promise 1 refund within the next 6 hours")
    assert "refund within the next 6 hours" in words(told)
    assert "Change…" in labels(told)
    await thread.until_card("refund within the next 6 hours")
    note = await thread.until_said("sees to it")
    reminder = await chased(stage, PRIYA, "refund within", "there is still time")
    assert "It won’t be kept" not in labels(reminder)
    await press_beside(stage, PRIYA, reminder, "refund within", "Done")
    await stage.dm(PRIYA, "✓ Kept")
    kept = await thread.until_said("✓ Promise kept")
    assert kept.ts == note.ts
    await eventually(lambda: "refund within" not in words(thread.card), "no longer on the card")
    await stage.press(PRIYA, thread.card, "Close…")
    form = await stage.modal(PRIYA, "Close #1")
    assert "refund" not in words(form)
    assert stage.sandbox.slack.refusals == []


@pytest.mark.timeout(120)
async def test_after_its_time_it_is_kept_late_or_broken(fast_stage: Stage) -> None:
    stage = fast_stage
    thread = await opened(stage)
    # The same minute for both, however slow the machine is: an hour, six seconds from here.
    there = ZoneInfo(stage.sandbox.slack.users[PRIYA].tz)
    due = datetime.fromtimestamp(stage.sandbox.slack.clock.now() + 3600, there)
    await stage.answered(PRIYA, f"promise 1 refund by {due:%Y-%m-%d %H:%M}")
    await stage.answered(PRIYA, f"promise 1 call by {due:%Y-%m-%d %H:%M}")
    await thread.until_said("call by")
    late = await chased(stage, PRIYA, "tell them first", "refund by", "call by")
    await press_beside(stage, PRIYA, late, "refund by", "Done")
    await stage.private(PRIYA, "later than we said", channel=late.channel)
    await thread.until_said("kept, later than we said")
    again = await chased(stage, PRIYA, "tell them first", "call by")
    await press_beside(stage, PRIYA, again, "call by", "It won’t be kept")
    await thread.until_said("Promise not kept")
    await stage.press(PRIYA, await stage.dm(PRIYA, "Now tell"), "Update the customer")
    await stage.modal(PRIYA, "Update the customer")


async def test_what_is_unclear_is_shown_back_with_a_button(stage: Stage) -> None:
    thread = await stage.report(PRIYA, "We sent ACME the wrong invoice")
    asked = await stage.answered(PRIYA, "promise 1 call them at three tomorrow")
    assert "That can mean" in words(asked)
    afternoon = next(label for label in labels(asked) if label.endswith("15:00"))
    await stage.press(PRIYA, asked, afternoon)
    await thread.until_card("call them at three tomorrow")
    unclear = await stage.answered(PRIYA, "promise 1 refund them soon")
    assert "refund them soon" in words(unclear)
    await stage.press(PRIYA, unclear, "Choose the time…")
    form = await stage.modal(PRIYA, "Promise")
    assert "refund them soon" in str(form.view)


async def test_a_promise_said_in_the_thread_is_offered_to_whoever_marks_it(stage: Stage) -> None:
    thread = await stage.report(PRIYA, "We sent ACME the wrong invoice")
    said = await thread.say(TOM, "Told them: so sorry. I’ll call you by tomorrow noon.")
    await thread.react(SOFIA, said, "mega")
    offer = await stage.private(SOFIA, "Track this promise?")
    await stage.press(SOFIA, offer, "Track this promise")
    await stage.modal(SOFIA, "Promise")
    await stage.submit(SOFIA)
    note = await thread.until_said("I’ll call you by tomorrow noon.")
    assert f"<@{TOM}> sees to it" in words(note)
    assert "Where it was said" in words(note)
    await stage.command(TOM, "mine")
    await stage.private(TOM, "I’ll call you by tomorrow noon.")
    await thread.react(TOM, note, "white_check_mark")
    await thread.until_said("✓ Promise kept")


async def no_quiet_hours(stage: Stage) -> None:
    """Maria, an admin, lets reminders come at any hour of any day."""
    await stage.command(MARIA, "settings")
    await stage.modal(MARIA, "Settings")
    every_day = [str(day) for day in range(7)]
    await stage.fill(
        MARIA, quiet_hours_begin="08:00", quiet_hours_end="08:00", working_days=every_day
    )
    await stage.submit(MARIA)
    await stage.private(MARIA, "settings")


@pytest.mark.timeout(180)
async def test_what_prevents_it_is_chased_after_closing(tmp_path: Path, ready_url: str) -> None:
    """An hour is a second here."""
    async with raised(tmp_path, ready_url, scale=3600) as stage:
        await no_quiet_hours(stage)
        thread = await stage.report(PRIYA, "We sent ACME the wrong invoice")
        await stage.choose(PRIYA, thread.card, "Add a prevention action…")
        await stage.modal(PRIYA, "Prevent it")
        now = datetime.fromtimestamp(stage.sandbox.slack.clock.now(), ZoneInfo("Asia/Kolkata"))
        tomorrow = (now + timedelta(days=1)).date().isoformat()
        await stage.fill(PRIYA, what_will="Addresses are checked twice", by_which_day=tomorrow)
        await stage.submit(PRIYA)
        prevention = await thread.until_said("Addresses are checked twice")
        await stage.press(PRIYA, thread.card, "Close…")
        await stage.modal(PRIYA, "Close #1")
        await stage.fill(PRIYA, why_close="They are content")
        await stage.submit(PRIYA)
        await thread.until_card("They are content")
        told = await stage.dm(PRIYA, "So that it does not happen again", patience=90)
        await press_beside(stage, PRIYA, told, "So that it does not", "Done")
        done = await thread.until_said("✓ Addresses are checked twice")
        assert done.ts == prevention.ts
        assert stage.sandbox.slack.refusals == []
