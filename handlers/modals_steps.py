"""Sent forms about a step."""

from dataclasses import dataclass

from bot import artefacts, chasing, prevention, reviewing, rhythm
from bot.commands import GiveSkipReason, MoveStep, RecordArtefact, people_in
from bot.context import Context
from bot.forms import ARTEFACTS, Artefact, FieldKind
from bot.incident import Incident, NoticedBy
from bot.playbook import Gesture, Step, StepStatus
from bot.stamps import stale
from bot.steps import frozen
from bot.text import has_words
from bot.wording import faults, meanwhile
from bot.wording import modals as words
from handlers import choosing, ids, ids_contacts
from handlers.deps import Deps
from handlers.form_values import Submission
from handlers.modals_incident import act, incident_of, noticed
from handlers.offers import Spoken, offer_spoken
from handlers.openers import prevention_address
from handlers.people import meet
from handlers.replies import Reply, done, mend, mend_all, show
from handlers.reviewing import Asked, review
from handlers.views import forms
from handlers.views.form_tell import Telling


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
    second = await _second(deps, sent, about, asked)
    if second:
        return mend_all(sent, second)
    values, telling = _values(sent, asked), _telling(sent)
    names, _ = choosing.chosen(sent, about.incident)
    command = RecordArtefact(
        sent.user,
        about.step.id,
        values,
        names,
        telling.next_update_at,
        sent.meta.seen,
        noticed(sent, NoticedBy.UNKNOWN),
    )
    people = people_in(command) | {about.incident.owner}
    context = await deps.context(sent.team, *people)
    found = artefacts.faults(asked, values, by=sent.user, context=context)
    found |= prevention.owner_faults(about.incident, values, context)
    wrong = {ids.FIELD_PREFIX + key: fault for key, fault in found.items()}
    wrong |= choosing.faults(sent, about.incident)
    fault = faults.next_word(telling.next_update_at, context.now)
    if fault:
        wrong[ids.NEXT_UPDATE_AT] = fault
    if wrong:
        return mend(wrong)
    reviewed = await _reviewed(deps, sent, about, values, context)
    if reviewed:
        return reviewed
    outcome = await act(deps, sent, command)
    for user in people_in(command):
        meet(deps, sent.team, user)
    if outcome and outcome.changed:
        _offer(deps, sent, about, values)
    return done()


async def _second(deps: Deps, sent: Submission, about: _About, asked: Artefact) -> str:
    """What to say where somebody else wrote it down while this form was open, "" where nobody."""
    by = about.incident.state(about.step.id).settled_by or ""
    if by == sent.user or not stale(sent.meta.seen, about.incident, about.step.id):
        return ""
    known = await deps.directory.people(sent.team, [by] if by else [])
    who = known[by].name if by in known else ""
    return meanwhile.fault(about.step.name, who, told=asked.told_customer)


def _offer(deps: Deps, sent: Submission, about: _About, values: dict[str, str]) -> None:
    """Words to a customer may hold a promise."""
    spoken = reviewing.words_field(about.step)
    if spoken and values[spoken] != about.incident.state(about.step.id).artefact.get(spoken):
        by = values.get("told_by") or sent.user
        names, _ = choosing.chosen(sent, about.incident)
        words = Spoken(values[spoken], by, names, _telling(sent).next_update_at)
        deps.tasks.spawn(offer_spoken(deps, sent, words), "offer")


async def _reviewed(
    deps: Deps, sent: Submission, about: _About, values: dict[str, str], context: Context
) -> Reply | None:
    """The form again, with remarks on the words in it that go to a customer, if there are any."""
    spoken, incident, next_word = reviewing.words_field(about.step), about.incident, None
    if spoken is None or values[spoken] == incident.state(about.step.id).artefact.get(spoken):
        return None
    telling = _telling(sent)
    if rhythm.running(incident):
        next_word = telling.next_update_at or chasing.next_update(incident, context.now, context)
    found = await review(deps, sent, incident, Asked(values[spoken], about.step, next_word))
    if found is None:
        return None
    said, meta = found
    return show(
        forms.artefact(
            meta,
            incident,
            about.step,
            me=sent.user,
            now=context.now,
            draft=None,
            given=values,
            telling=telling,
            reviewed=said,
            prevention=await prevention_address(deps, incident, about.step),
            noticed_by=noticed(sent, NoticedBy.UNKNOWN),
        )
    )


def _telling(sent: Submission) -> Telling:
    """Which customers got the words, and when the next ones are due, as far as the form asks."""
    return Telling(
        customers=sent.choices(ids.CUSTOMERS),
        everyone=ids_contacts.EVERYONE_YES in sent.choices(ids_contacts.EVERYONE),
        next_update_at=sent.moment(ids.NEXT_UPDATE_AT),
    )


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
    state = about.incident.state(about.step.id)
    skipped = state.status is StepStatus.SKIPPED
    was, _, shown = sent.meta.seen.partition(":")
    # Nobody puts away the reason of who was first, unless it stood in the form.
    unseen = skipped and state.reason and shown != str(True)
    only_why = not unseen and (skipped or was == StepStatus.SKIPPED)
    command = (
        GiveSkipReason(sent.user, about.step.id, reason)
        if only_why
        else MoveStep(sent.user, about.step.id, Gesture.SKIP, reason)
    )
    await act(deps, sent, command)
    return done()
