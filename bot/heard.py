"""What the customers of an incident have heard, and what they can rely on."""

from dataclasses import dataclass
from datetime import datetime

from bot import rhythm
from bot.incident import Customer, Incident
from bot.ledger import Promise


@dataclass(frozen=True)
class Standing:
    """How the customers of an incident stand: those who heard from us, those nobody has told yet,
    and whether the last words of all who heard were the same, or no words of any are known."""

    told: tuple[Customer, ...]
    untold: tuple[Customer, ...]
    same_words: bool
    no_words: bool = False


def standing(incident: Incident) -> Standing:
    """How its customers stand. Words that are not known count as the same where they were given at
    the same moment."""
    told = tuple(each for each in incident.customers if each.told_at)
    untold = tuple(each for each in incident.customers if not each.told_at)
    same = len({each.words or each.told_at for each in told}) == 1
    return Standing(told, untold, same, not any(each.words for each in told))


def waiting(incident: Incident) -> tuple[tuple[datetime, tuple[Customer, ...]], ...]:
    """When the next words are due (UTC), soonest first, and to whom each goes."""
    found: dict[datetime, list[Customer]] = {}
    for customer in incident.customers:
        due = rhythm.next_to(incident, customer)
        if due is not None:
            found.setdefault(due, []).append(customer)
    return tuple((due, tuple(found[due])) for due in sorted(found))


def promises_to(incident: Incident, customer: Customer) -> tuple[Promise, ...]:
    """What that customer can rely on besides the next word, soonest first."""
    return tuple(
        each
        for each in incident.open_promises
        if not each.customers or customer.name in each.customers
    )
