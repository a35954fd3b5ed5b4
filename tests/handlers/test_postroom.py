"""What whoever looks after Amends is shown and can press."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, cast

import pytest

from bot.commands import MessageRef
from bot.ports import ParcelKind, Scene
from bot.postroom import Fortune, Held, Undelivered
from bot.settings import Settings
from handlers.views.render import render
from handlers.views.shapes import Message
from tests.handlers.cases import HOUR, MARIA, NOW, PRIYA, TOM, a_parcel, an_incident
from tests.handlers.limits import check_message, labels, texts
from tests.handlers.memory_postroom import MemoryPostroom
from tests.handlers.office import Office, open_office

POSTED = MessageRef("D0MARIA00", "1700000100.000100")
SINCE = {"since": NOW.isoformat()}


def failed(slot: str = "card", error: str = "not_in_channel", **changes: Any) -> Undelivered:
    item = Undelivered(an_incident(), "slot", slot, "C0MISTAKE", error, Fortune.FAILED)
    return replace(item, **changes)


def undelivered(*items: Undelivered, posted: bool = False) -> Message | None:
    parcel = a_parcel(
        ParcelKind.UNDELIVERED, target=MARIA, posted=POSTED if posted else None, thread_ts=None
    )
    shown = render(parcel, Scene(Settings(), {}, undelivered=items), command="/mistake")
    return check_message(shown) if shown else None


def review(*held: Held, posted: bool = False, **payload: Any) -> Message | None:
    parcel = a_parcel(
        ParcelKind.REVIEW,
        target=MARIA,
        posted=POSTED if posted else None,
        payload=SINCE | payload,
        thread_ts=None,
    )
    shown = render(parcel, Scene(Settings(), {}, held=held), command="/mistake")
    return check_message(shown) if shown else None


def late(number: int = 12, key: str = "step:own_it") -> Held:
    return Held(an_incident(number=number), key, PRIYA, NOW - number * HOUR)


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (failed(), "The card of *#12 We sent ACME the wrong invoice*, to <#C0MISTAKE>: I’m not in"),
        (failed("prompt:apologise", "is_archived"), "The step *Apologise* of"),
        (failed("story", "http_503"), "for a long time (`http_503`)"),
        (failed("promise:p1", "invalid_blocks"), "does not take it (`invalid_blocks`)"),
        (failed("make_up:1"), "A make-up of"),
        (failed("learnings", "msg_blocks_too_long"), "The debrief of"),
        (failed("prevention"), "The list of actions of"),
        (failed("note:closed", kind="note", target="U1,U2"), "A note of"),
        (failed("thread:update:1", kind="thread_reminder"), "A reminder of"),
    ],
)
def test_what_did_not_get_through_where_and_why(item: Undelivered, said: str) -> None:
    shown = undelivered(item)
    assert shown
    assert said in texts(shown[1])
    assert labels(shown[1]) == ["Try again"]


def test_what_belongs_to_no_mistake_stands_beside_what_does() -> None:
    digest = failed("digest:1", "is_archived", kind="digest", incident=None)
    shown = undelivered(digest, failed(incident=an_incident(private=True)))
    assert shown
    assert "The weekly digest, to <#C0MISTAKE>: the channel is archived." in texts(shown[1])
    assert "The card of a private recovery" in texts(shown[1])
    assert labels(shown[1]) == ["Try again"]


def test_what_got_through_meanwhile_is_not_told() -> None:
    there = failed(fortune=Fortune.DELIVERED)
    assert undelivered(there) is None
    shown = undelivered(there, failed("story", fortune=Fortune.TRYING), posted=True)
    assert shown
    assert "is in <#C0MISTAKE> now" in texts(shown[1])
    assert "is on its way" in texts(shown[1])
    assert labels(shown[1]) == []


def test_many_are_cut_short_and_a_private_one_has_no_title() -> None:
    shown = undelivered(*[failed(incident=an_incident(private=True))] * 21)
    assert shown
    seen = texts(shown[1])
    assert "21 messages" in seen
    assert "One more is not shown" in seen
    assert "ACME" not in seen
    many = undelivered(*[failed()] * 30)
    assert many
    assert "10 more are not shown" in texts(many[1])


def test_what_is_held_is_listed_the_oldest_first() -> None:
    note = Held(an_incident(number=2), "", "", NOW)
    shown = review(late(3), late(12), note)
    assert shown
    seen = texts(shown[1])
    assert seen.index("#12") < seen.index("#3 ") < seen.index("A note in the thread")
    assert "3 reminders" in seen
    assert labels(shown[1]) == ["Send them now", "Let them go"]
    private = Held(an_incident(private=True), "update", PRIYA, NOW)
    one = review(private)
    assert one
    assert "one reminder" in texts(one[1])
    assert "ACME" not in texts(one[1])


def test_many_held_are_cut_short() -> None:
    shown = review(*(late(number) for number in range(1, 22)))
    assert shown
    assert "One more is not shown" in texts(shown[1])
    many = review(*(late(number) for number in range(1, 30)))
    assert many
    assert "9 more are not shown" in texts(many[1])


@pytest.mark.parametrize(
    ("decision", "said"),
    [("send", "had the reminders sent"), ("let_go", "let the reminders go"), ("", "settled")],
)
def test_what_was_decided_stays_to_be_read(decision: str, said: str) -> None:
    shown = review(posted=True, decision=decision, by=MARIA)
    assert shown
    assert said in texts(shown[1])
    assert labels(shown[1]) == []
    assert review(decision=decision, by=MARIA) is None


def test_what_time_decided_is_said_to_be_that() -> None:
    shown = review(posted=True, decision="send", by="")
    assert shown
    assert "Nobody had decided" in texts(shown[1])


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as opened:
        yield opened


async def test_the_buttons_do_what_they_say_and_answer(office: Office) -> None:
    postroom = cast(MemoryPostroom, office.deps.postroom)
    told, asked = undelivered(failed()), review(late())
    assert told
    assert asked
    for shown, action, answer, nothing in (
        (told, "undelivered.retry", "trying again now", "on its way already"),
        (asked, "held.send", "3 reminders on the way", "decided already"),
        (asked, "held.let_go", "3 reminders let go", "decided already"),
    ):
        sent = await office.deps.client.chat_postMessage(
            channel=TOM, text=shown[0], blocks=shown[1]
        )
        channel, ts = str(sent["channel"]), str(sent["ts"])
        for known, waiting, said in ((False, 3, ""), (True, 3, answer), (True, 0, nothing)):
            postroom.known = {"p1"} if known else set()
            postroom.waiting = waiting
            before = len(office.sandbox.slack.messages(channel, TOM))
            await office.sandbox.gestures.press(TOM, channel, ts, action)
            await office.settle()
            new = office.sandbox.slack.messages(channel, TOM)[before:]
            assert [said in message.text for message in new] == [True] * bool(said)
    assert postroom.asked == [
        *["again"] * 2,
        *[f"send by {TOM}"] * 2,
        *[f"let_go by {TOM}"] * 2,
    ]
    assert office.wakes
