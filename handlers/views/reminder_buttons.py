"""What can be pressed beside a thing that somebody is reminded of."""

from bot.chasing import CLOSING, UPDATE
from bot.commands import SnoozeFor
from bot.incident import Incident, Rung
from bot.ledger import Action, Promise
from bot.ports import ChaseItem
from bot.wording import card as card_words
from bot.wording import ledger_reminders as ledger_words
from bot.wording import promises as promise_words
from bot.wording import reminders as words
from handlers import ids
from handlers.views.shapes import Block, button, confirmation, option


def stop(value: str) -> Block:
    """**Stop chasing**, asked about first."""
    sure = confirmation(words.STOP_TITLE, words.STOP_TEXT, words.STOP_YES, words.STOP_NO)
    return button(words.STOP, ids.CHASE_STOP, value, style="danger", confirm=sure)


def snooze(incident: Incident, item: ChaseItem) -> Block:
    """**Snooze**, with until when."""
    return {
        "type": "static_select",
        "action_id": ids.CHASE_SNOOZE,
        "placeholder": {"type": "plain_text", "text": words.SNOOZE, "emoji": True},
        "options": [
            option(label, ids.option(choice, incident.number, item.key))
            for choice, label in (
                (SnoozeFor.HOUR, words.SNOOZE_HOUR),
                (SnoozeFor.TOMORROW, words.SNOOZE_TOMORROW),
                (SnoozeFor.WORKING_DAY, words.SNOOZE_WORKING_DAY),
            )
        ],
    }


def deed(item: ChaseItem) -> str:
    """What the first button says."""
    return words.CLOSE if item.key == CLOSING else words.DONE


def more(incident: Incident, entry: Promise | Action | None, rung: Rung) -> list[Block]:
    """What can be said of a promise or an action besides that it is done."""
    if entry is None:
        return []
    value, promise = ids.value(incident.number, entry.key), isinstance(entry, Promise)
    other = ids.PROMISE_CHANGE if promise else ids.ACTION_CHANGE
    found = [button(promise_words.CHANGE, other, value)]
    if promise and rung is not Rung.HEADS_UP:
        found.append(button(ledger_words.NOT_KEPT, ids.PROMISE_BROKEN, value))
    return found


def deed_here(incident: Incident, item: ChaseItem) -> Block:
    """The same button for the thread, where a word to the customer has a form."""
    if item.key == UPDATE:
        tell, value = card_words.UPDATE_THE_CUSTOMER, ids.value(incident.number)
        return button(tell, ids.TELL, value, style="primary")
    value = ids.value(incident.number, item.key)
    return button(deed(item), ids.CHASE_DONE, value, style="primary")
