"""What a customer was promised: noted in plain words, chased before it breaks, settled (P14)."""

import pytest

from sandbox.model import Message
from tests.stories.cast import MISTAKES, PRIYA
from tests.stories.reading import labels, words
from tests.stories.stage import Stage
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

    return await eventually(told, f"a direct message with {having!r}", 30)


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
    """An hour is six seconds here."""
    stage = fast_stage
    thread = await opened(stage)
    told = await stage.answered(PRIYA, "promise 1 refund within the next 3 hours")
    assert "refund within the next 3 hours" in words(told)
    assert "Change…" in labels(told)
    await thread.until_card("refund within the next 3 hours")
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
    await stage.answered(PRIYA, "promise 1 refund in half an hour")
    await stage.answered(PRIYA, "promise 1 call in half an hour")
    await thread.until_said("call in half an hour")
    late = await chased(stage, PRIYA, "tell them first", "refund in", "call in")
    await press_beside(stage, PRIYA, late, "refund in", "Done")
    await stage.private(PRIYA, "later than we said", channel=late.channel)
    await thread.until_said("kept, later than we said")
    again = await chased(stage, PRIYA, "tell them first", "call in")
    await press_beside(stage, PRIYA, again, "call in", "It won’t be kept")
    await thread.until_said("Promise not kept")
    await stage.press(PRIYA, await stage.dm(PRIYA, "Now tell"), "Update the customer")
    await stage.modal(PRIYA, "Update the customer")
