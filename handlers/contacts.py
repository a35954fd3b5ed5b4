"""The contact records of an incident's customers: shown, turned over, corrected."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot import contacts, rhythm
from bot.customer_commands import CorrectContact
from bot.incident import Customer, Incident
from bot.wording import contacts as words
from bot.wording import faults, first
from handlers import ids, ids_contacts, taking_off
from handlers.deps import Deps
from handlers.fields_shown import exact, remember, since_opened, told_of
from handlers.form_open import open_form, push_form, update_form
from handlers.form_values import Submission
from handlers.modals_incident import act, incident_of
from handlers.parse import Press
from handlers.payload import text
from handlers.people import meet
from handlers.replies import Reply, done, mend, mend_all
from handlers.views import forms


async def show(deps: Deps, press: Press, incident: Incident) -> None:
    """**Customers**."""
    view = forms.contacts(press.meta, incident, offset=0)
    await open_form(deps, trigger=press.trigger, view=view, user=press.user, place=press.place)


async def turn(deps: Deps, press: Press, incident: Incident) -> None:
    """Another part of the list."""
    subject = press.subject
    offset = int(subject) if subject.isascii() and subject.isdigit() and len(subject) < 7 else 0
    view, seen = forms.contacts(press.meta, incident, offset=offset), text(press.view, "hash")
    deps.tasks.spawn(update_form(deps, text(press.view, "id"), view, seen), "contacts")


async def begin(deps: Deps, press: Press, incident: Incident) -> None:
    """The form over the list, for one of them."""
    customer = _of(incident, press.subject)
    if customer is None:
        return
    meta = replace(press.meta, customer=press.subject)
    view = remember(forms.contact(meta, incident, customer), deps.clock())
    await push_form(deps, trigger=press.trigger, view=view, user=press.user, place=press.place)


def _of(incident: Incident, key: str) -> Customer | None:
    return next((each for each in incident.customers if ids.short_key(each.name) == key), None)


async def correct(deps: Deps, sent: Submission) -> Reply:
    """A record was corrected; the list below the form is shown afresh."""
    incident = await incident_of(deps, sent)
    before = _of(incident, sent.meta.customer)
    if before is None:
        return mend_all(sent, words.gone().text)
    if taking_off.wanted(sent):
        return await taking_off.take_off(deps, sent, incident, before, _place(incident, before))
    since = since_opened(sent, forms.contact(sent.meta, incident, before))
    sent, due = since.sent, rhythm.next_to(incident, before)
    command = CorrectContact(
        by=sent.user,
        customer=before.name,
        name=sent.line(ids_contacts.NAME),
        told_by=_speaker(sent, incident, before),
        told_at=exact(sent.moment(ids.TOLD_AT), before.told_at),
        way=sent.choice(ids.WAY),
        words=sent.line(ids.WORDS),
        next_at=exact(sent.moment(ids.NEXT_UPDATE_AT), due) if incident.is_open else due,
    )
    found = _faults(deps, incident, before, command) | await told_of(deps, since, incident)
    if found:
        return mend(found)
    outcome = await act(deps, sent, command)
    meet(deps, sent.team, command.told_by or sent.user)
    below = text(sent.view, "previous_view_id")
    if below and outcome and outcome.incident:
        view = forms.contacts(sent.meta, outcome.incident, offset=_place(incident, before))
        deps.tasks.spawn(update_form(deps, below, view), "contacts")
    return done()


def _speaker(sent: Submission, incident: Incident, before: Customer) -> str | None:
    """Who speaks to them; where nobody in particular does, it stays whoever is the owner."""
    chosen = sent.person(ids_contacts.TOLD_BY)
    return None if before.told_by is None and chosen == incident.owner else chosen or None


def _place(incident: Incident, customer: Customer) -> int:
    """Where the part of the list begins that the customer stands in."""
    at = incident.customers.index(customer)
    return at - at % forms.CONTACTS_PAGE


def _faults(
    deps: Deps, incident: Incident, before: Customer, command: CorrectContact
) -> dict[str, str]:
    now, found = deps.clock(), dict[str, str]()
    fault = contacts.name_fault(incident, before.name, command.name)
    if fault:
        found[ids_contacts.NAME] = fault.text
    if command.told_at and command.told_at > now:
        found[ids.TOLD_AT] = faults.in_the_future()
    elif command.told_at and command.told_at != before.told_at:
        early = first.told_when(incident, command.told_at)
        found |= {ids.TOLD_AT: early} if early else {}
    due = command.next_at
    late = faults.next_word(due, now)
    if late and due != rhythm.next_to(incident, before):
        found[ids.NEXT_UPDATE_AT] = late
    return found


PRESSES: Mapping[str, Callable[[Deps, Press, Incident], Awaitable[None]]] = {
    ids_contacts.CONTACTS: show,
    ids_contacts.CONTACTS_PAGE: turn,
    ids_contacts.CONTACT_CORRECT: begin,
}
MENUS: Mapping[tuple[str, str], Callable[[Deps, Press, Incident], Awaitable[None]]] = {
    (ids.CARD_MORE, ids_contacts.CHOICE_CONTACTS): show,
}
