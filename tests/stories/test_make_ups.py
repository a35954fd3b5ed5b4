"""Making it up: weighed in the form, approved by the lead in a direct message, logged in the
thread; and nothing above the limit counts as offered before there is a yes."""

import pytest

from sandbox.model import Message, OpenView
from tests.stories.cast import AMENDS, MARIA, MISTAKES, PRIYA, TOM
from tests.stories.reading import labels, words
from tests.stories.stage import Stage
from tests.stories.test_reminders import open_high, set_lead
from tests.stories.thread import Thread
from tests.stories.waiting import eventually


async def set_limit(stage: Stage) -> None:
    """Maria is the lead; up to 100 euros anyone may offer."""
    await set_lead(stage)
    await stage.command(MARIA, "settings")
    await stage.modal(MARIA, "Settings")
    await stage.press_in_form(MARIA, "Make-ups…")
    await stage.modal(MARIA, "Make-ups")
    await stage.fill(MARIA, which_currency="EUR", how_much="100", what_do_you="shop")
    await stage.submit(MARIA)
    await stage.modal(MARIA, "Settings")
    await stage.sandbox.gestures.close_view(MARIA, everything=True)


async def at_the_step(stage: Stage) -> Thread:
    """A grave incident, which may break quiet hours, in which making it up comes next."""
    await open_high(stage, PRIYA, "The table was delivered with three legs")
    thread = await stage.new_thread(PRIYA, MISTAKES, set())
    for step in ("Own it", "Apologise", "Explain", "Put it right"):
        await thread.react(PRIYA, await thread.prompt(step), "fast_forward")
        await thread.settled(step)
    await thread.prompt("Make it up")
    return thread


async def offer(stage: Stage, thread: Thread, worth: str, **values: str) -> None:
    """Press Done and fill the form in."""
    await stage.press(PRIYA, await thread.prompt("Make it up"), "Done")
    await stage.modal(PRIYA, "Make it up")
    await stage.fill(PRIYA, what_was="A new table, by hand", what_is_it_worth=worth, **values)
    await stage.submit(PRIYA)


async def weighed(stage: Stage, user: str, having: str) -> OpenView:
    """The form, once it shows the make-up beside what is at stake."""

    def shown() -> OpenView | None:
        view = stage.sandbox.slack.view_of(user)
        return view if view and having in words(view) else None

    return await eventually(shown, f"weighed: {having!r}")


async def message(thread: Thread, having: str) -> Message:
    """The make-up's message in the thread, once it has these words."""
    return await eventually(
        lambda: next(
            (
                each
                for each in thread.replies()
                if each.user == AMENDS and words(each).startswith("🎁") and having in words(each)
            ),
            None,
        ),
        f"a make-up with {having!r}",
    )


async def test_it_is_weighed_in_words_and_logged(stage: Stage) -> None:
    await set_limit(stage)
    thread = await at_the_step(stage)
    await offer(stage, thread, "lots")
    view = await stage.modal(PRIYA, "Make it up")
    await eventually(lambda: "I can’t read “lots”" in str(view.errors), "how to write it")
    await stage.fill(PRIYA, what_is_it_worth="80 euros", how_much_was="300", what_would_it="500")
    await stage.submit(PRIYA)
    shown = await weighed(stage, PRIYA, "about a tenth")
    assert "If you want an idea" in words(shown)
    await stage.submit(PRIYA)
    await thread.settled("Make it up")
    first = await message(thread, "worth €80")
    assert "about a tenth of what this cost" in words(first)
    await thread.until_card("€80, about a tenth of what this cost")
    await stage.press(TOM, first, "Another make-up…")
    await stage.modal(TOM, "Make it up")
    await stage.fill(TOM, what_was="A polish for the old one", what_is_it_worth="20")
    await stage.submit(TOM)
    await weighed(stage, TOM, "about a fiftieth")
    await stage.submit(TOM)
    await message(thread, "A polish for the old one")
    await thread.until_card("€100")
    assert stage.sandbox.slack.refusals == []


@pytest.mark.principle("P13")
async def test_above_the_limit_the_lead_says_yes_by_direct_message(fast_stage: Stage) -> None:
    stage = fast_stage
    await set_limit(stage)
    thread = await at_the_step(stage)
    await offer(stage, thread, "250 EUR")
    await stage.private(PRIYA, "above your team’s limit of €100")
    waits = await message(thread, "Waits for")
    assert "Please don’t promise it yet" in words(waits)
    # Until there is a yes it cannot be recorded as offered, whichever way it is tried.
    await thread.react(PRIYA, await thread.prompt("Make it up"), "white_check_mark")
    await stage.private(PRIYA, "It is written down already")
    await stage.press(PRIYA, waits, "Approve")
    await stage.private(PRIYA, "nobody approves their own")
    await stage.press(TOM, waits, "Approve")
    await stage.private(TOM, "or an admin of the workspace")
    asked = await stage.dm(MARIA, "needs your yes")
    assert labels(asked) == ["Approve", "Another amount…", "Decline…"]
    await thread.until_open("Make it up", "waits for a yes")
    await stage.press(MARIA, asked, "Approve")
    await message(thread, "Approved by")
    await thread.until_said(f"<@{PRIYA}>: <@{MARIA}> has approved the make-up worth €250")
    await stage.dm(MARIA, "✓ Approved by")
    await stage.press(PRIYA, await message(thread, "Approved by"), "We’ve offered it")
    await stage.modal(PRIYA, "Make it up")
    await stage.submit(PRIYA)
    await thread.settled("Make it up")
    await message(thread, "*Offered:*")
    assert stage.sandbox.slack.refusals == []


async def test_a_no_comes_with_a_reason_and_less_needs_nobody(fast_stage: Stage) -> None:
    stage = fast_stage
    await set_limit(stage)
    thread = await at_the_step(stage)
    await offer(stage, thread, "250 EUR")
    await stage.press(MARIA, await stage.dm(MARIA, "needs your yes"), "Decline…")
    await stage.modal(MARIA, "Not this one?")
    await stage.fill(MARIA, why_not="They would rather have it tomorrow")
    await stage.submit(MARIA)
    await message(thread, "They would rather have it tomorrow")
    await offer(stage, thread, "90")
    await thread.settled("Make it up")
    await message(thread, "worth €90")


async def test_the_lead_raises_the_limit_for_this_one(fast_stage: Stage) -> None:
    stage = fast_stage
    await set_limit(stage)
    thread = await at_the_step(stage)
    await offer(stage, thread, "250 EUR")
    await stage.press(MARIA, await stage.dm(MARIA, "needs your yes"), "Another amount…")
    await stage.modal(MARIA, "Another amount")
    await stage.fill(MARIA, how_much="lots")
    await stage.submit(MARIA)
    view = await stage.modal(MARIA, "Another amount")
    await eventually(lambda: "I can’t read" in str(view.errors), "how to write it")
    await stage.fill(MARIA, how_much="200")
    await stage.submit(MARIA)
    await message(thread, "Up to €200 is fine")
    await offer(stage, thread, "200")
    await thread.settled("Make it up")
