"""The rungs of each ladder in words: why you, why now, what next.

Kind ones: whoever reads them may have a bad day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from bot.incident import Rung
from bot.text import mention, when


class Kind(StrEnum):
    """What sort of thing is owed."""

    UPDATE = "update"
    STEP = "step"
    DEBRIEF = "debrief"
    CLOSING = "closing"
    CHECK_BACK = "check_back"


@dataclass(frozen=True)
class Facts:
    """What the sentences speak of. `title`, `customers`, `step`, `done_when` are finished mrkdwn;
    `customers_first` begins a sentence; `who` is a user id; `due` is UTC. `missing`: for closing,
    what stands in its way, as finished sentences."""

    title: str
    customers: str
    customers_first: str
    step: str
    done_when: str
    who: str
    due: datetime
    missing: str = ""


def _update_soon(facts: Facts) -> str:
    return (
        f"*{facts.title}*\nThe next word to {facts.customers} is due: {when(facts.due)}\n"
        "You are the owner, so it is yours to give. A few words are enough, even if nothing has "
        "changed. Then press *Done* and note what they heard."
    )


def _update_due(facts: Facts) -> str:
    return (
        f"*{facts.title}*\n{facts.customers_first} should have heard from us by now (due: "
        f"{when(facts.due)}), and you are the owner. Have you told them? Press *Done* and note "
        "what they heard. If not, a few words are enough, even if nothing has changed."
    )


def _update_lead(facts: Facts) -> str:
    return (
        f"*{facts.title}*\n{facts.customers_first} should have heard from us by now (due: "
        f"{when(facts.due)}). {mention(facts.who)} is the owner and has been reminded; you get "
        "this as the team’s lead. Ask what would help, or press *Hand over* so that someone else "
        "can speak to them."
    )


def _update_thread(facts: Facts) -> str:
    return (
        f"⏰ {facts.customers_first} should have heard from us by now (due: {when(facts.due)}). "
        f"{mention(facts.who)}, or whoever can speak to them: say where things stand, then press "
        "*Update the customer* and note what they heard."
    )


def _step_soon(facts: Facts) -> str:
    return (
        f"*{facts.title}*\n*{facts.step}* is with you · *By:* {when(facts.due)}\n"
        f"*Done looks like:* {facts.done_when}\nIs it so? Press *Done*."
    )


def _step_due(facts: Facts) -> str:
    return (
        f"*{facts.title}*\n*{facts.step}* is with you. It was due: {when(facts.due)}\n"
        f"*Done looks like:* {facts.done_when}\nIs it so? Press *Done*. *Snooze* it if you need "
        "more time; *Hand over* if it is better with someone else."
    )


def _step_lead(facts: Facts) -> str:
    return (
        f"*{facts.title}*\n*{facts.step}* is still open (due: {when(facts.due)}). It is with "
        f"{mention(facts.who)}, who has been reminded; you get this as the team’s lead. Ask what "
        "would help, or press *Hand over* so that someone else can take it from here."
    )


def _step_thread(facts: Facts) -> str:
    return (
        f"⏰ *{facts.step}* is still open (due: {when(facts.due)}). It is with "
        f"{mention(facts.who)}.\n*Done looks like:* {facts.done_when}\n"
        "Can you help? Say so here. Is it so already? Press *Done*."
    )


def _debrief_soon(facts: Facts) -> str:
    return (
        f"*{facts.title}*\n*{facts.step}* is with you · *By:* {when(facts.due)}\n"
        "Half an hour with everyone involved is enough. Afterwards press *Done* and note what "
        "others can learn."
    )


def _debrief_due(facts: Facts) -> str:
    return (
        f"*{facts.title}*\n*{facts.step}* is with you. It was due: {when(facts.due)}\n"
        "Have you talked it over? Press *Done* and note what others can learn. If not, agree on a "
        "time with everyone involved, and *Snooze* this until then."
    )


def _debrief_lead(facts: Facts) -> str:
    return (
        f"*{facts.title}*\n*{facts.step}* is still open (due: {when(facts.due)}). It is with "
        f"{mention(facts.who)}, who has been reminded; you get this as the team’s lead. Help to "
        "find half an hour, or press *Hand over*."
    )


def _debrief_thread(facts: Facts) -> str:
    return (
        f"⏰ *{facts.step}* is still open (due: {when(facts.due)}). It is with "
        f"{mention(facts.who)}. Talk it over while it is fresh: nobody is on trial. Then press "
        "*Done* and note what others can learn."
    )


def _closing_soon(facts: Facts) -> str:
    return (
        f"*{facts.title}*\nEvery step is done or skipped, and you are the owner. Is it over? Then "
        f"press *Close…* below. Is something missing? Say so in its thread.{_lacking(facts)}"
    )


def _closing_due(facts: Facts) -> str:
    return (
        f"*{facts.title}*\nEvery step is done or skipped, but it is still open, and you are the "
        "owner. Is it over? Then press *Close…* below. Is something missing? Say so in its thread, "
        f"or open that step again.{_lacking(facts)}"
    )


def _closing_lead(facts: Facts) -> str:
    return (
        f"*{facts.title}*\nEvery step is done or skipped, but it is still open. "
        f"{mention(facts.who)} is the owner and has been reminded; you get this as the team’s "
        f"lead. Ask what is missing. If nothing is, press *Close…* below.{_lacking(facts)}"
    )


def _closing_thread(facts: Facts) -> str:
    return (
        f"⏰ Every step is done or skipped. {mention(facts.who)}, or whoever knows how it stands: "
        f"press *Close…*, or say here what is missing.{_lacking(facts)}"
    )


def _lacking(facts: Facts) -> str:
    """A line of its own for what stands in the way of closing."""
    return f"\n*Before that:* {facts.missing}" if facts.missing else ""


def _check_back_soon(facts: Facts) -> str:
    return (
        f"*{facts.title}*\nSoon it is time to ask {facts.customers} how it went (due: "
        f"{when(facts.due)}). It is with you. Did we put it right, would they stay, would they "
        "recommend us? Ask them, then press *Done*."
    )


def _check_back_due(facts: Facts) -> str:
    return (
        f"*{facts.title}*\nIt is time to ask {facts.customers} how it went, and it is with you. "
        "Did we put it right, would they stay, would they recommend us? Ask them, then press "
        "*Done*. If now is a bad moment, *Snooze* it."
    )


def _check_back_lead(facts: Facts) -> str:
    return (
        f"*{facts.title}*\nIt is time to ask {facts.customers} how it went (due: "
        f"{when(facts.due)}). It is with {mention(facts.who)}, who has been reminded; you get this "
        "as the team’s lead. Ask what would help, or press *Hand over*."
    )


def _check_back_thread(facts: Facts) -> str:
    return (
        f"⏰ It is time to ask {facts.customers} how it went (due: {when(facts.due)}). "
        f"{mention(facts.who)}, or whoever knows them well: ask them whether we put it right, "
        "whether they would stay and recommend us, then press *Done*."
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
        (Kind.CLOSING, Rung.HEADS_UP): _closing_soon,
        (Kind.CLOSING, Rung.OWNER): _closing_due,
        (Kind.CLOSING, Rung.LEAD): _closing_lead,
        (Kind.CLOSING, Rung.THREAD): _closing_thread,
        (Kind.CHECK_BACK, Rung.HEADS_UP): _check_back_soon,
        (Kind.CHECK_BACK, Rung.OWNER): _check_back_due,
        (Kind.CHECK_BACK, Rung.LEAD): _check_back_lead,
        (Kind.CHECK_BACK, Rung.THREAD): _check_back_thread,
    }
)


def reminder(kind: Kind, rung: Rung, facts: Facts) -> str:
    """What to say about one thing on that rung of the ladder (never `Rung.OVER`)."""
    return _SENTENCES[kind, rung](facts)
