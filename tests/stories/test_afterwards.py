"""Who was there first, what was shown to the customer, and how it went in the end."""

from pathlib import Path

import pytest

from tests.stories.cast import MARIA, MISTAKES, PRIYA
from tests.stories.forms import FORMS, fill_form
from tests.stories.reading import words
from tests.stories.stage import Stage, raised
from tests.stories.thread import Thread
from tests.stories.waiting import eventually


async def open_noticed_by(stage: Stage, who: str) -> Thread:
    """Open an incident by the form, and say who noticed first."""
    before = {card.ts for card in stage.cards(PRIYA, MISTAKES)}
    await stage.command(PRIYA, "")
    await stage.modal(PRIYA, "What went wrong?")
    await stage.fill(PRIYA, what_happened="We sent ACME the wrong invoice", who_noticed=who)
    await stage.fill(PRIYA, which_customers="ACME\nGlobex")
    await stage.submit(PRIYA)
    return await stage.new_thread(PRIYA, MISTAKES, before)


@pytest.mark.principle("P03")
async def test_the_card_says_who_was_first_and_how_fast(stage: Stage) -> None:
    thread = await open_noticed_by(stage, "customer")
    assert "*They noticed first,* so tell them now" in words(thread.card)
    await stage.press(PRIYA, await thread.prompt("Own it"), "Done")
    await fill_form(stage, PRIYA, "Own it")
    await thread.until_card("They heard from us less than a minute later")
    now = int(float(thread.ts))
    await stage.press(PRIYA, thread.card, "Add details")
    await stage.modal(PRIYA, "Add details")
    await stage.fill(PRIYA, when_did_it=now - 600, when_was_it=now - 6000)
    await stage.submit(PRIYA)
    view = await stage.modal(PRIYA, "Add details")
    assert "before it happened" in str(view.errors)
    await stage.fill(PRIYA, when_did_it=None, when_was_it=now - 2400, who_noticed="us")
    await stage.submit(PRIYA)
    await thread.until_card("We got there first:* we told them 40 minutes after we noticed")


@pytest.mark.principle("P16")
async def test_the_evidence_names_what_was_agreed_and_who_saw_it(stage: Stage) -> None:
    thread = await open_noticed_by(stage, "us")
    for step in ("Own it", "Apologise", "Explain", "Put it right", "Make it up"):
        await thread.react(PRIYA, await thread.prompt(step), "fast_forward")
        await thread.settled(step)
    await stage.press(PRIYA, await thread.prompt("Prevent it"), "Done")
    await fill_form(stage, PRIYA, "Prevent it")
    await stage.press(PRIYA, await thread.prompt("Show the evidence"), "Done")
    view = await stage.modal(PRIYA, "Show the evidence")
    assert str(FORMS["Prevent it"][1]["what_will_we"]) in words(view)
    assert "ACME, Globex" in str(view.values)
    await fill_form(stage, PRIYA, "Show the evidence")
    done = await thread.settled("Show the evidence")
    await stage.choose(PRIYA, done, "See or correct what was recorded")
    view = await stage.modal(PRIYA, "Show the evidence")
    assert "A photo of the new label" in str(view.values)


@pytest.mark.timeout(150)
async def test_checking_back_comes_after_closing_and_once_more(
    tmp_path: Path, ready_url: str
) -> None:
    """A day is four seconds here."""
    async with raised(tmp_path, ready_url, scale=21_600) as stage:
        await stage.command(MARIA, "settings")
        await stage.modal(MARIA, "Settings")
        await stage.fill(MARIA, who_is_the=MARIA, when_do_you="3")
        await stage.submit(MARIA)
        await stage.private(MARIA, "settings")
        thread = await stage.report(PRIYA, "We sent ACME the wrong invoice")
        await thread.prompt("Own it")
        await stage.press(PRIYA, thread.card, "Close…")
        await stage.modal(PRIYA, "Close #1")
        await stage.fill(PRIYA, why_close="They were happy at once")
        await stage.submit(PRIYA)
        await thread.until_card("They were happy at once")
        asked = await stage.dm(PRIYA, "how it went", patience=40)
        await stage.press(PRIYA, asked, "Done")
        await stage.modal(PRIYA, "Check back")
        await stage.fill(PRIYA, have_you="no")
        await stage.submit(PRIYA)
        await stage.dm(PRIYA, "ask you once more")
        so_far = len(stage.dms(PRIYA))

        again = await eventually(
            lambda: [m for m in stage.dms(PRIYA)[so_far:] if "how it went" in words(m)],
            "asked once more",
            40,
        )
        await stage.press(PRIYA, again[-1], "Done")
        await stage.modal(PRIYA, "Check back")
        told = {"have_you": "yes", "did_we": "yes", "would_they_stay": "yes"}
        await stage.fill(PRIYA, **told, in_their="Quick and kind")
        await stage.submit(PRIYA)
        await thread.until_card("put right: yes · would stay: yes · would recommend us: not known")
        assert stage.sandbox.slack.refusals == []
