"""What customers were told, one by one, and what is on record about each."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.model import OpenView
from tests.stories.cast import MISTAKES, PRIYA, TOM
from tests.stories.reading import labels, words
from tests.stories.stage import Stage
from tests.stories.thread import Thread
from tests.stories.waiting import eventually


async def opened(stage: Stage) -> Thread:
    """An incident that reached three customers."""
    await stage.command(PRIYA, "")
    await stage.modal(PRIYA, "What went wrong?")
    await stage.fill(PRIYA, what_happened="Three of them got the wrong invoice", how_much="high")
    await stage.fill(PRIYA, which_customers="ACME\nBolt & Sons\nHotel Post")
    await stage.submit(PRIYA)
    return await stage.new_thread(PRIYA, MISTAKES, set())


def ticks(view: OpenView) -> dict[str, str]:
    """The customers that can be ticked, by name."""
    block = next(each for each in view.view["blocks"] if each.get("block_id") == "customers")
    return {each["text"]["text"]: each["value"] for each in block["element"]["options"]}


async def test_told_one_by_one_and_kept_on_record(stage: Stage) -> None:
    thread = await opened(stage)
    await thread.until_card("*Not yet told:* ACME, Bolt &amp; Sons and Hotel Post")
    await stage.press(PRIYA, thread.card, "Update the customer")
    known = ticks(await stage.modal(PRIYA, "Update the customer"))
    there = datetime.fromtimestamp(stage.sandbox.slack.clock.now(), ZoneInfo("Asia/Kolkata"))
    day = there + timedelta(days=3)
    promised = f"We will refund you by {day.day} {day:%B} at noon."
    said = f"We made a mistake, and I am sorry: you paid twice. {promised}"
    await stage.fill(PRIYA, which_customers=[known["ACME"], known["Bolt & Sons"]])
    await stage.fill(PRIYA, what_do_you=said, how_did="phone", who_told=TOM)
    await stage.submit(PRIYA)
    view = stage.sandbox.slack.view_of(PRIYA)
    if view:  # what the review thinks of it
        await stage.submit(PRIYA)
    note = await thread.until_said("told ACME and Bolt &amp; Sons, by phone")
    assert f"<@{TOM}>" in words(note)
    await thread.until_card("*Told:* same words to 2 of 3 · *Not yet told:* Hotel Post")
    await thread.until_card("*Next word to Hotel Post:*")
    await stage.private(PRIYA, "*Not yet told:* Hotel Post")
    offer = await stage.private(PRIYA, promised)
    await stage.press(PRIYA, offer, "Track this promise")
    await stage.modal(PRIYA, "Promise")
    await stage.submit(PRIYA)
    await thread.until_said("*Promised to ACME, Bolt &amp; Sons*")
    shown = await stage.answered(TOM, "show 1")
    assert f"<@{TOM}> speaks to them · last word: by phone" in words(shown)
    await stage.press(TOM, shown, "Customers…")
    assert "Hotel Post" in words(await stage.modal(TOM, "Customers"))
    assert labels(await stage.modal(TOM, "Customers")).count("Correct…") == 3
    await stage.press_in_form(TOM, "Correct…")
    await stage.modal(TOM, "Correct a record")
    await stage.fill(TOM, what_are_they="ACME Ltd", how="in_person")
    await stage.submit(TOM)
    await eventually(
        lambda: (view := stage.sandbox.slack.view_of(TOM)) and "ACME Ltd" in words(view),
        "the record is shown as corrected",
    )
    await thread.until_said("*Promised to ACME Ltd, Bolt &amp; Sons*")
    assert stage.sandbox.slack.refusals == []


async def test_the_same_words_to_all_and_to_one_more(stage: Stage) -> None:
    thread = await opened(stage)
    await stage.command(PRIYA, "tell 1")
    await stage.modal(PRIYA, "Update the customer")
    await stage.fill(PRIYA, what_do_you="We are still at it.", someone_who="Initech")
    await stage.submit(PRIYA)
    assert "Initech" in str((await stage.modal(PRIYA, "Update the customer")).values)
    await stage.submit(PRIYA)
    await thread.until_card("*Told:* same words to all 4")
    assert "Initech" in words(thread.card)
