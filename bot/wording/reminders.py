"""Reminders: their buttons, what stays of them once they are settled, and what is owed by name."""

from datetime import datetime

from bot.chasing import CLOSING
from bot.make_up import APPROVAL_PREFIX
from bot.owing import NEW_OWNER
from bot.playbook import Step
from bot.text import mention, when
from bot.wording import make_ups
from bot.wording.ladders import Facts

DONE = "Done"
CLOSE = "Close…"
SNOOZE = "Snooze"
HAND_OVER = "Hand over"
STOP = "Stop chasing"
STOP_TITLE = "Stop these reminders?"
STOP_TEXT = "Nobody will be reminded of this one any more. It stays on the list until it is done."
STOP_YES = "Stop chasing"
STOP_NO = "Keep them"
SNOOZE_HOUR = "in 1 hour"
SNOOZE_TOMORROW = "tomorrow morning"
SNOOZE_WORKING_DAY = "next working day"


def nobody_there(facts: Facts, *, word: bool) -> str:
    """For the lead, where whoever has it cannot be reached any more. `word`: what is owed is the
    next word to the customer."""
    return (
        f"{_still_open(facts, word)} It is with {mention(facts.who)}, whose account is no longer "
        "active, so you get this as the team’s lead. Press *Hand over* and choose who has it from "
        "here."
    )


def nobody_has_it(facts: Facts) -> str:
    """For the thread: the same, for whoever reads along."""
    return (
        f"The account of {mention(facts.who)} is no longer active: press *Hand over* and choose "
        "who has it from here."
    )


def not_reached(facts: Facts, *, word: bool) -> str:
    """For the lead, where whoever has it did not get their reminder."""
    return (
        f"{_still_open(facts, word)} It is with {mention(facts.who)}, whom I can’t reach by direct "
        "message, so you get this as the team’s lead. Have a word with them, or press *Hand over* "
        "and choose who has it from here."
    )


def new_owner(facts: Facts, owner: str, *, lead: bool) -> str:
    """For the lead, or else whoever opened it, where the owner (a user id) has left."""
    why = "you get this as the team’s lead" if lead else "you get this because you opened it"
    return (
        f"*{facts.title}*\nThis needs a new owner: the account of {mention(owner)} is no longer "
        f"active, and {why}. Press *Hand over* and choose who leads it from here."
    )


def _still_open(facts: Facts, word: bool) -> str:
    if word:
        return (
            f"*{facts.title}*\n{facts.customers_first} should have heard from us by now (due: "
            f"{when(facts.due)})."
        )
    return (
        f"*{facts.title}*\n*{facts.step}* for {facts.customers} is still open (due: "
        f"{when(facts.due)})."
    )


def one_fallback(step: str, title: str) -> str:
    """What a notification shows; both are finished mrkdwn without a link."""
    return f"{step}: {title}"


def several() -> str:
    return "A few things are waiting for you. Start with the first; the others can be snoozed."


def several_fallback(count: int) -> str:
    return f"{count} things are waiting for you"


def more(count: int, command: str) -> str:
    if count == 1:
        return f"One more thing is waiting. `{command} mine` shows everything."
    return f"{count} more things are waiting. `{command} mine` shows everything."


def settled_fallback() -> str:
    return "Nothing more to do here"


def done(facts: Facts) -> str:
    return f"✓ Done: {facts.step} · {facts.title}"


def waits(facts: Facts) -> str:
    """Of a step that comes later again, because an earlier one was opened."""
    return f"▫️ Not due for now: {facts.step} · {facts.title}. An earlier step is open again."


def not_asked_yet(facts: Facts) -> str:
    """Of a check-back that nobody has made, and which comes once more."""
    return f"Not asked yet; I ask again {when(facts.due)} · {facts.step} · {facts.title}"


def let_go(facts: Facts) -> str:
    """Of a check-back that nobody made the second time, either."""
    return f"▫️ Let go: not asked · {facts.step} · {facts.title}"


def snoozed(facts: Facts, until: datetime) -> str:
    return f"💤 Snoozed until: {when(until)} · {facts.step} · {facts.title}"


def moved(facts: Facts) -> str:
    return f"→ With {mention(facts.who)} now: {facts.step} · {facts.title}"


def repeated(facts: Facts) -> str:
    return f"↓ There is a newer reminder below: {facts.step} · {facts.title}"


def stopped(facts: Facts) -> str:
    return f"🔕 No more reminders: {facts.step} · {facts.title}"


def owed_name(key: str, step: Step | None) -> str:
    """What is owed under that key: a step by its name, and what is not a step."""
    if step:
        return step.said
    if key.startswith(APPROVAL_PREFIX):
        return make_ups.owed_name()
    if key == NEW_OWNER:
        return "A new owner"
    return "Close it" if key == CLOSING else "Next word to the customer"
