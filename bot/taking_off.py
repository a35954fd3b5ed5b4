"""A customer who was named by mistake is taken off: one at a time, however many there are."""

from bot import rhythm
from bot.change import replace
from bot.chasing import follow
from bot.contacts import first_told
from bot.context import Context
from bot.customer_commands import TakeOffCustomer
from bot.effects import CARD, Effect, EntryKind, Outcome, Record, Show
from bot.incident import Customer, Incident
from bot.prompting import changed_prompts
from bot.steps import unchanged
from bot.wording import answers, contacts, notes
from bot.wording import taking_off as words


def fault(incident: Incident, customer: Customer, *, told_too: bool) -> answers.Answer | None:
    """Why that one cannot be taken off; None: they can. `told_too`: what is noted as said to them
    goes with them."""
    if not incident.is_open:
        return answers.incident_closed(incident.number)
    if any(customer.name in each.customers for each in incident.promises.values()):
        return words.promised()
    told = customer.told_at is not None or customer.words
    return words.told() if told and not told_too else None


def take_off(incident: Incident, command: TakeOffCustomer, context: Context) -> Outcome:
    """That one is no longer on the card; the timeline keeps who was, and what was said."""
    gone = next((each for each in incident.customers if each.name == command.customer), None)
    if gone is None:
        return unchanged(incident, contacts.gone())
    refusal = fault(incident, gone, told_too=command.told_too)
    if refusal:
        return unchanged(incident, refusal)
    stay = tuple(each for each in incident.customers if each is not gone)
    after = rhythm.with_customers(incident, stay, context)
    followed = follow(replace(after, first_told_at=first_told(incident, after)), context)
    said = notes.entry_taken_off(contacts.plainly([gone]))
    effects: tuple[Effect, ...] = (
        Show(CARD),
        *changed_prompts(incident, followed),
        Record(EntryKind.STATE, context.now, command.by, said),
    )
    return Outcome(followed, effects, words.taken_off(gone.name))
