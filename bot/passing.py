"""A promise or an action goes to someone else; who leads stays as it is."""

from dataclasses import replace

from bot.chasing import follow
from bot.commands import HandOver
from bot.context import Context
from bot.effects import CARD, PREVENTION, EntryKind, Note, Outcome, Record, Show, promise_slot
from bot.incident import Incident
from bot.ledger import Action, Promise
from bot.owing import action_of, promise_of
from bot.prevention import with_action
from bot.promises import cannot_have, with_promise
from bot.steps import note_key, unchanged
from bot.wording import actions as action_words
from bot.wording import promises as promise_words
from bot.wording.answers import chase_gone


def pass_owed(incident: Incident, command: HandOver, context: Context) -> Outcome:
    """What is owed under the chase key `command.owed` goes to `command.to`."""
    found = promise_of(command.owed, incident) or action_of(command.owed, incident)
    if found is None or not found.is_open:
        return unchanged(incident, chase_gone())
    if isinstance(found, Promise):
        return _pass_promise(incident, found, command, context)
    return _pass_action(incident, found, command, context)


def _pass_promise(
    incident: Incident, promise: Promise, command: HandOver, context: Context
) -> Outcome:
    to, words = command.to, promise_words
    if to == promise.owner:
        return unchanged(incident, words.has_it_already(promise, to))
    refusal = cannot_have(incident, to, context, by=command.by)
    if refusal:
        return unchanged(incident, refusal)
    after = with_promise(incident, replace(promise, owner=to, since=context.now))
    effects = (
        Show(promise_slot(promise.key)),
        Show(CARD),
        Note(note_key("passed", context), words.note_passed_on(promise, command.by, to)),
        Record(EntryKind.STATE, context.now, command.by, words.entry_passed_on(promise.words)),
    )
    return Outcome(follow(after, context), effects, words.passed_on(promise, to))


def _pass_action(
    incident: Incident, action: Action, command: HandOver, context: Context
) -> Outcome:
    to, words = command.to, action_words
    if to == action.owner:
        return unchanged(incident, words.has_it_already(action, to))
    refusal = cannot_have(incident, to, context, by=command.by)
    if refusal:
        return unchanged(incident, refusal)
    after = with_action(incident, replace(action, owner=to, since=context.now))
    effects = (
        Show(PREVENTION),
        Note(note_key("passed", context), words.note_passed_on(action, command.by, to)),
        Record(EntryKind.STATE, context.now, command.by, words.entry_passed_on(action.what)),
    )
    return Outcome(follow(after, context), effects, words.passed_on(action, to))


def promises_handed_over(incident: Incident, to: str, context: Context) -> Incident:
    """The incident with what its owner had promised to see to in the hands of whoever leads from
    here."""
    for promise in incident.open_promises:
        if promise.owner == incident.owner:
            incident = with_promise(incident, replace(promise, owner=to, since=context.now))
    return incident


def open_ledger(incident: Incident) -> tuple[Show, ...]:
    """Show every open promise afresh, and the actions, if there are any."""
    promises = tuple(Show(promise_slot(promise.key)) for promise in incident.open_promises)
    return (*promises, Show(PREVENTION)) if incident.actions else promises
