"""Actions that keep it from happening again: in the thread, on the timeline, and private answers.

Timeline entries (`entry_…`) and what stands beside a field (`…_fault`) are plain text; everything
else is mrkdwn.
"""

from datetime import date

from bot.ledger import ACTION_LENGTH, Action, ActionState
from bot.text import mention, one_line
from bot.wording.answers import Answer
from bot.wording.terms import fit, plain

PREVENTION = "Prevention"
ADD_ANOTHER = "Add another…"
ADD_ONE = "Add an action…"
AGREED_MOST = 10  # ours: what one can still look over in a form
MORE_ACTION = "Add a prevention action…"
DONE = "Done"
CHANGE = "Change…"
DROP = "Won’t be done…"
OPEN_AGAIN = "Open it again"
_SIGNS = {ActionState.OPEN: "•", ActionState.DONE: "✓", ActionState.DROPPED: "✗"}


def said(action: Action, limit: int = 160) -> str:
    """The action in quotation marks, on one line."""
    return f"“{fit(one_line(action.what), limit)}”"


def said_plain(what: str) -> str:
    """The same as plain text."""
    return f"“{plain(what, 160)}”"


def day_of(day: date) -> str:
    """A day as people write it: “Friday, 4 December 2026”."""
    return f"{day:%A}, {day.day} {day:%B} {day.year}"


# Its message in the thread


def heading(done: int, total: int) -> str:
    counted = f"{done} of {total} done" if done else "so that it does not happen again"
    return f"🛡️ *Prevention* · {counted}"


def open_line(action: Action, most: int = ACTION_LENGTH * 2) -> str:
    """At most `most` characters of what is to be done."""
    what = fit(one_line(action.what), most)
    return f"{what}\n{mention(action.owner)}, by {day_of(action.day)}"


def settled_line(action: Action, most: int = ACTION_LENGTH * 2) -> str:
    """What stays of a line once it is done or dropped; `most` as above, and of the reason."""
    what, by = fit(one_line(action.what), most), mention(action.settled_by or "")
    if action.state is ActionState.DONE:
        return f"✓ {what} · {by}"
    return f"✗ {what} · {by}\n*Why not:* {fit(action.reason, most)}"


def more(count: int) -> str:
    if count == 1:
        return "One more is done or dropped."
    return f"{count} more are done or dropped."


def agreed_so_far(actions: tuple[Action, ...]) -> str:
    """Above the question what else there is to do."""
    listed = "\n".join(
        f"{_SIGNS[action.state]} {said(action)}, {mention(action.owner)}, by {day_of(action.day)}"
        for action in actions[:AGREED_MOST]
    )
    more = len(actions) - AGREED_MOST
    also = f"\n• and {more} more" if more > 0 else ""
    return f"*Agreed already, so that it does not happen again*\n{listed}{also}"


def fallback(done: int, total: int) -> str:
    """What a notification shows."""
    return f"Prevention: {done} of {total} done"


# On the timeline


def entry_added(what: str) -> str:
    return f"Agreed: {said_plain(what)}"


def entry_changed(what: str) -> str:
    return f"Agreed anew: {said_plain(what)}"


def entry_settled(action: Action) -> str:
    if action.state is ActionState.DONE:
        return f"Done: {said_plain(action.what)}"
    return f"Won’t be done: {said_plain(action.what)}. {action.reason}"


def entry_reopened(what: str) -> str:
    return f"To do again: {said_plain(what)}"


def entry_passed_on(what: str) -> str:
    return f"Handed over {said_plain(what)}"


# Private answers


def added(actions: tuple[Action, ...], by: str) -> Answer:
    if len(actions) > 1:
        return Answer("Noted. Whoever has each of them is reminded in time.")
    action = actions[0]
    who = "I’ll remind you" if action.owner == by else f"I’ll remind {mention(action.owner)}"
    return Answer(f"Noted: {said(action)}, by {day_of(action.day)}. {who} in time.")


def changed(action: Action) -> Answer:
    return Answer(f"Changed: {said(action)}, by {day_of(action.day)}, {mention(action.owner)}.")


def done(action: Action) -> Answer:
    return Answer(f"Thank you. {said(action)} is done. It is something you can show the customer.")


def dropped(action: Action) -> Answer:
    return Answer(f"Noted why {said(action)} won’t be done. No more reminders about it.")


def opened_again(action: Action) -> Answer:
    return Answer(f"{said(action)} is to do again, by {day_of(action.day)}.")


def gone() -> Answer:
    return Answer("I can’t find that action any more, so nothing was changed.")


def settled_already(action: Action) -> Answer:
    by = mention(action.settled_by or action.owner)
    return Answer(
        f"{said(action)} is settled already: {by} noted it. To change that, use the ⋯ menu beside "
        "it in the thread."
    )


def open_already(action: Action) -> Answer:
    return Answer(f"{said(action)} is to do already. Nothing was changed.")


def words_needed() -> Answer:
    return Answer("Please say in a few words what will change.")


def too_long() -> Answer:
    return Answer(f"An action fits into {ACTION_LENGTH} characters. Please say it shorter.")


def past(day: date) -> Answer:
    return Answer(f"{day_of(day)} has passed already. Choose a day that is still to come.")


def too_far(day: date) -> Answer:
    return Answer(f"{day_of(day)} is very far away. Choose a day within the next ten years.")


def reason_needed() -> Answer:
    return Answer("Please say in a few words why it won’t be done, then send it again.")


def not_yours(action: Action, owner: str) -> Answer:
    if action.owner == owner:
        return Answer(
            f"{mention(owner)} has this one. Ask them, or your team’s lead, to change it."
        )
    return Answer(
        f"{mention(action.owner)} has this one and {mention(owner)} is the owner. Ask one of "
        "them, or your team’s lead, to change it."
    )


def passed_on(action: Action, to: str) -> Answer:
    return Answer(f"{mention(to)} sees to {said(action)} from here. I’ve told them in the thread.")


def note_passed_on(action: Action, by: str, to: str) -> str:
    """Said in the thread."""
    if by == to:
        return f"{mention(to)} sees to {said(action)} from here. Thank you for taking it on."
    return f"{mention(to)} sees to {said(action)} from here, handed over by {mention(by)}."


def has_it_already(action: Action, to: str) -> Answer:
    return Answer(f"{mention(to)} has {said(action)} already. Nothing was changed.")


# Beside a field


def owner_fault() -> str:
    return "Choose a person whose account is active."


def outsider_fault() -> str:
    return "This one is private, and they take no part in it. Choose somebody who does."
