"""The rhythm of words to the customer (P14): each word sets when the next one is due."""

from datetime import datetime

from bot.change import replace
from bot.chasing import next_update
from bot.context import Context
from bot.incident import Customer, Incident
from bot.ledger import WordGiven


def running(incident: Incident) -> bool:
    """Whether updates are promised by the clock: until all that runs alongside is settled."""
    return incident.is_open and not all(
        incident.settled(step.id) for step in incident.playbook.alongside
    )


def started(incident: Incident, context: Context) -> Incident:
    """The incident with the clock to the next word set going now, where the rhythm runs."""
    if not running(incident):
        return ended(incident)
    due = next_update(incident, context.now, context)
    return replace(incident, update_since=context.now, next_update_at=due)


def ended(incident: Incident) -> Incident:
    """The incident with no further word promised."""
    return replace(incident, update_since=None, next_update_at=None)


def told(
    incident: Incident,
    *,
    by: str,
    at: datetime,
    words: str,
    way: str,
    names: tuple[str, ...],
    promised: datetime | None,
    context: Context,
) -> Incident:
    """The customers in `names` (none: all) heard from us; the next word is due as promised, or by
    the rhythm. Where `words` are not known (yet), the last known ones stay."""
    customers = tuple(
        replace(customer, told_at=at, told_by=by, way=way, words=words or customer.words)
        if _news(customer, names, at)
        else customer
        for customer in incident.customers
    )
    first = min(at, incident.first_told_at or at)
    given = incident.words_given
    if incident.next_update_at is not None:
        given = (*given, WordGiven(incident.next_update_at, at))
    incident = replace(incident, customers=customers, first_told_at=first, words_given=given)
    if promised is not None:
        return replace(incident, update_since=context.now, next_update_at=promised)
    return started(incident, context)


def quoted(incident: Incident, at: datetime, words: str) -> Incident:
    """The incident once it is known in which words the customers were told at `at` (UTC)."""
    customers = tuple(
        replace(customer, words=words) if customer.told_at == at else customer
        for customer in incident.customers
    )
    return replace(incident, customers=customers)


def _news(customer: Customer, names: tuple[str, ...], at: datetime) -> bool:
    """Whether a word at `at` is the last this customer heard from us."""
    meant = not names or customer.name in names
    return meant and (customer.told_at is None or customer.told_at <= at)


def named(names: tuple[str, ...], known: tuple[Customer, ...] = ()) -> tuple[Customer, ...]:
    """Customers by name, each once, keeping what is already known about them."""
    before = {customer.name: customer for customer in known}
    return tuple(before.get(name, Customer(name)) for name in dict.fromkeys(names))
