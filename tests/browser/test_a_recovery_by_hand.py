"""A recovery as two people live it, each at a window of the sandbox, with the bot connected."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.phrases import WHOLE
from tools.windows import PATIENCE, PHONE, Person, opened

MARIA, TOM = "U0MARIA00", "U0TOM0000"
WHAT = "We delivered the wrong table to the Lindqvists"

# What sticks out of the screen, or can be scrolled sideways.
WIDER = """() => [document.documentElement, ...document.querySelectorAll(".stream")]
    .filter((part) => part.scrollWidth > Math.min(part.clientWidth || innerWidth, innerWidth))
    .map((part) => `${part.className} ${part.scrollWidth}`)"""

expect.set_options(timeout=PATIENCE)


async def own_it(person: Person) -> None:
    """Press *Done* on the first step and fill in its form."""
    await person.press("Done", person.said("Own it", "step 1 of"))
    await person.form("Own it")
    await person.choose("Who told the customer?", "Maria Keller")
    await person.choose("How?", "By phone")
    await person.modal.get_by_label("What was said?").fill("This was us, and I am sorry.")
    await person.send()
    await expect(person.said("Own it", "done by @Maria Keller")).to_be_visible()


async def it_hurts_now(person: Person) -> None:
    """Add who it reached and that it is pressing, so that the next word is due in two hours."""
    await person.press("Add details", person.said(WHAT, where=person.channel))
    await person.form("Add details")
    await person.modal.get_by_label("Which customers").fill("The Lindqvists")
    await person.modal.get_by_role("radio", name="High").check()
    await person.send()
    await expect(person.said(WHAT, "High", "Lindqvists", where=person.channel)).to_be_visible()


async def taken_and_apologised(helper: Person, other: Person) -> None:
    """✋, then ✅: it asks for the words, and only the one who reacted sees that it does."""
    await helper.react(helper.said("Apologise", "step 2 of"), "raised_hand")
    await expect(other.said("Apologise", "Who: @Tom Whitaker")).to_be_visible()
    await helper.react(helper.said("Apologise", "step 2 of"), "white_check_mark")
    private = helper.said("Only visible to you", "Nearly there")
    await helper.press("Fill it in", private)
    await helper.form("Apologise")
    await helper.modal.get_by_label("The words the customer got").fill(WHOLE)
    await helper.choose("How did it reach them?", "By email")
    await helper.send()
    await expect(other.said("Apologise", "done by @Tom Whitaker")).to_be_visible()
    await expect(private).to_be_visible()
    await expect(other.page.get_by_text("Nearly there")).to_have_count(0)


async def skipped_with_a_reason(helper: Person, other: Person) -> None:
    """⏭, and then why."""
    await helper.react(
        helper.said("Explain", "step 3 of"),
        "black_right_pointing_double_triangle_with_vertical_bar",
    )
    await helper.press("Say why", helper.said("Only visible to you", "Explain", "say why"))
    await helper.form("Why was it skipped?")
    await helper.modal.get_by_label("Why?").fill("They know already")
    await helper.send()
    await expect(other.said("Explain", "skipped by @Tom Whitaker", "They know")).to_be_visible()


async def customer_told(person: Person, other: Person) -> None:
    """The words are read before they are noted in the thread for everybody."""
    await person.press("Update the customer", person.said(WHAT, where=person.channel))
    await person.form("Update the customer")
    await person.modal.get_by_label("What do you tell them?").fill("Sorry for any inconvenience.")
    await person.press("Note it", person.modal)
    await expect(person.modal.get_by_text("before this is noted")).to_be_visible()
    await person.modal.get_by_label("What do you tell them?").fill(WHOLE)
    await person.send()
    await expect(other.said("told The Lindqvists", WHOLE)).to_be_visible()


async def reminded(person: Person, other: Person) -> None:
    """Time passes: the owner gets a direct message, nobody else does."""
    await person.page.get_by_test_id("dm-amends").click()
    await expect(person.page.get_by_test_id("channel-title")).to_have_text("Amends")
    reminder = person.said(WHAT, "The Lindqvists", "you are the owner", where=person.channel)
    await expect(reminder.get_by_role("button", name="Done")).to_be_visible()
    await expect(other.page.get_by_test_id("channel-mistakes")).to_be_visible()
    await expect(other.page.get_by_test_id("dm-amends")).to_have_count(0)


async def closed_anyway(person: Person, other: Person) -> None:
    """With a reason, which stays on the card."""
    await person.page.get_by_test_id("channel-mistakes").click()
    await person.press("Close…", person.said(WHAT, where=person.channel))
    await person.form("Close #1")
    await expect(person.modal).to_contain_text("These steps are open: Put it right")
    await person.modal.get_by_label("Why close it anyway?").fill("They kept the table")
    await person.send()
    for each in (person, other):
        await expect(each.said(WHAT, "Closed by", "They kept", where=each.channel)).to_be_visible()


async def answers_come_into_view(person: Person) -> None:
    """What a command is answered, also where somebody has scrolled up."""
    await person.type("/mistake help")
    helped = person.said("Nobody is on trial", where=person.channel)
    await expect(helped).to_be_in_viewport()
    await person.channel.locator("[data-stream]").evaluate("(pane) => { pane.scrollTop = 0; }")
    await expect(helped).not_to_be_in_viewport()
    await person.type("/mistake show 999")
    await expect(person.said("can’t find #999", where=person.channel)).to_be_in_viewport()


@pytest.mark.timeout(120)
async def test_two_people_put_it_right(tmp_path: Path, browser: Path, database_url: str) -> None:
    """An hour passes in six seconds."""
    async with opened(browser, tmp_path, 600, "--database-url", database_url) as windows:
        maria, tom = await windows.window(MARIA), await windows.window(TOM)
        await maria.type(f"/mistake {WHAT}")
        for each in (maria, tom):
            await each.open_thread(each.said(WHAT, "Close…", where=each.channel))
        await own_it(maria)
        await it_hurts_now(maria)
        await taken_and_apologised(tom, maria)
        await skipped_with_a_reason(tom, maria)
        await customer_told(maria, tom)
        await reminded(maria, tom)
        await closed_anyway(maria, tom)
        await answers_come_into_view(maria)


async def faults_come_into_view(person: Person) -> None:
    """Each time the form is sent, not only the first."""
    await person.type("/mistake")
    form = await person.form("What went wrong?")
    for _ in range(2):
        await form.get_by_label("What did the customer expect?").scroll_into_view_if_needed()
        await expect(form.get_by_label("What happened")).not_to_be_in_viewport()
        await form.get_by_test_id("modal-submit").click()
        await expect(form.get_by_role("alert")).to_be_in_viewport()
    await form.get_by_test_id("modal-close").click()
    await form.wait_for(state="hidden")


@pytest.mark.timeout(120)
async def test_on_a_phone(tmp_path: Path, browser: Path, database_url: str) -> None:
    async with opened(browser, tmp_path, 60, "--database-url", database_url) as windows:
        maria = await windows.window(MARIA, PHONE)
        await faults_come_into_view(maria)
        await maria.type(f"/mistake {WHAT}")
        await maria.open_thread(maria.said(WHAT, "Close…", where=maria.channel))
        await own_it(maria)
        await expect(maria.said("Apologise", "step 2 of")).to_be_visible()
        assert await maria.page.evaluate(WIDER) == []
