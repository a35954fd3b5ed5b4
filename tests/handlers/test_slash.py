"""`/mistake …`, as a person types it."""

import asyncio
from dataclasses import replace

import pytest

from bot.incident import Home
from bot.people import Person
from bot.settings import Settings
from sandbox.faults import ApiFault
from tests.handlers.office import (
    GENERAL,
    LEADERS,
    MARIA,
    MISTAKES,
    NOAH,
    PRIYA,
    TOM,
    Office,
    blocks_of,
)


async def test_one_line_opens_an_incident_at_once(office: Office) -> None:
    await office.type(PRIYA, "We sent ACME the wrong invoice")
    incident = office.incident()
    assert (incident.title, incident.owner) == ("We sent ACME the wrong invoice", PRIYA)
    assert incident.home.channel == MISTAKES
    assert "Thank you" in office.said(PRIYA)
    assert office.private(TOM) == []
    assert office.wakes
    await office.press_private(PRIYA, "incident.add_details")
    assert office.title(PRIYA) == "Add details"


async def test_long_text_is_kept_whole(office: Office) -> None:
    words = "The invoice for the oak table was wrong. " * 85
    await office.type(PRIYA, words)
    assert office.incident().story == words.strip()


async def test_what_was_typed_with_signs_of_slack_is_what_is_kept(office: Office) -> None:
    await office.type(PRIYA, "Bill & Co got <5 chairs> @here")
    await office.deliver()
    assert office.incident().title == "Bill & Co got <5 chairs> @here"


async def test_only_emoji_asks_for_words_and_offers_the_form(office: Office) -> None:
    await office.type(PRIYA, ":scream: 😱")
    assert office.desk.incidents == {}
    await office.press_private(PRIYA, "answer.open_form")
    assert office.title(PRIYA) == "What went wrong?"


async def test_an_unknown_word_is_echoed_and_can_be_opened_anyway(office: Office) -> None:
    await office.type(PRIYA, "invoice")
    assert "invoice" in office.said(PRIYA)
    assert "/mistake list" in office.said(PRIYA)
    await office.press_private(PRIYA, "answer.open_text")
    assert office.incident().title == "invoice"
    assert "Thank you" in office.said(PRIYA)
    assert len(office.private(PRIYA)) == 1  # in the place of the question


async def test_it_is_opened_once_however_often_that_is_pressed(office: Office) -> None:
    await office.type(PRIYA, "invoice")
    asked = office.private(PRIYA)[-1]
    presses = (
        office.sandbox.gestures.press(PRIYA, MISTAKES, asked.ts, "answer.open_text")
        for _ in range(2)
    )
    await asyncio.gather(*presses)
    await office.settle()
    assert [each.title for each in office.desk.incidents.values()] == ["invoice"]
    assert "That is open already, see `/mistake list`" in office.said(PRIYA)
    await office.type(PRIYA, "invoice")  # asked afresh, it is another mistake
    await office.press_private(PRIYA, "answer.open_text")
    assert len(office.desk.incidents) == 2


@pytest.mark.parametrize("text", ["show", "show abc", "tell", "show 99999999999999999999"])
async def test_a_number_is_asked_for(office: Office, text: str) -> None:
    await office.type(PRIYA, text)
    assert f"/mistake {text.split(maxsplit=1)[0]} 12" in office.said(PRIYA)
    await office.press_private(PRIYA, "answer.open_text")
    assert office.incident().title == text


@pytest.mark.parametrize("text", ["show 12", "tell #12"])
async def test_an_unknown_number_is_said_to_be_unknown(office: Office, text: str) -> None:
    await office.type(PRIYA, text)
    assert "#12" in office.said(PRIYA)
    assert office.form(PRIYA) is None


async def test_show_gives_the_card_and_the_way_to_its_thread(office: Office) -> None:
    await office.opened()
    await office.type(TOM, "show 1")
    message = office.private(TOM)[-1]
    assert "We sent ACME the wrong invoice" in office.said(TOM)
    assert "http" in str(message.blocks)


async def test_show_works_where_the_bot_is_not_a_member(office: Office) -> None:
    await office.opened()
    await office.type(TOM, "show 1", GENERAL)
    assert "We sent ACME" in office.said(TOM, GENERAL)


async def test_a_private_incident_is_not_there_for_others(office: Office) -> None:
    await office.opened()
    office.desk.incidents[1] = replace(office.incident(), private=True, home=Home("C0LEADERS"))
    await office.type(TOM, "show 1")
    shown_to_tom = office.said(TOM)
    await office.type(TOM, "show 2")
    assert office.said(TOM) == shown_to_tom.replace("#1", "#2")
    await office.type(PRIYA, "show 1")
    assert "We sent ACME" in office.said(PRIYA)


async def test_list_and_mine(office: Office) -> None:
    await office.type(PRIYA, "list")
    assert office.private(PRIYA)
    await office.opened()
    await office.type(PRIYA, "list")
    assert "We sent ACME" in office.said(PRIYA)
    await office.type(PRIYA, "mine")
    assert "Own it" in office.said(PRIYA)
    await office.type(TOM, "mine")
    assert "ACME" not in office.said(TOM)


async def test_a_long_list_is_turned_in_place(office: Office) -> None:
    for count in range(25):
        await office.sandbox.gestures.command(PRIYA, MISTAKES, "/mistake", f"Mistake no {count}")
    await office.type(TOM, "list")
    assert "Mistake no 3" in office.said(TOM)
    await office.press_private(TOM, "list.page")
    assert len(office.private(TOM)) == 1
    assert "Mistake no 23" in office.said(TOM)
    await office.press_private(TOM, "incident.show")
    assert len(office.private(TOM)) == 2


async def test_help(office: Office) -> None:
    await office.type(NOAH, "help")
    assert "/mistake mine" in office.said(NOAH)
    assert "/mistake insights 90d" in office.said(NOAH)


async def test_the_empty_command_opens_the_form(office: Office) -> None:
    await office.type(PRIYA, "")
    assert office.title(PRIYA) == "What went wrong?"
    assert "channel" not in blocks_of(office.form(PRIYA))
    await office.fill(PRIYA, what="The bench came broken", customers="ACME\n\nBolt & Sons\nACME")
    await office.fill(PRIYA, severity="high", owner=TOM, noticed="us")
    await office.submit(PRIYA)
    incident = office.incident()
    assert office.form(PRIYA) is None
    assert [customer.name for customer in incident.customers] == ["ACME", "Bolt & Sons"]
    assert (incident.owner, incident.reporter, incident.severity) == (TOM, PRIYA, "high")
    assert incident.home.channel == MISTAKES
    assert "Thank you" in office.said(PRIYA)


async def test_tell_opens_the_form_for_a_word_to_the_customer(office: Office) -> None:
    await office.opened()
    await office.type(PRIYA, "tell 1")
    assert office.title(PRIYA) == "Update the customer"


async def test_the_card_goes_to_the_incident_channel_and_its_link_to_the_opener(
    office: Office,
) -> None:
    office.directory.kept = Settings(incident_channel=MISTAKES)
    await office.sandbox.gestures.command(PRIYA, GENERAL, "/mistake", "The bench came broken")
    await asyncio.sleep(0.05)
    assert MISTAKES in office.said(PRIYA, GENERAL)
    number, slot = office.desk.owed.pop(0)
    await office.deliver_one(number, slot)
    await office.settle()
    assert "http" in str(office.private(PRIYA, GENERAL)[-1].blocks)


async def test_in_a_direct_message_the_incident_lives_with_the_opener(office: Office) -> None:
    channel = await office.sandbox.gestures.open_dm(PRIYA, TOM)
    await office.type(PRIYA, "The bench came broken", channel)
    assert office.incident().home.channel == PRIYA
    await office.type(PRIYA, "", channel)
    assert "channel" in blocks_of(office.form(PRIYA))


async def test_in_a_private_channel_a_private_incident_stays_there(office: Office) -> None:
    await office.type(MARIA, "", LEADERS)
    await office.fill(MARIA, what="The bench came broken", private=["private"])
    await office.submit(MARIA)
    assert office.incident().private
    assert office.incident().home.channel == LEADERS


async def test_settings_are_for_admins_and_the_lead(office: Office) -> None:
    await office.type(MARIA, "settings")
    form = office.form(MARIA)
    assert form and form.view.get("submit")
    await office.type(TOM, "settings")
    read_only = office.form(TOM)
    assert read_only and not read_only.view.get("submit")
    office.directory.kept = Settings(lead=TOM)
    await office.sandbox.gestures.close_view(TOM)
    await office.type(TOM, "settings")
    saving = office.form(TOM)
    assert saving and saving.view.get("submit")


async def test_settings_when_slack_does_not_answer_go_by_what_is_known(office: Office) -> None:
    office.directory.known[MARIA] = Person(MARIA, is_admin=True)
    office.sandbox.faults.waiting.append(ApiFault("users.info", "hang", seconds=3))
    await office.type(MARIA, "settings")
    form = office.form(MARIA)
    assert form and form.view.get("submit")


async def test_the_ack_of_settings_waits_for_nobody(office: Office) -> None:
    office.sandbox.faults.waiting.append(ApiFault("users.info", "hang", seconds=3))
    office.sandbox.faults.waiting.append(ApiFault("views.open", "delay", seconds=1))
    begun = asyncio.get_running_loop().time()
    await office.sandbox.gestures.command(MARIA, MISTAKES, "/mistake", "settings")
    assert asyncio.get_running_loop().time() - begun < 0.5
    await office.settle()
    assert office.title(MARIA) == "Settings"


async def test_the_same_command_twice_opens_one_incident(office: Office) -> None:
    office.sandbox.delivery.double = 1
    await office.type(PRIYA, "The bench came broken")
    assert len(office.desk.incidents) == 1


async def test_a_form_slack_does_not_open_is_explained(office: Office) -> None:
    office.sandbox.faults.waiting.append(ApiFault("views.open", "500"))
    await office.type(PRIYA, "")
    assert office.form(PRIYA) is None
    assert "again" in office.said(PRIYA)


async def test_what_nobody_foresaw_is_said_in_plain_words(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.desk.broken = RuntimeError("secret words of a customer")
    await office.type(PRIYA, "The bench came broken")
    reference = office.said(PRIYA).split("`")[1]
    assert reference in caplog.text
    assert "secret words" not in caplog.text
