"""What promises and actions owe: until when, and when whoever has one hears of it beforehand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.calendar import (
    DAY,
    Span,
    WorkingTime,
    add,
    allowed_from,
    at_waking,
    instant,
    local,
    morning,
)
from bot.context import Context
from bot.incident import Incident, Severity
from bot.ledger import Action, Promise
from bot.people import person

NEW_OWNER = "owner"
PROMISE_PREFIX = "promise:"
ACTION_PREFIX = "action:"

END_OF_DAY = time(17)  # what people mean by “by Friday”
A_DAY = Span(working_days=1)  # in which somebody new is to be found
SOONEST = timedelta(minutes=15)
ENOUGH = timedelta(hours=2)  # a promise may be kept, or the customer told, within that
AHEAD = 0.1  # the part of the time there is that is left at the heads-up


@dataclass(frozen=True)
class Owing:
    """One thing that is owed now; the fields are those of `Chase`. `warn_at`: when whoever has it
    hears of it beforehand (UTC); None leaves that to the ladder."""

    key: str
    who: str
    since: datetime
    due: datetime
    interval: timedelta
    warn_at: datetime | None = None


def promise_of(key: str, incident: Incident) -> Promise | None:
    """The promise a chase is about, None where it is about something else."""
    if not key.startswith(PROMISE_PREFIX):
        return None
    return incident.promises.get(key.removeprefix(PROMISE_PREFIX))


def action_of(key: str, incident: Incident) -> Action | None:
    """The action a chase is about, None where it is about something else."""
    if not key.startswith(ACTION_PREFIX):
        return None
    return incident.actions.get(key.removeprefix(ACTION_PREFIX))


def end_of(day: date, zone: str, work: WorkingTime) -> datetime:
    """When the working day of `day` ends in `zone`, in UTC: five o'clock, or the nearest waking
    time."""
    return instant(day, at_waking(END_OF_DAY, work), zone)


def loud(key: str, incident: Incident, context: Context) -> bool:
    """Whether a reminder of it may come in quiet hours. What keeps it from happening again can wait
    for the morning."""
    high = incident.severity is Severity.HIGH and context.settings.high_breaks_quiet
    return high and not key.startswith(ACTION_PREFIX)


def for_owner(incident: Incident, context: Context) -> Owing | None:
    """Its owner's account is not active any more: the lead, or else whoever opened it, hears of it
    at once, so that the customer does not wait until something falls due."""
    asked = (user for user in (context.settings.lead, incident.reporter) if user)
    who = next((user for user in asked if person(context.people, user).active), None)
    if who is None or person(context.people, incident.owner).active:
        return None
    known = incident.chases.get(NEW_OWNER)
    since, zone = known.since if known else context.now, person(context.people, who).zone
    due = add(since, A_DAY, zone, context.settings.work)
    return Owing(NEW_OWNER, who, since, due, A_DAY.nominal, since + timedelta(seconds=1))


def ledger_owings(incident: Incident, context: Context) -> Iterator[Owing]:
    """What open promises and actions owe. It outlives the closing of the incident."""
    for promise in incident.promises.values():
        if promise.is_open:
            usual = context.settings.update_spans[incident.severity].nominal
            key = PROMISE_PREFIX + promise.key
            yield _owing(incident, key, promise, promise.due, usual, context)
    for action in incident.actions.values():
        if action.is_open:
            due = due_of_action(action, context)
            usual = context.settings.debrief_span.nominal
            yield _owing(incident, ACTION_PREFIX + action.key, action, due, usual, context)


def due_of_action(action: Action, context: Context) -> datetime:
    """When it is due (UTC): at the end of its day where its owner is."""
    return end_of(action.day, person(context.people, action.owner).zone, context.settings.work)


def _owing(
    incident: Incident,
    key: str,
    entry: Promise | Action,
    due: datetime,
    usual: timedelta,
    context: Context,
) -> Owing:
    """`usual` is the length the ladder divides, unless there is less time than that."""
    there_is = max(due - entry.since, SOONEST)
    quiet = not loud(key, incident, context)
    zone, work = person(context.people, entry.owner).zone, context.settings.work
    warn = warn_at(entry.since, due, zone, work if quiet else None)
    return Owing(key, entry.owner, entry.since, due, min(usual, there_is), warn)


def warn_at(since: datetime, due: datetime, zone: str, work: WorkingTime | None) -> datetime:
    """When to speak of something due at `due` while there is still time to do it, or to tell the
    customer otherwise: a tenth of the time before, but a quarter of an hour at least and a day at
    most. Where that is in quiet hours and too little would be left after them: on the last working
    day before, in the morning or an hour before quiet hours begin. `work` None: at any hour."""
    ahead = min(max(AHEAD * (due - since), SOONEST), max((due - since) / 2, timedelta()), DAY)
    at = due - ahead
    if work is None:
        return at
    later = allowed_from(at, zone, work)
    if later <= due - min(ahead / 2, ENOUGH):
        return later
    return next(_before(since, at, zone, work), at)


def _before(since: datetime, latest: datetime, zone: str, work: WorkingTime) -> Iterator[datetime]:
    """The waking moments that come into question, the best first."""
    today = local(latest, zone).date()
    days = [today - n * DAY for n in range(8) if (today - n * DAY).weekday() in work.days]
    evening = (datetime.combine(today, work.quiet_from) - timedelta(hours=1)).time()
    for day in days[:2]:
        for moment in (morning(day, zone, work), instant(day, evening, zone)):
            if since < moment < latest and allowed_from(moment, zone, work) == moment:
                yield moment
