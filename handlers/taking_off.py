"""**Named by mistake?** in the form that corrects a customer's record."""

from bot.customer_commands import TakeOffCustomer
from bot.incident import Customer, Incident
from bot.taking_off import fault
from handlers import ids_contacts
from handlers.deps import Deps
from handlers.form_open import update_form
from handlers.form_values import Submission
from handlers.modals_incident import act
from handlers.payload import text
from handlers.replies import Reply, done, mend
from handlers.views import forms


def wanted(sent: Submission) -> bool:
    """Whether the form asks for it."""
    return bool(sent.choice(ids_contacts.TAKE_OFF))


async def take_off(
    deps: Deps, sent: Submission, incident: Incident, customer: Customer, offset: int
) -> Reply:
    """They are taken off, and the list below the form, from `offset`, is shown afresh."""
    told_too = sent.choice(ids_contacts.TAKE_OFF) == ids_contacts.TAKE_OFF_TOLD
    refusal = fault(incident, customer, told_too=told_too)
    if refusal:
        # What stands beside a field has no bold words.
        return mend({ids_contacts.TAKE_OFF: refusal.text.replace("*", "")})
    outcome = await act(deps, sent, TakeOffCustomer(sent.user, customer.name, told_too))
    below = text(sent.view, "previous_view_id")
    if below and outcome and outcome.incident:
        view = forms.contacts(sent.meta, outcome.incident, offset=offset)
        deps.tasks.spawn(update_form(deps, below, view), "contacts")
    return done()
