"""Whether whoever was chosen can see to it. A form takes anybody and must be answered at once, so
Slack is asked about them afterwards; what they cannot take comes back to whoever chose them."""

from dataclasses import replace

from bot.commands import HandOver
from bot.incident import Incident
from bot.owing import action_of, promise_of
from bot.people import can_lead
from bot.ports import UnknownIncident
from bot.settings import SettingsChanged
from handlers.deps import Deps
from handlers.form_values import Submission
from handlers.people import get
from handlers.views import answers
from handlers.whisper import whisper


def see_to_owner(deps: Deps, sent: Submission, incident: Incident, asked: str) -> None:
    """An incident was just opened for `asked` (a user id, "" for nobody in particular)."""
    if asked and asked != sent.user:
        deps.tasks.spawn(_owner(deps, sent, incident, asked), "owner")


async def _owner(deps: Deps, sent: Submission, incident: Incident, asked: str) -> None:
    if incident.owner == asked and not await _taken_back(
        deps, sent, incident, HandOver(sent.user, asked)
    ):
        return
    await whisper(deps, sent.user, sent.place, answers.owner_instead(incident.number, asked))


def see_to_hand_over(deps: Deps, sent: Submission, command: HandOver, incident: Incident) -> None:
    """An incident, a step, a promise or an action was just handed over, as it stands now."""
    deps.tasks.spawn(_handed_over(deps, sent, command, incident), "hand-over")


async def _handed_over(deps: Deps, sent: Submission, command: HandOver, incident: Incident) -> None:
    if command.to == sent.user or not await _taken_back(deps, sent, incident, command):
        return
    whole = not command.step and not command.owed
    said = answers.owner_instead if whole else answers.came_back
    await whisper(deps, sent.user, sent.place, said(incident.number, command.to))


async def _taken_back(deps: Deps, sent: Submission, given: Incident, command: HandOver) -> bool:
    """Whether it went to somebody who cannot have it, and is with whoever chose them now. Where it
    is with nobody who can have it, whoever chose them is told."""
    if await _able(deps, sent.team, command.to):
        return False
    # They saw it when they gave it away; of a private one they may have no other part. So it is
    # taken back where it lives, wherever the form was opened.
    number, at = given.number, given.home.channel
    try:
        incident = await deps.desk.incident(sent.team, number, sent.user, at=at)
        if _holder(incident, command) != command.to:
            return False  # somebody was quicker
        back = replace(command, to=sent.user)
        outcome = await deps.desk.perform(sent.team, number, back, now=deps.clock(), at=at)
    except UnknownIncident:
        lead = (await deps.directory.settings(sent.team)).lead
        left = answers.left_with(number, command.to, lead)
        await whisper(deps, sent.user, sent.place, left)
        return False
    deps.wake()
    if not outcome.changed and outcome.answer:  # it was closed meanwhile
        await whisper(deps, sent.user, sent.place, answers.gesture(outcome.answer, number))
    return outcome.changed


def _holder(incident: Incident, given: HandOver) -> str | None:
    """Who has now what was handed over; None where it is gone."""
    if given.owed:
        thing = promise_of(given.owed, incident) or action_of(given.owed, incident)
        return thing.owner if thing else None
    return incident.responsible(given.step) if given.step else incident.owner


async def check_lead(deps: Deps, sent: Submission, lead: str, former: str | None) -> None:
    """`lead` was just named. One who cannot be it leaves the settings as they were in this."""
    if await _able(deps, sent.team, lead):
        return
    now = await deps.directory.settings(sent.team)
    if now.lead != lead:
        return
    stays = None if former == lead else former
    left = replace(now, lead=stays)
    try:
        await deps.directory.save_settings(
            sent.team, left, before=now, by=sent.user, now=deps.clock()
        )
    except SettingsChanged:
        return await check_lead(deps, sent, lead, former)
    await whisper(deps, sent.user, sent.place, answers.not_the_lead(lead, stays, deps.command))


async def _able(deps: Deps, team: str, user: str) -> bool:
    """Whether Slack says that this is a person with an account. Where it does not answer: yes."""
    return can_lead({user: await get(deps, team, user)}, user)
