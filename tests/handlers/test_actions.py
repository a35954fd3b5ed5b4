"""Buttons and menus, and the forms they open."""

from dataclasses import replace
from datetime import timedelta

from bot.chasing import follow
from bot.commands import MessageRef, SnoozeChase, StopChase
from bot.context import Context
from bot.incident import TRYING, ChaseState, Home
from bot.playbook import StepStatus
from handlers.views import hello, reminder
from tests.handlers.office import (
    MARIA,
    MISTAKES,
    PRIYA,
    TOM,
    Office,
    everything,
)
from tests.phrases import WHOLE

OWN_IT = "prompt:own_it"


async def test_done_on_a_step_that_leaves_something_behind_opens_its_form(office: Office) -> None:
    await office.opened()
    await office.press(TOM, OWN_IT, "step.done")
    assert office.title(TOM) == "Own it"
    when = int((office.clock.now - timedelta(hours=1)).timestamp())
    await office.fill(TOM, field__told_by=PRIYA, field__told_at=when, field__way="phone")
    await office.submit(TOM)
    state = office.incident().state("own_it")
    assert (state.status, state.settled_by) == ("done", TOM)
    assert state.artefact["told_at"] == "2026-11-23T08:00:00+00:00"
    assert office.form(TOM) is None
    await office.deliver()
    assert office.at(1, "prompt:apologise")


async def test_what_cannot_be_is_said_beside_the_field(office: Office) -> None:
    await office.opened()
    await office.press(TOM, OWN_IT, "step.done")
    later = int((office.clock.now + timedelta(hours=1)).timestamp())
    await office.fill(TOM, field__told_by=PRIYA, field__told_at=later, field__way="phone")
    await office.submit(TOM)
    assert list(office.errors(TOM)) == ["field.told_at"]
    await office.fill(TOM, field__told_at=later - 7200)
    await office.submit(TOM)
    assert office.incident().settled("own_it")


async def test_a_form_sent_twice_counts_once(office: Office) -> None:
    await office.opened()
    await office.press(TOM, OWN_IT, "step.done")
    await office.fill(TOM, field__told_by=PRIYA, field__way="phone")
    office.sandbox.delivery.double = 1
    await office.submit(TOM)
    assert (
        len([each for each in office.desk.commands if type(each).__name__ == "RecordArtefact"]) == 1
    )


async def test_a_form_sent_on_a_closed_incident_keeps_the_words(office: Office) -> None:
    await office.opened()
    await office.press(TOM, OWN_IT, "step.done")
    await office.fill(TOM, field__told_by=PRIYA, field__way="phone", field__words="I’m sorry")
    await office.close_anyway()
    await office.submit(TOM)
    assert "Reopen" in next(iter(office.errors(TOM).values()))
    await office.deliver()
    await office.press(PRIYA, "card", "incident.reopen")
    await office.submit(TOM)
    assert office.incident().state("own_it").artefact["words"] == "I’m sorry"


async def test_two_people_press_done_at_once(office: Office) -> None:
    await office.opened()
    await office.settle_up_to("put_it_right")
    await office.deliver()
    await office.press(TOM, "prompt:put_it_right", "step.done")
    await office.press(PRIYA, "prompt:put_it_right", "step.done")
    assert office.incident().state("put_it_right").settled_by == TOM
    assert "Put it right" in office.said(PRIYA)


async def test_take_and_what_the_others_are_told(office: Office) -> None:
    await office.opened()
    await office.press(TOM, OWN_IT, "step.take")
    assert office.incident().state("own_it").taken_by == TOM
    await office.press(MARIA, OWN_IT, "step.take")
    assert TOM in office.said(MARIA)
    assert office.private(MARIA)[-1].thread_ts == office.incident().home.thread_ts


async def test_a_step_that_was_taken_can_be_handed_over_by_itself(office: Office) -> None:
    await office.opened()
    await office.press(TOM, OWN_IT, "step.take")
    await office.deliver()
    await office.press(TOM, OWN_IT, "step.hand_over")
    await office.fill(TOM, to=MARIA)
    await office.submit(TOM)
    assert office.incident().state("own_it").taken_by == MARIA
    assert office.incident().owner == PRIYA


async def test_skip_asks_for_the_reason(office: Office) -> None:
    await office.opened()
    await office.press(TOM, OWN_IT, "step.skip")
    await office.fill(TOM, reason="…")
    await office.submit(TOM)
    assert list(office.errors(TOM)) == ["reason"]
    await office.fill(TOM, reason="They told us")
    await office.submit(TOM)
    state = office.incident().state("own_it")
    assert (state.status, state.reason) == ("skipped", "They told us")


async def test_a_settled_step_can_be_opened_again_and_seen(office: Office) -> None:
    await office.opened()
    await office.settle_up_to("apologise")
    await office.deliver()
    await office.press(TOM, OWN_IT, "step.more", selected="record|1:own_it")
    assert office.title(TOM) == "Own it"
    await office.fill(TOM, field__words="It was us")
    await office.submit(TOM)
    assert office.incident().state("own_it").artefact["words"] == "It was us"
    await office.press(TOM, OWN_IT, "step.more", selected="reopen|1:own_it")
    assert not office.incident().settled("own_it")


async def test_a_skip_without_a_reason_is_asked_for_it_later(office: Office) -> None:
    await office.opened()
    await office.react(TOM, OWN_IT, "fast_forward")
    await office.press_private(TOM, "step.say_why")
    await office.fill(TOM, reason="They told us")
    await office.submit(TOM)
    assert office.incident().state("own_it").reason == "They told us"


async def test_help_me_write_it_begins_the_form_with_a_draft(office: Office) -> None:
    await office.opened()
    await office.settle_up_to("apologise")
    await office.deliver()
    await office.press(PRIYA, "prompt:apologise", "step.write")
    form = office.form(PRIYA)
    assert form and "sorry" in str(form.view["blocks"])


async def test_buttons_of_a_closed_incident_say_how_to_reopen(office: Office) -> None:
    await office.opened()
    await office.close_anyway()
    for action in ("incident.add_details", "incident.tell", "incident.close"):
        await office.press(TOM, "card", action)
        assert office.form(TOM) is None
        assert "Reopen" in office.said(TOM)


async def test_the_timeline_can_be_corrected(office: Office) -> None:
    await office.opened()
    await office.press(TOM, "card", "incident.more", selected="timeline|1:")
    assert office.title(TOM) == "Timeline"
    await office.sandbox.gestures.press_in_view(TOM, "timeline.correct")
    await office.settle()
    earlier = int((office.clock.now - timedelta(hours=3)).timestamp())
    await office.fill(TOM, entry_at=earlier, entry_text="ACME called us")
    await office.submit(TOM)
    assert office.desk.entries[0].text == "ACME called us"
    form = office.form(TOM)
    assert form and "ACME called us" in everything(form.view["blocks"])


async def test_a_long_timeline_is_turned(office: Office) -> None:
    await office.opened()
    office.desk.entries = [
        replace(office.desk.entries[0], id=n, text=f"Entry {n}.") for n in range(120)
    ]
    await office.press(TOM, "card", "incident.more", selected="timeline|1:")
    first = office.form(TOM)
    shown = everything(first.view["blocks"]) if first else ""
    await office.sandbox.gestures.press_in_view(TOM, "timeline.page")
    await office.settle()
    second = office.form(TOM)
    assert second and everything(second.view["blocks"]) != shown


async def remind(office: Office) -> MessageRef:
    """A reminder of everything owed, in Priya's direct message."""
    scene = office.scene(office.reminder_items())
    said = reminder.direct(scene, PRIYA, posted=False, command="/mistake")
    assert said
    sent = await office.deps.client.chat_postMessage(channel=PRIYA, text=said[0], blocks=said[1])
    return MessageRef(str(sent["channel"]), str(sent["ts"]))


async def test_a_reminder_can_be_snoozed_and_stopped(office: Office) -> None:
    await office.opened()
    message = await remind(office)
    press = office.sandbox.gestures.press
    await press(PRIYA, message.channel, message.ts, "chase.snooze", selected="1h|1:update")
    assert office.incident().chases["update"].state is ChaseState.SNOOZED
    await press(PRIYA, message.channel, message.ts, "chase.stop", value="1:update")
    await office.settle()
    assert office.incident().chases["update"].state is ChaseState.STOPPED
    assert office.desk.pressed == [message, message]
    assert isinstance(office.desk.commands[-2], SnoozeChase)


async def test_done_on_a_reminder_opens_what_is_owed(office: Office) -> None:
    await office.opened()
    message = await remind(office)
    press = office.sandbox.gestures.press
    await press(PRIYA, message.channel, message.ts, "chase.done", value="1:update")
    assert office.title(PRIYA) == "Update the customer"
    await office.fill(PRIYA, words=WHOLE)
    await office.submit(PRIYA)
    assert office.desk.pressed == [message]
    await press(PRIYA, message.channel, message.ts, "chase.done", value="1:step:own_it")
    assert office.title(PRIYA) == "Own it"
    await office.sandbox.gestures.close_view(PRIYA)
    await office.close_anyway()
    await press(PRIYA, message.channel, message.ts, "chase.done", value="1:update")
    await office.settle()
    assert isinstance(office.desk.commands[-1], StopChase)


async def test_closing_from_a_reminder_shows_it_afresh(office: Office) -> None:
    await office.opened()
    incident = replace(office.incident(), next_update_at=None)
    for step in incident.playbook.steps:
        at = office.clock.now
        done = replace(incident.state(step.id), status=StepStatus.DONE, settled_at=at)
        incident = incident.with_step(step.id, done)
    office.desk.incidents[1] = follow(incident, Context(office.clock.now))
    message = await remind(office)
    await office.sandbox.gestures.press(
        PRIYA, message.channel, message.ts, "chase.done", value="1:close"
    )
    assert office.title(PRIYA) == "Close #1"
    await office.submit(PRIYA)
    assert not office.incident().is_open
    assert office.desk.pressed == [message]


async def test_hand_over_from_a_reminder_shows_it_afresh(office: Office) -> None:
    await office.opened()
    message = await remind(office)
    await office.sandbox.gestures.press(
        PRIYA, message.channel, message.ts, "chase.hand_over", value="1:step:own_it"
    )
    await office.fill(PRIYA, to=TOM)
    await office.submit(PRIYA)
    assert office.incident().owner == TOM
    assert office.desk.pressed == [message]


async def test_a_card_that_cannot_be_written_is_tried_again_or_moved(office: Office) -> None:
    await office.type(PRIYA, "The bench came broken")
    troubled = replace(office.incident(), home=Home(MISTAKES, trouble="not_in_channel"))
    office.desk.incidents[1] = troubled
    said = hello.trouble(troubled, posted=True)
    assert said
    sent = await office.deps.client.chat_postMessage(channel=PRIYA, text=said[0], blocks=said[1])
    press, place = office.sandbox.gestures.press, (str(sent["channel"]), str(sent["ts"]))
    await press(PRIYA, *place, "trouble.retry")
    assert office.incident().home == Home(MISTAKES, trouble=TRYING)
    office.desk.incidents[1] = troubled
    await press(PRIYA, *place, "trouble.to_dm")
    assert office.incident().home == Home(PRIYA, trouble=TRYING)
    await office.settle()


async def test_an_incident_that_is_not_for_their_eyes(office: Office) -> None:
    await office.opened()
    office.desk.incidents[1] = replace(office.incident(), private=True, home=Home("C0LEADERS"))
    await office.press(TOM, OWN_IT, "step.take")
    assert "#1" in office.said(TOM)
    assert office.incident().state("own_it").taken_by is None
