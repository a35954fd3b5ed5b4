"""The debrief: the private question and its form, the debrief's own form, and what is published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.debrief import begun_with, step_of
from bot.forms import DEBRIEF
from bot.incident import Incident
from bot.learned import Asked, Learned, Said
from bot.playbook import Step, StepStatus
from bot.ports import Entry
from bot.searchable import SYSTEMIC
from bot.searchable import debrief as noted_in
from bot.wording import actions as action_words
from bot.wording import debrief as words
from bot.wording import modals
from handlers import ids, ids_learning
from handlers.ids import Meta
from handlers.views import inputs, similar
from handlers.views.form_step import field_input, noticed, titled
from handlers.views.shapes import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    fullest,
    message,
    paragraphs,
    section,
)


@dataclass(frozen=True)
class Around:
    """What the debrief's form is made from besides the incident: its timeline, what goes with it,
    and how to show it (`zone` is the reader's)."""

    entries: Sequence[Entry]
    learned: Learned
    zone: str
    workspace_url: str = ""


def question(incident: Incident, learned: Learned, *, posted: bool) -> Message | None:
    """To someone who took part. None where there is nothing to ask any more."""
    if learned.asked is Asked.ANSWERED:
        said = words.thanks(incident)
        return message(said, [section(said)])
    step = step_of(incident)
    skipped = step is None or incident.state(step.id).status is StepStatus.SKIPPED
    if skipped:
        said = words.no_longer_asked(incident)
        return message(said, [section(said)]) if posted else None
    answer = button(
        words.ANSWER, ids_learning.QUESTION_ANSWER, ids.value(incident.number), style="primary"
    )
    blocks = [
        section(words.question(incident)),
        *([section(words.few_are_asked())] if learned.few else []),
        actions(answer),
        context(words.without_names()),
    ]
    return message(words.question_fallback(incident), blocks)


def answer(meta: Meta, incident: Incident) -> View:
    """The form for an answer."""
    blocks = [
        section(modals.about(incident)),
        inputs.words(
            ids_learning.POSSIBLE, words.POSSIBLE, hint=words.POSSIBLE_HINT, optional=True
        ),
        inputs.words(ids_learning.BETTER, words.BETTER, optional=True),
        context(words.without_names()),
    ]
    return inputs.modal(
        ids_learning.MODAL_ANSWER,
        meta,
        words.FORM_TITLE,
        blocks,
        submit=words.SEND,
        close=modals.CANCEL,
    )


def form(
    meta: Meta,
    incident: Incident,
    step: Step,
    around: Around,
    *,
    me: str,
    now: datetime,
) -> View:
    """The debrief itself, with what was recorded, otherwise with what the timeline and those who
    took part say."""
    known = dict(incident.state(step.id).artefact)
    values = known or begun_with(incident, around.entries, around.learned.said, around.zone)
    blocks = [
        section(modals.about(incident)),
        context(step.looks),
        *_said(around.learned.said),
        *similar.in_form(incident, around.learned.similar, around.workspace_url),
    ]
    for field in DEBRIEF.fields:
        if field.key == "actions" and not known.get("actions"):
            continue
        if field.key == "action_1":
            blocks += _agreed(incident, known)
        blocks.append(field_input(field, values.get(field.key, ""), me, now))
        if field.key == "found_out":  # not every playbook has a step that asks for it
            shown = incident.noticed_by
            blocks.append(noticed(shown, f"{ids.NOTICED}.{shown}"))
    return inputs.modal(
        ids.MODAL_ARTEFACT,
        meta,
        titled(step, DEBRIEF),
        blocks,
        submit=modals.NOTE_IT,
        close=modals.CANCEL,
    )


def _said(said: Sequence[Said]) -> list[Block]:
    told = words.those_involved(said, words.SAID_IN_FORM)
    return paragraphs(told) if told else [context(words.nobody_yet())]


def _agreed(incident: Incident, known: Mapping[str, str]) -> list[Block]:
    """What is agreed already, so that nobody writes it twice."""
    here = {known.get("action_1"), known.get("action_2")}
    todo = [each for each in incident.actions.values() if each.what not in here]
    return paragraphs(action_words.agreed_so_far(tuple(todo))) if todo else []


def learnings(incident: Incident, learned: Learned) -> Message | None:
    """What the debrief found, in the thread. None while nothing is noted."""
    noted = noted_in(incident)
    if not noted:
        return None
    end = []
    if noted.get("recurrence") == SYSTEMIC and not incident.actions:
        add = button(action_words.ADD_ONE, ids.ACTION_ADD, ids.value(incident.number))
        end = [section(words.systemic_wants_change(), accessory=add)]

    whole = words.learnings(incident, noted, learned.said, learned.similar, words.ALL)

    def told(most: int) -> list[Block]:
        parts = words.learnings(incident, noted, learned.said, learned.similar, most)
        if parts != whole:
            parts.append(words.shortened(incident))
        return [*(block for part in parts for block in paragraphs(part)), *end]

    return message(words.learnings_fallback(incident), fullest(told, words.PARTS))
