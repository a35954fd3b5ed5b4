"""`/mistake list`, `mine` and `show`."""

from datetime import datetime

from bot.chasing import CLOSING
from bot.incident import Chase, ChaseState, Incident, Rung
from bot.owing import NEW_OWNER
from bot.playbook import Rhythm
from bot.text import mention, when
from bot.wording import promises
from bot.wording.card import due_of
from bot.wording.terms import linked, private_mark

SHOW = "Show"
EARLIER = "Earlier ones"
MORE = "More"
TITLE = 200  # characters of a title that are shown


def nothing_open(command: str) -> str:
    return (
        "Nothing is open. All is well, or nobody has said so yet: type "
        f"`{command} We sent ACME the wrong invoice` and we start putting it right."
    )


def open_heading(total: int, first: int, last: int) -> str:
    """How many are open, and which of them are shown."""
    if total == 1:
        return "*One is open*"
    if (first, last) == (1, total):
        return f"*{total} are open*, most pressing first"
    return f"*{total} are open*, most pressing first: {first} to {last}"


def open_fallback(total: int) -> str:
    if total == 1:
        return "One is open"
    return f"{total} are open"


def open_line(
    incident: Incident, now: datetime, address: str, *, ready: bool, most: int = TITLE
) -> str:
    """One open incident, with at most `most` characters of its title: next step, owner, next word,
    and what is late. `address` is its thread's, "" where it is not known; `ready`: nothing stands
    in the way of closing."""
    lines = [
        f"*{linked(incident, address, most)}*{private_mark(incident)}",
        _next_step(incident, now, ready=ready),
        _next_word(incident, now),
        promises.listed(incident, now),
    ]
    return "\n".join(line for line in lines if line)


def _next_step(incident: Incident, now: datetime, *, ready: bool) -> str:
    step, owner = incident.current, mention(incident.owner)
    if step is None or step.rhythm is Rhythm.AFTER_CLOSING:
        stands = "Ready to close" if ready else "Nearly there, something is still open"
        closing = incident.chases.get(CLOSING)
        if closing and closing.due < now:
            return f"{stands} · ⚠️ late since: {when(closing.due)} · owner {owner}"
        return f"{stands} · owner {owner}"
    due = due_of(incident, step)
    if due is None:
        return f"Next step: {step.said} · owner {owner}"
    if due < now:
        return f"Next step: {step.said} · ⚠️ late since: {when(due)} · owner {owner}"
    return f"Next step: {step.said} · by: {when(due)} · owner {owner}"


def _next_word(incident: Incident, now: datetime) -> str:
    due = incident.next_update_at
    if due is None:
        return ""
    if due < now:
        return f"Word to the customer · ⚠️ late since: {when(due)}"
    return f"Word to the customer · by: {when(due)}"


def mine_fallback() -> str:
    return "What you have in hand"


def nothing_mine(command: str) -> str:
    return f"You have nothing in hand. `{command} list` shows what the team is working on."


def mine_owed_heading() -> str:
    return "*Waiting for you*"


def mine_owned_heading() -> str:
    return "*You are the owner of*"


def owed_line(
    incident: Incident, chase: Chase, name: str, now: datetime, address: str, *, lead: bool
) -> str:
    """One thing that is owed, when it is due, and when a reminder comes; `lead` as in
    `reminded`."""
    title = linked(incident, address, 160) + private_mark(incident)
    if chase.due < now:
        what = f"*{name}* · ⚠️ late since: {when(chase.due)}"
    else:
        what = f"*{name}* · by: {when(chase.due)}"
    return f"{what}\n{title}\n{reminded(chase, lead=lead)}"


def reminded(chase: Chase, *, lead: bool) -> str:
    """When the next reminder of it comes, and to whom; `lead`: its ladder tells the lead, too."""
    if chase.state is ChaseState.STOPPED:
        return "No more reminders: someone stopped them."
    if chase.next_at is None:
        return _no_more(chase, lead=lead)
    if chase.state is ChaseState.UNREACHED:
        return f"I can’t reach you by direct message. Others hear of it: {when(chase.next_at)}."
    if chase.state is ChaseState.SNOOZED and chase.rung is Rung.LEAD:
        return f"Snoozed by the team’s lead, who hears of it again: {when(chase.next_at)}."
    if chase.state is ChaseState.SNOOZED:
        return f"Snoozed. Next reminder: {when(chase.next_at)}"
    if chase.rung in (Rung.LEAD, Rung.THREAD):
        return f"You’ve been reminded. If it stays open, others hear of it: {when(chase.next_at)}"
    return f"Next reminder: {when(chase.next_at)}"


def _no_more(chase: Chase, *, lead: bool) -> str:
    """Who has been reminded, where nobody will be."""
    if chase.rung is not Rung.OVER:  # it came due while nobody was there to say it
        return "Its reminder waits until the team has said whether to send it."
    if chase.key == NEW_OWNER:
        return "I’ve reminded you, and won’t again."
    if chase.state is ChaseState.UNREACHED:  # you, or the lead
        return "I’ve asked in the thread, as not everybody could be reached, and won’t again."
    if lead:
        return "I’ve reminded you, then the team’s lead and the thread, and won’t again."
    return "I’ve reminded you and the thread, and won’t again."


def owned_line(incident: Incident, address: str, *, ready: bool) -> str:
    step, title = incident.current, linked(incident, address, 200) + private_mark(incident)
    if step is None or step.rhythm is Rhythm.AFTER_CLOSING:
        if not ready:
            return f"{title} · nearly there, something is still open"
        return f"{title} · ready to close"
    return f"{title} · next step: {step.said}"


def more(count: int) -> str:
    if count == 1:
        return "One more is not shown here. It moves up as these are done."
    return f"{count} more are not shown here. They move up as these are done."
