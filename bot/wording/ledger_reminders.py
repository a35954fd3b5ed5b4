"""Reminders of promises and of actions that prevent: why you, why now, what next."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.incident import Rung
from bot.ledger import ActionState, PromiseState
from bot.text import mention, when
from bot.wording.ladders import Facts

NOT_KEPT = "It won’t be kept"


def _promise_soon(facts: Facts) -> str:
    return (
        f"*{facts.title}*\n{facts.customers_first} can rely on this: {facts.step} · *By:* "
        f"{when(facts.due)}\nIt is with you, and there is still time. If it will not work out, "
        "tell them now, agree on another time, and note it with *Change…* below. Once it is kept, "
        "press *Done*."
    )


def _promise_due(facts: Facts) -> str:
    return (
        f"*{facts.title}*\n{facts.customers_first} could rely on this: {facts.step} · *Was due:* "
        f"{when(facts.due)}\nIt is with you. If it is kept, press *Done*. If not, tell them first "
        "where it stands. Then press *Done* once it is kept, late as it is, or *It won’t be kept*."
    )


def _promise_lead(facts: Facts) -> str:
    return (
        f"*{facts.title}*\n{facts.customers_first} could rely on this: {facts.step} · *Was due:* "
        f"{when(facts.due)}\n{mention(facts.who)} has it and has been reminded; you get this as "
        "the team’s lead. Ask what would help, or press *Hand over*, and see that the customer "
        "hears from us today."
    )


def _promise_thread(facts: Facts) -> str:
    return (
        f"⏰ We promised this, and it is not settled: {facts.step} (due: {when(facts.due)}). It is "
        f"with {mention(facts.who)}. Whoever can help: tell {facts.customers} where it stands, and "
        "press *Done* once it is kept."
    )


def _action_soon(facts: Facts) -> str:
    return (
        f"*{facts.title}*\nSo that it does not happen again, this is with you: {facts.step} · "
        f"*By:* {when(facts.due)}\nPress *Done* when it is done."
    )


def _action_due(facts: Facts) -> str:
    return (
        f"*{facts.title}*\nSo that it does not happen again, this is with you: {facts.step} · "
        f"*Was due:* {when(facts.due)}\nIf it is done, press *Done*. If you need more time, agree "
        "on another day, and note it with *Change…* below."
    )


def _action_lead(facts: Facts) -> str:
    return (
        f"*{facts.title}*\nSo that it does not happen again, this was agreed: {facts.step} · "
        f"*Was due:* {when(facts.due)}\n{mention(facts.who)} has it and has been reminded; you get "
        "this as the team’s lead. Ask what would help, or press *Hand over*."
    )


def _action_thread(facts: Facts) -> str:
    return (
        f"⏰ So that it does not happen again, this was agreed: {facts.step} (due: "
        f"{when(facts.due)}). It is with {mention(facts.who)}. Whoever can help: say so here, and "
        "press *Done* when it is done."
    )


PROMISE: Mapping[Rung, Callable[[Facts], str]] = MappingProxyType(
    {
        Rung.HEADS_UP: _promise_soon,
        Rung.OWNER: _promise_due,
        Rung.LEAD: _promise_lead,
        Rung.THREAD: _promise_thread,
    }
)
ACTION: Mapping[Rung, Callable[[Facts], str]] = MappingProxyType(
    {
        Rung.HEADS_UP: _action_soon,
        Rung.OWNER: _action_due,
        Rung.LEAD: _action_lead,
        Rung.THREAD: _action_thread,
    }
)


def agreed_anew(facts: Facts) -> str:
    """In place of a reminder of a promise or an action that has another time or person now."""
    return f"→ With {mention(facts.who)} now · by: {when(facts.due)} · {facts.step} · {facts.title}"


_ENDED: Mapping[PromiseState | ActionState, str] = MappingProxyType(
    {
        PromiseState.KEPT: "✓ Kept",
        PromiseState.KEPT_LATE: "✓ Kept, late",
        PromiseState.BROKEN: "Not kept",
        PromiseState.RELEASED: "No longer needed",
        ActionState.DONE: "✓ Done",
        ActionState.DROPPED: "Won’t be done",
    }
)


def ended(state: PromiseState | ActionState, facts: Facts) -> str:
    """In place of a reminder of a promise or an action that is settled."""
    return f"{_ENDED[state]}: {facts.step} · {facts.title}"
