"""Showing the evidence (P16): what was agreed to change, to be named where it is shown."""

from bot.forms import ACTIONS
from bot.incident import Incident


def agreed_changes(incident: Incident) -> tuple[str, ...]:
    """What was agreed so that it does not happen again, in the words it was written down in."""
    steps = (step for step in incident.playbook.steps if step.artefact == ACTIONS.key)
    kept = (incident.state(step.id).artefact for step in steps)
    return tuple(
        text for values in kept for key, text in values.items() if key.startswith("action_")
    )
