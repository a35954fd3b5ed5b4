"""Who may change what is promised to a customer, and what is agreed to prevent it."""

from bot.incident import Incident
from bot.ledger import Action, Promise
from bot.wording import actions as action_words
from bot.wording import promises as promise_words
from bot.wording.answers import Answer


def not_theirs(
    incident: Incident, owed: Promise | Action, user: str, lead: str | None
) -> Answer | None:
    """Why `user` may not change that promise or action, or end it with a reason; None: they may.
    Whoever made it or has it may, and whoever leads. Asked before its form opens, and again when
    that is sent."""
    if user in (owed.made_by, owed.owner, incident.owner, lead):
        return None
    if isinstance(owed, Promise):
        return promise_words.not_yours(owed, incident.owner)
    return action_words.not_yours(owed, incident.owner)
