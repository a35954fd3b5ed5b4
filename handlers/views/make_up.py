"""A make-up: its message in the thread, and its part of a reminder to whoever decides."""

from bot.incident import Incident, Rung
from bot.limits import asking
from bot.make_up import MakeUp, MakeUpState
from bot.money import shown
from bot.settings import Settings
from bot.stamps import stamp_of_offer
from bot.text import esc
from bot.wording import limits as limit_words
from bot.wording import make_ups as words
from bot.wording import weighing
from bot.wording.terms import linked
from handlers import ids
from handlers.views.shapes import Block, Message, actions, button, context, message, paragraphs

SEEN = "@"  # in a button, between the make-up's number and the stamp of what is shown


def make_up(incident: Incident, made: MakeUp, settings: Settings) -> Message:
    """How it stands, with what can be done about it."""
    because = _because(incident, made, settings)
    said = words.standing(made, settings.lead, because, is_open=incident.is_open)
    blocks = paragraphs(said)
    if beside := weighing.weighed(incident.making_up, made.worth):
        blocks.append(context(esc(beside)))
    together = weighing.weighed_together(incident.making_up)
    if together and made == incident.making_up.offered[-1]:
        blocks.append(context(esc(together)))
    if incident.is_open and (buttons := _buttons(incident, made)):
        blocks.append(actions(*buttons))
    return message(words.fallback(made), blocks)


def _buttons(incident: Incident, made: MakeUp) -> list[Block]:
    value = ids.value(incident.number, str(made.number))
    match made.state:
        case MakeUpState.ASKED:
            return deciding(incident, made)
        case MakeUpState.APPROVED:
            return [button(words.OFFERED, ids.MAKE_UP_OFFERED, value, style="primary")]
        case MakeUpState.OFFERED:
            return [button(words.ANOTHER, ids.MAKE_UP_ANOTHER, ids.value(incident.number))]
        case _:
            return []


def deciding(incident: Incident, made: MakeUp) -> list[Block]:
    """The buttons of whoever decides: on this make-up, as it is shown beside them."""
    value = ids.value(incident.number, f"{made.number}{SEEN}{stamp_of_offer(made)}")
    return [
        button(words.APPROVE, ids.MAKE_UP_APPROVE, value, style="primary"),
        button(words.OTHER_AMOUNT, ids.MAKE_UP_AMOUNT, value),
        button(words.DECLINE, ids.MAKE_UP_DECLINE, value),
    ]


def _because(incident: Incident, made: MakeUp, settings: Settings) -> str:
    return limit_words.because(asking(incident.making_up, made, settings), shown(made.worth))


def reminded(
    incident: Incident, made: MakeUp, rung: Rung, address: str, settings: Settings, *, decides: bool
) -> tuple[str, list[Block]]:
    """What a direct message says of it, and its buttons; `decides`: the reader may say yes."""
    title = linked(incident, address, 200)
    if not decides:
        return words.to_ask_for(title, made), []
    beside = weighing.weighed(incident.making_up, made.worth)
    again = rung is not Rung.HEADS_UP
    because = _because(incident, made, settings)
    return words.to_decide(title, made, because, beside, again=again), deciding(incident, made)
