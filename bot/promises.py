"""Promises to the customer: made, corrected, kept, broken, released (P14)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from bot.breaking import relied_on, word_soon
from bot.chasing import follow, reminded_at
from bot.context import Context
from bot.effects import CARD, Effect, EntryKind, Outcome, Record, Show, promise_slot
from bot.horizon import too_far
from bot.incident import Incident, may_see
from bot.ledger import PROMISE_LENGTH, Promise, PromiseState, next_key
from bot.ledger_commands import (
    BreakPromise,
    CorrectPromise,
    KeepPromise,
    MakePromise,
    ReleasePromise,
    ReopenPromise,
    TakeBackKept,
)
from bot.owing import PROMISE_PREFIX
from bot.people import can_lead
from bot.permissions import not_theirs
from bot.prompting import changed_prompts
from bot.steps import unchanged
from bot.text import clean, has_words, one_line
from bot.wording import answers
from bot.wording import promises as words
from bot.wording import ticks as tick_words
from bot.wording.answers import Answer
from bot.wording.meanwhile import given_back
from bot.wording.terms import customers


def make(incident: Incident, command: MakePromise, context: Context) -> Outcome:
    """The customer may now rely on something."""
    if not incident.is_open:
        return unchanged(incident, answers.incident_closed(incident.number))
    owner, what = command.owner or command.by, clean(command.words)
    refusal = (
        _words_fault(what)
        or _due_fault(command.due, context)
        or _names_fault(incident, command.customers)
        or cannot_have(incident, owner, context)
    )
    if refusal:
        return unchanged(incident, refusal)
    for known in incident.open_promises:
        if (known.words, known.due, known.source_link) == (what, command.due, command.source_link):
            return unchanged(incident, words.known_already(known))
    promise = Promise(
        next_key(incident.promises),
        what,
        command.due,
        owner,
        command.made_by or command.by,
        made_at=context.now,
        since=context.now,
        customers=command.customers,
        source_link=command.source_link,
    )
    outcome = _changed(incident, promise, context, command.by, words.entry_made(what), None)
    answer = words.made(promise, command.by, _too_late(outcome, promise, context))
    alike = next((known for known in incident.open_promises if _alike(known, promise)), None)
    if alike is not None:
        answer = words.made_beside(answer, alike)
    return replace(outcome, answer=answer)


def _too_late(outcome: Outcome, promise: Promise, context: Context) -> datetime | None:
    """When whoever has it first hears of it (UTC), where that is not before it is due: nobody is
    woken for it. None otherwise."""
    incident, key = outcome.incident, PROMISE_PREFIX + promise.key
    chase = incident.chases.get(key) if incident else None
    first = reminded_at(incident, chase, context) if incident and chase else None
    return first if first and first >= promise.due else None


def _alike(known: Promise, promise: Promise) -> bool:
    """Whether it may be the same one, noted again for another time."""
    same = one_line(known.words).casefold() == one_line(promise.words).casefold()
    return same and known.due != promise.due and set(known.customers) == set(promise.customers)


def _words_fault(what: str) -> Answer | None:
    if not has_words(what):
        return words.words_needed()
    return words.too_long() if len(what) > PROMISE_LENGTH else None


def _due_fault(due: datetime, context: Context) -> Answer | None:
    if due <= context.now:
        return words.past(due)
    return words.too_far(due) if too_far(due, context.now) else None


def _names_fault(incident: Incident, names: tuple[str, ...]) -> Answer | None:
    known = {customer.name for customer in incident.customers}
    unknown = next((name for name in names if name not in known), None)
    return None if unknown is None else answers.unknown_customer(unknown)


def cannot_have(incident: Incident, user: str, context: Context, *, by: str = "") -> Answer | None:
    """Why that person cannot be given a promise or an action of this incident; None: they can.
    Whoever takes it on themselves (`by`) sees the incident, if only where it lives."""
    if not can_lead(context.people, user):
        return answers.cannot_lead(user)
    if user != by and not may_see(incident, user, context.settings.lead):
        return answers.takes_no_part(user)
    return None


def correct(incident: Incident, command: CorrectPromise, context: Context) -> Outcome:
    """It reads differently, or another time was agreed with the customer."""
    promise = incident.promises.get(command.key)
    if promise is None:
        return unchanged(incident, words.gone())
    what = clean(command.words)
    new_names = tuple(name for name in command.customers if name not in promise.customers)
    other_time, other_owner = command.due != promise.due, command.owner != promise.owner
    refusal = (
        _settled_fault(promise)
        or not_theirs(incident, promise, command.by, context.settings.lead)
        or _words_fault(what)
        or (_due_fault(command.due, context) if other_time else None)
        or _names_fault(incident, new_names)
        or (cannot_have(incident, command.owner, context) if other_owner else None)
    )
    if refusal:
        typed = what if what != promise.words else ""
        return unchanged(incident, given_back(refusal, typed))
    after = replace(
        promise,
        words=what,
        due=command.due,
        owner=command.owner,
        customers=command.customers,
        since=context.now if other_time or other_owner else promise.since,
    )
    outcome = _changed(incident, after, context, command.by, words.entry_changed(what), None)
    late = _too_late(outcome, after, context) if other_time or other_owner else None
    return replace(outcome, answer=words.changed(after, command.by, late))


def _settled_fault(promise: Promise) -> Answer | None:
    return None if promise.is_open else words.settled_already(promise)


def keep(incident: Incident, command: KeepPromise, context: Context) -> Outcome:
    """It is kept. Anyone may say so, as with a step."""
    promise = incident.promises.get(command.key)
    if promise is None:
        return unchanged(incident, words.gone())
    if command.in_time and promise.state is PromiseState.KEPT_LATE:
        after = replace(promise, state=PromiseState.KEPT)
    elif not promise.is_open:
        return unchanged(incident, words.settled_already(promise))
    else:
        late = context.now > promise.due and not command.in_time
        state = PromiseState.KEPT_LATE if late else PromiseState.KEPT
        settled = _settled(promise, state, command.by, context)
        after = replace(settled, ticked=command.by_reaction)
    answer = words.kept(after) if after.state is PromiseState.KEPT else words.kept_late(after)
    return _changed(incident, after, context, command.by, words.entry_settled(after), answer)


def take_back(incident: Incident, command: TakeBackKept, context: Context) -> Outcome:
    """The ✅ that settled it opens it again when it is taken off; no other does."""
    promise = incident.promises.get(command.key)
    if promise is None:
        return unchanged(incident, words.gone())
    if promise.is_open:
        return unchanged(incident, None)
    if not promise.ticked or promise.settled_by != command.by:
        return unchanged(incident, tick_words.stays_kept(words.said(promise)))
    return reopen(incident, ReopenPromise(command.by, command.key), context)


def break_(incident: Incident, command: BreakPromise, context: Context) -> Outcome:
    """It was not kept, and the customer is to hear so from us."""
    promise = incident.promises.get(command.key)
    if promise is None:
        return unchanged(incident, words.gone())
    if not promise.is_open:
        return unchanged(incident, words.settled_already(promise))
    after = _settled(promise, PromiseState.BROKEN, command.by, context)
    concerned = replace(incident, customers=relied_on(incident, promise))
    told = word_soon(incident, promise, context)
    soon = told.next_update_at if told is not incident else None
    answer = words.broken(after, customers(concerned), soon)
    outcome = _changed(told, after, context, command.by, words.entry_settled(after), answer)
    prompts = changed_prompts(incident, told)
    return replace(outcome, effects=(*prompts, *outcome.effects))


def release(incident: Incident, command: ReleasePromise, context: Context) -> Outcome:
    """The customer does not rely on it any more, for a reason that is kept."""
    promise = incident.promises.get(command.key)
    if promise is None:
        return unchanged(incident, words.gone())
    reason, lead = clean(command.reason), context.settings.lead
    refusal = _settled_fault(promise) or not_theirs(incident, promise, command.by, lead)
    if refusal:
        return unchanged(incident, given_back(refusal, reason))
    if not has_words(reason):
        return unchanged(incident, words.reason_needed())
    after = _settled(promise, PromiseState.RELEASED, command.by, context, reason)
    entry, answer = words.entry_settled(after), words.released(after)
    return _changed(incident, after, context, command.by, entry, answer)


def reopen(incident: Incident, command: ReopenPromise, context: Context) -> Outcome:
    """What was noted about its end was a slip: it is owed again, by the same time."""
    promise = incident.promises.get(command.key)
    if promise is None:
        return unchanged(incident, words.gone())
    if promise.is_open:
        return unchanged(incident, words.open_already(promise))
    after = replace(
        promise,
        state=PromiseState.OPEN,
        since=context.now,
        settled_by=None,
        settled_at=None,
        reason="",
        ticked=False,
    )
    entry = words.entry_reopened(promise.words)
    return _changed(incident, after, context, command.by, entry, words.opened_again(after))


def _settled(
    promise: Promise, state: PromiseState, by: str, context: Context, reason: str = ""
) -> Promise:
    return replace(promise, state=state, settled_by=by, settled_at=context.now, reason=reason)


def _changed(
    incident: Incident,
    promise: Promise,
    context: Context,
    by: str,
    entry: str,
    answer: Answer | None,
) -> Outcome:
    """The incident with that promise in it, its message shown, and a line on the timeline."""
    after = with_promise(incident, promise)
    effects: tuple[Effect, ...] = (
        Show(promise_slot(promise.key)),
        Show(CARD),
        Record(EntryKind.STATE, context.now, by, entry),
    )
    return Outcome(follow(after, context), effects, answer)


def with_promise(incident: Incident, promise: Promise) -> Incident:
    """The same incident with that promise added or replaced."""
    return replace(incident, promises={**incident.promises, promise.key: promise})


DECISIONS: Mapping[type, Callable[[Incident, Any, Context], Outcome]] = MappingProxyType(
    {
        MakePromise: make,
        CorrectPromise: correct,
        KeepPromise: keep,
        BreakPromise: break_,
        ReleasePromise: release,
        ReopenPromise: reopen,
        TakeBackKept: take_back,
    }
)
