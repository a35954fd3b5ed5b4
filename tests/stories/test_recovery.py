"""Whole recoveries, from `/mistake` to a closed incident, as people live them."""

import asyncio
from pathlib import Path

import pytest

from tests.phrases import WHOLE
from tests.stories.cast import MARIA, MISTAKES, PRIYA, SOFIA, TOM
from tests.stories.forms import FORMS, LINE, fill_form
from tests.stories.reading import labels, words
from tests.stories.stage import Stage, raised
from tests.stories.thread import Thread
from tests.stories.waiting import eventually


async def close(stage: Stage, thread: Thread, user: str) -> None:
    """Close it with nothing missing."""
    await stage.press(user, thread.card, "Close…")
    await eventually(lambda: stage.sandbox.slack.view_of(user), "the closing form")
    await stage.submit(user)
    await thread.until_card("Closed")


async def by_buttons(stage: Stage, thread: Thread, user: str) -> None:
    """Every step by its button and its form."""
    for step in LINE:
        prompt = await thread.prompt(step)
        await stage.press(user, prompt, "Done")
        if step in FORMS:
            await fill_form(stage, user, step)
        await thread.settled(step)


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_by_buttons_alone(tmp_path: Path, ready_url: str, mode: str) -> None:
    async with raised(tmp_path, ready_url, mode=mode) as stage:
        thread = await stage.report(PRIYA, "We sent ACME the wrong invoice")
        assert "We sent ACME the wrong invoice" in words(thread.card)
        assert labels(thread.card) == ["Add details", "Update the customer", "Hand over", "Close…"]
        await by_buttons(stage, thread, PRIYA)
        await thread.settled("Keep them posted")
        await close(stage, thread, PRIYA)
        assert "Reopen" in labels(thread.card)
        assert stage.sandbox.slack.refusals == []


async def test_by_reactions_alone(stage: Stage) -> None:
    """✋ takes, ✅ settles or asks for its form, ⏭ skips and asks why."""
    thread = await stage.report(TOM, "The table arrived with three legs")
    for step in LINE:
        prompt = await thread.prompt(step)
        await thread.react(SOFIA, prompt, "raised_hand")
        await thread.until_open(step, SOFIA)
        if step == "Make it up":
            await thread.react(SOFIA, prompt, "fast_forward")
            await stage.press(SOFIA, await stage.private(SOFIA, "say why"), "Say why")
            await stage.modal(SOFIA, "Why was it skipped?")
            await stage.fill(SOFIA, why="They asked for nothing more")
            await stage.submit(SOFIA)
        else:
            await thread.react(SOFIA, prompt, "white_check_mark")
            if step in FORMS:
                answer = await stage.private(SOFIA, f"*{step}* is done once")
                await stage.press(SOFIA, answer, "Fill it in")
                await fill_form(stage, SOFIA, step)
        await thread.settled(step)
    await close(stage, thread, TOM)


async def test_taking_a_tick_back_opens_the_step_again(stage: Stage) -> None:
    thread = await stage.report(TOM, "The table arrived with three legs")
    for step in ("Own it", "Apologise", "Explain"):
        prompt = await thread.prompt(step)
        await thread.react(TOM, prompt, "fast_forward")
        await thread.settled(step)
    prompt = await thread.prompt("Put it right")
    await thread.react(TOM, prompt, "white_check_mark::skin-tone-3")
    await thread.settled("Put it right")
    later = await thread.prompt("Make it up")
    await thread.unreact(TOM, prompt, "white_check_mark::skin-tone-3")
    reopened = await thread.prompt("Put it right")
    assert reopened.ts == prompt.ts
    await thread.until_card("Put it right")
    await thread.settled("Make it up")
    await thread.react(TOM, prompt, "white_check_mark")
    assert (await thread.prompt("Make it up")).ts == later.ts


async def test_somebody_elses_tick_is_harmless_and_explained(stage: Stage) -> None:
    thread = await stage.report(TOM, "The table arrived with three legs")
    prompt = await thread.prompt("Own it")
    await thread.react(TOM, prompt, "fast_forward")
    await thread.settled("Own it")
    await thread.react(SOFIA, prompt, "fast_forward")
    await stage.private(SOFIA, "skipped *")
    await thread.unreact(SOFIA, prompt, "fast_forward")
    await stage.private(SOFIA, "stays skipped")
    assert thread.find("Own it", open_prompt=False)


async def test_the_form_opens_an_incident_with_everything_in_it(stage: Stage) -> None:
    before = {card.ts for card in stage.cards(MARIA, MISTAKES)}
    await stage.command(MARIA, "")
    await stage.modal(MARIA, "What went wrong?")
    await stage.fill(
        MARIA,
        what_happened="The wardrobe was delivered to the neighbour",
        which_customers="Lindqvist\nNeighbour & Sons",
        who_noticed="customer",
        how_much="high",
        who_is_the_owner=TOM,
        what_did_the_customer="Delivery before noon",
    )
    await stage.submit(MARIA)
    thread = await stage.new_thread(MARIA, MISTAKES, before)
    seen = words(thread.card)
    for part in ("The wardrobe was delivered", "Lindqvist", TOM, "High", "Delivery before noon"):
        assert part in seen


async def test_the_customer_is_updated_and_the_next_word_is_promised(stage: Stage) -> None:
    thread = await stage.report(PRIYA, "We sent ACME the wrong invoice")
    await stage.press(PRIYA, thread.card, "Update the customer")
    await stage.modal(PRIYA, "Update the customer")
    await stage.fill(PRIYA, what_do_you=WHOLE)
    await stage.submit(PRIYA)
    said = await thread.until_said(WHOLE)
    assert "*Next word to them:* <!date^" in words(said)
    await thread.until_card("*Next word to the customer:* <!date^")


async def test_closing_with_things_open_says_what_is_missing(stage: Stage) -> None:
    thread = await stage.report(PRIYA, "We sent ACME the wrong invoice")
    await thread.prompt("Own it")
    await stage.press(SOFIA, thread.card, "Close…")
    view = await stage.modal(SOFIA, "Close #1")
    assert "These steps are open: *Own it*, *Apologise*" in words(view)
    assert not view.view.get("submit")
    await stage.press(PRIYA, thread.card, "Close…")
    await stage.modal(PRIYA, "Close #1")
    await stage.fill(PRIYA, why_close="It was our neighbour’s customer, not ours")
    await stage.submit(PRIYA)
    await thread.until_card("not ours")
    await stage.press(SOFIA, thread.card, "Reopen")
    await thread.prompt("Own it")


async def test_hand_over_tells_the_next_one_in_the_thread(stage: Stage) -> None:
    thread = await stage.report(PRIYA, "We sent ACME the wrong invoice")
    await thread.prompt("Own it")
    await stage.press(PRIYA, thread.card, "Hand over")
    await stage.modal(PRIYA, "Hand over")
    await stage.fill(PRIYA, who_is_the_owner=SOFIA)
    await stage.submit(PRIYA)
    await thread.until_said(f"<@{SOFIA}> is the owner from here")
    await thread.until_card(SOFIA)


async def test_pins_and_megaphones_make_the_timeline(stage: Stage) -> None:
    thread = await stage.report(PRIYA, "We sent ACME the wrong invoice")
    said = await thread.say(TOM, "The customer rang at nine <b>& was kind</b>")
    told = await thread.say(SOFIA, "Dear ACME, this was our mistake and I am sorry.")
    await thread.react(TOM, said, "pushpin")
    await stage.private(TOM, "Added to the timeline")
    await thread.react(SOFIA, told, "mega")
    await stage.private(SOFIA, "Noted on #1")

    async def timeline() -> str:
        await stage.choose(PRIYA, thread.card, "Timeline")
        seen = words(await stage.modal(PRIYA, "Timeline"))
        await stage.sandbox.gestures.close_view(PRIYA, everything=True)
        return seen

    for _ in range(100):
        seen = await timeline()
        if "rang at nine" in seen and "this was our mistake" in seen:
            break
        await asyncio.sleep(0.05)
    assert "rang at nine" in seen
    assert "this was our mistake" in seen
    await thread.unreact(TOM, said, "pushpin")
    await stage.private(TOM, "Removed from the timeline")
    assert "rang at nine" not in await timeline()


async def test_both_shortcuts_lead_to_an_incident(stage: Stage) -> None:
    slack, gestures = stage.sandbox.slack, stage.sandbox.gestures
    ts = await gestures.say(TOM, MISTAKES, "I think we delivered the wrong chair to the Okafors")
    before = {card.ts for card in stage.cards(TOM, MISTAKES)}
    await gestures.message_shortcut(SOFIA, MISTAKES, ts, "shortcut.this_is_a_mistake")
    view = await stage.modal(SOFIA, "What went wrong?")
    assert any("wrong chair" in str(value) for value in view.values.values()), view.values
    await stage.submit(SOFIA)
    thread = await stage.new_thread(SOFIA, MISTAKES, before)
    assert "wrong chair" in words(thread.card)
    await thread.prompt("Own it")  # by then it is known where the card is
    await gestures.message_shortcut(TOM, MISTAKES, ts, "shortcut.this_is_a_mistake")
    said = str((await stage.modal(TOM, "What went wrong?")).view["blocks"])
    assert "A mistake is open from this message already" in said
    assert f"/archives/{MISTAKES}/p{thread.ts.replace('.', '')}|#" in said
    await gestures.close_view(TOM)
    await gestures.global_shortcut(TOM, "shortcut.report_a_mistake")
    await stage.modal(TOM, "What went wrong?")
    await stage.fill(TOM, what_happened="We forgot to call the Reyes family", where=MISTAKES)
    await stage.submit(TOM)
    await stage.new_thread(TOM, MISTAKES, before | {thread.ts})
    # The message's link is filled in behind the form; a quick person has sent the form by then.
    assert [said for said in slack.refusals if not said.startswith("views.update")] == []
