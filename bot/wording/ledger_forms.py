"""The forms of a promise and of an action: titles, questions, hints, buttons.

All of it is plain text, except what a docstring calls mrkdwn.
"""

from bot.ledger import ACTION_LENGTH, PROMISE_LENGTH

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


def past_fault() -> str:
    return "That has passed already. Choose a time that is still to come."
