"""Sent forms about a promise, an action, or why one of them is no longer needed."""

from datetime import date, datetime

from bot.actions import day_fault
from bot.by_when import Reading, Trouble
from bot.calendar import MINUTE, local
from bot.commands import Command
from bot.context import Context
from bot.horizon import too_far
from bot.incident import Incident
from bot.ledger import ACTION_LENGTH, PROMISE_LENGTH, Promise
from bot.ledger_commands import (
    AddActions,
    CorrectAction,
    CorrectPromise,
    DropAction,
    MakePromise,
    NewAction,
    ReleasePromise,
)
from bot.owing import ACTION_PREFIX, PROMISE_PREFIX
from bot.people import can_lead
from bot.promises import cannot_have
from bot.text import has_words
from bot.wording import actions as action_words
from bot.wording import faults
from bot.wording import ledger_forms as words
from bot.wording import modals as common
from bot.wording import promises as promise_words
from handlers import ids
from handlers.deps import Deps
from handlers.fields_shown import since_opened, told_of
from handlers.form_values import Submission
from handlers.modals_incident import act, incident_of
from handlers.people import meet
from handlers.promising import read
from handlers.replies import Reply, done, mend, mend_all, show
from handlers.reviewing import Asked, review
from handlers.views import answers, forms
from handlers.whisper import tell_later


async def promise(deps: Deps, sent: Submission) -> Reply:
    """**Promise** was filled in: a new one, or one that is corrected (`meta.owed`)."""
    incident, key = await incident_of(deps, sent), sent.meta.owed.removeprefix(PROMISE_PREFIX)
    if not incident.is_open and not key:
        return mend_all(sent, common.closed_fault(incident.number))
    known, found = incident.promises.get(key), dict[str, str]()
    if known is not None:
        shown = forms.promise(
            sent.meta,
            incident,
            said=known.words,
            due=known.due,
            owner=known.owner,
            chosen=known.customers,
        )
        since = since_opened(sent, shown)
        sent, found = since.sent, await told_of(deps, since, incident)
    said, owner = sent.line(ids.WORDS), sent.person(ids.OWNER)
    due, now = sent.moment(ids.DUE), deps.clock()
    if not has_words(said):
        found[ids.WORDS] = faults.words_needed()
    elif len(said) > PROMISE_LENGTH:
        found[ids.WORDS] = words.too_long_fault()
    reading, zone = await read(deps, sent.team, sent.user, said, now)
    if due is None and reading.sure:
        due = reading.choices[0]
    fault = _due_fault(due, known, reading, zone, now)
    found |= {ids.DUE: fault} if fault else {}
    context = await deps.context(sent.team, sent.user, owner)
    found |= _owner_fault(incident, owner, known.owner if known else "", context)
    if found or due is None:
        return mend(found)
    before = known.customers if known else ()
    names = _chosen(sent, incident) if sent.has(ids.CUSTOMERS) else before
    if known is not None and due == known.due.replace(microsecond=0):
        due = known.due  # a form holds whole seconds only
    command: Command = (
        CorrectPromise(sent.user, key, said, due, owner, names)
        if key
        else MakePromise(
            sent.user,
            said,
            due,
            owner,
            names,
            made_by=sent.meta.said_by or None,
            source_link=sent.meta.source_link,
        )
    )
    heard = bool(sent.meta.said_by) or (known is not None and known.words == said)
    asked = Asked("" if heard else said, None, due, part=True)
    reviewed = await review(deps, sent, incident, asked)
    if reviewed:
        remarks, meta = reviewed
        return show(
            forms.promise(
                meta, incident, said=said, due=due, owner=owner, chosen=names, reviewed=remarks
            )
        )
    outcome = await act(deps, sent, command)
    if outcome and outcome.changed and (known is None or known.words != said):
        _compare(deps, sent, incident, outcome.incident, reading)
    meet(deps, sent.team, owner)
    return done()


def _due_fault(
    due: datetime | None, known: Promise | None, reading: Reading, zone: str, now: datetime
) -> str | None:
    """Why it cannot be kept track of until `due`, or what the words say where none was chosen."""
    if due is not None:
        if known is not None and due == known.due.replace(microsecond=0):
            return None
        return (
            words.past_fault() if due <= now else words.far_fault() if too_far(due, now) else None
        )
    if not zone and (reading.choices or reading.past):
        return words.which_clock_fault()
    if reading.choices:
        there = tuple(local(each, zone) for each in reading.choices)
        return words.which_fault(there, reading.unread)
    if reading.trouble is Trouble.PAST:
        return words.past_fault()
    if reading.trouble is Trouble.FAR:
        return words.far_fault()
    no_day = reading.trouble is Trouble.NO_SUCH_DAY
    return words.no_such_day_fault() if no_day else words.when_fault()


def _compare(
    deps: Deps, sent: Submission, before: Incident, after: Incident | None, reading: Reading
) -> None:
    """Say so privately where the words surely name another time than was chosen beside them."""
    kept = after.promises if after else {}
    for key, promise in kept.items():
        new = promise != before.promises.get(key)
        if new and reading.sure and abs(promise.due - reading.choices[0]) >= MINUTE:
            answer = promise_words.words_say_otherwise(reading.choices[0], promise)
            tell_later(deps, sent.user, sent.place, answers.gesture(answer, before.number))


def _chosen(sent: Submission, incident: Incident) -> tuple[str, ...]:
    """Names by the keys chosen; all of them is the same as none."""
    chosen = set(sent.choices(ids.CUSTOMERS))
    names = tuple(each.name for each in incident.customers if ids.short_key(each.name) in chosen)
    return names if len(names) < len(incident.customers) else ()


async def action(deps: Deps, sent: Submission) -> Reply:
    """The form of an action: a new one, or one that is corrected (`meta.owed`)."""
    incident = await incident_of(deps, sent)
    key = sent.meta.owed.removeprefix(ACTION_PREFIX)
    known, found = incident.actions.get(key), dict[str, str]()
    if known is not None:
        shown = forms.action(sent.meta, incident, what=known.what, owner=known.owner, day=known.day)
        since = since_opened(sent, shown)
        sent, found = since.sent, await told_of(deps, since, incident)
    what, owner, day = sent.line(ids.WHAT), sent.person(ids.OWNER), _day(sent)
    if not has_words(what):
        found[ids.WHAT] = faults.words_needed()
    elif len(what) > ACTION_LENGTH:
        found[ids.WHAT] = words.action_too_long_fault()
    context = await deps.context(sent.team, sent.user, owner)
    found |= _owner_fault(incident, owner, known.owner if known else "", context)
    if day is None:
        found[ids.DAY] = faults.not_a_date()
    elif known is None or day != known.day:
        fault = day_fault(day, sent.user, context)
        found |= {ids.DAY: fault.text} if fault else {}
    if found or day is None:
        return mend(found)
    new = NewAction(what, owner, day)
    command: Command = CorrectAction(sent.user, key, new) if key else AddActions(sent.user, (new,))
    await act(deps, sent, command)
    meet(deps, sent.team, owner)
    return done()


def _owner_fault(incident: Incident, owner: str, before: str, context: Context) -> dict[str, str]:
    """Why that person cannot see to it; whoever has it already can."""
    if not owner:
        return {ids.OWNER: common.choose_person()}
    if owner == before or cannot_have(incident, owner, context) is None:
        return {}
    active = can_lead(context.people, owner)
    return {ids.OWNER: action_words.outsider_fault() if active else action_words.owner_fault()}


def _day(sent: Submission) -> date | None:
    try:
        return date.fromisoformat(sent.day(ids.DAY))
    except ValueError:
        return None


async def release(deps: Deps, sent: Submission) -> Reply:
    """Why a promise is no longer needed, or an action will not be done."""
    await incident_of(deps, sent)
    reason, owed = sent.line(ids.REASON), sent.meta.owed
    if not has_words(reason):
        return mend({ids.REASON: faults.words_needed()})
    command: Command = (
        DropAction(sent.user, owed.removeprefix(ACTION_PREFIX), reason)
        if owed.startswith(ACTION_PREFIX)
        else ReleasePromise(sent.user, owed.removeprefix(PROMISE_PREFIX), reason)
    )
    await act(deps, sent, command)
    return done()
