"""What a step left behind, to be read and not written: what is closed keeps still."""

from datetime import date, datetime

from bot.forms import ARTEFACTS, Field, FieldKind
from bot.incident import Incident
from bot.playbook import Step
from bot.text import mention, when
from bot.wording import modals as words
from bot.wording.actions import day_of
from bot.wording.terms import fit
from handlers import ids
from handlers.ids import Meta
from handlers.views import inputs
from handlers.views.form_step import titled
from handlers.views.shapes import View, paragraphs, section

PART = 3_000  # characters of one answer: as many as its input takes


def recorded(meta: Meta, incident: Incident, step: Step) -> View:
    """What was recorded for a step that closing holds still, and how to correct it all the same.
    Raises KeyError for a step that leaves nothing behind."""
    form, kept = ARTEFACTS[step.artefact or ""], incident.state(step.id).artefact
    blocks = [section(words.about(incident)), section(words.to_read_only(incident.number))]
    for field in form.fields:
        if value := kept.get(field.key):
            blocks += paragraphs(f"*{field.label}*\n{_shown(field, value)}")
    if not any(kept.get(field.key) for field in form.fields):
        blocks.append(section(words.nothing_recorded()))
    return inputs.modal(ids.MODAL_NOTICE, meta, titled(step, form), blocks, close=words.GOT_IT)


def _shown(field: Field, value: str) -> str:
    match field.kind:
        case FieldKind.PERSON:
            return mention(value)
        case FieldKind.MOMENT:
            return when(datetime.fromisoformat(value))
        case FieldKind.DATE:
            return day_of(date.fromisoformat(value))
        case _:
            return fit(field.choices.get(value, value), PART)
