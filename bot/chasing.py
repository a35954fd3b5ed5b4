"""What is owed, by whom, until when, and who is reminded of it at which moment.

A chase climbs a ladder, each rung once: a heads-up to whoever has it, then them again when it is
due, then the lead, then the thread. The rungs are parts of the interval. Quiet hours follow the
clock of the person to be told, and nobody further up is told before the ones below had their time.
Where whoever has it is gone, the lead hears of it in their place: once, when it is due, and of a
promise beforehand, too, while it can be kept.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise

from bot.calendar import add, allowed_from, local, morning, next_working_date
from bot.change import replace
from bot.commands import SnoozeFor
from bot.context import Context
from bot.deciding import waits, whose_turn
from bot.effects import Effect, Tell, TellThread
from bot.forms import NOT_ASKED
from bot.incident import Chase, ChaseState, Incident, Rung
from bot.make_up import MakeUp
from bot.owing import NEW_OWNER, PROMISE_PREFIX, Owing, for_owner, ledger_owings, loud
from bot.people import person
from bot.playbook import Rhythm, Step

UPDATE = "update"
DEBRIEF = "debrief"
CHECK_BACK = "check_back"
CLOSING = "close"
STEP_PREFIX = "step:"

# Where each rung stands, in parts of the interval after the due time.
RUNG_AT: Mapping[Rung, float] = {
    Rung.HEADS_UP: -0.1,
    Rung.OWNER: 0.0,
    Rung.LEAD: 0.5,
    Rung.THREAD: 1.0,
}
LADDER = tuple(Rung)
NEXT_RUNG: Mapping[Rung, Rung] = dict(pairwise(LADDER))
RUNS = (ChaseState.RUNNING, ChaseState.UNREACHED)
ONCE_MORE = timedelta(days=3)  # after a check-back that nobody has made
GRACE = 0.1  # the part of the interval that someone new to a late thing gets before being told


def step_of_key(key: str, incident: Incident) -> Step | None:
    """The step a chase is about, None for a customer update or for closing."""
    if key.startswith(STEP_PREFIX):
        return incident.playbook.step(key.removeprefix(STEP_PREFIX))
    rhythm = {DEBRIEF: Rhythm.DEBRIEF, CHECK_BACK: Rhythm.AFTER_CLOSING}.get(key)
    return next((step for step in incident.playbook.steps if step.rhythm is rhythm), None)


def next_update(incident: Incident, start: datetime, context: Context) -> datetime:
    """When the customer should hear from us next, by the severity's rhythm (P14)."""
    zone = person(context.people, incident.owner).zone
    return add(start, context.settings.update_spans[incident.severity], zone, context.settings.work)


def owings(incident: Incident, context: Context) -> dict[str, Owing]:
    """All that is owed now, by key."""
    found: list[Owing | None] = []
    if incident.is_open:
        found += (_for_update(incident, context), _for_closing(incident, context))
        found.append(for_owner(incident, context))
        current = incident.current
        for step in incident.playbook.steps:
            if step is current or step.rhythm is Rhythm.DEBRIEF:
                found.append(_for_step(incident, step, context))
        offers = (each for each in incident.making_up.offers if waits(incident, each))
        found += [_for_approval(incident, each, context) for each in offers]
    else:
        found += [_for_check_back(incident, step, context) for step in incident.playbook.steps]
    found += ledger_owings(incident, context)
    return {owing.key: owing for owing in found if owing}


def _for_update(incident: Incident, context: Context) -> Owing | None:
    due, since = incident.next_update_at, incident.update_since
    if due is None or since is None:
        return None
    usual = context.settings.update_spans[incident.severity].nominal
    return Owing(UPDATE, incident.owner, since, due, min(usual, due - since))


def _for_step(incident: Incident, step: Step, context: Context) -> Owing | None:
    state, settings = incident.state(step.id), context.settings
    if incident.settled(step.id) or step.rhythm in (Rhythm.UPDATES, Rhythm.AFTER_CLOSING):
        return None
    if incident.making_up.waiting(step.id):  # whoever decides on its make-up is next
        return None
    who = incident.responsible(step.id)
    since, span, key = state.since, settings.step_spans[incident.severity], STEP_PREFIX + step.id
    if step.rhythm is Rhythm.DEBRIEF:
        key, span = DEBRIEF, settings.debrief_span
        since = incident.state(step.counts_from).settled_at if step.counts_from else since
    if since is None:
        return None
    due = add(since, span, person(context.people, who).zone, settings.work)
    return Owing(key, who, since, due, span.nominal)


def _for_approval(incident: Incident, make_up: MakeUp, context: Context) -> Owing:
    """Whoever decides hears of it at once."""
    who, span = whose_turn(make_up, context), context.settings.step_spans[incident.severity]
    due = add(make_up.at, span, person(context.people, who).zone, context.settings.work)
    return Owing(
        make_up.approval, who, make_up.at, due, span.nominal, context.now + timedelta(seconds=1)
    )


def _for_closing(incident: Incident, context: Context) -> Owing | None:
    """Nothing is left to do, and nobody closes it: counted from the last thing that was done."""
    before = (step for step in incident.playbook.steps if step.rhythm is not Rhythm.AFTER_CLOSING)
    if incident.open_promises or not all(incident.settled(step.id) for step in before):
        return None
    states, settings = incident.steps.values(), context.settings
    touched = [at for state in states for at in (state.since, state.settled_at)]
    touched += [promise.settled_at for promise in incident.promises.values()]
    since = max(at for at in touched if at)
    span, zone = settings.step_spans[incident.severity], person(context.people, incident.owner).zone
    due = add(since, span, zone, settings.work)
    return Owing(CLOSING, incident.owner, since, due, span.nominal)


def _for_check_back(incident: Incident, step: Step, context: Context) -> Owing | None:
    closed = incident.closed_at
    if step.rhythm is not Rhythm.AFTER_CLOSING or incident.settled(step.id) or closed is None:
        return None
    wait, state = context.settings.check_back_after, incident.state(step.id)
    if state.artefact == NOT_ASKED and state.since:  # once more
        closed, wait = state.since, min(wait, ONCE_MORE)
    asked = incident.chases.get(CHECK_BACK)
    if asked and asked.since == closed:  # what was said when it was closed holds
        wait = asked.interval
    return Owing(CHECK_BACK, incident.responsible(step.id), closed, closed + wait, wait)


def follow(incident: Incident, context: Context) -> Incident:
    """The same incident with its chases brought in line with what is owed now."""
    chases = {
        key: _kept(incident.chases.get(key), owing, context.now)
        for key, owing in owings(incident, context).items()
    }
    return replace(incident, chases=chases)


def _kept(old: Chase | None, owing: Owing, now: datetime) -> Chase:
    if old is None or (old.who, old.since) != (owing.who, owing.since):
        return _fresh(owing, now)
    if old.due == owing.due:
        return old
    if old.state not in RUNS:  # a rest someone asked for holds
        return replace(old, due=owing.due, interval=owing.interval)
    if old.rung is Rung.HEADS_UP or old.interval != owing.interval:
        return _fresh(owing, now)
    # By another clock only: theirs, or the team's. What was told is not told again.
    moved = replace(old, due=owing.due)
    if old.next_at is None:
        return moved
    at = _at(moved, old.rung)
    return replace(moved, next_at=at if old.rung is Rung.OWNER else max(at, old.next_at))


def _fresh(owing: Owing, now: datetime) -> Chase:
    rung = Rung.HEADS_UP
    at = owing.warn_at or owing.due + RUNG_AT[Rung.HEADS_UP] * owing.interval
    if at <= now:
        rung = Rung.OWNER
        at = owing.due if owing.due > now else now + GRACE * owing.interval
    return Chase(owing.key, owing.who, owing.since, owing.due, owing.interval, rung, at)


def check(incident: Incident, context: Context) -> tuple[Incident, tuple[Effect, ...]]:
    """Climb every ladder as far as the time allows. Returns who is to be told."""
    effects: list[Effect] = []
    chases = dict(incident.chases)
    for key, chase in incident.chases.items():
        chases[key], told = _climb(incident, chase, context)
        effects += told
    return replace(incident, chases=chases), tuple(effects)


def _climb(incident: Incident, chase: Chase, context: Context) -> tuple[Chase, list[Effect]]:
    effects: list[Effect] = []
    while chase.next_at is not None and chase.next_at <= context.now:
        chase, effect = _rung(incident, chase, context)
        if effect:
            effects.append(effect)
    return chase, effects


def _rung(incident: Incident, chase: Chase, context: Context) -> tuple[Chase, Effect | None]:
    now = context.now
    if chase.rung is Rung.HEADS_UP and now >= chase.due:
        return replace(chase, rung=Rung.OWNER, next_at=chase.due), None
    user, rung = recipient(chase, context)
    if rung is not chase.rung:  # nobody to tell on this rung
        at = now if chase.rung is Rung.OWNER else _after(chase, rung, now)
        return replace(chase, rung=rung, next_at=at), None
    allowed = _allowed(incident, chase, user, context)
    if allowed > now:
        if chase.rung is Rung.HEADS_UP and allowed >= chase.due:
            return replace(chase, rung=Rung.OWNER, next_at=chase.due), None
        return replace(chase, next_at=allowed), None
    above = Rung.OVER if chase.key == NEW_OWNER else NEXT_RUNG[chase.rung]
    state = chase.state if chase.state in RUNS else ChaseState.RUNNING
    told = replace(chase, rung=above, next_at=_after(chase, above, now), state=state)
    if user is None:
        return told, TellThread(chase.key, chase.since)
    return told, Tell(user, chase.key, chase.rung, chase.since)


def recipient(chase: Chase, context: Context) -> tuple[str | None, Rung]:
    """Who is told on this rung (None: the thread), or the rung to go to instead."""
    lead = context.settings.lead
    with_lead = lead != chase.who and person(context.people, lead or "").active
    if chase.rung is Rung.THREAD:
        return None, Rung.THREAD
    if chase.rung is Rung.LEAD:
        return (lead, Rung.LEAD) if lead and with_lead else (None, Rung.THREAD)
    if person(context.people, chase.who).active:
        return chase.who, chase.rung
    if chase.rung is Rung.HEADS_UP:
        # The lead can still keep a promise. Of the rest nobody has to hear before it is due.
        kept = lead and with_lead and chase.key.startswith(PROMISE_PREFIX)
        return (lead, Rung.HEADS_UP) if kept else (None, Rung.OWNER)
    return None, Rung.LEAD if lead and with_lead else Rung.THREAD


def _at(chase: Chase, rung: Rung) -> datetime:
    return chase.due + RUNG_AT[rung] * chase.interval


def _after(chase: Chase, rung: Rung, told: datetime) -> datetime | None:
    """When the next rung is due, keeping its distance from the moment this one was told."""
    if rung is Rung.OVER:
        return None
    planned = _at(chase, rung)
    if chase.rung is Rung.HEADS_UP:
        return planned
    return max(planned, told + (RUNG_AT[rung] - RUNG_AT[chase.rung]) * chase.interval)


def reminded_at(incident: Incident, chase: Chase, context: Context) -> datetime | None:
    """When the next reminder can come: not in the quiet hours of whoever it goes to."""
    if chase.next_at is None:
        return None
    user, _ = recipient(chase, context)
    return _allowed(incident, chase, user, replace(context, now=chase.next_at))


def _allowed(incident: Incident, chase: Chase, user: str | None, context: Context) -> datetime:
    if loud(chase.key, incident, context):
        return context.now
    zone = person(context.people, user or chase.who).zone
    return allowed_from(context.now, zone, context.settings.work)


def snoozed(chase: Chase, until: SnoozeFor, by: str, context: Context) -> Chase:
    """The chase, resting until then. Afterwards it starts with whoever has the thing, or goes on
    with the lead where it was the lead's own reminder that was put off."""
    work, zone = context.settings.work, person(context.people, by).zone
    today = local(context.now, zone).date()
    if until is SnoozeFor.HOUR:
        at = context.now + timedelta(hours=1)
    else:
        tomorrow = until is SnoozeFor.TOMORROW
        day = today + timedelta(days=1) if tomorrow else next_working_date(today, work)
        at = morning(day, zone, work)
    rung = Rung.LEAD if _told_as_lead(chase, by, context) else Rung.OWNER
    return replace(chase, rung=rung, next_at=at, state=ChaseState.SNOOZED, moved_by=by)


def _told_as_lead(chase: Chase, user: str, context: Context) -> bool:
    """Whether that is the lead, who was told on the lead's rung."""
    further = LADDER.index(chase.rung) > LADDER.index(Rung.LEAD)
    return user == context.settings.lead and user != chase.who and further


def passed_on(chase: Chase, user: str, rung: Rung, context: Context) -> Chase:
    """The chase where `user` could not be told on that rung: the lead hears of it when it is due,
    or at once, and where there is no other lead the thread. The same where it rests or was
    stopped, or where someone as far up has heard of it since."""
    lead = context.settings.lead
    reachable = lead is not None and person(context.people, lead).active
    above = Rung.LEAD if reachable and lead not in (chase.who, user) else Rung.THREAD
    began_again = LADDER.index(chase.rung) <= LADDER.index(rung)
    further_up = LADDER.index(chase.rung) > LADDER.index(above)
    if chase.state not in RUNS or began_again or further_up:
        return chase
    at = max(context.now, chase.due)
    return replace(chase, rung=above, next_at=at, state=ChaseState.UNREACHED)


def stopped(chase: Chase, by: str) -> Chase:
    """The chase, silent for good. What is owed stays owed."""
    return replace(chase, next_at=None, state=ChaseState.STOPPED, moved_by=by)
