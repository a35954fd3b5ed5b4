"""Checking back: what the customer answered, or that nobody has asked (P23)."""

from collections.abc import Mapping
from datetime import datetime

from bot.forms import ANSWERS, NOT_ASKED
from bot.text import when
from bot.wording.answers import Answer

AFTER = "When do you ask how it went?"
AFTER_HINT = "So long after closing I remind the owner to check back."


def once_more(due: datetime) -> Answer:
    return Answer(
        f"All right, not yet. I’ll ask you once more, {when(due)}, and then let it go. A short "
        "call is enough: did we put it right, would they stay, would they recommend us?"
    )


def said_already(due: datetime) -> Answer:
    """They said so when it was asked the first time, and the second time has not come."""
    return Answer(
        f"That is noted already, so nothing was changed: I’ll ask you once more, {when(due)}. Have "
        "you asked them after all? Fill it in. Not needed here? Press *Skip…* on the step and say "
        "why."
    )


def let_go(name: str) -> Answer:
    """They said so when it was asked the second time. `name` is escaped."""
    return Answer(
        "Noted that nobody has asked them, and let go: I won’t ask again. Have you asked them "
        f"after all? Correct it in the ⋯ menu beside *{name}* in the thread."
    )


def comes_later() -> Answer:
    return Answer(
        "This one comes after closing. Close it when you are ready, and I’ll come back to you in "
        "good time."
    )


def entry_not_asked() -> str:
    return "The customer has not been asked yet how it went"


def outcome(answers: Mapping[str, str]) -> str:
    """What the customer answered, for the card (mrkdwn); "" where nothing is known."""
    if answers == NOT_ASKED:
        return "*Checked back:* the customer was not asked"
    if answers.get("asked") != "yes":
        return ""
    righted, stay = ANSWERS[answers["righted"]].lower(), ANSWERS[answers["stay"]].lower()
    recommend = ANSWERS[answers["recommend"]].lower()
    return (
        f"*Checked back:* put right: {righted} · would stay: {stay} · would recommend us: "
        f"{recommend}"
    )


def not_asked(name: str, by: str, at: str) -> str:
    """The one line a check-back leaves behind that nobody made; all are finished mrkdwn."""
    return f"▫️ *{name}* · let go by {by}, {at}: the customer was not asked"


def after(days: int) -> str:
    """A choice in settings (plain text)."""
    if days % 7 == 0 and days > 7:
        return f"{days // 7} weeks after closing"
    if days == 7:
        return "One week after closing"
    return f"{days} days after closing"
