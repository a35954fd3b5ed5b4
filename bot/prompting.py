"""Whose turn it is, and which prompts would read differently after a change."""

from bot.change import replace
from bot.context import Context
from bot.effects import Show, prompt_slot
from bot.incident import Incident
from bot.make_up import MakeUpState
from bot.playbook import Rhythm, Step
from bot.wording.card import due_of


def prompted(incident: Incident, context: Context) -> Incident:
    """The incident with the clock of every step started whose turn has come."""
    current = incident.current
    for step in incident.playbook.steps:
        beside = step.rhythm is Rhythm.UPDATES
        turn = step is current or (
            beside and (step.starts_after is None or incident.settled(step.starts_after))
        )
        state = incident.state(step.id)
        if turn and state.since is None and not incident.settled(step.id):
            incident = incident.with_step(step.id, replace(state, since=context.now))
    return incident


def turned(before: Incident, after: Incident, context: Context) -> Incident:
    """A step that waited for an earlier one, opened again, gets its whole time anew."""
    current = after.current
    if current is None or current is before.current:
        return after
    return after.with_step(current.id, replace(after.state(current.id), since=context.now))


def comes_after(incident: Incident, step: Step) -> Step | None:
    """The step to do first, where a prompt that is posted waits for its turn again: an earlier step
    was opened. None where nothing keeps it: somebody has it or has begun with it, or it does not
    keep to the line."""
    current, state = incident.current, incident.state(step.id)
    if not incident.is_open or current is None or current.id == step.id:
        return None
    if step.rhythm in (Rhythm.UPDATES, Rhythm.DEBRIEF) or incident.settled(step.id):
        return None
    offer = incident.making_up.of_step(step.id, MakeUpState.ASKED, MakeUpState.APPROVED)
    return None if state.since is None or state.taken_by or offer else current


def changed_prompts(before: Incident, after: Incident) -> tuple[Show, ...]:
    """Show every prompt that would read differently now; the step to do next comes last."""
    changed = [
        step
        for step in after.playbook.steps
        if (_asked_for(after, step) or _asked_for(before, step))
        and _reads(after, step) != _reads(before, step)
    ]
    changed.sort(key=lambda step: (before.state(step.id).since is None, step is after.current))
    return tuple(Show(prompt_slot(step.id)) for step in changed)


def _asked_for(incident: Incident, step: Step) -> bool:
    """Whether its turn has come, or it was settled before: by a form that was still open, say."""
    return incident.state(step.id).since is not None or incident.settled(step.id)


def _reads(incident: Incident, step: Step) -> tuple[object, ...]:
    """What a prompt's words depend on, for one incident that stays open or closed."""
    state = incident.state(step.id)
    if incident.settled(step.id):
        return (state,)
    first = comes_after(incident, step)
    if first:
        return (first.id,)
    waits = incident.making_up.waiting(step.id) is not None
    return (state, incident.responsible(step.id), due_of(incident, step), waits)
