"""Actions that keep it from happening again: added, corrected, done, dropped (P15)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from bot import prevention
from bot.calendar import local
from bot.chasing import follow
from bot.context import Context
from bot.effects import CARD, PREVENTION, EntryKind, Outcome, Record, Show
from bot.incident import Incident
from bot.ledger import ACTION_LENGTH, Action, ActionState
from bot.ledger_commands import (
    AddActions,
    CorrectAction,
    DropAction,
    FinishAction,
    NewAction,
    ReopenAction,
)
from bot.people import person
from bot.permissions import not_theirs
from bot.promises import cannot_have
from bot.steps import unchanged
from bot.text import clean, has_words
from bot.wording import actions as words
from bot.wording.answers import Answer
from bot.wording.meanwhile import given_back

FARTHEST = timedelta(days=3653)


def add(incident: Incident, command: AddActions, context: Context) -> Outcome:
    """These changes are agreed. A closed incident takes them, too: a lesson may come late."""
    after, entries = incident, []
    for asked in command.actions:
        new = replace(asked, what=clean(asked.what))
        refusal = _fault(incident, new, command.by, context)
        if refusal:
            return unchanged(incident, refusal)
        after = prevention.added(after, new, command.by, context)
        entries.append(words.entry_added(new.what))
    fresh = tuple(action for key, action in after.actions.items() if key not in incident.actions)
    if not fresh:
        return unchanged(incident, words.words_needed())
    return _changed(after, context, command.by, entries, words.added(fresh, command.by))


def _fault(incident: Incident, new: NewAction, by: str, context: Context) -> Answer | None:
    return (
        _text_fault(new.what)
        or day_fault(new.day, by, context)
        or cannot_have(incident, new.owner, context)
    )


def _text_fault(what: str) -> Answer | None:
    if not has_words(what):
        return words.words_needed()
    return words.too_long() if len(what) > ACTION_LENGTH else None


def day_fault(day: date, by: str, context: Context) -> Answer | None:
    """Why that day cannot be agreed by `by`, on whose calendar it is read; None: it can."""
    today = local(context.now, person(context.people, by).zone).date()
    if day < today:
        return words.past(day)
    return words.too_far(day) if day > today + FARTHEST else None


def correct(incident: Incident, command: CorrectAction, context: Context) -> Outcome:
    """Another day, another person, or other words were agreed."""
    action = incident.actions.get(command.key)
    if action is None:
        return unchanged(incident, words.gone())
    new = replace(command.action, what=clean(command.action.what))
    refusal = (
        _settled_fault(action)
        or not_theirs(incident, action, command.by, context.settings.lead)
        or _text_fault(new.what)
        or (day_fault(new.day, command.by, context) if new.day != action.day else None)
        or (cannot_have(incident, new.owner, context) if new.owner != action.owner else None)
    )
    if refusal:
        typed = new.what if new.what != action.what else ""
        return unchanged(incident, given_back(refusal, typed))
    after = prevention.corrected(action, new, context)
    entries, answer = [words.entry_changed(after.what)], words.changed(after)
    return _replaced(incident, after, context, command.by, entries, answer)


def _settled_fault(action: Action) -> Answer | None:
    return None if action.is_open else words.settled_already(action)


def finish(incident: Incident, command: FinishAction, context: Context) -> Outcome:
    """It is done. Anyone may say so, as with a step."""
    action = incident.actions.get(command.key)
    if action is None:
        return unchanged(incident, words.gone())
    if not action.is_open:
        return unchanged(incident, words.settled_already(action))
    after = _settled(action, ActionState.DONE, command.by, context)
    entries = [words.entry_settled(after)]
    return _replaced(incident, after, context, command.by, entries, words.done(after))


def drop(incident: Incident, command: DropAction, context: Context) -> Outcome:
    """It will not be done, for a reason that is kept."""
    action = incident.actions.get(command.key)
    if action is None:
        return unchanged(incident, words.gone())
    reason, lead = clean(command.reason), context.settings.lead
    refusal = _settled_fault(action) or not_theirs(incident, action, command.by, lead)
    if refusal:
        return unchanged(incident, given_back(refusal, reason))
    if not has_words(reason):
        return unchanged(incident, words.reason_needed())
    after = _settled(action, ActionState.DROPPED, command.by, context, reason)
    entries = [words.entry_settled(after)]
    return _replaced(incident, after, context, command.by, entries, words.dropped(after))


def reopen(incident: Incident, command: ReopenAction, context: Context) -> Outcome:
    """What was noted about its end was a slip."""
    action = incident.actions.get(command.key)
    if action is None:
        return unchanged(incident, words.gone())
    if action.is_open:
        return unchanged(incident, words.open_already(action))
    after = replace(
        action,
        state=ActionState.OPEN,
        since=context.now,
        settled_by=None,
        settled_at=None,
        reason="",
    )
    entries = [words.entry_reopened(action.what)]
    return _replaced(incident, after, context, command.by, entries, words.opened_again(after))


def _settled(
    action: Action, state: ActionState, by: str, context: Context, reason: str = ""
) -> Action:
    return replace(action, state=state, settled_by=by, settled_at=context.now, reason=reason)


def _replaced(
    incident: Incident,
    action: Action,
    context: Context,
    by: str,
    entries: list[str],
    answer: Answer,
) -> Outcome:
    after = prevention.with_action(incident, action)
    return _changed(after, context, by, entries, answer)


def _changed(
    after: Incident, context: Context, by: str, entries: list[str], answer: Answer
) -> Outcome:
    records = (Record(EntryKind.STATE, context.now, by, entry) for entry in entries)
    return Outcome(follow(after, context), (Show(PREVENTION), Show(CARD), *records), answer)


DECISIONS: Mapping[type, Callable[[Incident, Any, Context], Outcome]] = MappingProxyType(
    {
        AddActions: add,
        CorrectAction: correct,
        FinishAction: finish,
        DropAction: drop,
        ReopenAction: reopen,
    }
)
