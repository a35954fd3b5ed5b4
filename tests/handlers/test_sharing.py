"""Where another company reads along, the listeners hear nothing and say nothing."""

import asyncio

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from handlers.payload import acting_team
from handlers.people import look_up, read
from handlers.sharing import FRESH, Sharing
from sandbox.model import User
from sandbox.sharing import share
from tests.handlers.office import LEADERS, MARIA, MISTAKES, PRIYA, TEAM, TOM, Office

GUEST = "U0GUEST00"
SHARED = (MISTAKES, "is_ext_shared")


def with_a_guest(office: Office) -> None:
    """Somebody of another company is in #mistakes."""
    slack = office.sandbox.slack
    slack.users[GUEST] = User(GUEST, "guest", "A Guest", "Etc/UTC", team_id="T0OTHER00")
    slack.channels[MISTAKES].members.append(GUEST)


async def shared(office: Office, *, now: bool = True) -> None:
    share(office.sandbox.slack, office.sandbox.slack.channels[MISTAKES], now)
    await office.settle()


async def test_what_outsiders_do_moves_nothing_and_tells_them_nothing(office: Office) -> None:
    before = await office.opened()
    with_a_guest(office)
    await office.press(GUEST, "prompt:own_it", "step.take")
    await shared(office)
    await office.react(GUEST, "prompt:own_it", "hand")
    await office.press(GUEST, "prompt:own_it", "step.take")
    await office.sandbox.gestures.say(GUEST, MISTAKES, "<@U0AMENDS1> help")
    await office.settle()
    assert office.incident() == before
    assert len(office.desk.incidents) == 1
    assert office.private(GUEST) == []
    assert office.told_directly(GUEST) == []


async def test_a_reaction_does_not_say_whose_it_is_but_we_know(office: Office) -> None:
    before = await office.opened()
    with_a_guest(office)
    office.sandbox.slack.change_user(GUEST, title="Buyer")
    await office.settle()
    await office.react(GUEST, "prompt:own_it", "hand")
    assert office.incident() == before


def test_a_command_says_whose_it_is() -> None:
    typed = {"command": "/mistake", "team_id": "T9", "user_id": GUEST}
    assert acting_team(typed) == "T9"


async def test_a_channel_that_becomes_shared_is_left_alone_until_it_is_ours_again(
    office: Office,
) -> None:
    before = await office.opened()
    await shared(office)
    assert office.desk.barred == [SHARED]
    await office.react(TOM, "prompt:own_it", "hand")
    await office.press(TOM, "prompt:own_it", "step.take")
    assert office.incident() == before
    assert "shared with another company" in office.said(TOM)
    await shared(office, now=False)
    assert office.desk.barred == []
    await office.press(TOM, "prompt:own_it", "step.take")
    assert office.incident() != before


async def test_the_first_thing_heard_there_tells_it_where_slack_did_not(office: Office) -> None:
    await office.opened()
    office.sandbox.slack.channels[MISTAKES].is_ext_shared = True
    for words in ("Good morning", "And another thing"):
        await office.sandbox.gestures.say(MARIA, MISTAKES, words)
        await office.settle()
    assert office.desk.barred == [SHARED], "once"


async def test_what_we_find_out_ourselves_stops_us_there_like_what_slack_tells(
    office: Office,
) -> None:
    await office.opened()
    channel = office.sandbox.slack.channels[MISTAKES]
    channel.is_ext_shared = True
    before = len(office.wakes)
    await office.deps.sharing.ask(MISTAKES)
    assert office.desk.barred == [SHARED], "at once"
    assert len(office.wakes) == before + 1
    told = {"type": "channel_shared", "channel": MISTAKES}
    office.sandbox.slack.emit(told | {"event_ts": office.sandbox.slack.now_ts()}, channel)
    await office.sandbox.gestures.say(MARIA, MISTAKES, "Good morning")
    await office.settle()
    await office.deps.sharing.ask(MISTAKES)
    assert office.desk.barred == [SHARED], "once"


async def test_where_we_could_not_stop_it_is_found_out_again(office: Office) -> None:
    stop_there = office.deps.sharing.on_found
    office.sandbox.slack.channels[MISTAKES].is_ext_shared = True

    async def in_trouble(channel: str) -> None:
        raise RuntimeError("the database is away")

    office.deps.sharing.on_found = in_trouble
    with pytest.raises(RuntimeError):
        await office.deps.sharing.ask(MISTAKES)
    assert office.deps.sharing.is_known(MISTAKES) is None
    office.deps.sharing.on_found = stop_there
    await office.deps.sharing.ask(MISTAKES)
    assert office.desk.barred == [SHARED]


async def test_what_was_said_of_a_channel_is_asked_again_before_long() -> None:
    """Slack's word that it became shared may never have reached us."""
    assert FRESH <= 300
    sharing = Sharing(AsyncWebClient("xoxb-1"), fresh=0.05)
    sharing.heard(MISTAKES, shared=False)
    assert sharing.is_known(MISTAKES) is False
    await asyncio.sleep(0.06)
    assert sharing.is_known(MISTAKES) is None
    assert not sharing.is_said_of(MISTAKES)
    sharing.heard(MISTAKES, shared=True)
    await asyncio.sleep(0.06)
    assert sharing.is_said_of(MISTAKES)


async def test_a_private_answer_there_can_still_be_used(office: Office) -> None:
    await office.opened()
    await shared(office)
    await office.type(PRIYA, "list")
    await office.press_private(PRIYA, "incident.show")
    assert "#1" in office.said(PRIYA)


async def test_what_is_opened_there_gets_no_card_and_says_so(office: Office) -> None:
    await shared(office)
    await office.type(PRIYA, "We sent ACME the wrong invoice")
    said = office.said(PRIYA)
    assert "#1 is open, and you are its owner for now." in said
    assert f"<#{MISTAKES}> is shared with another company" in said
    assert "direct message I send you next" in said
    assert "card comes next" not in said


async def test_so_does_what_is_opened_for_somebody_else(office: Office) -> None:
    await shared(office)
    await office.type(PRIYA, "")
    await office.fill(PRIYA, what="The wrong invoice", owner=TOM)
    await office.submit(PRIYA)
    said = office.said(PRIYA)
    assert f"#1 is open, and <@{TOM}> is its owner." in said
    assert "its card does not come there" in said


async def test_once_it_is_ours_again_the_card_comes(office: Office) -> None:
    await shared(office)
    await shared(office, now=False)
    await office.type(PRIYA, "We sent ACME the wrong invoice")
    assert "The card comes next" in office.said(PRIYA)


async def test_nobody_outside_is_ever_reminded(office: Office) -> None:
    with_a_guest(office)
    assert not (await look_up(office.deps, TEAM, GUEST)).active
    colleague = {"id": "W1", "team_id": "T9", "enterprise_user": {"teams": ["T9", TEAM]}}
    assert read(colleague, office.clock.now, TEAM).active


@pytest.mark.parametrize("told_first", [True, False])
async def test_a_private_channel_gets_another_id_as_it_is_shared(
    office: Office, told_first: bool
) -> None:
    slack, channel = office.sandbox.slack, office.sandbox.slack.channels[LEADERS]
    event = {"type": "channel_id_changed", "old_channel_id": LEADERS, "new_channel_id": "G0NEW"}
    event["event_ts"] = slack.now_ts()
    told = {"type": "channel_shared", "channel": "G0NEW", "event_ts": slack.now_ts()}
    for each in (told, event) if told_first else (event, told):
        slack.emit(each, channel)
        await office.settle()
    assert office.desk.renamed == [(LEADERS, "G0NEW")]
    assert office.desk.barred == [("G0NEW", "is_ext_shared")] * (2 if told_first else 1)
