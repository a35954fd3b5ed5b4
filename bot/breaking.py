"""What a broken promise asks for: a word to whoever relied on it, soon (P14)."""

from datetime import timedelta

from bot import rhythm
from bot.context import Context
from bot.incident import Customer, Incident
from bot.ledger import Promise

TELL_WITHIN = timedelta(hours=1)


def relied_on(incident: Incident, promise: Promise) -> tuple[Customer, ...]:
    """The customers it was made to, as far as they are on the card."""
    meant = promise.customers
    return tuple(each for each in incident.customers if not meant or each.name in meant)


def word_soon(incident: Incident, promise: Promise, context: Context) -> Incident:
    """The incident with the next word to them due within the hour; whoever has just heard from us,
    or hears sooner anyway, is left as they were."""
    soon, named = context.now + TELL_WITHIN, bool(incident.customers)
    if not incident.is_open:
        return incident
    if not named and (incident.next_update_at is None or incident.next_update_at > soon):
        return rhythm.promised_to(incident, (), soon, context)
    names = tuple(
        each.name
        for each in relied_on(incident, promise)
        if not _just_heard(each, context) and (rhythm.next_to(incident, each) or soon) >= soon
    )
    return rhythm.promised_to(incident, names, soon, context) if names else incident


def _just_heard(customer: Customer, context: Context) -> bool:
    return customer.told_at is not None and customer.told_at > context.now - TELL_WITHIN
