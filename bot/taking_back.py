"""A reaction taken back undoes what that person's gesture did, and nothing else."""

from bot import ticks
from bot.change import replace
from bot.commands import TakeBack
from bot.context import Context
from bot.effects import CARD, Outcome, Show
from bot.incident import Incident, StepState
from bot.playbook import Gesture, Step, StepStatus
from bot.prompting import changed_prompts
from bot.steps import frozen, release, reopen, unchanged
from bot.wording import answers
from bot.wording import ticks as words
from bot.wording.answers import Answer


def take_back(incident: Incident, command: TakeBack, context: Context) -> Outcome:
    """The ✅ or ⏭ a step rests on opens it again, once no other rests on it; ✋ gives it back."""
    step = incident.playbook.step(command.step)
    if step is None:
        return unchanged(incident, answers.no_such_step())
    state = incident.state(step.id)
    if command.gesture is Gesture.TAKE:
        return release(incident, step, state, command.by, context)
    if state.status is StepStatus.OPEN or state.status is ticks.SETTLES[command.gesture]:
        return _untick(incident, step, command, context)
    return unchanged(incident, None)


def _untick(incident: Incident, step: Step, command: TakeBack, context: Context) -> Outcome:
    state = incident.state(step.id)
    rest = ticks.without(state, command.by)
    if state.status is StepStatus.OPEN:
        if rest == state:
            return unchanged(incident, None)
        return Outcome(incident.with_step(step.id, rest))
    if frozen(incident, step):
        return unchanged(incident, answers.incident_closed(incident.number))
    if rest != state and not rest.ticks:
        return reopen(incident, step, command.by, context)
    if rest == state:
        return unchanged(incident, _stays(step, rest, command.by))
    after = incident.with_step(step.id, rest)
    stays = Outcome(after, answer=_stays(step, rest, command.by))
    if rest.settled_by == state.settled_by:
        return stays
    return replace(stays, effects=(*changed_prompts(incident, after), Show(CARD)))


def _stays(step: Step, state: StepState, by: str) -> Answer:
    """Why it is not open again."""
    done, other = state.status is StepStatus.DONE, state.settled_by or ""
    if other != by:
        say = answers.done_by_other if done else answers.skipped_by_other
        return say(step.said, other)
    return words.stays_done(step.said) if done else words.stays_skipped(step.said)
