"""Showing the evidence (P16): what has changed already, and what is still to come. Only the first
can be shown to a customer as done."""

from dataclasses import dataclass

from bot.incident import Incident
from bot.ledger import Action, ActionState


@dataclass(frozen=True)
class Agreed:
    """What keeps it from happening again, without what will not be done; `to_come` the soonest
    first."""

    done: tuple[Action, ...]
    to_come: tuple[Action, ...]


def agreed(incident: Incident) -> Agreed:
    """How the actions of that incident stand."""
    actions = incident.actions.values()
    done = tuple(each for each in actions if each.state is ActionState.DONE)
    to_come = sorted((each for each in actions if each.is_open), key=lambda each: each.day)
    return Agreed(done, tuple(to_come))
