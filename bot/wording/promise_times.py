"""When whoever has a promise first hears of it. mrkdwn."""

from datetime import datetime

from bot.ledger import Promise
from bot.text import mention, when


def reminded(promise: Promise, by: str, late: datetime | None) -> str:
    """`late`: when they first hear of it (UTC) where that is not before it is due, None where there
    is still time then."""
    whom, them, whose = "you", "you", "your"
    if promise.owner != by:
        whom, them, whose = mention(promise.owner), "them", "their"
    if late is None:
        return f"I’ll remind {whom} while there is still time."
    return (
        f"I can’t remind {whom} in time: that falls into {whose} quiet hours or a day off. "
        f"First reminder to {them}: {when(late)}"
    )
