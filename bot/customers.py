"""Words to the customer: recorded on who heard them, and setting when the next are due (P14)."""

from datetime import datetime

from bot import rhythm
from bot.chasing import follow
from bot.commands import MarkMessage, TellCustomers, UnmarkMessage
from bot.context import Context
from bot.effects import CARD, EntryKind, Note, Outcome, Record, Show, Unrecord
from bot.incident import Incident
from bot.prompting import changed_prompts
from bot.steps import note_key, unchanged
from bot.text import clean, has_words
from bot.wording import answers, notes


def tell(incident: Incident, command: TellCustomers, context: Context) -> Outcome:
    """Someone told the customers something."""
    if not incident.is_open:
        return unchanged(incident, answers.incident_closed(incident.number))
    words = clean(command.words)
    if not has_words(words):
        return unchanged(incident, answers.words_needed())
    promised = command.next_update_at
    if promised is not None and promised <= context.now:
        return unchanged(incident, answers.next_word_past(promised))
    known = {customer.name for customer in incident.customers}
    for name in command.customers:
        if name not in known:
            return unchanged(incident, answers.unknown_customer(name))
    told = rhythm.told(
        incident,
        by=command.by,
        at=command.at or context.now,
        words=words,
        way=command.way,
        names=command.customers,
        promised=promised,
        context=context,
    )
    note = Note(note_key("told", context), _said(incident, command, words, told.next_update_at))
    record = Record(EntryKind.WORDS, command.at or context.now, command.by, notes.entry_told(words))
    answer = answers.customers_told(told.next_update_at)
    followed = follow(told, context)
    shown = (Show(CARD), *changed_prompts(incident, followed))
    return Outcome(followed, (*shown, note, record), answer)


def _said(incident: Incident, command: TellCustomers, words: str, next_at: datetime | None) -> str:
    names = command.customers or tuple(customer.name for customer in incident.customers)
    if names:
        return notes.told(command.by, notes.names(names), words, next_at)
    return notes.told_customer(command.by, words, next_at)


def mark(incident: Incident, command: MarkMessage, context: Context) -> Outcome:
    """📌 or 📣 on a message of the thread. Its words are looked up afterwards."""
    kind = EntryKind.WORDS if command.as_words else EntryKind.PINNED
    pending = notes.entry_words_pending()
    record = Record(kind, context.now, command.author, pending, command.message, command.by)
    if not command.as_words:
        return Outcome(incident, (record,), answers.pinned(incident.number))
    if not incident.is_open:
        return Outcome(incident, (record,), answers.words_marked(incident.number, None))
    told = rhythm.told(
        incident,
        by=command.author,
        at=context.now,
        words="",
        way="",
        names=(),
        promised=None,
        context=context,
    )
    answer = answers.words_marked(incident.number, told.next_update_at)
    followed = follow(told, context)
    return Outcome(followed, (record, Show(CARD), *changed_prompts(incident, followed)), answer)


def unmark(incident: Incident, command: UnmarkMessage, context: Context) -> Outcome:
    """The 📌 or 📣 was taken off. A promised next word stays promised."""
    kind = EntryKind.WORDS if command.as_words else EntryKind.PINNED
    effect = Unrecord(kind, command.message, command.by)
    if command.as_words:
        answer = answers.words_unmarked(incident.number, incident.next_update_at)
    else:
        answer = answers.unpinned(incident.number)
    return Outcome(incident, (effect,), answer)
