"""The coach as people meet it: a private thought in a thread, remarks before words are noted."""

import pytest

from sandbox.model import OpenView
from tests.phrases import BLAME, WHOLE
from tests.stories.cast import MARIA, MISTAKES, PRIYA, SOFIA, TOM
from tests.stories.keeping import kept
from tests.stories.reading import labels, words
from tests.stories.stage import Stage
from tests.stories.thread import Thread
from tests.stories.waiting import eventually

HALF = "We are sorry for any inconvenience this may have caused. We will look into it soon."


def nudged(stage: Stage, user: str) -> int:
    """How many thoughts that person was told."""
    return sum("Mute for this incident" in labels(told) for told in stage.privately(user))


async def remarked(stage: Stage, user: str) -> OpenView:
    """The open form, once there are remarks in it."""

    def shown() -> OpenView | None:
        view = stage.sandbox.slack.view_of(user)
        return view if view and "before this is noted" in words(view) else None

    return await eventually(shown, "remarks in the form")


async def settled(stage: Stage, thread: Thread) -> None:
    """Wait until the coach has heard all that was said: a last word is answered."""
    await thread.say(SOFIA, BLAME)
    await stage.private(SOFIA, "Dave's fault")


@pytest.mark.principle("P07", "P20")
async def test_a_private_thought_its_reason_and_its_end(stage: Stage) -> None:
    thread = await stage.report(PRIYA, "We sent ACME the wrong invoice")
    await thread.prompt("Own it")
    await thread.say(TOM, f"The lorry has left. {BLAME}")
    nudge = await stage.private(TOM, "Dave's fault")
    assert labels(nudge) == ["Not blame", "Why this?", "Mute for this incident"]
    assert nudge.thread_ts == thread.ts
    await stage.press(TOM, nudge, "Why this?")
    why = await stage.private(TOM, "The team owns this")
    assert why.thread_ts == thread.ts
    await stage.press(TOM, nudge, "Mute for this incident")
    muted = await stage.private(TOM, "keep my thoughts on your messages about #1 to myself")
    assert muted.ts == nudge.ts  # the nudge has made way
    await thread.say(TOM, "Honestly, Dave dropped the ball.")
    await settled(stage, thread)
    assert nudged(stage, TOM) == 0
    assert nudged(stage, PRIYA) == nudged(stage, MARIA) == 0
    assert stage.sandbox.slack.refusals == []


async def test_no_blame_here_holds_for_everybody_until_it_is_taken_off(stage: Stage) -> None:
    thread = await stage.report(PRIYA, "We sent ACME the wrong invoice")
    await thread.prompt("Own it")
    await thread.say(TOM, "The front desk dropped the ball.")
    nudge = await stage.private(TOM, "front desk dropped the ball")
    await stage.press(TOM, nudge, "Not blame")
    await stage.private(TOM, "Thank you, noted.")
    await thread.say(PRIYA, "Yes, the warehouse dropped the ball.")
    await settled(stage, thread)
    assert nudged(stage, PRIYA) == 0
    await stage.command(MARIA, "settings")
    await stage.modal(MARIA, "Settings")
    await stage.sandbox.gestures.press_in_view(MARIA, "settings.language")
    view = await stage.modal(MARIA, "Language")
    assert "<someone> dropped the ball" in str(view.view)
    await stage.fill(MARIA, what_is_no=[])
    await stage.submit(MARIA)
    await stage.private(MARIA, "settings are saved")
    await thread.say(PRIYA, "The kitchen dropped the ball.")
    await stage.private(PRIYA, "kitchen dropped the ball")


@pytest.mark.timeout(240)
async def test_after_a_kill_the_ten_minutes_still_hold_and_no_words_are_kept(
    stage: Stage, ready_url: str
) -> None:
    thread = await stage.report(PRIYA, "We sent ACME the wrong invoice")
    await thread.prompt("Own it")
    ts = (await thread.say(TOM, "The label was swapped.")).ts
    await stage.sandbox.gestures.edit(TOM, MISTAKES, ts, f"Xylophone. {BLAME}")
    await stage.private(TOM, "Dave's fault")
    await stage.kill_bot()
    await stage.start_bot()
    await thread.say(TOM, f"Again: {BLAME}")
    await settled(stage, thread)
    assert nudged(stage, TOM) == 1
    found = str(kept(ready_url)) + stage.log.read_text()
    assert "The label was swapped" not in found
    assert "Xylophone" not in found
    assert "Dave" not in found


@pytest.mark.principle("P06")
async def test_words_to_the_customer_are_read_before_they_are_noted(stage: Stage) -> None:
    thread = await stage.report(PRIYA, "We sent ACME the wrong invoice")
    await thread.prompt("Own it")
    await stage.press(PRIYA, thread.card, "Update the customer")
    await stage.modal(PRIYA, "Update the customer")
    await stage.fill(PRIYA, what_do_you=HALF, how_did="email")
    await stage.submit(PRIYA)
    view = await remarked(stage, PRIYA)
    assert "sorry for any inconvenience" in words(view)
    assert view.values["words"]["value"]["value"] == HALF
    assert thread.find("Apologise", open_prompt=True) is None
    await stage.fill(PRIYA, what_do_you=WHOLE)
    await stage.submit(PRIYA)
    await thread.until_said(WHOLE)
    await stage.command(PRIYA, "tell 1")
    await stage.modal(PRIYA, "Update the customer")
    await stage.fill(PRIYA, what_do_you=HALF)
    await stage.submit(PRIYA)
    view = await remarked(stage, PRIYA)
    assert view.view["submit"]["text"] == "Note it as it is"
    await stage.submit(PRIYA)
    await thread.until_said("sorry for any inconvenience")
    assert stage.sandbox.slack.refusals == []
