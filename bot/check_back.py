"""Checking back with the customer (P23): did they stay, and would they recommend us?

“Not asked” is an answer, too: it is asked about once more, and then let go.
"""

from dataclasses import replace

from bot import steps
from bot.artefacts import faults
from bot.chasing import CHECK_BACK as CHECK_BACK_KEY
from bot.chasing import RUNG_AT, follow
from bot.commands import RecordArtefact
from bot.context import Context
from bot.effects import CARD, EntryKind, Outcome, Record, Show, prompt_slot
from bot.forms import CHECK_BACK, NOT_ASKED
from bot.incident import Incident, Rung
from bot.playbook import Step
from bot.wording import check_back as words


def record(incident: Incident, command: RecordArtefact, context: Context) -> Outcome:
    """What the customer answered, or that nobody has asked them."""
    step = incident.playbook.step(command.step)
    unasked = step is not None and command.values.get("asked") == NOT_ASKED["asked"]
    if step is None or not unasked or _faulty(command, context):
        return steps.record(incident, command, context)
    if incident.is_open:
        return steps.unchanged(incident, words.comes_later())
    if not incident.settled(step.id) and _once(incident, step):
        again = incident.chases.get(CHECK_BACK_KEY)
        if again and context.now < again.due + RUNG_AT[Rung.HEADS_UP] * again.interval:
            return steps.unchanged(incident, words.said_already(again.due))
    if incident.settled(step.id) or _once(incident, step):
        command = replace(command, values=NOT_ASKED)
        return replace(steps.record(incident, command, context), answer=words.let_go(step.said))
    state = replace(incident.state(step.id), artefact=dict(NOT_ASKED), since=context.now)
    later = follow(incident.with_step(step.id, state), context)
    entry = Record(EntryKind.STATE, context.now, command.by, words.entry_not_asked())
    due = next(chase.due for chase in later.chases.values() if chase.key == CHECK_BACK.key)
    return Outcome(later, (Show(prompt_slot(step.id)), Show(CARD), entry), words.once_more(due))


def _faulty(command: RecordArtefact, context: Context) -> bool:
    return bool(faults(CHECK_BACK, command.values, by=command.by, context=context))


def _once(incident: Incident, step: Step) -> bool:
    """Whether that was the answer already."""
    return incident.state(step.id).artefact == NOT_ASKED
