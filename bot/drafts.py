"""A first draft of the words to the customer, from what the incident knows.

A start to be changed, never sent by itself. It follows the teaching: ours, in the first person
(P05), without "but" or "if" (P06), with what it meant for them (P04), and a time for the next word
(P14). Gaps that only a person can fill are shown in [brackets].
"""

from bot.calendar import local
from bot.context import Context
from bot.forms import ARTEFACTS, FieldKind
from bot.incident import Incident
from bot.people import person
from bot.text import one_line
from bot.wording import drafts as words


def draft(incident: Incident, step_id: str, context: Context) -> str:
    """A first draft for that step (plain text), or "" where the step asks for no words."""
    step = incident.playbook.step(step_id)
    artefact = ARTEFACTS.get(step.artefact or "") if step else None
    if artefact is None or not artefact.told_customer:
        return ""
    facts = words.Facts(
        names=", ".join(customer.name for customer in incident.customers[:3]),
        mistake=one_line(incident.title),
        expected=one_line(incident.expected),
        next_word=_next_word(incident, context),
    )
    return words.DRAFTS[artefact.key](facts)


def words_field(step_id: str, incident: Incident) -> str | None:
    """The field of the step's form that holds the words to the customer, None without one."""
    step = incident.playbook.step(step_id)
    artefact = ARTEFACTS.get(step.artefact or "") if step else None
    if artefact is None or not artefact.told_customer:
        return None
    return next(field.key for field in artefact.fields if field.kind is FieldKind.TEXT)


def _next_word(incident: Incident, context: Context) -> str:
    """The next promised word as the owner would say it, or a gap to fill."""
    if incident.next_update_at is None or incident.next_update_at <= context.now:
        return words.next_word_gap()
    there = local(incident.next_update_at, person(context.people, incident.owner).zone)
    return words.spoken_time(there)
