"""App Home: what waits for its reader first, then what is open, then what was learned lately."""

from bot.incident import Incident
from bot.text import one_line
from bot.wording.terms import fit, linked, private_mark

REPORT = "Report a mistake"
OPEN = "Open"
MINE, OWNED, TEAM, LEARNED = (
    "Waiting for you",
    "You are also the owner of",
    "Open mistakes",
    "What we learned lately",
)


def welcome(command: str) -> str:
    return (
        "Something went wrong for a customer? Say so, and we put it right together, one step at a "
        f"time. The button is enough, or `{command}` in any channel."
    )


def for_outsiders() -> str:
    """All that people of another company see."""
    return "Hello. I work for the team that added me, so there is nothing you need to do here."


def for_unknown(command: str) -> str:
    """Until Slack says whether they are one of the team."""
    return (
        "Slack isn’t telling me just now who you are, so I can’t show you anything here yet. I’ll "
        f"keep asking. Meanwhile `{command} mine` and `{command} list` work."
    )


def nothing_mine() -> str:
    return "Nothing is waiting for you. Enjoy it, or lend a hand below."


def nothing_open() -> str:
    return "Nothing is open. All is well, or nobody has said so yet."


def nothing_learned() -> str:
    return "Nothing yet. What a debrief teaches the others will stand here."


def learned(incident: Incident, words: str, address: str) -> str:
    """What others can learn from one, and which one that was."""
    which = linked(incident, address, 160) + private_mark(incident)
    return f"“{fit(one_line(words), 600)}”\n{which}"


def more_mine(count: int, command: str) -> str:
    return f"{_more(count)} `{command} mine` has all that waits for you."


def more_open(count: int, command: str) -> str:
    return f"{_more(count)} `{command} list` has all that is open."


def _more(count: int) -> str:
    return "One more is not shown here." if count == 1 else f"{count} more are not shown here."


def footer(command: str) -> str:
    """Small print: what else there is."""
    return (
        f"`{command} insights 90d` shows whether we are getting better · `{command} help` has the "
        "rest"
    )
