"""Direct messages to whoever looks after Amends: what could not be delivered, what is held."""

from datetime import datetime

from bot.effects import CARD, LEARNINGS, PREVENTION, STORY, promise_in, step_of
from bot.incident import Incident
from bot.make_up import number_of
from bot.ports import ParcelKind
from bot.postroom import Fortune, Held, Undelivered
from bot.text import channel_link, mention, when
from bot.wording.owed import owed_name
from bot.wording.terms import title

TRY_AGAIN = "Try again"
SEND_THEM = "Send them now"
LET_THEM_GO = "Let them go"
LET_GO_TITLE = "Let these reminders go?"
LET_GO_TEXT = (
    "Nobody is reminded of them any more. What they are about stays on the list until it is done."
)
LET_GO_YES = "Let them go"
LET_GO_NO = "Keep them"

_WHY = {
    "not_in_channel": "I’m not in that channel. Type `/invite @Amends` there",
    "channel_not_found": "I can’t see that channel. Type `/invite @Amends` there",
    "is_archived": "the channel is archived. Open it again",
    "is_inactive": "the channel is archived. Open it again",
    "is_ext_shared": (
        "another company reads along there, so I have stopped. Its owner can carry on elsewhere"
    ),
    "restricted_action": "I’m not allowed to write there. A workspace admin can change that",
    "restricted_action_read_only_channel": (
        "only some people may write there. A workspace admin can add me"
    ),
}


# A digest belongs to no mistake: nobody but who chose its channel can carry it elsewhere.
_WHY_NO_DIGEST = {
    "is_archived": (
        "the channel is archived. Open it again, or choose another in `/mistake settings`"
    ),
    "is_ext_shared": (
        "another company reads along there, so I have stopped. Choose another channel in "
        "`/mistake settings`"
    ),
}


def undelivered_intro(count: int) -> str:
    if count == 1:
        return "*One message did not get through.* Nothing is lost; it waits."
    return f"*{count} messages did not get through.* Nothing is lost; they wait."


def undelivered_over() -> str:
    return "✓ *What did not get through has been sent, or is being sent again.*"


def undelivered_fallback() -> str:
    return "Some messages did not get through"


def undelivered_next() -> str:
    return "When the reason is mended, press *Try again*."


def undelivered_line(item: Undelivered, *, hidden: bool) -> str:
    """One of them. `hidden`: the reader may not see that incident."""
    what, place = _named(item, hidden=hidden), _place(item.target)
    if item.kind == ParcelKind.FETCH_WORDS:
        return _looked_up(item, what, place)
    if item.fortune is Fortune.DELIVERED:
        return f"✓ {what} is in {place} now."
    if item.fortune is Fortune.OVER:
        return f"✓ {what} is not needed any more."
    if item.fortune is Fortune.TRYING:
        return f"… {what} is on its way to {place}."
    return f"• {what}, to {place}: {_why(item)}."


def _looked_up(item: Undelivered, what: str, place: str) -> str:
    if item.fortune is Fortune.DELIVERED:
        return f"✓ {what} have been looked up in {place}."
    if item.fortune is Fortune.TRYING:
        return f"… {what} are being looked up in {place}."
    return f"• {what}, from {place}: {_why(item)}."


def undelivered_more(count: int) -> str:
    return "One more is not shown here." if count == 1 else f"{count} more are not shown here."


def trying(count: int) -> str:
    """The answer to *Try again*."""
    if not count:
        return "All of it is on its way already. There is nothing left to do here."
    return "I’m trying again now. If it does not work, I’ll tell you here."


def held_intro(since: datetime, count: int) -> str:
    things = "one reminder" if count == 1 else f"{count} reminders"
    return (
        f"*I was away, and {things} came due meanwhile.* I last looked: {when(since)}. What is "
        "more than a day late I have not sent: some of it may be settled already."
    )


def held_fallback() -> str:
    return "Reminders that came due while I was away: shall I send them?"


def held_line(item: Held, *, hidden: bool) -> str:
    """One reminder. `hidden`: the reader may not see that incident."""
    if hidden:
        return f"• A private recovery · due: {when(item.due)} · {mention(item.who)}"
    name = owed_name(item.key, item.incident) if item.key else "A note in the thread"
    whose = f" · {mention(item.who)}" if item.who else ""
    return f"• *{title(item.incident, 120)}*: {name} · due: {when(item.due)}{whose}"


def held_more(count: int) -> str:
    return "One more is not shown here." if count == 1 else f"{count} more are not shown here."


def held_next() -> str:
    return (
        f"*{SEND_THEM}*: everybody gets theirs in one message. *{LET_THEM_GO}*: nobody is reminded "
        "of these any more; what they are about stays on the list until it is done. If nobody "
        "presses either for three days, I’ll send them: better late than forgotten."
    )


def held_settled() -> str:
    return "✓ The reminders that came due while I was away are settled: nothing is left to decide."


def held_sent(by: str) -> str:
    return f"✓ {mention(by)} had the reminders sent that came due while I was away."


def held_sent_at_last() -> str:
    """Nobody decided."""
    return (
        "✓ Nobody had decided about the reminders that came due while I was away, so after three "
        "days I sent them."
    )


def held_let_go(by: str) -> str:
    return f"✓ {mention(by)} let the reminders go that came due while I was away."


def decided_already() -> str:
    return "That is decided already, so there is nothing left to do here. Thank you."


def sending(count: int) -> str:
    """The answer to *Send them now*."""
    return f"Done: {_reminders(count)} on the way, one message for each person."


def let_go(count: int) -> str:
    """The answer to *Let them go*."""
    return f"Done: {_reminders(count)} let go. `/mistake list` shows what is open."


def _reminders(count: int) -> str:
    return "one reminder" if count == 1 else f"{count} reminders"


def _named(item: Undelivered, *, hidden: bool) -> str:
    if item.incident is None:
        return "The weekly digest"
    about = "a private recovery" if hidden else f"*{title(item.incident, 120)}*"
    if item.kind == ParcelKind.REPEAT:
        return f"Word to the lead that {about} may be a repeat"
    if item.kind == ParcelKind.FETCH_WORDS:
        return f"The words of a marked message of {about}"
    return f"{_what(item, item.incident)} of {about}"


def _what(item: Undelivered, incident: Incident) -> str:
    if item.kind == ParcelKind.QUESTION:
        return "A question for the debrief"
    step = _step(incident, item.slot)
    if step:
        return f"The step *{step}*"
    if item.slot == CARD:
        return "The card"
    if item.slot == STORY:
        return "What happened, in full,"
    if promise_in(item.slot):
        return "A promise"
    if number_of(item.slot):
        return "A make-up"
    if item.slot == LEARNINGS:
        return "The debrief"
    if item.slot == PREVENTION:
        return "The list of actions"
    return "A reminder" if "reminder" in item.kind else "A note"


def _step(incident: Incident, slot: str) -> str:
    step = incident.playbook.step(step_of(slot) or "")
    return step.said if step else ""


def _place(target: str) -> str:
    return channel_link(target) if _is_channel(target) else "a direct message"


def _is_channel(target: str) -> bool:
    return target.startswith(("C", "G"))


def _why(item: Undelivered) -> str:
    error = item.error
    known = (_WHY if item.incident else _WHY | _WHY_NO_DIGEST).get(error)
    if known and _is_channel(item.target):
        return known
    if error.startswith("http_") or error in ("timeout", "connection_lost", "not_connected"):
        return f"Slack has not taken it for a long time (`{error}`). I go on trying, seldom"
    return f"Slack does not take it (`{error}`)"
