"""Taking a customer off who was named by mistake: the choice, and why it may not be (plain text,
except the answers, which are mrkdwn)."""

from bot.text import esc, shorten
from bot.wording.answers import Answer

ASKED = "Named by mistake?"
HINT = "The timeline keeps that they were named, and what was said to them."
TAKE_OFF = "Take them off this mistake"
TAKE_OFF_TOLD = "Take them off, although they were told"


def promised() -> Answer:
    return Answer(
        "Something was promised to them, so they stay. Say in its message in the thread whom it "
        "is for, then try again."
    )


def told() -> Answer:
    return Answer(
        "They have been told something. If they were named by mistake all the same, choose "
        f"“{TAKE_OFF_TOLD}”."
    )


def taken_off(name: str) -> Answer:
    return Answer(f"{esc(shorten(name, 100))} is no longer on the card.")
