"""The message of the actions that keep it from happening again."""

from bot.incident import Incident
from bot.ledger import Action, ActionState
from bot.wording import actions as words
from handlers import ids
from handlers.views.shapes import (
    Block,
    Message,
    actions,
    button,
    context,
    message,
    option,
    overflow,
    section,
)

MOST_OPEN = 18  # ours: two blocks each, and 50 a message (Slack: "Blocks")
MOST_SETTLED = 8


def prevention(incident: Incident) -> Message:
    """All of them: what is to do first, then what is done or dropped."""
    todo = [action for action in incident.actions.values() if action.is_open]
    settled = [action for action in incident.actions.values() if not action.is_open]
    done = sum(action.state is ActionState.DONE for action in settled)
    blocks = [section(words.heading(done, len(incident.actions)))]
    for action in sorted(todo, key=lambda action: action.day)[:MOST_OPEN]:
        blocks += _open(incident, action)
    blocks += [_settled(incident, action) for action in settled[-MOST_SETTLED:]]
    if len(settled) > MOST_SETTLED:
        blocks.append(context(words.more(len(settled) - MOST_SETTLED)))
    add = button(words.ADD_ANOTHER, ids.ACTION_ADD, ids.value(incident.number))
    blocks.append(actions(add))
    return message(words.fallback(done, len(incident.actions)), blocks)


def _open(incident: Incident, action: Action) -> tuple[Block, Block]:
    choices = [
        option(words.CHANGE, ids.option(ids.CHOICE_CHANGE, incident.number, action.key)),
        option(words.DROP, ids.option(ids.CHOICE_RELEASE, incident.number, action.key)),
    ]
    value = ids.value(incident.number, action.key)
    buttons = actions(
        button(words.DONE, ids.ACTION_DONE, value, style="primary"),
        overflow(ids.ACTION_MORE, choices),
    )
    return section(words.open_line(action)), buttons


def _settled(incident: Incident, action: Action) -> Block:
    again = ids.option(ids.CHOICE_REOPEN, incident.number, action.key)
    menu = overflow(ids.ACTION_MORE, [option(words.OPEN_AGAIN, again)])
    return section(words.settled_line(action), accessory=menu)
