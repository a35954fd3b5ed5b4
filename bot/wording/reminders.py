"""Reminders: why you, why now, what next. Kind ones: whoever reads them may have a bad day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from bot.incident import Rung
from bot.text import mention, when

DONE = "Done"
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


class Kind(StrEnum):
    """What sort of thing is owed."""

    UPDATE = "update"
    STEP = "step"
    DEBRIEF = "debrief"
    CHECK_BACK = "check_back"


@dataclass(frozen=True)
class Facts:
    """What the sentences speak of. `title`, `customers`, `step`, `done_when` are finished mrkdwn;
    `customers_first` begins a sentence; `who` is a user id; `due` is UTC."""

    title: str
    customers: str
    customers_first: str
    step: str
    done_when: str
    who: str
    due: datetime


def _update_soon(facts: Facts) -> str:
    return (
        f"*{facts.title}*\nThe next word to {facts.customers} is due {when(facts.due)}. You lead "
        "this one, so it is yours to give. Say where things stand, even if nothing has changed, "
        "then press *Done* and note what they heard."
    )


def _update_due(facts: Facts) -> str:
    return (
        f"*{facts.title}*\n{facts.customers_first} should have heard from us by "
        f"{when(facts.due)}, and you lead this one. If you have told them, press *Done* and note "
        "what they heard. If not, now is a good moment: a few words are enough, even if nothing "
        "has changed."
    )


def _update_lead(facts: Facts) -> str:
    return (
        f"*{facts.title}*\n{facts.customers_first} should have heard from us by "
        f"{when(facts.due)}, and no word is noted yet. {mention(facts.who)} leads this one and has "
        "been reminded; you get this as the team’s lead. Ask what would help, or press "
        "*Hand over* so that someone else can speak to them today."
    )


def _update_thread(facts: Facts) -> str:
    return (
        f"⏰ {facts.customers_first} should have heard from us by {when(facts.due)}. "
        f"{mention(facts.who)}, or whoever can speak to them now: say where things stand, then "
        "press *Update the customer* and note what they heard."
    )


def _step_soon(facts: Facts) -> str:
    return (
        f"*{facts.title}*\n*{facts.step}* is with you and due {when(facts.due)}. {facts.done_when} "
        "Press *Done* when that is so."
    )


def _step_due(facts: Facts) -> str:
    return (
        f"*{facts.title}*\n*{facts.step}* is with you and was due {when(facts.due)}. "
        f"{facts.done_when} If that is so, press *Done*. If you need more time, *Snooze* it; if it "
        "is better with someone else, *Hand over*."
    )


def _step_lead(facts: Facts) -> str:
    return (
        f"*{facts.title}*\n*{facts.step}* was due {when(facts.due)} and is still open. It is with "
        f"{mention(facts.who)}, who has been reminded; you get this as the team’s lead. Ask what "
        "would help, or press *Hand over* so that someone else can lead from here."
    )


def _step_thread(facts: Facts) -> str:
    return (
        f"⏰ *{facts.step}* has been waiting since {when(facts.due)}, with {mention(facts.who)}. "
        f"{facts.done_when} Whoever can help: say so here, and press *Done* when it is so."
    )


def _debrief_soon(facts: Facts) -> str:
    return (
        f"*{facts.title}*\nThe *{facts.step}* is due {when(facts.due)} and you have it. Half an "
        "hour with everyone involved is enough. Press *Done* afterwards and note what others can "
        "learn."
    )


def _debrief_due(facts: Facts) -> str:
    return (
        f"*{facts.title}*\nThe *{facts.step}* was due {when(facts.due)} and you have it. If you "
        "have talked it over, press *Done* and note what others can learn. If not, choose a time "
        "with everyone involved now and *Snooze* this until then."
    )


def _debrief_lead(facts: Facts) -> str:
    return (
        f"*{facts.title}*\nThe *{facts.step}* was due {when(facts.due)} and has not been noted "
        f"yet. {mention(facts.who)} has it and has been reminded; you get this as the team’s lead. "
        "Help to find a time, or press *Hand over*."
    )


def _debrief_thread(facts: Facts) -> str:
    return (
        f"⏰ The *{facts.step}* has been waiting since {when(facts.due)}, with "
        f"{mention(facts.who)}. Talk it over while it is fresh: nobody is on trial. Then press "
        "*Done* and note what others can learn."
    )


def _check_back_soon(facts: Facts) -> str:
    return (
        f"*{facts.title}*\nSoon it is time to ask {facts.customers} how it went: "
        f"{when(facts.due)}. You led this one. Ask whether they are content, and whether they "
        "would recommend us, then press *Done*."
    )


def _check_back_due(facts: Facts) -> str:
    return (
        f"*{facts.title}*\nIt is time to ask {facts.customers} how it went. You led this one. Ask "
        "whether they are content, and whether they would recommend us, then press *Done*. If now "
        "is a bad moment, *Snooze* it."
    )


def _check_back_lead(facts: Facts) -> str:
    return (
        f"*{facts.title}*\nSince {when(facts.due)} it has been time to ask {facts.customers} how "
        f"it went. {mention(facts.who)} led this one and has been reminded; you get this as the "
        "team’s lead. Ask what would help, or press *Hand over*."
    )


def _check_back_thread(facts: Facts) -> str:
    return (
        f"⏰ Since {when(facts.due)} it has been time to ask {facts.customers} how it went. "
        f"{mention(facts.who)}, or whoever knows them well: ask whether they are content, then "
        "press *Done*."
    )


_SENTENCES: Mapping[tuple[Kind, Rung], Callable[[Facts], str]] = MappingProxyType(
    {
        (Kind.UPDATE, Rung.HEADS_UP): _update_soon,
        (Kind.UPDATE, Rung.OWNER): _update_due,
        (Kind.UPDATE, Rung.LEAD): _update_lead,
        (Kind.UPDATE, Rung.THREAD): _update_thread,
        (Kind.STEP, Rung.HEADS_UP): _step_soon,
        (Kind.STEP, Rung.OWNER): _step_due,
        (Kind.STEP, Rung.LEAD): _step_lead,
        (Kind.STEP, Rung.THREAD): _step_thread,
        (Kind.DEBRIEF, Rung.HEADS_UP): _debrief_soon,
        (Kind.DEBRIEF, Rung.OWNER): _debrief_due,
        (Kind.DEBRIEF, Rung.LEAD): _debrief_lead,
        (Kind.DEBRIEF, Rung.THREAD): _debrief_thread,
        (Kind.CHECK_BACK, Rung.HEADS_UP): _check_back_soon,
        (Kind.CHECK_BACK, Rung.OWNER): _check_back_due,
        (Kind.CHECK_BACK, Rung.LEAD): _check_back_lead,
        (Kind.CHECK_BACK, Rung.THREAD): _check_back_thread,
    }
)


def reminder(kind: Kind, rung: Rung, facts: Facts) -> str:
    """What to say about one thing on that rung of the ladder (never `Rung.OVER`)."""
    return _SENTENCES[kind, rung](facts)


def nobody_there(facts: Facts) -> str:
    """For the lead, where whoever has it cannot be reached any more."""
    return (
        f"*{facts.title}*\n*{facts.step}* is due {when(facts.due)}. It is with "
        f"{mention(facts.who)}, whose account is no longer active, so you get this as the team’s "
        "lead. Press *Hand over* and choose who leads from here."
    )


def not_reached(facts: Facts) -> str:
    """For the lead, where whoever has it did not get their reminder."""
    return (
        f"*{facts.title}*\n*{facts.step}* is due {when(facts.due)}. It is with "
        f"{mention(facts.who)}, whom I can’t reach by direct message, so you get this as the "
        "team’s lead. Have a word with them, or press *Hand over* and choose who leads from here."
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


def snoozed(facts: Facts, until: datetime) -> str:
    return f"💤 Snoozed until {when(until)}: {facts.step} · {facts.title}"


def moved(facts: Facts) -> str:
    return f"→ With {mention(facts.who)} now: {facts.step} · {facts.title}"


def stopped(facts: Facts) -> str:
    return f"🔕 No more reminders: {facts.step} · {facts.title}"


def update_name() -> str:
    """What the next word to a customer is called where steps are called by their names."""
    return "Next word to the customer"
