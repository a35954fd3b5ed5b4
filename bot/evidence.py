"""Showing the evidence (P16): what was agreed to change, to be named where it is shown."""

from bot.forms import ACTIONS
from bot.incident import Incident
from bot.ledger import ActionState


def agreed_changes(incident: Incident) -> tuple[str, ...]:
    """What keeps it from happening again, as it is agreed now and without what will not be done.

    Where it was written down before actions were kept by themselves: in the words of the form.
    """
    if incident.actions:
        kept = incident.actions.values()
        return tuple(each.what for each in kept if each.state is not ActionState.DROPPED)
    steps = (step for step in incident.playbook.steps if step.artefact == ACTIONS.key)
    forms = (incident.state(step.id).artefact for step in steps)
    return tuple(
        text for values in forms for key, text in values.items() if key.startswith("action_")
    )
