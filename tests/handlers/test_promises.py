"""Promises through Slack: typed, asked about, offered, corrected, settled."""

from datetime import timedelta

import pytest

from bot.ledger import Promise, PromiseState
from bot.people import Person
from handlers.ids import short_key
from handlers.promise_values import Draft
from handlers.views import reminder
from sandbox.faults import ApiFault
from tests.handlers.office import MARIA, PRIYA, TOM, Office, blocks_of, everything

SLOT = "promise:1"


async def promised(office: Office, words: str = "refund by Friday noon") -> Promise:
    """An incident of Priya's with a promise of hers in the thread."""
    await office.opened()
    await office.type(PRIYA, f"promise 1 {words}")
    await office.deliver()
    return office.incident().promises["1"]


def only(office: Office) -> Promise:
    return office.incident().promises["1"]


async def test_what_is_clear_is_noted_at_once_on_the_speakers_clock(office: Office) -> None:
    promise = await promised(office)
    assert promise.words == "refund by Friday noon"
    assert f"{promise.due:%a %H:%M}" == "Fri 06:30"  # noon in Kolkata
    assert "refund by Friday noon" in office.said(PRIYA)
    assert office.at(1, SLOT)
    await office.press_private(PRIYA, "promise.change")
    assert office.title(PRIYA) == "Promise"


@pytest.mark.parametrize(
    ("words", "answer", "buttons"),
    [
        ("call at three tomorrow", "That can mean", 3),
        ("call before we open on the 3rd", "I take it to mean", 2),
        ("reply by 05/06", "That can mean", 3),
        ("refund it soon", "I can’t tell by when", 1),
        ("refund lots", "I can’t tell by when", 1),
        ("refund by 30 February", "There is no such day", 1),
        ("refund by yesterday", "that has passed", 1),
        ("refund by 20 April 2926", "more than a year away", 1),
        ("call tomorrow after dinner", "not sure what time “after dinner” is", 2),
        ("call at half past four tomorrow", "That can mean", 3),
        ("call at 3pm your time tomorrow", "not sure what time “your time” is", 2),
    ],
)
async def test_what_is_not_is_shown_back_and_the_words_are_kept(
    office: Office, words: str, answer: str, buttons: int
) -> None:
    await office.opened()
    await office.type(PRIYA, f"promise 1 {words}")
    assert answer in office.said(PRIYA)
    assert not office.incident().promises
    assert len(office.private(PRIYA)[-1].blocks[-1]["elements"]) == buttons
    await office.press_private(PRIYA, "promise.form")
    view = office.form(PRIYA)
    assert view and words in str(view.view["blocks"])


async def test_the_button_of_a_time_keeps_it(office: Office) -> None:
    await office.opened()
    await office.type(PRIYA, "promise 1 call at three | maybe: tomorrow")
    labels = everything(office.private(PRIYA)[-1].blocks)
    assert "By Tue 24 Nov, 15:00" in labels and "By Tue 24 Nov, 03:00" in labels
    asked = office.private(PRIYA)
    await office.press_private(PRIYA, "promise.yes.1")
    assert len(office.private(PRIYA)) == len(asked)
    assert "Noted:" in office.said(PRIYA)
    assert "Choose the time" not in office.said(PRIYA)  # nor the times: it is answered
    assert only(office).words == "call at three | maybe: tomorrow"
    assert f"{only(office).due:%a %H:%M}" == "Tue 09:30"


async def test_where_slack_does_not_tell_the_clock_nothing_is_sure(office: Office) -> None:
    await office.opened()
    office.directory.known[PRIYA] = Person(PRIYA)
    office.sandbox.faults.waiting.append(ApiFault("users.info", "500", count=9))
    for words in ("refund by Friday noon", "refund today at 00:05"):
        await office.type(PRIYA, f"promise 1 {words}")
        assert "what time it is where you are" in office.said(PRIYA)
        assert [each["action_id"] for each in office.private(PRIYA)[-1].blocks[-1]["elements"]] == [
            "promise.form"
        ]
        await office.press_private(PRIYA, "promise.form")
        await office.submit(PRIYA)
        assert "what time it is where you are" in office.errors(PRIYA)["due"]
    assert not office.incident().promises
    office.sandbox.faults.waiting.append(ApiFault("users.info", "delay", count=9, seconds=2))
    await office.type(PRIYA, "promise 1 refund by Friday noon")
    assert not office.incident().promises
    office.sandbox.faults.waiting.clear()
    await office.type(PRIYA, "promise 1 refund by Friday noon")
    assert "I take it to mean" in office.said(PRIYA)  # asked after the ack, so shown back
    await office.type(PRIYA, "promise 1 refund by Friday noon")
    assert office.incident().promises


@pytest.mark.parametrize("words", ["", "sorry " * 100, "sorry " * 500])
async def test_without_words_or_with_too_many_the_form_opens(office: Office, words: str) -> None:
    await office.opened()
    await office.type(PRIYA, f"promise 1 {words}")
    assert office.title(PRIYA) == "Promise"
    await office.fill(PRIYA, owner=TOM, words=words or "!")
    await office.submit(PRIYA)
    assert "words" in office.errors(PRIYA)
    await office.fill(PRIYA, words="Refund within 2 hours")
    await office.submit(PRIYA)
    assert only(office).owner == TOM
    assert only(office).due == office.clock.now + timedelta(hours=2)


async def test_unknown_closed_and_private_ones(office: Office) -> None:
    await office.type(TOM, "promise 12 months of warranty were forgotten by Friday")
    assert "can’t find #12" in office.said(TOM)
    await office.press_private(TOM, "answer.open_text")
    assert office.incident().title == "promise 12 months of warranty were forgotten by Friday"
    await office.deliver()
    office.desk.incidents[1] = office.incident()
    await office.type(TOM, "promise 1 refund by Friday noon")
    await office.type(TOM, "promise 1 call at three tomorrow")
    await office.deliver()
    question = office.private(TOM)[-1]
    await office.press(TOM, "card", "incident.close")
    await office.fill(TOM, reason="Settled")
    await office.submit(TOM)
    await office.sandbox.gestures.press(TOM, question.channel, question.ts, "promise.yes.1")
    await office.settle()
    assert "#1 is closed" in office.said(TOM)
    assert any("call at three" in everything(each.blocks) for each in office.private(TOM))
    told = "Bill, " * 300
    await office.type(TOM, f"promise 1 call {told}& <Co> by Friday noon")
    assert "#1 is closed" in office.said(TOM)
    assert f"/mistake promise 1 call {told}&amp; &lt;Co&gt; by Friday noon" in office.said(TOM)
    assert list(office.incident().promises) == ["1"]


async def test_the_form_says_beside_the_field_what_is_to_be_mended(office: Office) -> None:
    await office.opened()
    await office.press(PRIYA, "card", "incident.more", selected="promise|1:")
    assert blocks_of(office.form(PRIYA)) == ["words", "due", "owner"]
    await office.fill(PRIYA, words="Refund soon")
    await office.submit(PRIYA)
    assert list(office.errors(PRIYA)) == ["due"]
    for said, fault in (
        ("call at three tomorrow", "The words can mean Tue 24 Nov, 15:00 or Tue 24 Nov, 03:00"),
        ("call before we open on the 3rd", "I take the words to mean Thu 3 Dec, 09:00"),
        ("call after dinner tomorrow", "not sure what time “after dinner” is"),
        ("refund by 30 February", "a day that does not exist"),
        ("refund by yesterday", "has passed"),
        ("refund by 20 April 2926", "more than a year away"),
        ("Refund soon", "I can’t tell by when"),
    ):
        await office.fill(PRIYA, words=said)
        await office.submit(PRIYA)
        assert fault in office.errors(PRIYA)["due"]
    await office.fill(PRIYA, due=int((office.clock.now + timedelta(days=400)).timestamp()))
    await office.submit(PRIYA)
    assert "more than a year away" in office.errors(PRIYA)["due"]
    past = int((office.clock.now - timedelta(hours=1)).timestamp())
    await office.fill(PRIYA, due=past)
    await office.submit(PRIYA)
    assert "has passed" in office.errors(PRIYA)["due"]
    await office.fill(PRIYA, due=past + 7200)
    await office.submit(PRIYA)
    assert only(office).due == office.clock.now + timedelta(hours=1)


async def test_another_time_than_the_words_say_is_remarked_on(office: Office) -> None:
    await office.opened()
    await office.press(PRIYA, "card", "incident.more", selected="promise|1:")
    later = office.clock.now + timedelta(days=21)
    await office.fill(PRIYA, words="refund by Friday noon", due=int(later.timestamp()))
    await office.submit(PRIYA)
    assert only(office).due == later.replace(microsecond=0)
    remarks = [each for each in office.private(PRIYA) if "One thing" in everything(each.blocks)]
    assert len(remarks) == 1
    await office.deliver()
    await office.press(PRIYA, SLOT, "promise.change")
    await office.submit(PRIYA)  # the words are the same: another time was agreed on
    remarks = [each for each in office.private(PRIYA) if "One thing" in everything(each.blocks)]
    assert len(remarks) == 1


async def test_corrected_for_some_customers_and_left_alone(office: Office) -> None:
    await promised(office)
    before = only(office)
    await office.press(PRIYA, "card", "incident.add_details")
    await office.fill(PRIYA, customers="ACME\nGlobex")
    await office.submit(PRIYA)
    await office.press(PRIYA, SLOT, "promise.change")
    await office.submit(PRIYA)
    assert only(office) == before
    await office.press(PRIYA, SLOT, "promise.change")
    await office.fill(PRIYA, customers=[short_key("ACME")], words="Refund the whole of it")
    await office.submit(PRIYA)
    assert only(office).words == "Refund the whole of it"
    assert (only(office).due, only(office).customers) == (before.due, ("ACME",))
    await office.press(TOM, SLOT, "promise.change")
    assert office.form(TOM) is None
    assert "has this promise" in office.said(TOM)


async def test_kept_by_button_and_by_reaction(office: Office) -> None:
    await promised(office)
    await office.react(TOM, SLOT, "hand")
    assert "in the thread" in office.said(TOM)
    await office.react(TOM, SLOT, "white_check_mark")
    assert (only(office).state, only(office).settled_by) == (PromiseState.KEPT, TOM)
    await office.react(TOM, SLOT, "white_check_mark", off=True)
    assert only(office).is_open
    assert "open again" in office.said(TOM)
    await office.deliver()
    await office.react(TOM, SLOT, "white_check_mark")
    await office.deliver()
    await office.press(MARIA, SLOT, "promise.more", selected="reopen|1:1")
    assert only(office).is_open
    await office.deliver()
    await office.press(MARIA, SLOT, "promise.kept")
    assert only(office).settled_by == MARIA
    for stale in ("promise.change", "promise.kept"):
        await office.press(MARIA, SLOT, stale)
        assert "settled already" in office.said(MARIA)
    await office.press(MARIA, SLOT, "promise.more", selected="release|1:1")
    assert "settled already" in office.said(MARIA)


async def test_late_broken_and_released(office: Office) -> None:
    await promised(office, "refund in an hour")
    office.clock.pass_by(hours=2)
    await office.press(PRIYA, SLOT, "promise.kept")
    assert only(office).state is PromiseState.KEPT_LATE
    await office.press_private(PRIYA, "promise.in_time")
    assert only(office).state is PromiseState.KEPT
    await office.type(PRIYA, "promise 1 call in an hour")
    await office.deliver()
    await office.press(PRIYA, "promise:2", "promise.more", selected="broken|1:2")
    assert office.incident().promises["2"].state is PromiseState.BROKEN
    await office.press_private(PRIYA, "incident.tell")
    assert office.title(PRIYA) == "Update the customer"
    await office.type(PRIYA, "promise 1 write in an hour")
    await office.deliver()
    await office.press(PRIYA, "promise:3", "promise.more", selected="release|1:3")
    assert office.title(PRIYA) == "No longer needed?"
    await office.fill(PRIYA, reason="!")
    await office.submit(PRIYA)
    assert list(office.errors(PRIYA)) == ["reason"]
    await office.fill(PRIYA, reason="They wrote first")
    await office.submit(PRIYA)
    assert office.incident().promises["3"].reason == "They wrote first"


async def test_from_a_reminder(office: Office) -> None:
    await promised(office, "refund in an hour")
    items = [each for each in office.reminder_items() if each[1].key == SLOT]
    message = reminder.direct(office.scene(items), PRIYA, posted=False, command="/mistake")
    assert message
    sent = await office.deps.client.chat_postMessage(
        channel=PRIYA, text=message[0], blocks=message[1]
    )
    press = office.sandbox.gestures.press
    channel, ts = str(sent["channel"]), str(sent["ts"])
    await press(PRIYA, channel, ts, "chase.hand_over")
    await office.settle()
    await office.fill(PRIYA, to=TOM)
    await office.submit(PRIYA)
    assert (only(office).owner, office.incident().owner) == (TOM, PRIYA)
    await press(PRIYA, channel, ts, "promise.change")
    await office.settle()
    assert office.title(PRIYA) == "Promise"
    await press(PRIYA, channel, ts, "chase.done")
    await office.settle()
    assert only(office).state is PromiseState.KEPT


def test_a_draft_travels_in_a_button() -> None:
    draft = Draft("call: at | three", None, "1700000000.000100", TOM)
    _, _, subject = draft.value(12).partition(":")
    assert Draft.load(subject) == draft
    assert Draft.load("99999999999999:x").due is None
    assert not Draft("x" * 2000).fits
