"""Why a make-up needs a yes, whose, and when they hear of it (mrkdwn; hints are plain text)."""

from datetime import datetime

from bot.limits import Asking
from bot.money import shown
from bot.text import esc, mention, when
from bot.wording.answers import Answer

_PATIENCE = (
    "Please don’t promise it yet: it says so in the thread as soon as there is a yes. To offer "
    "less, fill in the form again."
)


# Who is an admin is known of people one by one, so this is said to whoever may find none.
NOBODY_ELSE = (
    "If there is nobody who could, `/mistake settings` has the way out: change the limit under "
    "*Make-ups…*, or name another lead there."
)


def because(asking: Asking | None, worth: str) -> str:
    """One sentence; `worth` is what it is worth, plain."""
    if asking is None:
        return "It was above the limit when it was asked for; it would not be now."
    limit = f"the {esc(shown(asking.limit))} agreed for this mistake"
    if not asking.raised:
        limit = f"your team’s limit of {esc(shown(asking.limit))} for one mistake"
    if asking.together:
        return (
            f"With what was offered before, it comes to {esc(shown(asking.together))}: that is "
            f"above {limit}."
        )
    if asking.other_currency:
        return f"{esc(worth)} is in another currency than {limit}: I can’t compare them."
    return f"It is above {limit}."


def asked(because: str, who: str, later: datetime | None) -> Answer:
    """`later`: they hear of it only then, for it is outside their working hours."""
    if later:
        return Answer(
            f"{because} It needs a yes from {mention(who)}, who hears of it when their day begins: "
            f"{when(later)}. {_PATIENCE}"
        )
    return Answer(f"{because} So I’ve asked {mention(who)}. {_PATIENCE}")


def ask_an_admin(because: str, *, own: bool) -> Answer:
    """Nobody is set to decide on this one; `own`: the lead asks for it."""
    why = (
        "Nobody approves their own, so it takes another admin of the workspace."
        if own
        else "Your team has no lead who could say yes, so it takes an admin of the workspace."
    )
    ask = f"Ask one: they can approve it in the thread. {NOBODY_ELSE}"
    return Answer(f"{because} {why} {ask} {_PATIENCE}")


def hint(limit: str, *, raised: bool) -> str:
    """Beside the worth, in the form (plain text)."""
    if raised:
        return f"Up to {limit} was agreed for this mistake altogether. Above it, it needs a yes."
    return f"Up to {limit} for one mistake altogether is yours to offer. Above it, it needs a yes."


ASK_FOR_IT = "Ask for a yes"
