"""Step prompts: what to do next, why, by when; and the one line a settled step leaves behind."""

from bot.forms import NOT_ASKED
from bot.incident import Incident, StepState
from bot.playbook import Rhythm, Step, StepStatus
from bot.text import mention, one_line, when
from bot.wording import check_back
from bot.wording.card import due_of
from bot.wording.terms import fit

DONE = "Done"
TAKE = "I'll take it"
SKIP = "Skip…"
HELP_ME_WRITE = "Help me write it"
REOPEN_STEP = "Reopen this step"
SEE_RECORDED = "See or correct what was recorded"
SAY_WHY = "Say why it was skipped"


def heading(incident: Incident, step: Step) -> str:
    """The step's name and where it stands in the playbook."""
    if step.rhythm is Rhythm.UPDATES:
        return f"*{step.said}* · alongside the other steps"
    steps = incident.playbook.steps
    return f"*{step.said}* · step {steps.index(step) + 1} of {len(steps)}"


def body(incident: Incident, step: Step) -> str:
    """Why it matters, where that is said, and what done looks like."""
    looks = f"*Done looks like:* {step.looks}"
    said = f"{step.why}\n{looks}" if step.why else looks
    if step.rhythm is Rhythm.UPDATES:
        return (
            f"{said}\n"
            "After each word to them, press *Update the customer*: it sets when they hear from "
            "you next."
        )
    if step.rhythm is Rhythm.AFTER_CLOSING and incident.is_open:
        return (
            f"{said}\n"
            "This one comes after closing: press *Close…* on the card when you are ready, and I’ll "
            "come back to you in good time."
        )
    return said


def who_and_when(incident: Incident, step: Step) -> str:
    """Who has it, and by when."""
    who, due = mention(incident.responsible(step.id)), due_of(incident, step)
    if step.rhythm is Rhythm.UPDATES:
        if due is None:
            return f"*Who:* {who}"
        return f"*Who:* {who} · *Next word due:* {when(due)}"
    if incident.making_up.waiting(step.id):
        return f"*Who:* {who} · waits for a yes to the make-up"
    if due is None:
        return f"*Who:* {who}"
    return f"*Who:* {who} · *By:* {when(due)}"


def gestures(incident: Incident, step: Step) -> str:
    """The reactions that do the same as the buttons."""
    if incident.state(step.id).taken_by:
        return "React with ✅ done · ⏭ skip"
    return "React with ✅ done · ✋ I'll take it · ⏭ skip"


def fallback(incident: Incident, step: Step) -> str:
    """What a notification shows of a prompt."""
    who, due = mention(incident.responsible(step.id)), due_of(incident, step)
    if step.rhythm is Rhythm.UPDATES:
        return f"From now on: {step.said}, with {who}"
    if due is None:
        return f"Next step: {step.said}, with {who}"
    return f"Next step: {step.said}, with {who} · By: {when(due)}"


def settled(step: Step, state: StepState) -> str:
    """The one line a step leaves behind."""
    by = mention(state.settled_by) if state.settled_by else "someone"
    at = when(state.settled_at) if state.settled_at else "earlier"
    if state.artefact == NOT_ASKED and state.status is StepStatus.DONE:
        return check_back.not_asked(step.said, by, at)
    if state.status is StepStatus.DONE:
        return f"✅ *{step.said}* · done by {by} · {at}"
    if state.reason:
        return f"⏭ *{step.said}* · skipped by {by} · {at}: “{fit(one_line(state.reason), 600)}”"
    return f"⏭ *{step.said}* · skipped by {by} · {at} · No reason given yet"


def settled_fallback(step: Step, state: StepState) -> str:
    """What a notification shows of a settled step."""
    if state.status is StepStatus.DONE:
        return f"{step.said}: done"
    return f"{step.said}: skipped"


def left_open(step: Step) -> str:
    """A step that was open when the incident was closed."""
    return f"▫️ *{step.said}* · left open when this was closed"


def comes_after(step: Step, first: Step) -> str:
    """A step that waits for its turn again: `first`, an earlier one, is open."""
    return f"▫️ *{step.said}* comes after *{first.said}*, which is open now."


def left_behind() -> str:
    """The prompt of a step that the playbook chosen since does not have."""
    return "▫️ This recovery follows another playbook now. Its next step is below."
