"""Sent forms about a step or about words to the customer."""

from dataclasses import dataclass

from bot import artefacts, prevention
from bot.commands import GiveSkipReason, MoveStep, RecordArtefact, TellCustomers, people_in
from bot.forms import ARTEFACTS, WAYS, Artefact, FieldKind
from bot.incident import Incident
from bot.playbook import Gesture, Step, StepStatus
from bot.steps import frozen
from bot.text import has_words
from bot.wording import faults
from bot.wording import modals as words
from handlers import ids
from handlers.deps import Deps
from handlers.form_values import Submission
from handlers.modals_incident import act, incident_of
from handlers.people import meet
from handlers.replies import Reply, done, mend, mend_all


@dataclass(frozen=True)
class _About:
    incident: Incident
    step: Step


async def _about(deps: Deps, sent: Submission) -> _About | Reply:
    """The incident and its step, or what to say where the form can no longer be kept."""
    incident = await incident_of(deps, sent)
    step = incident.playbook.step(sent.meta.step)
    if step is None:
        return mend_all(sent, words.gone_fault(incident.number))
    if frozen(incident, step):
        return mend_all(sent, words.closed_fault(incident.number))
    return _About(incident, step)


async def artefact(deps: Deps, sent: Submission) -> Reply:
    """What a step leaves behind was written down."""
    about = await _about(deps, sent)
    if not isinstance(about, _About):
        return about
    asked = ARTEFACTS.get(about.step.artefact or "")
    if asked is None:
        return mend_all(sent, words.gone_fault(about.incident.number))
    values = _values(sent, asked)
    command = RecordArtefact(sent.user, about.step.id, values)
    context = await deps.context(sent.team, *people_in(command))
    found = artefacts.faults(asked, values, by=sent.user, context=context)
    found |= prevention.owner_faults(about.incident, values, context)
    if found:
        return mend({ids.FIELD_PREFIX + key: fault for key, fault in found.items()})
    await act(deps, sent, command)
    for user in people_in(command):
        meet(deps, sent.team, user)
    return done()


def _values(sent: Submission, asked: Artefact) -> dict[str, str]:
    return {
        field.key: _value(sent, ids.FIELD_PREFIX + field.key, field.kind) for field in asked.fields
    }


def _value(sent: Submission, block: str, kind: FieldKind) -> str:
    match kind:
        case FieldKind.PERSON:
            return sent.person(block)
        case FieldKind.MOMENT:
            moment = sent.moment(block)
            return moment.isoformat() if moment else ""
        case FieldKind.DATE:
            return sent.day(block)
        case FieldKind.CHOICE:
            return sent.choice(block)
        case FieldKind.LINE | FieldKind.TEXT:
            return sent.line(block)


async def skip(deps: Deps, sent: Submission) -> Reply:
    """Why a step is, or was, skipped."""
    about = await _about(deps, sent)
    if not isinstance(about, _About):
        return about
    reason = sent.line(ids.REASON)
    if not has_words(reason):
        return mend({ids.REASON: faults.words_needed()})
    already = about.incident.state(about.step.id).status is StepStatus.SKIPPED
    command = (
        GiveSkipReason(sent.user, about.step.id, reason)
        if already
        else MoveStep(sent.user, about.step.id, Gesture.SKIP, reason)
    )
    await act(deps, sent, command)
    return done()


async def tell(deps: Deps, sent: Submission) -> Reply:
    """**Update the customer** was filled in."""
    incident = await incident_of(deps, sent)
    if not incident.is_open:
        return mend_all(sent, words.closed_fault(incident.number))
    at, promised = sent.moment(ids.TOLD_AT), sent.moment(ids.NEXT_UPDATE_AT)
    now, found = deps.clock(), {}
    if not has_words(sent.line(ids.WORDS)):
        found[ids.WORDS] = faults.words_needed()
    if at and at > now:
        found[ids.TOLD_AT] = faults.in_the_future()
    if promised and promised <= now:
        found[ids.NEXT_UPDATE_AT] = faults.next_word_past()
    if found:
        return mend(found)
    way = sent.choice(ids.WAY)
    command = TellCustomers(
        by=sent.user,
        words=sent.line(ids.WORDS),
        way=way if way in WAYS else "",
        customers=_chosen(sent, incident),
        at=at,
        next_update_at=promised,
    )
    await act(deps, sent, command)
    return done()


def _chosen(sent: Submission, incident: Incident) -> tuple[str, ...]:
    """Names by the keys chosen. All of them is the same as none: everybody was told."""
    chosen = set(sent.choices(ids.CUSTOMERS))
    names = tuple(each.name for each in incident.customers if ids.customer_key(each.name) in chosen)
    return names if len(names) < len(incident.customers) else ()
