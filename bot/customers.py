"""Words to the customer: recorded on who heard them, and setting when the next are due (P14)."""

from datetime import datetime

from bot import contacts, rhythm
from bot.chasing import follow
from bot.commands import MarkMessage, UnmarkMessage
from bot.context import Context
from bot.customer_commands import TellCustomers
from bot.effects import CARD, Effect, EntryKind, Note, Outcome, Record, Show, Unrecord
from bot.heard import standing
from bot.incident import Incident
from bot.prompting import changed_prompts
from bot.steps import note_key, unchanged
from bot.text import clean, has_words
from bot.wording import answers, notes
from bot.wording import contacts as contact_words


def tell(incident: Incident, command: TellCustomers, context: Context) -> Outcome:
    """Someone told the customers something."""
    words = clean(command.words)
    promised = command.next_update_at
    added = contacts.new_names(incident, command.new)
    refusal = _fault(incident, words, promised, added, context) or _stranger(incident, command)
    if refusal:
        return unchanged(incident, refusal)
    joined = _joined(incident, added, context)
    at, who = command.at or context.now, command.told_by or command.by
    names = _told_of(joined, command)
    told = rhythm.told(
        joined,
        by=who,
        at=at,
        words=words,
        way=command.way,
        names=names,
        promised=promised,
        context=context,
    )
    heard = tuple(each for each in told.customers if not names or each.name in names)
    next_at = rhythm.next_to(told, heard[0]) if heard else told.next_update_at
    way = contact_words.by_way(command.way)
    said = notes.told(who, contact_words.listed(heard), words, way, next_at)
    entry = notes.entry_told(words, contact_words.plainly(heard), way)
    followed = follow(told, context)
    effects: tuple[Effect, ...] = (
        Show(CARD),
        *changed_prompts(incident, followed),
        Note(note_key("told", context), said),
        Record(EntryKind.WORDS, at, who, entry),
    )
    return Outcome(followed, effects, contact_words.told(next_at, standing(told).untold))


def _fault(
    incident: Incident,
    words: str,
    promised: datetime | None,
    added: tuple[str, ...],
    context: Context,
) -> answers.Answer | None:
    if not incident.is_open:
        return answers.incident_closed(incident.number)
    if not has_words(words):
        return answers.words_needed()
    if promised is not None and promised <= context.now:
        return answers.next_word_past(promised)
    if any(len(name) > contacts.NAME_LENGTH for name in added):
        return contact_words.name_too_long(contacts.NAME_LENGTH)
    if len(incident.customers) + len(added) > max(contacts.CUSTOMERS_MOST, len(incident.customers)):
        return contact_words.too_many(contacts.CUSTOMERS_MOST)
    return None


def _stranger(incident: Incident, command: TellCustomers) -> answers.Answer | None:
    known = {customer.name for customer in incident.customers}
    name = next((each for each in command.customers if each not in known), None)
    return None if name is None else answers.unknown_customer(name)


def _joined(incident: Incident, added: tuple[str, ...], context: Context) -> Incident:
    """The incident with those on its card who were not there before."""
    names = (*(customer.name for customer in incident.customers), *added)
    return rhythm.with_customers(incident, rhythm.named(names, incident), context)


def _told_of(incident: Incident, command: TellCustomers) -> tuple[str, ...]:
    """The names of those who were told; none means all of them."""
    named = (*command.customers, *contacts.known_names(incident, command.new))
    return tuple(dict.fromkeys(named))


def mark(incident: Incident, command: MarkMessage, context: Context) -> Outcome:
    """📌 or 📣 on a message of the thread. Its words are looked up afterwards."""
    kind = EntryKind.WORDS if command.as_words else EntryKind.PINNED
    pending, at = notes.entry_words_pending(), command.at or context.now
    record = Record(kind, at, command.author, pending, command.message, command.by)
    if not command.as_words:
        return Outcome(incident, (record,), answers.pinned(incident.number))
    if not incident.is_open:
        return Outcome(incident, (record,), answers.words_marked(incident.number, None))
    told = rhythm.told(
        incident,
        by=command.author,
        at=at,
        words="",
        way="",
        names=(),
        promised=None,
        context=context,
    )
    answer = answers.words_marked(incident.number, told.next_update_at)
    if (count := len(told.customers)) > 1:
        answer = contact_words.for_all(answer, count)
    followed = follow(told, context)
    return Outcome(followed, (record, Show(CARD), *changed_prompts(incident, followed)), answer)


def unmark(incident: Incident, command: UnmarkMessage, context: Context) -> Outcome:
    """The 📌 or 📣 was taken off."""
    kind = EntryKind.WORDS if command.as_words else EntryKind.PINNED
    effect = Unrecord(kind, command.message, command.by)
    if not command.as_words:
        return Outcome(incident, (effect,), answers.unpinned(incident.number))
    slip = command.slip
    after = follow(rhythm.untold(incident, slip, context), context) if slip else incident
    answer = answers.words_unmarked(incident.number, after.next_update_at)
    if slip is None:
        return Outcome(incident, (effect,), answer)
    return Outcome(after, (effect, Show(CARD), *changed_prompts(incident, after)), answer)
