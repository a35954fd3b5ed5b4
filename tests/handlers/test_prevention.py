"""Actions that keep it from happening again, through Slack."""

from dataclasses import replace
from datetime import date

from bot.ledger import Action, ActionState
from bot.people import Person
from bot.wording import actions as words
from handlers.views import reminder
from tests.handlers.office import MARIA, PRIYA, TOM, Office

SLOT = "prevention"


def only(office: Office) -> Action:
    return office.incident().actions["1"]


async def agreed(office: Office) -> None:
    """An incident of Priya's with one action, with Tom."""
    await office.opened()
    await office.press(PRIYA, "card", "incident.more", selected="action|1:")
    assert office.title(PRIYA) == "Prevent it"
    await office.fill(PRIYA, what="Scan twice", owner=TOM, day="2026-12-01")
    await office.submit(PRIYA)
    await office.deliver()


async def test_agreed_changed_done_and_opened_again(office: Office) -> None:
    await agreed(office)
    assert (only(office).owner, only(office).day) == (TOM, date(2026, 12, 1))
    await office.press(PRIYA, SLOT, "action.more", selected="change|1:1")
    await office.fill(PRIYA, day="2026-12-08")
    await office.submit(PRIYA)
    assert only(office).day == date(2026, 12, 8)
    await office.press(MARIA, SLOT, "action.done")
    assert (only(office).state, only(office).settled_by) == (ActionState.DONE, MARIA)
    for choice in ("change|1:1", "release|1:1"):
        await office.press(MARIA, SLOT, "action.more", selected=choice)
        assert "settled already" in office.said(MARIA)
    await office.deliver()
    await office.press(MARIA, SLOT, "action.more", selected="reopen|1:1")
    assert only(office).is_open


async def test_what_is_to_be_mended_is_said_beside_the_field(office: Office) -> None:
    await office.opened()
    await office.press(PRIYA, "card", "incident.more", selected="action|1:")
    await office.fill(PRIYA, what="!", owner=TOM, day="2026-12-01")
    await office.submit(PRIYA)
    assert list(office.errors(PRIYA)) == ["what"]
    await office.fill(PRIYA, what="x" * 400)
    await office.submit(PRIYA)
    assert "300 characters" in office.errors(PRIYA)["what"]
    await office.fill(PRIYA, what="Scan twice", day="2020-02-02")
    await office.submit(PRIYA)
    assert "has passed already" in office.errors(PRIYA)["day"]
    assert not office.incident().actions


async def test_dropped_with_a_reason(office: Office) -> None:
    await agreed(office)
    await office.press(PRIYA, SLOT, "action.more", selected="release|1:1")
    assert office.title(PRIYA) == "Won’t be done?"
    await office.fill(PRIYA, reason="New scanners come anyway")
    await office.submit(PRIYA)
    assert (only(office).state, only(office).reason) == (
        ActionState.DROPPED,
        "New scanners come anyway",
    )


async def test_another_one_after_closing_and_done_from_its_reminder(office: Office) -> None:
    await agreed(office)
    await office.close_anyway()
    await office.deliver()
    await office.press(TOM, SLOT, "action.add")
    await office.fill(TOM, what="Label them", owner=TOM, day="2026-12-02")
    await office.submit(TOM)
    items = [each for each in office.reminder_items() if each[1].key == "action:2"]
    message = reminder.direct(office.scene(items), TOM, posted=False, command="/mistake")
    assert message
    sent = await office.deps.client.chat_postMessage(channel=TOM, text="…", blocks=message[1])
    channel, ts = str(sent["channel"]), str(sent["ts"])
    press = office.sandbox.gestures.press
    await press(TOM, channel, ts, "action.change")
    await office.settle()
    assert office.title(TOM) == "Prevent it"
    await press(TOM, channel, ts, "chase.done")
    await office.settle()
    assert office.incident().actions["2"].state is ActionState.DONE


async def test_prevent_it_makes_actions_and_gives_them_to_people_who_can(office: Office) -> None:
    await office.opened()
    office.directory.known[MARIA] = Person(MARIA, active=False)
    office.desk.incidents[1] = replace(office.incident(), private=True)
    await office.settle_up_to("prevent_it")
    await office.press(PRIYA, "prompt:prevent_it", "step.done")
    await office.fill(
        PRIYA, field__action_1="Scan twice", field__owner_1=MARIA, field__date_1="2026-12-01"
    )
    await office.submit(PRIYA)
    assert "account is active" in office.errors(PRIYA)["field.owner_1"]
    await office.fill(PRIYA, field__owner_1=TOM)
    await office.submit(PRIYA)
    assert "private" in office.errors(PRIYA)["field.owner_1"]
    await office.fill(PRIYA, field__owner_1=PRIYA)
    await office.submit(PRIYA)
    assert only(office).owner == PRIYA


async def test_who_may_not_change_it_hears_so_before_writing_a_word(office: Office) -> None:
    await agreed(office)
    for choice in ("change|1:1", "release|1:1"):
        before = len(office.private(MARIA))
        await office.press(MARIA, SLOT, "action.more", selected=choice)
        assert office.form(MARIA) is None
        assert len(office.private(MARIA)) == before + 1
        assert words.not_yours(only(office), PRIYA).text in office.said(MARIA)
    office.directory.kept = replace(office.directory.kept, lead=MARIA)
    await office.press(MARIA, SLOT, "action.more", selected="change|1:1")
    assert office.title(MARIA) == "Prevent it"


async def test_who_may_no_longer_change_it_gets_the_words_back(office: Office) -> None:
    await agreed(office)
    office.directory.kept = replace(office.directory.kept, lead=MARIA)
    for choice, typed in (
        ("change|1:1", {"what": "Scan"}),
        ("release|1:1", {"reason": "Too dear"}),
    ):
        await office.press(MARIA, SLOT, "action.more", selected=choice)
        await office.fill(MARIA, **typed)
        lead = office.directory.kept
        office.directory.kept = replace(lead, lead=None)
        await office.submit(MARIA)
        office.directory.kept = lead
        said = office.said(MARIA)
        assert words.not_yours(only(office), PRIYA).text in said
        assert f"What you wrote was not kept: “{next(iter(typed.values()))}”" in said
    assert (only(office).what, only(office).is_open) == ("Scan twice", True)
