"""Private answers to a reaction on a make-up, or on the step it belongs to."""

from bot.make_up import MakeUp, MakeUpState
from bot.money import shown
from bot.text import esc, mention
from bot.wording import make_ups as words
from bot.wording.answers import Answer


def waits(make_up: MakeUp, lead: str | None) -> Answer:
    """It is written down, and somebody has to say yes first."""
    who = mention(lead) if lead and lead != make_up.by else "an admin of the workspace"
    return Answer(
        f"It is written down already: the make-up worth {esc(shown(make_up.worth))} waits for a "
        f"yes from {who}, so the step stays open. It says so in the thread as soon as there is one."
    )


def by_buttons(make_up: MakeUp, lead: str | None) -> Answer:
    """A reaction on its message, which is no step."""
    match make_up.state:
        case MakeUpState.ASKED if lead and lead != make_up.by:
            return Answer(
                f"A reaction changes nothing here. This make-up waits for {mention(lead)}, who "
                f"presses *{words.APPROVE}* or *{words.DECLINE}* below it."
            )
        case MakeUpState.ASKED:
            return Answer(
                "A reaction changes nothing here. This make-up waits for an admin of the "
                f"workspace, who presses *{words.APPROVE}* or *{words.DECLINE}* below it."
            )
        case MakeUpState.APPROVED:
            return Answer(
                "A reaction changes nothing here. This make-up has its yes: once the customer "
                f"knows, press *{words.OFFERED}* below it."
            )
        case _:
            return Answer("A reaction changes nothing here, and nothing is left to do about it.")
