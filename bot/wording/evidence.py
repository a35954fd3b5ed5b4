"""Showing the evidence: what was agreed, as a help to say it (P16)."""

from bot.evidence import Agreed
from bot.ledger import Action
from bot.text import one_line
from bot.wording.actions import day_of
from bot.wording.terms import fit

THE_CUSTOMER = "The customer"


def agreed(agreed: Agreed, address: str, most: int) -> str:
    """Above the form (mrkdwn): what is done, each a link to the thread's list at `address` where
    that is known, and what is still to come; `most` of either."""
    lines = ["*What you agreed to change*"]
    lines += [f"✓ {_linked(each, address)}" for each in agreed.done[-most:]]
    lines += [f"• {_what(each)} · by {day_of(each.day)}" for each in agreed.to_come[:most]]
    if not agreed.done:
        lines.append("None of it is done yet, so say by when they can see it.")
    elif agreed.to_come:
        lines.append("Show them what is done (✓). Of the rest, say by when.")
    else:
        lines.append("All of it is done, so you can show it to them.")
    return "\n".join(lines)


def _what(action: Action) -> str:
    return fit(one_line(action.what), 400)


def _linked(action: Action, address: str) -> str:
    shown = _what(action).replace("|", "¦")
    return f"<{address}|{shown}>" if address else shown
