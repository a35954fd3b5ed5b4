"""Promises to the customer: on the card, in the thread, on the timeline, and the private answers.

Timeline entries (`entry_…`) are plain text, and so is what a docstring says is; the rest is mrkdwn.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from bot.incident import Incident
from bot.ledger import PROMISE_LENGTH, Promise, PromiseState
from bot.text import link, mention, one_line, when
from bot.wording.answers import Answer, Offer
from bot.wording.promise_times import reminded
from bot.wording.terms import fit, plain

PROMISE = "Promise"
MORE_PROMISE = "Promise something…"
KEPT = "Kept"
NOT_KEPT = "Not kept"
CHANGE = "Change…"
RELEASE = "No longer needed…"
OPEN_AGAIN = "Open it again"
IN_TIME = "It was in time"
UPDATE_THE_CUSTOMER = "Update the customer"


def said(promise: Promise, limit: int = 200) -> str:
    """The promise in quotation marks, on one line."""
    return f"“{fit(one_line(promise.words), limit)}”"


def said_plain(words: str) -> str:
    """The same as plain text."""
    return f"“{plain(words, 200)}”"


def to_whom(promise: Promise) -> str:
    """“to ACME”, or nothing where all of the incident's customers are meant."""
    if not promise.customers:
        return ""
    names = [fit(one_line(name), 80) for name in promise.customers[:3]]
    more = len(promise.customers) - len(names)
    listed = ", ".join(names)
    return f" to {listed} and {more} more" if more else f" to {listed}"


# On the card and in lists


def on_card(promise: Promise) -> str:
    return f"*Promised{to_whom(promise)}:* {said(promise)} · *By:* {when(promise.due)}"


def more_on_card(count: int) -> str:
    if count == 1:
        return "One more promise is open. It is in the thread."
    return f"{count} more promises are open. They are in the thread."


def listed(incident: Incident, now: datetime) -> str:
    """The next promise of an incident in a list; empty without one."""
    if not incident.open_promises:
        return ""
    promise = incident.open_promises[0]
    if promise.due < now:
        return f"Promised: {said(promise, 80)} · ⚠️ late since: {when(promise.due)}"
    return f"Promised: {said(promise, 80)} · by: {when(promise.due)}"


# Its message in the thread


def open_line(promise: Promise) -> str:
    lines = [
        f"🤝 *Promised{to_whom(promise)}*",
        said(promise, PROMISE_LENGTH * 2),
        f"*By:* {when(promise.due)} · {mention(promise.owner)} sees to it",
    ]
    if promise.source_link:
        lines.append(link(promise.source_link, "Where it was said"))
    return "\n".join(lines)


_SETTLED: Mapping[PromiseState, str] = MappingProxyType(
    {
        PromiseState.KEPT: "✓ Promise kept",
        PromiseState.KEPT_LATE: "✓ Promise kept, later than we said",
        PromiseState.BROKEN: "Promise not kept",
        PromiseState.RELEASED: "Promise no longer needed",
    }
)


def settled_line(promise: Promise) -> str:
    """What stays of its message."""
    by, at = mention(promise.settled_by or promise.owner), when(promise.settled_at or promise.due)
    line = f"{_SETTLED[promise.state]}: {said(promise)} · {by} · {at}"
    if promise.reason:
        line += f"\n*Why:* {fit(promise.reason, 600)}"
    return line


def fallback(promise: Promise) -> str:
    """What a notification shows."""
    return f"Promised: {said(promise)}" if promise.is_open else settled_line(promise)


# On the timeline (plain text)


def entry_made(words: str) -> str:
    return f"Promised: {said_plain(words)}"


def entry_changed(words: str) -> str:
    return f"Promise changed: {said_plain(words)}"


def entry_settled(promise: Promise) -> str:
    line = f"{_SETTLED[promise.state].removeprefix('✓ ')}: {said_plain(promise.words)}"
    return f"{line}. {promise.reason}" if promise.reason else line


def entry_reopened(words: str) -> str:
    return f"Promise open again: {said_plain(words)}"


def entry_passed_on(words: str) -> str:
    return f"Handed over the promise {said_plain(words)}"


# What stands in the way of closing


def missing(promise: Promise) -> str:
    return (
        f"{said(promise, 120)} is promised (due: {when(promise.due)}). Say on its message in the "
        "thread whether it was kept, or why it is no longer needed."
    )


def outlives_closing(count: int) -> str:
    """Said where somebody closes over open promises."""
    if count == 1:
        return "The promise stays open, and whoever has it is still reminded of it."
    return "The promises stay open, and whoever has them is still reminded of them."


# Private answers


def made(promise: Promise, by: str, late: datetime | None = None) -> Answer:
    """`late`: when whoever has it first hears of it, where that is not before it is due."""
    return Answer(
        f"Noted: {said(promise)} · *By:* {when(promise.due)}\n{reminded(promise, by, late)}",
        Offer.CHANGE_PROMISE,
        CHANGE,
        promise.key,
    )


def made_beside(answer: Answer, known: Promise) -> Answer:
    """The same `answer` for a promise in the words of another one (`known`) for another time."""
    return replace(
        answer,
        text=f"{answer.text}\n*One thing:* the same words are noted for {when(known.due)} already. "
        f"If both are one promise, press ⋯ → *{RELEASE}* in the thread, on the one not meant.",
    )


def known_already(promise: Promise) -> Answer:
    return Answer(
        f"{said(promise)} is noted already. *By:* {when(promise.due)}",
        Offer.CHANGE_PROMISE,
        CHANGE,
        promise.key,
    )


def changed(promise: Promise, by: str = "", late: datetime | None = None) -> Answer:
    """`late` as above."""
    first = f"\n{reminded(promise, by, late)}" if late else ""
    return Answer(
        f"Changed: {said(promise)}, with {mention(promise.owner)} · *By:* {when(promise.due)}\n"
        f"If the customer knows another time, tell them about the new one.{first}"
    )


def too_long() -> Answer:
    return Answer(f"A promise fits into {PROMISE_LENGTH} characters. Please say it shorter.")


def words_needed() -> Answer:
    return Answer("Please say in a few words what was promised.")


def past(due: datetime) -> Answer:
    return Answer(f"That time has passed ({when(due)}). Choose one that is still to come.")


def too_far(due: datetime) -> Answer:
    return Answer(
        f"That is more than a year away ({when(due)}). Choose an earlier day: you can still move "
        "it on when it comes."
    )


def words_say_otherwise(words: datetime, promise: Promise) -> Answer:
    """The words name one time (UTC), and another one was chosen beside them."""
    return Answer(
        f"One thing: the words of {said(promise, 120)} say {when(words)}, and noted is "
        f"{when(promise.due)}. I remind you of what is noted. If the words are right, "
        f"*{CHANGE}* below sets it right.",
        Offer.CHANGE_PROMISE,
        CHANGE,
        promise.key,
    )


def gone() -> Answer:
    return Answer("I can’t find that promise any more, so nothing was changed.")


def settled_already(promise: Promise) -> Answer:
    by = mention(promise.settled_by or promise.owner)
    return Answer(
        f"{said(promise)} is settled already: {by} noted it. To change that, use the ⋯ menu on its "
        "message in the thread."
    )


def open_already(promise: Promise) -> Answer:
    return Answer(f"{said(promise)} is open already. Nothing to do.")


def opened_again(promise: Promise) -> Answer:
    return Answer(f"{said(promise)} is open again. *By:* {when(promise.due)}")


def kept(promise: Promise) -> Answer:
    return Answer(f"Thank you. {said(promise)} is kept.")


def kept_late(promise: Promise) -> Answer:
    return Answer(
        f"Thank you. {said(promise)} is noted as kept, later than we said. If it was done in time "
        "and only noted now, say so.",
        Offer.KEPT_IN_TIME,
        IN_TIME,
        promise.key,
    )


def broken(promise: Promise, customers: str, soon: datetime | None) -> Answer:
    """`soon`: by when they are to hear of it, None where they have just heard from us."""
    said = (
        f"Thank you for saying so. Now tell {customers} before they notice: that we did not keep "
        "it, and what they can rely on instead."
    )
    return Answer(
        f"{said} *Next word to them:* {when(soon)}" if soon else said,
        Offer.TELL,
        UPDATE_THE_CUSTOMER,
    )


def released(promise: Promise) -> Answer:
    return Answer(f"Noted that {said(promise)} is no longer needed. No more reminders about it.")


def reason_needed() -> Answer:
    return Answer("Please say in a few words why it is no longer needed, then send it again.")


def not_yours(promise: Promise, owner: str) -> Answer:
    if promise.owner == owner:
        return Answer(
            f"{mention(owner)} has this promise. Ask them, or your team’s lead, to change it."
        )
    return Answer(
        f"{mention(promise.owner)} has this promise and {mention(owner)} is the owner. Ask "
        "one of them, or your team’s lead, to change it."
    )


def passed_on(promise: Promise, to: str) -> Answer:
    return Answer(f"{mention(to)} sees to {said(promise)} from here. I’ve told them in the thread.")


def note_passed_on(promise: Promise, by: str, to: str) -> str:
    """Said in the thread."""
    if by == to:
        return f"{mention(to)} sees to {said(promise)} from here. Thank you for taking it on."
    return f"{mention(to)} sees to {said(promise)} from here, handed over by {mention(by)}."


def has_it_already(promise: Promise, to: str) -> Answer:
    return Answer(f"{mention(to)} has {said(promise)} already. Nothing was changed.")
