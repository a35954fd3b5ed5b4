"""Whose reaction a step rests on: taking that one back opens it again, and no other. Pure."""

from dataclasses import replace

from bot.effects import Outcome
from bot.incident import Incident, StepState
from bot.playbook import Gesture, Step, StepStatus
from bot.wording.answers import Answer

SETTLES = {Gesture.DONE: StepStatus.DONE, Gesture.SKIP: StepStatus.SKIPPED}


def put_on(incident: Incident, step: Step, by: str, answer: Answer) -> Outcome:
    """One more reaction that changes nothing but what a step rests on: kept, and explained."""
    state = incident.state(step.id)
    if by in state.ticks:
        return Outcome(incident, answer=answer, changed=False)
    ticked = replace(state, ticks=(*state.ticks, by))
    return Outcome(incident.with_step(step.id, ticked), answer=answer)


def joins(state: StepState, gesture: Gesture) -> bool:
    """Whether the step rests on reactions of that kind already."""
    return bool(state.ticks) and state.status is SETTLES.get(gesture)


def settling(
    state: StepState, status: StepStatus, by: str, *, by_reaction: bool
) -> tuple[str, ...]:
    """What a step rests on that `by` settles now. A ✅ that asked for a form counts as well."""
    asked = state.status is StepStatus.OPEN and status is StepStatus.DONE and by in state.ticks
    return (by,) if by_reaction or asked else ()


def without(state: StepState, by: str) -> StepState:
    """The same where that person took theirs back: whoever is next has settled it."""
    left = tuple(each for each in state.ticks if each != by)
    by_other = left and state.settled_by == by
    return replace(state, ticks=left, settled_by=left[0] if by_other else state.settled_by)
