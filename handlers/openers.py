"""Which form a question opens, filled with what is known. Nothing changes here."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot import chasing, closing, drafts, rhythm
from bot.context import Context
from bot.effects import PREVENTION
from bot.forms import DEBRIEF, EVIDENCE, MAKE_UP
from bot.incident import Incident
from bot.owing import action_of, promise_of
from bot.playbook import Step, StepStatus
from bot.stamps import stamp
from bot.steps import frozen, recorded
from bot.wording.owed import owed_name
from handlers import debrief, ids
from handlers.deps import Deps
from handlers.fields_shown import remember
from handlers.ids import Meta
from handlers.links import address_of
from handlers.parse import Place, Press
from handlers.payload import is_dm
from handlers.views import answers, forms
from handlers.views.form_tell import beginning
from handlers.views.shapes import Message, View

Said = View | Message  # a modal to open, or why not


async def opening_form(
    deps: Deps,
    team: str,
    user: str,
    place: Place,
    *,
    prefill: str,
    source_link: str = "",
    in_hand: str = "",
) -> View:
    """**What went wrong?** It asks where the thread should live only if nothing says so yet.
    `in_hand` is about what is open for the same message (mrkdwn)."""
    settings = await deps.directory.settings(team)
    nowhere = not place.channel or is_dm(place.channel)
    meta = Meta(
        channel=place.channel,
        thread_ts=place.thread_ts,
        in_private=place.in_private,
        source_link=source_link[:1000],
    )
    ask_channel = nowhere and settings.incident_channel is None
    return forms.opening(
        meta,
        me=user,
        prefill=prefill,
        ask_channel=ask_channel,
        settings=settings,
        in_hand=in_hand,
    )


async def tell(deps: Deps, user: str, incident: Incident, meta: Meta) -> Said:
    """**Update the customer**, with the next word at the severity's rhythm."""
    if not incident.is_open:
        return answers.closed(incident.number)
    context = await deps.context(incident.team, user, incident.owner)
    next_word = _next_word(incident, context)
    return forms.tell(meta, incident, beginning(incident, user, context.now, next_word))


def needs_form(incident: Incident, step: Step) -> bool:
    """Whether **Done** on that step opens its form: it must leave something behind, and has not."""
    state = incident.state(step.id)
    settled = state.status is StepStatus.DONE or frozen(incident, step)
    return bool(step.artefact) and not recorded(state) and not settled


async def artefact(
    deps: Deps, user: str, incident: Incident, step: Step, meta: Meta, *, draft: bool = False
) -> Said:
    """The form of what that step leaves behind, with a first draft of the words if asked for."""
    if frozen(incident, step):
        return answers.closed(incident.number)
    return await record(deps, user, incident, step, meta, draft=draft)


async def record(
    deps: Deps, user: str, incident: Incident, step: Step, meta: Meta, *, draft: bool = False
) -> View:
    """The same; once closing holds the step still, what was recorded, to be read only."""
    if frozen(incident, step):
        return forms.recorded(replace(meta, step=step.id), incident, step)
    context = await deps.context(incident.team, user, incident.owner)
    meta = replace(meta, step=step.id, seen=stamp(incident, step.id))
    if step.artefact == MAKE_UP.key:
        return forms.make_up(meta, incident, step, context.settings)
    if step.artefact == DEBRIEF.key:
        return await debrief.form(deps, user, incident, step, meta)
    # Beside the event loop: a draft is reviewed until nothing in it may hurt.
    words = await asyncio.to_thread(drafts.draft, incident, step.id, context) if draft else None
    telling = beginning(incident, user, context.now, _next_word(incident, context))
    return forms.artefact(
        meta,
        incident,
        step,
        me=user,
        now=context.now,
        draft=words,
        telling=telling,
        prevention=await prevention_address(deps, incident, step),
    )


async def prevention_address(deps: Deps, incident: Incident, step: Step) -> str:
    """Where the list of what was agreed is read, for the form of the evidence; "" where nobody
    knows, or for another step."""
    if step.artefact != EVIDENCE.key:
        return ""
    listed = await deps.desk.where(incident.id, PREVENTION)
    return address_of(deps, listed) if listed else ""


def _next_word(incident: Incident, context: Context) -> datetime | None:
    """When the next word is due after one that is given now, by the rhythm."""
    if not rhythm.running(incident):
        return None
    return chasing.next_update(incident, context.now, context)


def skip(incident: Incident, step: Step, meta: Meta) -> Said:
    """Why the step is, or was, skipped."""
    if frozen(incident, step):
        return answers.closed(incident.number)
    state = incident.state(step.id)
    meta = replace(meta, step=step.id, seen=f"{state.status}:{bool(state.reason)}")
    return forms.skip_reason(meta, incident, step, already=state.status is StepStatus.SKIPPED)


async def _details(deps: Deps, press: Press, incident: Incident) -> Said:
    if not incident.is_open:
        return answers.closed(incident.number)
    settings = await deps.directory.settings(press.team)
    names = [customer.name for customer in incident.customers]
    return remember(forms.details(press.meta, incident, settings), deps.clock(), names)


async def _tell(deps: Deps, press: Press, incident: Incident) -> Said:
    return await tell(deps, press.user, incident, press.meta)


async def _hand_over(deps: Deps, press: Press, incident: Incident) -> Said:
    return forms.hand_over(press.meta, incident)


async def _hand_over_owed(deps: Deps, press: Press, incident: Incident) -> Said:
    """From a reminder: a promise, an action, or a step that a helper has changes hands by itself,
    without the rest."""
    if promise_of(press.subject, incident) or action_of(press.subject, incident):
        meta = replace(press.meta, owed=press.subject)
        return forms.hand_over_owed(meta, incident, owed_name(press.subject, incident))
    step = chasing.step_of_key(press.subject, incident)
    if step is None or incident.responsible(step.id) == incident.owner:
        return forms.hand_over(press.meta, incident)
    return forms.hand_over(replace(press.meta, step=step.id), incident, step)


async def _hand_over_step(deps: Deps, press: Press, incident: Incident) -> Said:
    step = incident.playbook.step(press.subject)
    if step and frozen(incident, step):
        return answers.closed(incident.number)
    return forms.hand_over(replace(press.meta, step=press.subject), incident, step)


async def _close(deps: Deps, press: Press, incident: Incident) -> Said:
    if not incident.is_open:
        return answers.closed(incident.number)
    lead = (await deps.directory.settings(press.team)).lead
    return forms.close(
        press.meta,
        incident,
        missing=closing.missing(incident),
        may_close_anyway=closing.may_close_anyway(incident, press.user, lead),
        lead=lead,
    )


async def timeline(deps: Deps, press: Press, incident: Incident, offset: int = 0) -> View:
    """What happened, from that entry on."""
    entries = await deps.desk.timeline(incident.id)
    return forms.timeline(press.meta, incident, entries, offset=offset)


# Buttons that open a form, and do nothing else.
INCIDENT_FORMS: Mapping[str, Callable[[Deps, Press, Incident], Awaitable[Said]]] = {
    ids.ADD_DETAILS: _details,
    ids.TELL: _tell,
    ids.HAND_OVER: _hand_over,
    ids.CHASE_HAND_OVER: _hand_over_owed,
    ids.STEP_HAND_OVER: _hand_over_step,
    ids.CLOSE: _close,
    ids.TIMELINE: timeline,
}
