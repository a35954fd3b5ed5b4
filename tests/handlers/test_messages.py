"""Messages, comings and goings, shortcuts."""

import asyncio

import pytest

from bot.change import replace
from bot.commands import MessageGone, MessageRef
from bot.incident import Home
from bot.people import Person
from sandbox.faults import ApiFault, FaultKind
from tests.handlers.office import (
    BOT,
    GENERAL,
    LEADERS,
    MARIA,
    MISTAKES,
    PRIYA,
    TOM,
    Office,
    blocks_of,
    everything,
)


async def test_a_threads_messages_are_remembered_by_author_only(office: Office) -> None:
    incident = await office.opened()
    say = office.sandbox.gestures.say
    ts = await say(TOM, MISTAKES, "I rang them", incident.home.thread_ts)
    await say(TOM, MISTAKES, "Something else")
    await office.settle()
    assert office.desk.thread.keys() == {MessageRef(MISTAKES, ts)}
    assert office.desk.thread[MessageRef(MISTAKES, ts)].author == TOM
    assert office.private(TOM) == []


async def test_a_deleted_prompt_or_card_is_said_again(office: Office) -> None:
    await office.opened()
    for slot in ("prompt:own_it", "card"):
        message = office.at(1, slot)
        assert message
        await office.sandbox.gestures.delete(MARIA, message.channel, message.ts)
        await office.settle()
        assert office.desk.commands[-1] == MessageGone(slot)


async def test_a_card_deleted_under_its_replies_is_said_again(office: Office) -> None:
    incident = await office.opened()
    await office.sandbox.gestures.say(TOM, MISTAKES, "On it", incident.home.thread_ts)
    card = office.at(1, "card")
    assert card
    await office.sandbox.gestures.delete(MARIA, card.channel, card.ts)
    await office.settle()
    assert office.desk.commands[-1] == MessageGone("card")


async def test_messages_of_others_may_go(office: Office) -> None:
    ts = await office.sandbox.gestures.say(TOM, MISTAKES, "Lunch?")
    await office.sandbox.gestures.edit(TOM, MISTAKES, ts, "Lunch at one?")
    await office.sandbox.gestures.delete(TOM, MISTAKES, ts)
    await office.settle()
    assert office.desk.commands == []


async def test_spoken_to_in_a_channel_it_helps_privately(office: Office) -> None:
    await office.sandbox.gestures.say(TOM, MISTAKES, "@amends help")
    await office.sandbox.gestures.say(TOM, MISTAKES, "I like @amends")
    await office.settle()
    assert len(office.private(TOM)) == 1
    assert "/mistake list" in office.said(TOM)
    assert office.private(MARIA) == []


async def test_written_to_directly_it_helps(office: Office) -> None:
    channel = await office.sandbox.gestures.open_dm(TOM, BOT)
    await office.sandbox.gestures.say(TOM, channel, "What can you do?")
    await office.settle()
    assert len(office.told_directly(TOM)) == 1


async def test_help_asked_for_once_is_given_once_however_often_slack_delivers(
    office: Office,
) -> None:
    channel = await office.sandbox.gestures.open_dm(TOM, BOT)
    office.sandbox.delivery.double = 2
    await office.sandbox.gestures.say(TOM, channel, "help")
    await office.sandbox.gestures.say(TOM, MISTAKES, "@amends help")
    await office.settle()
    assert len(office.told_directly(TOM)) == 1
    assert len(office.private(TOM)) == 1


async def test_a_private_answer_that_cannot_be_shown_comes_directly(office: Office) -> None:
    await office.opened()
    office.sandbox.faults.waiting.append(ApiFault("chat.postEphemeral", "500"))
    await office.react(TOM, "prompt:own_it", "white_check_mark")
    assert len(office.told_directly(TOM)) == 1


async def test_hello_where_it_is_invited_and_only_there(office: Office) -> None:
    await office.sandbox.gestures.invite(MARIA, GENERAL, BOT)
    await office.sandbox.gestures.invite(MARIA, LEADERS, TOM)
    await office.settle()
    assert office.desk.welcomed == [GENERAL]


async def test_archived_channels(office: Office) -> None:
    await office.sandbox.gestures.archive(MARIA, MISTAKES)
    await office.sandbox.gestures.archive(MARIA, LEADERS)
    await office.settle()
    assert office.desk.barred == [(MISTAKES, "is_archived"), (LEADERS, "is_archived")]


async def test_a_person_we_know_changes(office: Office) -> None:
    office.directory.known[TOM] = Person(TOM, zone="Europe/London")
    office.sandbox.slack.change_user(TOM, deleted=True, tz="Asia/Kolkata")
    office.sandbox.slack.change_user(MARIA, title="Everything")
    await office.settle()
    assert office.directory.known[TOM].active is False
    assert MARIA not in office.directory.known


async def test_report_a_mistake_asks_where_the_thread_should_live(office: Office) -> None:
    await office.sandbox.gestures.global_shortcut(PRIYA, "shortcut.report_a_mistake")
    assert "channel" in blocks_of(office.form(PRIYA))
    await office.fill(PRIYA, what="The bench came broken", channel=MISTAKES)
    await office.submit(PRIYA)
    assert office.incident().home.channel == MISTAKES
    assert len(office.told_directly(PRIYA)) == 1


async def test_this_is_a_mistake_starts_from_the_message(office: Office) -> None:
    ts = await office.sandbox.gestures.say(TOM, MISTAKES, "ACME got <the> wrong invoice & called")
    await office.sandbox.gestures.message_shortcut(
        PRIYA, MISTAKES, ts, "shortcut.this_is_a_mistake"
    )
    await office.settle()
    assert "channel" not in blocks_of(office.form(PRIYA))
    await office.submit(PRIYA)
    incident = office.incident()
    assert incident.title == "ACME got <the> wrong invoice & called"
    assert incident.home.channel == MISTAKES
    assert incident.source_link.startswith("http")


@pytest.mark.parametrize(("kind", "called"), [(None, "Sofia Reyes"), ("hang", "U0SOFIA00")])
async def test_it_starts_from_what_the_messages_readers_saw(
    office: Office, kind: FaultKind | None, called: str
) -> None:
    """No codes of Slack's; where Slack is slow, an id for a name."""
    if kind:
        office.sandbox.faults.waiting.append(ApiFault("users.info", kind, count=9, seconds=3))
    address = "<mailto:joe@acme.example|joe@acme.example>"
    said = f"<@U0SOFIA00> mailed {address} the <https://a.example|file> &amp; left"
    ts = await office.sandbox.gestures.say(TOM, MISTAKES, "Later")
    message = office.sandbox.slack.message(MISTAKES, ts)
    assert message
    message.text = said
    await office.sandbox.gestures.message_shortcut(
        PRIYA, MISTAKES, ts, "shortcut.this_is_a_mistake"
    )
    await office.settle()
    await office.submit(PRIYA)
    assert office.incident().title == (
        f"@{called} mailed joe@acme.example the file (https://a.example) & left"
    )


@pytest.mark.parametrize("kind", ["500", "hang"])
async def test_a_message_whose_address_slack_does_not_give_can_be_a_mistake(
    office: Office, kind: FaultKind
) -> None:
    ts = await office.sandbox.gestures.say(TOM, MISTAKES, "ACME got the wrong invoice")
    office.sandbox.faults.waiting.append(ApiFault("chat.getPermalink", kind, seconds=3))
    await office.sandbox.gestures.message_shortcut(
        PRIYA, MISTAKES, ts, "shortcut.this_is_a_mistake"
    )
    await office.settle()
    await office.submit(PRIYA)
    built = f"https://harbour.slack.com/archives/{MISTAKES}/p{ts.replace('.', '')}"
    assert office.incident().source_link == built


async def _this_is_a_mistake(office: Office, user: str, ts: str, channel: str = MISTAKES) -> str:
    """What the form says that opens."""
    await office.sandbox.gestures.message_shortcut(user, channel, ts, "shortcut.this_is_a_mistake")
    await office.settle()
    form = office.form(user)
    assert form
    return everything(form.view["blocks"])


OPEN = "A mistake is open from this message already"


async def test_whoever_begins_with_the_same_message_is_shown_what_is_open(office: Office) -> None:
    """A second thread about one mistake is a second person who tells the customer."""
    ts = await office.sandbox.gestures.say(TOM, MISTAKES, "ACME got the <wrong> invoice")
    assert OPEN not in await _this_is_a_mistake(office, PRIYA, ts)
    await office.submit(PRIYA)
    said = await _this_is_a_mistake(office, TOM, ts)
    assert OPEN in said and "#1 ACME got the &lt;wrong&gt; invoice, opened" in said
    assert f"<@{PRIYA}> has it" in said
    await office.submit(TOM)  # the choice stays theirs
    assert sorted(office.desk.incidents) == [1, 2]
    other = await office.sandbox.gestures.say(TOM, MISTAKES, "Beta got the wrong invoice")
    assert OPEN not in await _this_is_a_mistake(office, MARIA, other)


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("kind", ["500", "hang"])
async def test_it_is_the_same_message_by_whichever_address(
    office: Office, first: bool, kind: FaultKind
) -> None:
    """Slack's own says more for an answer in a thread than the one that is built without it."""
    thread = await office.sandbox.gestures.say(TOM, MISTAKES, "Look at this")
    ts = await office.sandbox.gestures.say(TOM, MISTAKES, "ACME got the wrong invoice", thread)
    for user, fails in ((PRIYA, first), (MARIA, not first)):
        if fails:
            office.sandbox.faults.waiting.append(ApiFault("chat.getPermalink", kind, seconds=3))
        said = await _this_is_a_mistake(office, user, ts)
        assert (OPEN in said) is (user == MARIA)
        await office.submit(user)


async def test_what_is_private_is_shown_to_those_who_may_see_it(office: Office) -> None:
    ts = await office.sandbox.gestures.say(TOM, MISTAKES, "The wrong dose was given")
    await _this_is_a_mistake(office, PRIYA, ts)
    await office.fill(PRIYA, private=["private"])
    await office.submit(PRIYA)
    assert office.incident().private
    assert OPEN not in await _this_is_a_mistake(office, TOM, ts)
    assert OPEN in await _this_is_a_mistake(office, PRIYA, ts)
    office.desk.incidents[1] = replace(office.incident(), home=Home(MISTAKES))
    assert OPEN in await _this_is_a_mistake(office, TOM, ts)  # who reads it there anyway


@pytest.mark.parametrize("trouble", ["hangs", "fails"])
async def test_the_form_opens_though_it_cannot_be_seen_what_is_open(
    office: Office, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    async def look(*_: object, **__: object) -> None:
        if trouble == "fails":
            raise OSError("the database is away")
        await asyncio.sleep(5)

    monkeypatch.setattr(office.library, "opened_from", look)
    ts = await office.sandbox.gestures.say(TOM, MISTAKES, "ACME got the wrong invoice")
    assert OPEN not in await _this_is_a_mistake(office, PRIYA, ts)
