"""The contact record of a customer: who speaks to them, how, when last, in which words, and what
they can rely on next. What was noted can be corrected."""

from datetime import datetime

from bot import rhythm
from bot.change import replace
from bot.chasing import follow
from bot.context import Context
from bot.customer_commands import CorrectContact
from bot.effects import CARD, Effect, EntryKind, Outcome, Record, Show, promise_slot
from bot.forms import WAYS
from bot.incident import Customer, Incident
from bot.ledger import Promise
from bot.prompting import changed_prompts
from bot.steps import unchanged
from bot.text import clean, one_line
from bot.wording import answers
from bot.wording import contacts as words

CUSTOMERS_MOST = 200  # of one incident
NAME_LENGTH = 300


def new_names(incident: Incident, names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `names` that are not on the card yet, each on one line and once, whatever their
    capitals."""
    known = {each.name.casefold() for each in incident.customers}
    found: dict[str, str] = {}
    for name in map(one_line, map(clean, names)):
        if name and name.casefold() not in known:
            found.setdefault(name.casefold(), name)
    return tuple(found.values())


def known_names(incident: Incident, names: tuple[str, ...]) -> tuple[str, ...]:
    """Those on the card that are meant by `names`, whatever their capitals, as they stand there."""
    meant = {one_line(clean(name)).casefold() for name in names}
    return tuple(each.name for each in incident.customers if each.name.casefold() in meant)


def name_fault(incident: Incident, customer: str, name: str) -> answers.Answer | None:
    """Why the one called `customer` cannot be called `name`; None: they can."""
    others = {each.name.casefold() for each in incident.customers if each.name != customer}
    if not name:
        return words.name_needed()
    if len(name) > NAME_LENGTH:
        return words.name_too_long(NAME_LENGTH)
    return words.name_taken() if name != customer and name.casefold() in others else None


def correct(incident: Incident, command: CorrectContact, context: Context) -> Outcome:
    """What is on record about one customer was not right."""
    before = next((each for each in incident.customers if each.name == command.customer), None)
    if before is None:
        return unchanged(incident, words.gone())
    name = one_line(clean(command.name))
    refusal = name_fault(incident, before.name, name) or _time_fault(
        incident, before, command, context
    )
    if refusal:
        return unchanged(incident, refusal)
    after = replace(
        before,
        name=name,
        told_by=command.told_by,
        told_at=command.told_at,
        way=command.way if command.way in WAYS else "",
        words=clean(command.words),
    )
    renamed = _renamed(incident, before, after)
    corrected = replace(renamed, first_told_at=first_told(incident, renamed))
    if incident.is_open and command.next_at != rhythm.next_to(incident, before):
        corrected = rhythm.promised_to(corrected, (name,), command.next_at, context)
    followed = follow(corrected, context)
    moved = (
        Show(promise_slot(key))
        for key, each in followed.promises.items()
        if each != incident.promises[key]
    )
    renaming = name != before.name
    said = words.entry_renamed(name, before.name) if renaming else words.entry_corrected(name)
    effects: tuple[Effect, ...] = (
        Show(CARD),
        *changed_prompts(incident, followed),
        *moved,
        Record(EntryKind.STATE, context.now, command.by, said),
    )
    return Outcome(followed, effects, words.corrected(name))


def _time_fault(
    incident: Incident, before: Customer, command: CorrectContact, context: Context
) -> answers.Answer | None:
    if command.told_at is not None and command.told_at > context.now:
        return words.told_in_the_future()
    due: datetime | None = command.next_at
    if due and due <= context.now and due != rhythm.next_to(incident, before):
        return answers.next_word_past(due)
    return None


def _renamed(incident: Incident, before: Customer, after: Customer) -> Incident:
    """The incident with that customer as they are now, also where promises name them."""
    customers = tuple(after if each.name == before.name else each for each in incident.customers)
    promises = {key: _to(each, before.name, after.name) for key, each in incident.promises.items()}
    return replace(incident, customers=customers, promises=promises)


def _to(promise: Promise, before: str, after: str) -> Promise:
    names = tuple(after if name == before else name for name in promise.customers)
    return promise if names == promise.customers else replace(promise, customers=names)


def first_told(before: Incident, after: Incident) -> datetime | None:
    """When a customer first heard from us: it follows the records as long as it stood on one."""
    stood = {each.told_at for each in before.customers}
    if before.first_told_at is not None and before.first_told_at not in stood:
        return before.first_told_at
    return min((each.told_at for each in after.customers if each.told_at), default=None)
