"""Who decides for a team on a make-up above its limit, and who is to see that somebody does."""

from bot.context import Context
from bot.incident import Incident
from bot.make_up import MakeUp, MakeUpState
from bot.people import person


def may_decide(user: str, context: Context) -> bool:
    """Whether that person decides for the team: its lead and its admins."""
    return user == context.settings.lead or person(context.people, user).is_admin


def waits(incident: Incident, make_up: MakeUp) -> bool:
    """Whether somebody still has to decide on it."""
    skipped = bool(make_up.step) and incident.settled(make_up.step)
    return make_up.state is MakeUpState.ASKED and not skipped


def whose_turn(make_up: MakeUp, context: Context) -> str:
    """The lead; where nobody is set to decide on this one, whoever offers it has to ask."""
    lead = context.settings.lead
    if lead and lead != make_up.by and person(context.people, lead).active:
        return lead
    return make_up.by
