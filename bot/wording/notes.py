"""What the bot says in the thread when something changes, and what it writes on the timeline.

Thread notes are mrkdwn; timeline entries (`entry_…`) are plain text without names, because the
timeline shows who did it beside them.
"""

from datetime import datetime

from bot.text import esc, mention, shorten, when


def handed_over(by: str, to: str) -> str:
    if by == to:
        return f"{mention(to)} is the owner from here. Thank you for taking it on."
    return f"{mention(to)} is the owner from here, handed over by {mention(by)}. Thank you both."


def passed_on(name: str, by: str, to: str) -> str:
    if by == to:
        return f"{mention(to)} has *{name}* from here. Thank you for taking it on."
    return f"{mention(to)} has *{name}* from here, handed over by {mention(by)}."


def entry_passed_on(name: str) -> str:
    return f"Handed over “{name}”"


def told(by: str, names: str, words: str, way: str, next_at: datetime | None) -> str:
    """`names` is finished mrkdwn, "" where nobody is named; `way` is finished plain text or ""."""
    how = f", {way}" if way else ""
    said = f"📣 {mention(by)} told {names or 'the customer'}{how}:\n“{esc(shorten(words, 600))}”"
    if next_at is None:
        return said
    return f"{said}\n*Next word to them:* {when(next_at)}"


def closed(by: str) -> str:
    return f"Closed by {mention(by)}. Thank you, everyone, for putting this right."


def closed_anyway(by: str, reason: str) -> str:
    return f"Closed by {mention(by)} with some things left open: “{esc(shorten(reason, 2000))}”"


def reopened(by: str) -> str:
    return f"Reopened by {mention(by)}. Let’s carry on where we were."


def entry_opened() -> str:
    return "Opened"


def entry_details() -> str:
    return "Details added"


def entry_taken_off(names: str) -> str:
    """`names` is plain text."""
    return f"Details added, and no longer on the card: {names}"


def entry_playbook(name: str) -> str:
    return f"Follows the playbook “{name}” from here"


def entry_taken(name: str) -> str:
    return f"Took “{name}”"


def entry_released(name: str) -> str:
    return f"Gave “{name}” back"


def entry_done(name: str) -> str:
    return f"“{name}” done"


def entry_skipped(name: str, reason: str) -> str:
    return f"“{name}” skipped: {reason}" if reason else f"“{name}” skipped"


def entry_reopened_step(name: str) -> str:
    return f"“{name}” opened again"


def entry_corrected(name: str) -> str:
    return f"What was recorded for “{name}” corrected"


def entry_handed_over() -> str:
    return "Handed over to another owner"


def entry_told(words: str, names: str = "the customer", way: str = "") -> str:
    """`names` is plain text; `way` is "" where nobody said how."""
    how = f", {way}" if way else ""
    return f"Told {names}{how}: {words}" if words else f"Told {names}{how}"


def entry_closed(reason: str) -> str:
    return f"Closed with things left open: {reason}" if reason else "Closed"


def entry_reopened() -> str:
    return "Reopened"


def entry_stopped_reminders(name: str) -> str:
    return f"Asked for no more reminders about “{name}”"


def entry_words_pending() -> str:
    return "A message from the thread"


def missing_steps(names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return f"*{names[0]}* is open. Mark it as done, or skip it with a reason."
    listed = ", ".join(f"*{name}*" for name in names)
    return f"These steps are open: {listed}. Mark each as done, or skip it with a reason."


def missing_reasons(names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return f"*{names[0]}* was skipped without a reason. Say why in the ⋯ menu beside it."
    listed = ", ".join(f"*{name}*" for name in names)
    return f"Skipped without a reason: {listed}. Say why in the ⋯ menu beside each."


def missing_word(due: datetime) -> str:
    return (
        f"The customer was promised another word (due: {when(due)}). Give it, and note it with "
        "*Update the customer*."
    )
