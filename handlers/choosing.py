"""Which customers a form is about, from the ticks and names in it."""

from bot.contacts import CUSTOMERS_MOST, NAME_LENGTH, known_names, new_names
from bot.incident import Incident
from bot.wording import modals as words
from handlers import ids, ids_contacts
from handlers.form_values import Submission


def name_faults(sent: Submission, incident: Incident) -> dict[str, str]:
    """What to mend in the names that are new: they are too many, or one is too long."""
    added = new_names(incident, sent.names(ids_contacts.NEW_CUSTOMERS))
    if any(len(name) > NAME_LENGTH for name in added):
        return {ids_contacts.NEW_CUSTOMERS: words.name_too_long(NAME_LENGTH)}
    if added and len(incident.customers) + len(added) > CUSTOMERS_MOST:
        return {ids_contacts.NEW_CUSTOMERS: words.too_many_customers(CUSTOMERS_MOST)}
    return {}


def faults(sent: Submission, incident: Incident) -> dict[str, str]:
    """The same, and whether nobody was chosen at all."""
    nobody = not (_ticked(sent, incident) or sent.names(ids_contacts.NEW_CUSTOMERS))
    if sent.has(ids.CUSTOMERS) and nobody:
        return {ids.CUSTOMERS: words.choose_customers()}
    return name_faults(sent, incident)


def chosen(sent: Submission, incident: Incident) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of those on the card who are meant, none meaning all of them; and the names that
    are new."""
    written = sent.names(ids_contacts.NEW_CUSTOMERS)
    added = new_names(incident, written)
    ticked = dict.fromkeys((*_ticked(sent, incident), *known_names(incident, written)))
    everyone = not sent.has(ids.CUSTOMERS) or len(ticked) == len(incident.customers)
    if everyone and not added:
        return (), ()
    if not sent.has(ids.CUSTOMERS):
        return tuple(each.name for each in incident.customers), added
    return tuple(ticked), added


def _ticked(sent: Submission, incident: Incident) -> tuple[str, ...]:
    keys = set(sent.choices(ids.CUSTOMERS))
    if not keys and ids_contacts.EVERYONE_YES in sent.choices(ids_contacts.EVERYONE):
        return tuple(each.name for each in incident.customers)
    return tuple(each.name for each in incident.customers if ids.short_key(each.name) in keys)
