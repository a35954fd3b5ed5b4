"""The rhythm of words to the customer (P14): each word sets when the next one is due."""

from datetime import datetime

from bot.change import replace
from bot.chasing import next_update
from bot.context import Context
from bot.customer_commands import Heard, Slip
from bot.incident import Customer, Incident
from bot.ledger import WordGiven
from bot.playbook import Rhythm, Step


def running(incident: Incident) -> bool:
    """Whether updates are promised by the clock: until all that runs alongside is settled, or
    where nothing does, all that the customer has a part in."""
    return incident.is_open and not all(incident.settled(step.id) for step in _lasting(incident))


def runs_on(incident: Incident, step: Step) -> bool:
    """Whether they still are once that step is settled."""
    return running(incident) and any(
        step.id not in (each.id, each.ends_with) and not incident.settled(each.id)
        for each in _lasting(incident)
    )


def _lasting(incident: Incident) -> tuple[Step, ...]:
    ours = (Rhythm.DEBRIEF, Rhythm.AFTER_CLOSING)
    playbook = incident.playbook
    return playbook.alongside or tuple(each for each in playbook.line if each.rhythm not in ours)


def started(incident: Incident, context: Context) -> Incident:
    """The incident with the clock to the next word set going now, where the rhythm runs."""
    due = next_update(incident, context.now, context) if running(incident) else None
    return _to_everyone(incident, due, context)


def on_the_clock_of(incident: Incident, user: str, context: Context) -> Incident:
    """The incident once it is known by which clock `user` lives: where it is theirs, and the rhythm
    has set the next word by another, it is set anew. What a person has chosen stays."""
    since = incident.update_since
    if user != incident.owner or since is None or apart(incident):
        return incident
    unknown = replace(context, people={})
    if incident.next_update_at != next_update(incident, since, unknown):
        return incident
    return replace(incident, next_update_at=next_update(incident, since, context))


def ended(incident: Incident) -> Incident:
    """The incident with no further word promised."""
    return replace(_together(incident), update_since=None, next_update_at=None)


def next_to(incident: Incident, customer: Customer) -> datetime | None:
    """When that customer is to hear from us next (UTC); None: no word is promised."""
    return customer.next_at if apart(incident) else incident.next_update_at


def apart(incident: Incident) -> bool:
    """Whether its customers wait for different times: then each has a time of its own, or none."""
    return any(customer.next_at for customer in incident.customers)


def next_in_turn(incident: Incident) -> tuple[Customer, ...]:
    """The customers to whom the next word is due."""
    due = incident.next_update_at
    return tuple(each for each in incident.customers if next_to(incident, each) == due)


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
    if (promised_by := _promised_by(incident, names)) is not None:
        to_nobody = () if incident.customers else (by, way, words)
        given = (*given, WordGiven(promised_by, at, *to_nobody))
    heard = replace(incident, customers=customers, first_told_at=first, words_given=given)
    due = promised
    if due is None and running(incident):
        due = next_update(incident, context.now, context)
    return promised_to(heard, names, due, context)


def _promised_by(incident: Incident, names: tuple[str, ...]) -> datetime | None:
    """By when those in `names` (none: all) were to hear from us, the soonest of them."""
    theirs = [next_to(incident, each) for each in incident.customers if each.name in names]
    return min((due for due in theirs if due), default=None) if names else incident.next_update_at


def promised_to(
    incident: Incident, names: tuple[str, ...], due: datetime | None, context: Context
) -> Incident:
    """The next word to the customers in `names` (none: all) is due then; the others wait as they
    did, so that nobody is forgotten because somebody else was told."""
    if not names or all(customer.name in names for customer in incident.customers):
        return _to_everyone(incident, due, context)
    customers = tuple(
        replace(each, next_at=due if each.name in names else next_to(incident, each))
        for each in incident.customers
    )
    return with_customers(incident, customers, context)


def _to_everyone(incident: Incident, due: datetime | None, context: Context) -> Incident:
    since = context.now if due else None
    return replace(_together(incident), update_since=since, next_update_at=due)


def _together(incident: Incident) -> Incident:
    if not apart(incident):
        return incident
    customers = tuple(replace(customer, next_at=None) for customer in incident.customers)
    return replace(incident, customers=customers)


def with_customers(
    incident: Incident, customers: tuple[Customer, ...], context: Context
) -> Incident:
    """The incident with these customers, each with its own next word; the soonest of them is the
    incident's, and where all wait for the same it is the incident's alone."""
    changed = replace(incident, customers=customers)
    if not customers or not (apart(incident) or apart(changed)):
        return changed
    dues = {customer.next_at for customer in customers}
    soonest = min((due for due in dues if due), default=None)
    kept = soonest == incident.next_update_at
    since = incident.update_since if kept else context.now
    together = _together(changed) if len(dues) == 1 else changed
    since = since if soonest else None
    return replace(together, next_update_at=soonest, update_since=since)


def quoted(incident: Incident, at: datetime, words: str) -> Incident:
    """The incident once it is known in which words the customers were told at `at` (UTC)."""
    customers = tuple(
        replace(customer, words=words) if customer.told_at == at else customer
        for customer in incident.customers
    )
    given = tuple(
        replace(each, words=words) if each.by and each.at == at else each
        for each in incident.words_given
    )
    return replace(incident, customers=customers, words_given=given)


def untold(incident: Incident, slip: Slip, context: Context) -> Incident:
    """The incident where what was noted as told was a slip: who heard from us before is where they
    were, and the next word is due when it was."""
    customers = tuple(
        _before(each, slip.left) if each.told_at in slip.noted else each
        for each in incident.customers
    )
    given = tuple(each for each in incident.words_given if each.at not in slip.noted)
    first = incident.first_told_at
    if first in slip.noted:
        first = min((each.told_at for each in customers if each.told_at), default=None)
    left = replace(incident, customers=customers, words_given=given, first_told_at=first)
    due = _due_before(incident, slip, context)
    began = max((each.at for each in given), default=incident.opened_at)
    return replace(left, update_since=began, next_update_at=due) if due and began < due else left


def _due_before(incident: Incident, slip: Slip, context: Context) -> datetime | None:
    """When the next word was due before the slip; None: what is promised now stays, because
    somebody chose it, or another word came since."""
    last, since = incident.words_given[-1:], incident.update_since
    if not last or last[0].at not in slip.noted or since is None or apart(incident):
        return None
    by_rhythm = incident.next_update_at == next_update(incident, since, context)
    return last[0].due if by_rhythm else None


def _before(customer: Customer, left: tuple[Heard, ...]) -> Customer:
    """That customer with the last of what is `left` to them. Where nobody knows whether any of it
    was theirs, the contact stays, without words."""
    theirs = [each for each in left if each.to is None or customer.name in each.to]
    if theirs:
        last = max(theirs, key=lambda each: each.at)
        return replace(customer, told_at=last.at, told_by=last.by, way="", words=last.words)
    if any(each.to is not None and not each.to for each in left):
        return replace(customer, words="")
    return replace(customer, told_at=None, told_by=None, way="", words="")


def caught_up(incident: Incident) -> Incident:
    """Where customers are named for the first time, what was told while nobody was named is what
    they have heard."""
    given = [each for each in incident.words_given if each.by]
    if not given:
        return incident
    last = max(given, key=lambda each: each.at)
    customers = tuple(
        replace(each, told_at=last.at, told_by=last.by, way=last.way, words=last.words)
        for each in incident.customers
    )
    return replace(incident, customers=customers)


def _news(customer: Customer, names: tuple[str, ...], at: datetime) -> bool:
    """Whether a word at `at` is the last this customer heard from us."""
    meant = not names or customer.name in names
    return meant and (customer.told_at is None or customer.told_at <= at)


def named(names: tuple[str, ...], before: Incident | None = None) -> tuple[Customer, ...]:
    """Customers by name, each once whatever their capitals, keeping what is known about them in the
    incident `before`. Who is new there hears from us with the next word there is."""
    customers = before.customers if before else ()
    known = {each.name: each for each in customers}
    alike = {each.name.casefold(): each for each in reversed(customers)}
    due = before.next_update_at if before and apart(before) else None
    found: dict[str, Customer] = {}
    for name in names:
        meant = known.get(name) or alike.setdefault(name.casefold(), Customer(name, next_at=due))
        found.setdefault(meant.name, meant)
    return tuple(found.values())
