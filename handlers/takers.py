"""Whether whoever was chosen can see to it. A form takes anybody and must be answered at once, so
Slack is asked about them afterwards; what they cannot take comes back to whoever chose them."""

from dataclasses import replace

from bot.commands import HandOver
from bot.incident import Incident
from bot.owing import action_of, promise_of
from bot.people import can_lead
from bot.ports import UnknownIncident
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
        deps, sent, incident.number, HandOver(sent.user, asked)
    ):
        return
    await whisper(deps, sent.user, sent.place, answers.owner_instead(incident.number, asked))


def see_to_hand_over(deps: Deps, sent: Submission, command: HandOver) -> None:
    """An incident, a step, a promise or an action was just handed over."""
    deps.tasks.spawn(_handed_over(deps, sent, command), "hand-over")


async def _handed_over(deps: Deps, sent: Submission, command: HandOver) -> None:
    number = sent.meta.number
    if command.to == sent.user or not await _taken_back(deps, sent, number, command):
        return
    whole = not command.step and not command.owed
    said = answers.owner_instead if whole else answers.came_back
    await whisper(deps, sent.user, sent.place, said(number, command.to))


async def _taken_back(deps: Deps, sent: Submission, number: int, given: HandOver) -> bool:
    """Whether it went to somebody who cannot have it, and is with whoever chose them now."""
    if await _able(deps, sent.team, given.to):
        return False
    try:
        incident = await deps.desk.incident(sent.team, number, sent.user, at=sent.meta.channel)
        if _holder(incident, given) != given.to:
            return False  # somebody was quicker
        back = replace(given, to=sent.user)
        outcome = await deps.desk.perform(
            sent.team, number, back, now=deps.clock(), at=sent.meta.channel
        )
    except UnknownIncident:
        return False
    deps.wake()
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
    await deps.directory.save_settings(
        sent.team, replace(now, lead=stays), before=now, by=sent.user, now=deps.clock()
    )
    await whisper(deps, sent.user, sent.place, answers.not_the_lead(lead, stays, deps.command))


async def _able(deps: Deps, team: str, user: str) -> bool:
    """Whether Slack says that this is a person with an account. Where it does not answer: yes."""
    return can_lead({user: await get(deps, team, user)}, user)
