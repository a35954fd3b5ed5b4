"""Reminders: looked at by the clock, put off, stopped, or not delivered."""

from bot import chasing, rhythm
from bot.change import replace
from bot.commands import CheckChases, SnoozeChase, StopChase, Unreached
from bot.context import Context
from bot.effects import EntryKind, Outcome, Record
from bot.incident import Incident
from bot.steps import unchanged
from bot.wording import answers, notes
from bot.wording.owed import owed_in_words


def check(incident: Incident, command: CheckChases, context: Context) -> Outcome:
    """The clock went on: tell whoever is to be told by now."""
    met = rhythm.on_the_clock_of(incident, command.met, context)
    followed = chasing.follow(met, context)
    climbed, effects = chasing.check(followed, context)
    return Outcome(climbed, effects, changed=climbed != incident)


def snooze(incident: Incident, command: SnoozeChase, context: Context) -> Outcome:
    """Remind me later about this one thing."""
    chase = incident.chases.get(command.key)
    if chase is None:
        return unchanged(incident, answers.chase_gone())
    later = chasing.snoozed(chase, command.until, command.by, context)
    chases = {**incident.chases, chase.key: later}
    until = chasing.reminded_at(incident, later, context) or context.now
    return Outcome(replace(incident, chases=chases), answer=answers.snoozed(until))


def stop(incident: Incident, command: StopChase, context: Context) -> Outcome:
    """No more reminders about this one thing; it stays owed."""
    chase = incident.chases.get(command.key)
    if chase is None:
        return unchanged(incident, answers.chase_gone())
    stopped = chasing.stopped(chase, command.by)
    if stopped == chase:  # pressed again while the message still had its button
        return unchanged(incident, answers.chase_stopped())
    silent = replace(incident, chases={**incident.chases, chase.key: stopped})
    said = notes.entry_stopped_reminders(owed_in_words(chase.key, incident))
    record = Record(EntryKind.STATE, context.now, command.by, said)
    return Outcome(silent, (record,), answers.chase_stopped())


def unreached(incident: Incident, command: Unreached, context: Context) -> Outcome:
    """Someone could not be written to: whoever is next hears of it in their place."""
    chase = incident.chases.get(command.key)
    if chase is None or chase.since != command.since:
        return unchanged(incident, None)
    passed_on = chasing.passed_on(chase, command.user, command.rung, context)
    if passed_on == chase:
        return unchanged(incident, None)
    return Outcome(replace(incident, chases={**incident.chases, chase.key: passed_on}))
