"""Buttons and menus: each does its one thing at once, or opens its form."""

import logging
from collections.abc import Awaitable, Callable, Mapping

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.chasing import CLOSING, step_of_key
from bot.commands import (
    MoveHome,
    MoveStep,
    ReopenIncident,
    SnoozeChase,
    SnoozeFor,
    StopChase,
)
from bot.incident import Incident
from bot.ledger_commands import FinishAction, KeepPromise
from bot.owing import action_of, promise_of
from bot.playbook import Gesture
from bot.ports import UnknownIncident
from handlers import (
    contacts,
    debrief,
    ids,
    ids_learning,
    make_ups,
    openers,
    parse,
    presses,
    preventing,
    promising,
    scorecard,
)
from handlers.about import it_is_about
from handlers.deps import Deps
from handlers.form_open import answer as open_or_say
from handlers.openers import INCIDENT_FORMS, Said
from handlers.parse import Press
from handlers.payload import Payload
from handlers.perform import press_through
from handlers.views import answers
from handlers.whisper import tell_later

log = logging.getLogger(__name__)


async def on_action(ack: AsyncAck, body: Payload, *, deps: Deps) -> None:
    """A button or a menu. What is not ours, or says nothing we know, is let be."""
    press = parse.press(body, deps.team)
    if press is not None:
        it_is_about(press.number or None)
        await _act(deps, press)
    await ack()


async def _act(deps: Deps, press: Press) -> None:
    if press.action in presses.WITHOUT_INCIDENT:
        await presses.WITHOUT_INCIDENT[press.action](deps, press)
        return
    if press.action not in ACTIONS:
        return
    try:
        incident = await deps.desk.incident(
            press.team, press.number, press.user, at=press.place.channel
        )
        await ACTIONS[press.action](deps, press, incident)
    except UnknownIncident:
        gone = answers.no_such_incident(deps.command, press.number)
        tell_later(deps, press.user, press.place, gone)


async def _open(deps: Deps, press: Press, said: Said) -> None:
    await open_or_say(deps, trigger=press.trigger, said=said, user=press.user, place=press.place)


async def _incident_form(deps: Deps, press: Press, incident: Incident) -> None:
    await _open(deps, press, await INCIDENT_FORMS[press.action](deps, press, incident))


async def _done(deps: Deps, press: Press, incident: Incident) -> None:
    await _step_done(deps, press, incident, press.subject)


async def _step_done(deps: Deps, press: Press, incident: Incident, step_id: str) -> None:
    step = incident.playbook.step(step_id)
    if step and openers.needs_form(incident, step):
        form = await openers.artefact(deps, press.user, incident, step, press.meta)
        await _open(deps, press, form)
    else:
        await press_through(deps, press, MoveStep(press.user, step_id, Gesture.DONE))


async def _take(deps: Deps, press: Press, incident: Incident) -> None:
    await press_through(deps, press, MoveStep(press.user, press.subject, Gesture.TAKE))


async def _skip(deps: Deps, press: Press, incident: Incident) -> None:
    step = incident.playbook.step(press.subject)
    if step is None or incident.settled(step.id):  # the core says how it stands
        await press_through(deps, press, MoveStep(press.user, press.subject, Gesture.SKIP))
    else:
        await _open(deps, press, openers.skip(incident, step, press.meta))


async def _say_why(deps: Deps, press: Press, incident: Incident) -> None:
    step = incident.playbook.step(press.subject)
    if step:
        await _open(deps, press, openers.skip(incident, step, press.meta))


async def _write(deps: Deps, press: Press, incident: Incident) -> None:
    step = incident.playbook.step(press.subject)
    if step and step.artefact:
        form = await openers.artefact(deps, press.user, incident, step, press.meta, draft=True)
        await _open(deps, press, form)


async def _see_record(deps: Deps, press: Press, incident: Incident) -> None:
    step = incident.playbook.step(press.subject)
    if step and step.artefact:
        form = await openers.record(deps, press.user, incident, step, press.meta)
        await _open(deps, press, form)


async def _reopen_step(deps: Deps, press: Press, incident: Incident) -> None:
    await press_through(deps, press, MoveStep(press.user, press.subject, Gesture.REOPEN))


async def _reopen(deps: Deps, press: Press, incident: Incident) -> None:
    await press_through(deps, press, ReopenIncident(press.user))


async def _timeline(deps: Deps, press: Press, incident: Incident) -> None:
    await _open(deps, press, await openers.timeline(deps, press, incident))


_MENUS: Mapping[tuple[str, str], Callable[[Deps, Press, Incident], Awaitable[None]]] = {
    (ids.CARD_MORE, ids.CHOICE_TIMELINE): _timeline,
    (ids.CARD_MORE, ids.CHOICE_REOPEN): _reopen,
    (ids.STEP_MORE, ids.CHOICE_REOPEN): _reopen_step,
    (ids.STEP_MORE, ids.CHOICE_RECORD): _see_record,
    (ids.STEP_MORE, ids.CHOICE_REASON): _say_why,
    **promising.MENUS,
    **preventing.MENUS,
    **contacts.MENUS,
}


async def _menu(deps: Deps, press: Press, incident: Incident) -> None:
    chosen = _MENUS.get((press.action, press.choice))
    if chosen:
        await chosen(deps, press, incident)


async def _chase_done(deps: Deps, press: Press, incident: Incident) -> None:
    """What is owed decides: a step, closing, or a word to the customer."""
    step = step_of_key(press.subject, incident)
    promise, action = promise_of(press.subject, incident), action_of(press.subject, incident)
    if promise:
        await press_through(deps, press, KeepPromise(press.user, promise.key))
    elif action:
        await press_through(deps, press, FinishAction(press.user, action.key))
    elif step:
        await _step_done(deps, press, incident, step.id)
    elif press.subject == CLOSING and press.subject in incident.chases:
        await _open(deps, press, await INCIDENT_FORMS[ids.CLOSE](deps, press, incident))
    elif press.subject in incident.chases and incident.is_open:
        await _open(deps, press, await openers.tell(deps, press.user, incident, press.meta))
    else:  # settled meanwhile: the answer says so, and the reminder is shown afresh
        await press_through(deps, press, StopChase(press.user, press.subject))


async def _snooze(deps: Deps, press: Press, incident: Incident) -> None:
    if press.choice in set(SnoozeFor):
        until = SnoozeFor(press.choice)
        await press_through(deps, press, SnoozeChase(press.user, press.subject, until))


async def _stop(deps: Deps, press: Press, incident: Incident) -> None:
    await press_through(deps, press, StopChase(press.user, press.subject))


async def _retry_home(deps: Deps, press: Press, incident: Incident) -> None:
    await press_through(deps, press, MoveHome(press.user, to_dm=False))


async def _home_to_dm(deps: Deps, press: Press, incident: Incident) -> None:
    await press_through(deps, press, MoveHome(press.user, to_dm=True))


ACTIONS: Mapping[str, Callable[[Deps, Press, Incident], Awaitable[None]]] = {
    **dict.fromkeys(INCIDENT_FORMS, _incident_form),
    **make_ups.ACTIONS,
    ids.REOPEN: _reopen,
    ids.CARD_MORE: _menu,
    ids.SHOW: presses.show,
    ids.STEP_DONE: _done,
    ids.STEP_FILL_IN: _done,
    ids.STEP_TAKE: _take,
    ids.STEP_SKIP: _skip,
    ids.STEP_SAY_WHY: _say_why,
    ids.STEP_WRITE: _write,
    ids.STEP_MORE: _menu,
    ids.PROMISE_MORE: _menu,
    ids.ACTION_MORE: _menu,
    **promising.PRESSES,
    **preventing.PRESSES,
    **contacts.PRESSES,
    ids.CHASE_DONE: _chase_done,
    ids.CHASE_SNOOZE: _snooze,
    ids.CHASE_STOP: _stop,
    ids.TROUBLE_RETRY: _retry_home,
    ids.TROUBLE_TO_DM: _home_to_dm,
    ids_learning.SCORECARD: scorecard.show,
    ids_learning.QUESTION_ANSWER: debrief.open_answer,
    ids.ENTRY_CORRECT: presses.correct_entry,
    ids.TIMELINE_PAGE: presses.timeline_page,
}
