"""The first words in a channel, and the direct message about a card that could not be written."""

from bot.incident import TRYING, Incident
from bot.wording import system as words
from handlers import ids
from handlers.sharing import SHARED
from handlers.views.shapes import Message, actions, button, message, paragraphs, section


def welcome(command: str) -> Message:
    """Said once in every channel the bot is invited to."""
    return message(words.welcome_fallback(command), paragraphs(words.welcome(command)))


def trouble(incident: Incident, *, posted: bool) -> Message | None:
    """The card cannot be written where it belongs, or, later, that it is there after all; None
    where that is so before it was told, and while it is being tried again."""
    if incident.home.trouble == TRYING:
        return None
    if not incident.home.trouble:
        if not posted:
            return None
        said = words.trouble_over(incident)
        return message(said, [section(said)])
    said, value = words.trouble(incident), ids.value(incident.number)
    again = (words.TRY_AGAIN, ids.TROUBLE_RETRY, value)
    elsewhere = (words.CARRY_ON_IN_DM, ids.TROUBLE_TO_DM, value)
    # What helps comes first: outsiders stay until somebody of ours ends the sharing.
    first, second = (elsewhere, again) if incident.home.trouble == SHARED else (again, elsewhere)
    buttons = actions(button(*first, style="primary"), button(*second))
    return message(said, [section(said), buttons])
