"""The message of the actions that keep it from happening again."""

from bot.incident import Incident
from bot.ledger import ACTION_LENGTH, Action, ActionState
from bot.wording import actions as words
from handlers import ids
from handlers.views.shapes import (
    Block,
    Message,
    actions,
    button,
    context,
    fullest,
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
    add = button(words.ADD_ANOTHER, ids.ACTION_ADD, ids.value(incident.number))
    first, end = [section(words.heading(done, len(incident.actions)))], [actions(add)]
    if len(settled) > MOST_SETTLED:
        end = [context(words.more(len(settled) - MOST_SETTLED)), *end]

    def listed(most: int) -> list[Block]:
        rows = [
            block
            for action in sorted(todo, key=lambda action: action.day)[:MOST_OPEN]
            for block in _open(incident, action, most)
        ]
        over = [_settled(incident, action, most) for action in settled[-MOST_SETTLED:]]
        return [*first, *rows, *over, *end]

    lengths = range(2 * ACTION_LENGTH, 0, -50)
    return message(words.fallback(done, len(incident.actions)), fullest(listed, lengths))


def _open(incident: Incident, action: Action, most: int) -> tuple[Block, Block]:
    choices = [
        option(words.CHANGE, ids.option(ids.CHOICE_CHANGE, incident.number, action.key)),
        option(words.DROP, ids.option(ids.CHOICE_RELEASE, incident.number, action.key)),
    ]
    value = ids.value(incident.number, action.key)
    buttons = actions(
        button(words.DONE, ids.ACTION_DONE, value, style="primary"),
        overflow(ids.ACTION_MORE, choices),
    )
    return section(words.open_line(action, most)), buttons


def _settled(incident: Incident, action: Action, most: int) -> Block:
    again = ids.option(ids.CHOICE_REOPEN, incident.number, action.key)
    menu = overflow(ids.ACTION_MORE, [option(words.OPEN_AGAIN, again)])
    return section(words.settled_line(action, most), accessory=menu)
