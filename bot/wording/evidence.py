"""Showing the evidence: what was agreed, as a help to say it (P16)."""

from collections.abc import Sequence

from bot.wording.terms import fit

THE_CUSTOMER = "The customer"


def agreed(changes: Sequence[str]) -> str:
    """Above the form (mrkdwn)."""
    listed = "\n".join(f"• {fit(each, 500)}" for each in changes)
    return f"*What you agreed to change:*\n{listed}\nTell them of what is done by now."
