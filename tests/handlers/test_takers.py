"""Somebody is chosen whom Slack calls gone, or no person: it comes back to whoever chose them."""

from dataclasses import replace

import pytest

from bot.commands import HandOver
from bot.incident import Home, Incident, Severity
from bot.people import Person
from bot.settings import Settings
from handlers.form_values import Submission
from handlers.ids import Meta
from handlers.takers import see_to_hand_over
from sandbox.faults import ApiFault
from tests.handlers.office import BOT, MARIA, NOAH, PRIYA, TOM, Office


async def opened_for(office: Office, owner: str) -> None:
    await office.type(PRIYA, "")
    await office.fill(PRIYA, what="Wrong table delivered", owner=owner)
    await office.submit(PRIYA)


async def test_an_owner_nobody_has_met_who_left_is_found_out(office: Office) -> None:
    office.sandbox.slack.users[NOAH].deleted = True
    await opened_for(office, NOAH)
    assert office.incident().owner == PRIYA
    said = office.said(PRIYA)
    assert f"<@{NOAH}> can’t take this on" in said
    assert "you are the owner of #1 for now" in said
    await office.press_private(PRIYA, "incident.hand_over")
    await office.fill(PRIYA, to=TOM)
    await office.submit(PRIYA)
    assert office.incident().owner == TOM


@pytest.mark.parametrize("known", [Person(NOAH, active=False), Person(NOAH, is_bot=True)])
async def test_whoever_is_known_not_to_be_able_is_not_left_out_silently(
    office: Office, known: Person
) -> None:
    office.directory.known[NOAH] = known
    await opened_for(office, NOAH)
    assert office.incident().owner == PRIYA
    assert f"<@{NOAH}> can’t take this on" in office.said(PRIYA)


async def test_the_bot_itself_leads_nothing(office: Office) -> None:
    await opened_for(office, BOT)
    assert office.incident().owner == PRIYA
    assert f"<@{BOT}> can’t take this on" in office.said(PRIYA)


@pytest.mark.parametrize("owner", [TOM, PRIYA])
async def test_nothing_more_is_said_where_they_can(office: Office, owner: str) -> None:
    await opened_for(office, owner)
    assert office.incident().owner == owner
    assert "take this on" not in office.said(PRIYA)


async def test_where_slack_does_not_answer_the_choice_stands(office: Office) -> None:
    office.sandbox.faults.waiting.append(ApiFault("users.info", "500", count=99))
    await opened_for(office, TOM)
    assert office.incident().owner == TOM


async def test_handed_over_to_somebody_who_left(office: Office) -> None:
    office.sandbox.slack.users[NOAH].deleted = True
    await office.opened()
    await office.press(TOM, "card", "incident.hand_over")
    await office.fill(TOM, to=NOAH)
    await office.submit(TOM)
    assert office.incident().owner == TOM
    assert "you are the owner of #1 for now" in office.said(TOM)


async def test_a_step_passed_on_to_somebody_who_left(office: Office) -> None:
    office.sandbox.slack.users[NOAH].deleted = True
    await office.opened()
    await office.press(TOM, "prompt:own_it", "step.take")
    await office.deliver()
    await office.press(TOM, "prompt:own_it", "step.hand_over")
    await office.fill(TOM, to=NOAH)
    await office.submit(TOM)
    incident = office.incident()
    assert (incident.responsible("own_it"), incident.owner) == (TOM, PRIYA)
    assert "it is with you for now (#1)" in office.said(TOM)


async def given_away_in_private(office: Office) -> tuple[Incident, HandOver]:
    """Tom, who has no other part in it, hands over a private incident to somebody who left."""
    office.sandbox.slack.users[NOAH].deleted = True
    opened = await office.opened()
    office.desk.incidents[1] = replace(opened, private=True, reporter=NOAH, owner=TOM)
    command = HandOver(TOM, NOAH)
    outcome = await office.desk.perform(opened.team, 1, command, now=office.clock())
    assert outcome.incident
    return outcome.incident, command


def sent(office: Office, incident: Incident) -> Submission:
    """The form was opened from his reminder, in the direct message with him."""
    meta = Meta(number=1, channel=office.sandbox.slack.direct([TOM, BOT]).id)
    return Submission(incident.team, TOM, "", meta, {}, "")


async def test_whoever_sees_it_only_while_they_have_it_gets_it_back(office: Office) -> None:
    incident, command = await given_away_in_private(office)
    see_to_hand_over(office.deps, sent(office, incident), command, incident)
    await office.settle()
    assert office.incident().owner == TOM
    assert "you are the owner of #1 for now" in office.told_directly(TOM)[-1]


@pytest.mark.parametrize(("lead", "ask"), [(MARIA, f"<@{MARIA}>"), (None, "someone who takes")])
async def test_who_cannot_get_it_back_is_told_whom_to_ask(
    office: Office, lead: str | None, ask: str
) -> None:
    office.directory.kept = Settings(lead=lead)
    incident, command = await given_away_in_private(office)
    office.desk.incidents[1] = replace(incident, home=Home("C0ELSEWHERE"))  # moved meanwhile
    see_to_hand_over(office.deps, sent(office, incident), command, incident)
    await office.settle()
    assert office.incident().owner == NOAH
    said = office.told_directly(TOM)[-1]
    assert f"<@{NOAH}> can’t take this on" in said
    assert f"Please ask {ask}" in said


@pytest.mark.parametrize("former", [MARIA, None])
async def test_a_lead_who_left_is_not_kept(office: Office, former: str | None) -> None:
    office.sandbox.slack.users[NOAH].deleted = True
    office.directory.kept = Settings(lead=former)
    office.directory.known[MARIA] = Person(MARIA, is_admin=True, known_at=office.clock())
    await office.type(MARIA, "settings")
    await office.fill(MARIA, lead=NOAH, updates__high="30min")
    await office.submit(MARIA)
    kept = office.directory.kept
    assert (kept.lead, kept.update_spans[Severity.HIGH].hours) == (former, 0.5)
    assert f"<@{NOAH}> can’t be the lead" in office.said(MARIA)
    assert ("is the lead still" in office.said(MARIA)) == bool(former)


async def test_what_is_saved_on_another_replica_meanwhile_stays(office: Office) -> None:
    office.sandbox.slack.users[NOAH].deleted = True
    office.directory.kept = Settings(lead=MARIA)
    office.directory.known[MARIA] = Person(MARIA, is_admin=True, known_at=office.clock())
    await office.type(MARIA, "settings")
    await office.fill(MARIA, lead=NOAH)
    office.sandbox.faults.waiting.append(ApiFault("users.info", "delay", seconds=0.5))
    await office.sandbox.gestures.submit(MARIA)
    ours = office.directory.kept
    assert ours.lead == NOAH
    office.directory.kept, office.directory.remembered = replace(ours, currency="EUR"), ours
    await office.settle()
    assert office.directory.kept == Settings(lead=MARIA, currency="EUR")


async def test_who_took_a_step_while_slack_was_asked_keeps_it(office: Office) -> None:
    office.sandbox.slack.users[NOAH].deleted = True
    await office.opened()
    await office.press(TOM, "prompt:own_it", "step.take")
    await office.deliver()
    office.sandbox.faults.waiting.append(ApiFault("users.info", "delay", seconds=0.5))
    await office.press(TOM, "prompt:own_it", "step.hand_over")
    await office.fill(TOM, to=NOAH)
    await office.sandbox.gestures.submit(TOM)
    given = HandOver(PRIYA, PRIYA, step="own_it")
    await office.desk.perform(office.incident().team, 1, given, now=office.clock())
    await office.settle()
    assert office.incident().responsible("own_it") == PRIYA
    assert "it is with you for now" not in office.said(TOM)
