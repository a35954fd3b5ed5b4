"""A channel is chosen for the cards: whoever chose it hears at once if none can go there."""

import pytest

from bot.people import Person
from handlers.sharing import SHARED
from sandbox.faults import ApiFault
from sandbox.sharing import share
from tests.handlers.office import GENERAL, LEADERS, MARIA, MISTAKES, Office


async def chosen(office: Office, channel: str) -> str:
    """What Maria hears when the cards are to go there."""
    office.directory.known[MARIA] = Person(MARIA, is_admin=True, known_at=office.clock())
    await office.type(MARIA, "settings")
    await office.fill(MARIA, incident_channel=channel)
    await office.submit(MARIA)
    assert office.directory.kept.incident_channel == (channel or None)
    said = office.said(MARIA)
    assert "The settings are saved." in said
    return said


@pytest.mark.parametrize("channel", [MISTAKES, ""])
async def test_where_cards_can_go_nothing_more_is_said(office: Office, channel: str) -> None:
    assert "missing" not in await chosen(office, channel)


@pytest.mark.parametrize("channel", [GENERAL, LEADERS])
async def test_where_the_bot_is_no_member_it_says_how_to_invite_it(
    office: Office, channel: str
) -> None:
    members = office.sandbox.slack.channels[channel].members
    members[:] = [each for each in members if each == MARIA]
    said = await chosen(office, channel)
    assert f"I’m not in <#{channel}> yet" in said
    assert "type `/invite @Amends`" in said
    office.sandbox.slack.refusals.clear()  # a private channel is not shown to us


async def test_an_archived_channel_is_named(office: Office) -> None:
    office.sandbox.slack.channels[GENERAL].archived = True
    assert f"<#{GENERAL}> is archived" in await chosen(office, GENERAL)


async def test_one_where_another_company_reads_along_is_named(office: Office) -> None:
    share(office.sandbox.slack, office.sandbox.slack.channels[GENERAL], True)
    await office.settle()
    assert "who would read along" in await chosen(office, GENERAL)


async def test_what_is_found_out_on_the_way_stops_us_there(office: Office) -> None:
    await office.opened()
    office.sandbox.slack.channels[MISTAKES].is_ext_shared = True
    assert "who would read along" in await chosen(office, MISTAKES)
    assert office.desk.barred == [(MISTAKES, SHARED)]


async def test_where_slack_refuses_to_say_they_are_saved_all_the_same(office: Office) -> None:
    office.sandbox.faults.waiting.append(ApiFault("conversations.info", "500", count=99))
    assert "missing" not in await chosen(office, GENERAL)


async def test_and_where_it_cannot_be_reached(office: Office) -> None:
    office.sandbox.faults.waiting.append(ApiFault("conversations.info", "lost_reply", count=99))
    assert "missing" not in await chosen(office, GENERAL)
