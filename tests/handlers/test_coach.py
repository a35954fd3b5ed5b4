"""The coach in a thread: its author alone hears of it, once, and may say that it is no blame."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.coachbook import PAUSE, PhraseException
from bot.commands import MessageRef
from bot.effects import CARD
from bot.incident import Home
from bot.people import Person
from bot.ports import OurMessage, ParcelKind
from bot.settings import CoachMode, LanguageSettings, Settings
from sandbox.faults import ApiFault
from sandbox.model import Message
from tests.handlers.limits import labels
from tests.handlers.office import BOT, MISTAKES, PRIYA, TOM, Office
from tests.phrases import BLAME

FINE = "The second label was read from the wrong shelf."


async def say(office: Office, words: str, user: str = TOM) -> str:
    """Say it in the thread of the first incident."""
    thread = office.incident().home.thread_ts
    ts = await office.sandbox.gestures.say(user, MISTAKES, words, thread)
    await office.settle()
    return ts


async def edit(office: Office, ts: str, words: str) -> None:
    """Tom edits what he said."""
    await office.sandbox.gestures.edit(TOM, MISTAKES, ts, words)
    await office.settle()


def nudges(office: Office, user: str = TOM) -> list[Message]:
    """What the coach has said to that person."""
    return [told for told in office.private(user) if "Not blame" in labels(told.blocks)]


async def test_only_its_author_hears_of_it_in_the_thread(office: Office) -> None:
    incident = await office.opened()
    pings = list(office.sandbox.slack.pings)
    await say(office, f"The lorry is late. {BLAME}")
    [nudge] = nudges(office)
    assert (nudge.thread_ts, nudge.only_for) == (incident.home.thread_ts, TOM)
    assert labels(nudge.blocks) == ["Not blame", "Why this?", "Mute for this incident"]
    assert "Dave's fault" in office.said(TOM)
    assert "lorry" not in office.said(TOM)
    assert "Dave" not in nudge.text  # what a locked screen shows
    assert nudges(office, PRIYA) == []
    assert office.sandbox.slack.pings == pings


async def test_what_is_fine_or_elsewhere_or_nobodys_is_left_alone(office: Office) -> None:
    incident = await office.opened()
    await say(office, FINE)
    await office.sandbox.gestures.say(TOM, MISTAKES, BLAME)
    await office.deps.client.chat_postMessage(
        channel=MISTAKES, thread_ts=incident.home.thread_ts, text=BLAME
    )
    office.directory.known[PRIYA] = Person(PRIYA, is_bot=True)
    await say(office, BLAME, PRIYA)
    assert nudges(office) == nudges(office, PRIYA) == []


@pytest.mark.parametrize(
    ("mode", "count"), [(CoachMode.ON, 1), (CoachMode.DRAFTS, 0), (CoachMode.OFF, 0)]
)
async def test_a_team_decides_how_far_it_goes(office: Office, mode: CoachMode, count: int) -> None:
    office.directory.kept = Settings(language=LanguageSettings(coach=mode))
    await office.opened()
    await say(office, BLAME)
    assert len(nudges(office)) == count


async def test_a_teams_own_phrases_are_spoken_of(office: Office) -> None:
    own = LanguageSettings(phrases={"person_blame": ("the usual suspects",)})
    office.directory.kept = Settings(language=own)
    await office.opened()
    await say(office, "That will have been the usual suspects.")
    assert "“the usual suspects”" in office.said(TOM)


async def test_once_in_ten_minutes(office: Office) -> None:
    await office.opened()
    for words in (BLAME, f"Really. {BLAME}", f"Again: {BLAME}"):
        await say(office, words)
    await say(office, BLAME, PRIYA)
    assert (len(nudges(office)), len(nudges(office, PRIYA))) == (1, 1)
    office.clock.now += PAUSE
    await say(office, BLAME)
    assert len(nudges(office)) == 2


async def test_an_edit_is_looked_at_where_the_words_are_new(office: Office) -> None:
    await office.opened()
    ts = await say(office, FINE)
    await edit(office, ts, BLAME)
    assert len(nudges(office)) == 1
    office.clock.now += PAUSE
    await edit(office, ts, f"{BLAME} The lorry is late.")  # what was there had its answer
    assert len(nudges(office)) == 1
    message = office.sandbox.slack.message(MISTAKES, ts)
    assert message
    office.sandbox.slack.look_into(message)
    await office.settle()
    assert len(nudges(office)) == 1


async def test_edits_outside_a_thread_and_of_our_own_messages_are_none_of_its_business(
    office: Office,
) -> None:
    incident = await office.opened()
    ts = await office.sandbox.gestures.say(TOM, MISTAKES, FINE)
    await edit(office, ts, BLAME)
    own = await office.deps.client.chat_postMessage(
        channel=MISTAKES, thread_ts=incident.home.thread_ts, text=FINE
    )
    await office.deps.client.chat_update(channel=MISTAKES, ts=str(own["ts"]), text=BLAME)
    other = await office.sandbox.gestures.say(TOM, MISTAKES, "Lunch?")
    below = await office.sandbox.gestures.say(TOM, MISTAKES, FINE, other)
    await edit(office, below, BLAME)
    assert nudges(office) == []


async def test_delivered_late_again_it_is_no_second_nudge(office: Office) -> None:
    await office.opened()
    office.sandbox.delivery.double = 1
    await say(office, BLAME)
    assert len(nudges(office)) == 1


async def test_where_outsiders_read_along_it_is_silent(office: Office) -> None:
    await office.opened()
    ts = await say(office, FINE)
    office.sandbox.slack.channels[MISTAKES].is_ext_shared = True
    await say(office, BLAME)
    await edit(office, ts, BLAME)
    assert nudges(office) == []


async def test_not_blame_is_kept_for_everybody_and_names_nobody(office: Office) -> None:
    await office.opened()
    await say(office, BLAME)
    await office.press_private(TOM, "coach.not_blame")
    assert nudges(office) == []  # the nudge has made way
    assert "Thank you" in office.said(TOM)
    [kept] = office.coachbook.kept
    assert kept.category == "person_blame"
    assert "Dave" not in kept.shape
    await say(office, BLAME, PRIYA)
    office.clock.now += timedelta(hours=1)
    await say(office, BLAME)
    assert nudges(office) == nudges(office, PRIYA) == []


async def test_why_this_teaches_and_leaves_the_nudge(office: Office) -> None:
    incident = await office.opened()
    await say(office, BLAME)
    await office.press_private(TOM, "coach.why")
    assert len(nudges(office)) == 1
    assert "The team owns this" in office.said(TOM)
    assert office.private(TOM)[-1].thread_ts == incident.home.thread_ts


async def test_mute_and_speak_up_again(office: Office) -> None:
    await office.opened()
    await say(office, BLAME)
    await office.press_private(TOM, "coach.mute")
    assert nudges(office) == []
    office.clock.now += timedelta(days=1)
    await say(office, BLAME)
    await say(office, BLAME, PRIYA)
    assert (len(nudges(office)), len(nudges(office, PRIYA))) == (0, 1)
    await office.press_private(TOM, "coach.unmute")
    await say(office, BLAME)
    assert len(nudges(office)) == 1


async def test_a_button_of_another_time_says_so(office: Office) -> None:
    await office.opened()
    await say(office, BLAME)
    for value in ("12:own_it", "[]", '["a", "b", "c"]'):
        message = nudges(office)[-1]
        for button in message.blocks[1]["elements"]:
            button["value"] = value
        await office.press_private(TOM, "coach.why")
        assert "too old" in office.said(TOM)
        office.sandbox.slack.delete(office.private(TOM)[-1])
    office.coachbook.kept = [PhraseException("x", "person_blame")]
    message = nudges(office)[-1]
    for button in message.blocks[1]["elements"]:
        button["value"] = '[99, "person_blame", "x"]'
    await office.press_private(TOM, "coach.mute")
    assert "#99" in office.said(TOM)


async def test_a_nudge_that_cannot_be_shown_is_left_unsaid(office: Office) -> None:
    await office.opened()
    office.sandbox.faults.waiting.append(ApiFault("chat.postEphemeral", "500"))
    await say(office, BLAME)
    assert nudges(office) == []
    assert office.told_directly(TOM) == []


async def test_in_a_direct_message_it_speaks_below_the_card(office: Office) -> None:
    incident = await office.opened()
    channel = await office.sandbox.gestures.open_dm(TOM, BOT)
    card = await office.deps.client.chat_postMessage(channel=channel, text="The card")
    message = MessageRef(channel, str(card["ts"]))
    office.desk.slots[message] = OurMessage(ParcelKind.SLOT, CARD, 1)
    office.desk.incidents[1] = replace(incident, home=Home(channel, message.ts), private=True)
    await office.sandbox.gestures.say(TOM, channel, BLAME, message.ts)
    await office.settle()
    nudge = office.sandbox.slack.thread(channel, message.ts, TOM)[-1]
    assert "Mute for this incident" in labels(nudge.blocks)
    await office.sandbox.gestures.press(TOM, channel, nudge.ts, "coach.mute")
    await office.settle()
    assert labels(nudge.blocks) == ["Speak up again"]
    assert len(office.sandbox.slack.thread(channel, message.ts, TOM)) == 3


async def test_people_are_called_by_their_names(office: Office) -> None:
    await office.opened()
    await say(office, "@priya dropped the ball")
    said = office.said(TOM)
    assert "@Priya Nair dropped the ball" in said
    assert PRIYA not in said
    assert BOT not in said
