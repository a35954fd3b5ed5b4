"""A step's prompt, and the one line that stays of it."""

from bot.forms import MAKE_UP
from bot.incident import Incident
from bot.playbook import Rhythm, Step, StepStatus
from bot.prompting import comes_after
from bot.reviewing import words_field
from bot.wording import card as card_words
from bot.wording import prompts as words
from handlers import ids
from handlers.views.shapes import (
    Block,
    Message,
    actions,
    button,
    context,
    message,
    option,
    overflow,
    section,
)


def prompt(incident: Incident, step: Step) -> Message:
    """That step as its message says it now."""
    if incident.settled(step.id):
        return _settled(incident, step)
    if not incident.is_open and step.rhythm is not Rhythm.AFTER_CLOSING:
        line = words.left_open(step)
        return message(line, [section(line)])
    if first := comes_after(incident, step):
        line = words.comes_after(step, first)
        return message(line, [section(line)])
    text = "\n".join(
        (
            words.heading(incident, step),
            words.body(incident, step),
            words.who_and_when(incident, step),
        )
    )
    blocks = [section(text), _buttons(incident, step), context(words.gestures(incident, step))]
    if throughout := incident.playbook.throughout:
        blocks.append(context(throughout))
    return message(words.fallback(incident, step), blocks)


def left_behind() -> Message:
    """What stays of a prompt whose step the playbook does not have any more."""
    return message(words.left_behind(), [section(words.left_behind())])


def has_words(step: Step) -> bool:
    """Whether what the step leaves behind has words to the customer that can be drafted. What makes
    up for it is a thing, not words."""
    return step.artefact != MAKE_UP.key and words_field(step) is not None


def _buttons(incident: Incident, step: Step) -> Block:
    value = ids.value(incident.number, step.id)
    # All read the same message: nobody is offered to take what somebody has taken.
    if incident.state(step.id).taken_by:
        whose = button(card_words.HAND_OVER, ids.STEP_HAND_OVER, value)
    else:
        whose = button(words.TAKE, ids.STEP_TAKE, value)
    row = [
        button(words.DONE, ids.STEP_DONE, value, style="primary"),
        whose,
        button(words.SKIP, ids.STEP_SKIP, value),
    ]
    if step.rhythm is Rhythm.UPDATES:
        tell = button(
            card_words.UPDATE_THE_CUSTOMER,
            ids.TELL,
            ids.value(incident.number),
            style="primary",
        )
        return actions(tell, button(words.DONE, ids.STEP_DONE, value), *row[1:])
    if has_words(step):
        row.append(button(words.HELP_ME_WRITE, ids.STEP_WRITE, value))
    return actions(*row)


def _settled(incident: Incident, step: Step) -> Message:
    state, number = incident.state(step.id), incident.number
    # Also once it is closed, where it says to reopen the incident first: closing and reopening do
    # not edit what is settled, so a menu that went by them would not be true for long.
    choices = [option(words.REOPEN_STEP, ids.option(ids.CHOICE_REOPEN, number, step.id))]
    if state.artefact or (step.artefact and state.status is StepStatus.DONE):
        choices.append(option(words.SEE_RECORDED, ids.option(ids.CHOICE_RECORD, number, step.id)))
    if state.status is StepStatus.SKIPPED and not state.reason:
        choices.append(option(words.SAY_WHY, ids.option(ids.CHOICE_REASON, number, step.id)))
    line = section(words.settled(step, state), accessory=overflow(ids.STEP_MORE, choices))
    return message(words.settled_fallback(step, state), [line])
