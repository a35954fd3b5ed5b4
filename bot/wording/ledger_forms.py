"""The forms of a promise and of an action: titles, questions, hints, buttons.

All of it is plain text, except what a docstring calls mrkdwn.
"""

from datetime import datetime

from bot.ledger import ACTION_LENGTH, PROMISE_LENGTH
from bot.text import shorten

PROMISE = "Promise"
ACTION = "Prevent it"
RELEASE = "No longer needed?"
DROP = "Won’t be done?"

WHAT = "What was promised?"
WHAT_HINT = "The words as the customer got them."
DUE = "By when?"
DUE_HINT = "Leave it empty if your words say it: “refund by Friday noon”."
OWNER = "Who sees to it?"
OWNER_HINT = "They are reminded while there is still time."
TO_WHOM = "To which customers?"
TO_WHOM_HINT = "Choose nobody, and it is for all of them."
TRACK = "Keep track of it"

ACTION_WHAT = "What will change?"
ACTION_DAY = "By which day?"
AGREED = "Agreed"
DROP_IT = "Won’t be done"
RELEASE_IT = "No longer needed"
WHY = "Why?"
WHY_HINT = "A few words, so that it makes sense to others later."


def promise_intro() -> str:
    """Above the form of a promise (mrkdwn)."""
    return (
        "I don’t write to customers myself. I remind whoever has it while there is still time, and "
        "note whether it was kept."
    )


def too_long_fault() -> str:
    return f"{PROMISE_LENGTH} characters at most. Please say it shorter."


def action_too_long_fault() -> str:
    return f"{ACTION_LENGTH} characters at most. Please say it shorter."


def when_fault() -> str:
    return "I can’t tell by when from the words. Choose a day and a time here."


def no_such_day_fault() -> str:
    return "The words name a day that does not exist. Choose a day and a time here."


def which_fault(choices: tuple[datetime, ...], unread: str) -> str:
    """`choices`: what the words can mean, on the clock of whoever reads it. `unread`: what of them
    was not understood, "" for nothing."""
    listed = " or ".join(f"{each:%a} {each.day} {each:%b}, {each:%H:%M}" for each in choices)
    if unread:
        return f"I’m not sure what time “{shorten(unread, 60)}” is. Choose a day and a time here."
    if len(choices) == 1:
        return f"I take the words to mean {listed}. If so, choose it here; if not, choose another."
    return f"The words can mean {listed}. Choose here which."


def which_clock_fault() -> str:
    return (
        "Choose a day and a time here: Slack has not told me yet what time it is where you are, so "
        "I can’t tell from the words."
    )


def far_fault() -> str:
    return "That is more than a year away. Choose an earlier day."


def past_fault() -> str:
    return "That has passed already. Choose a time that is still to come."
