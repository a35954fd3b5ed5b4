"""The form of what a step leaves behind, made from the playbook, and why one is skipped."""

from collections.abc import Mapping
from datetime import date, datetime

from bot import reviewing, rhythm
from bot.evidence import agreed
from bot.forms import ARTEFACTS, EVIDENCE, OWNED, Artefact, Field, FieldKind
from bot.incident import Incident, NoticedBy
from bot.playbook import Step, StepStatus
from bot.wording import evidence as evidence_words
from bot.wording import modals as words
from bot.wording import review as review_words
from bot.wording.terms import NOTICED
from handlers import ids
from handlers.ids import Meta
from handlers.views import inputs
from handlers.views.form_tell import Telling, next_word, whom
from handlers.views.review import Reviewed, review
from handlers.views.shapes import Block, View, context, option, paragraphs, section

AGREED_MOST = 10  # ours: what one can still look over in a form
RADIO_MOST = 4  # ours: more choices than that take less room in a menu


def artefact(
    meta: Meta,
    incident: Incident,
    step: Step,
    *,
    me: str,
    now: datetime,
    draft: str | None,
    given: Mapping[str, str] | None = None,
    telling: Telling | None = None,
    reviewed: Reviewed | None = None,
    prevention: str = "",
    noticed_by: NoticedBy = NoticedBy.UNKNOWN,
) -> View:
    """The step's form, filled with what was `given` just now, or what was recorded, otherwise with
    what is likely. `telling`: which customers got the words, and when the next ones are due.
    `prevention`: where the thread's list of what was agreed is read, "" where that is not known.

    `draft` goes where the words to the customer go, if none are recorded; remarks on them, once
    they have been `reviewed`, go above them. Raises KeyError for a step that leaves nothing behind.
    """
    form = ARTEFACTS[step.artefact or ""]
    known = incident.state(step.id).artefact if given is None else given
    values = {key: kept for key, kept in known.items() if kept}
    spoken = reviewing.words_field(step)
    if draft and spoken:
        values.setdefault(spoken, draft)
    blocks = [section(words.about(incident)), context(step.looks)]
    if form.key == EVIDENCE.key:
        names = ", ".join(customer.name for customer in incident.customers[:5])
        values.setdefault("shown_to", names or evidence_words.THE_CUSTOMER)
        changes = agreed(incident)
        if changes.done or changes.to_come:
            blocks += paragraphs(evidence_words.agreed(changes, prevention, AGREED_MOST))
    tells = telling is not None and asks_whom(incident, step)
    if telling and tells and len(incident.customers) > 1:
        blocks += whom(incident, telling)
    if draft:
        blocks.append(section(words.draft_intro()))
    for field in form.fields:
        if reviewed and field.key == spoken:
            blocks += review(reviewed)
        blocks.append(field_input(field, values.get(field.key, ""), me, now))
    if form.key in OWNED and incident.noticed_by is NoticedBy.UNKNOWN:
        blocks.append(noticed(noticed_by))
    if telling and tells and rhythm.runs_on(incident, step):
        blocks.append(next_word(telling))
    return inputs.modal(
        ids.MODAL_ARTEFACT,
        meta,
        titled(step, form),
        blocks,
        submit=review_words.NOTE_AS_IT_IS if reviewed else words.NOTE_IT,
        close=words.CANCEL,
    )


def noticed(chosen: NoticedBy, key: str = ids.NOTICED) -> Block:
    """Who noticed first (P03); `chosen` is what is known of it."""
    options = [option(NOTICED[each], each) for each in (NoticedBy.US, NoticedBy.CUSTOMER)]
    initial = "" if chosen is NoticedBy.UNKNOWN else chosen
    return inputs.choice(key, words.NOTICED, options, initial=initial, optional=True, radio=True)


def asks_whom(incident: Incident, step: Step) -> bool:
    """Whether noting that step says that customers were told; correcting it does not. The form of
    the evidence asks for it in words."""
    form = ARTEFACTS[step.artefact or ""]
    told = form.told_customer and form.key != EVIDENCE.key
    return told and incident.state(step.id).status is not StepStatus.DONE


def titled(step: Step, form: Artefact) -> str:
    """The step's name where a modal's title can hold it, otherwise what its form is called."""
    return step.name if len(step.name) <= inputs.TITLE_LIMIT else form.title


def field_input(field: Field, value: str, me: str, now: datetime) -> Block:
    """The input of one question, with its `value`; `me` is who reads the form."""
    name, label = ids.FIELD_PREFIX + field.key, field.label
    hint, optional = field.hint, not (field.required or field.begins)
    value = value or field.begins
    match field.kind:
        case FieldKind.PERSON:
            likely = value or (me if field.key == "told_by" else "")
            return inputs.person(name, label, initial=likely, hint=hint, optional=optional)
        case FieldKind.MOMENT:
            moment = _moment(value) or now
            return inputs.moment(name, label, initial=moment, hint=hint, optional=optional)
        case FieldKind.DATE:
            return inputs.date(name, label, initial=_day(value), hint=hint, optional=optional)
        case FieldKind.CHOICE:
            options = [option(shown, key) for key, shown in field.choices.items()]
            radio = len(options) <= RADIO_MOST
            return inputs.choice(
                name, label, options, initial=value, hint=hint, optional=optional, radio=radio
            )
        case FieldKind.LINE | FieldKind.TEXT:
            several = field.kind is FieldKind.TEXT
            return inputs.words(
                name, label, initial=value, hint=hint, optional=optional, multiline=several
            )


def _moment(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return ""


def skip_reason(meta: Meta, incident: Incident, step: Step, *, already: bool) -> View:
    """Why a step is skipped; `already`: it is, and only the reason is asked for."""
    intro = words.reason_intro(step.said) if already else words.skip_intro(step.said)
    reason = incident.state(step.id).reason
    blocks = [
        section(intro),
        inputs.words(ids.REASON, words.REASON, initial=reason, hint=words.REASON_HINT),
    ]
    return inputs.modal(
        ids.MODAL_SKIP,
        meta,
        words.SKIP_REASON if already else words.SKIP,
        blocks,
        submit=words.SAVE if already else words.SKIP_IT,
        close=words.CANCEL,
    )
