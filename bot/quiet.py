"""Whether a reminder may come when it is sent: that may be later than when it was decided."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.calendar import allowed_from
from bot.change import replace
from bot.chasing import LADDER, NEXT_RUNG, RUNS, recipient
from bot.context import Context
from bot.incident import Chase, ChaseState, Incident, Rung
from bot.owing import NEW_OWNER, loud
from bot.people import People, person
from bot.ports import ChaseItem, Parcel, ParcelKind, Scene
from bot.settings import Settings

A_WHILE = timedelta(minutes=5)  # longer than reminders gather for before they are sent


def rests_until(parcel: Parcel, scene: Scene, now: datetime) -> datetime | None:
    """When that reminder may come (UTC); None: at `now`. It rests in the quiet hours and on the day
    off of whoever it goes to, unless something of it is loud, or quiet hours leave no while to send
    it in. Between the decision and Slack may lie an outage, a replica that died, or a flight to
    another time zone."""
    if parcel.kind is not ParcelKind.REMINDER or parcel.posted:
        return None
    context = Context(now, scene.settings, scene.people)
    owed = [
        (incident, chase)
        for incident, item, chase in scene.items
        if chase and _is_owed(item, chase, parcel.target, context)
    ]
    if not owed or any(loud(chase.key, incident, context) for incident, chase in owed):
        return None
    zone, work = person(scene.people, parcel.target).zone, scene.settings.work
    allowed = allowed_from(now, zone, work)
    lasts = allowed_from(allowed + A_WHILE, zone, work) == allowed + A_WHILE
    return allowed if allowed > now and lasts else None


def rested(
    incident: Incident,
    items: Collection[ChaseItem],
    reader: str,
    until: datetime,
    context: Context,
) -> tuple[Incident, tuple[ChaseItem, ...]]:
    """The incident where `reader` was not told these after all, and which of them are told anew:
    their ladders wait, too, and at `until` (UTC) go on where they were, so that nobody further up
    hears of it first. A ladder on which somebody was told meanwhile stays, and so does what is
    another incident's, or somebody else's by now."""
    chases, again = dict(incident.chases), []
    for item in items:
        chase = incident.chases.get(item.key)
        if item.incident_id != incident.id or chase is None:
            continue
        if _is_owed(item, chase, reader, context) and _was_last(item, chase, context):
            state = chase.state if item.rung is Rung.LEAD else ChaseState.RUNNING  # they are tried
            chases[item.key] = replace(chase, rung=item.rung, next_at=until, state=state)
            again.append(item)
    return replace(incident, chases=chases), tuple(again)


def is_left(
    incident: Incident, items: Collection[ChaseItem], reader: str, context: Context
) -> bool:
    """Whether some of these are still to be said by the reminder itself."""
    known = ((item, incident.chases.get(item.key)) for item in items)
    return any(
        item.incident_id == incident.id and chase and _is_owed(item, chase, reader, context)
        for item, chase in known
    )


def concerns(
    item: ChaseItem, chase: Chase, reader: str, settings: Settings, people: People
) -> bool:
    """Whether `reader` is still who hears of that: it may be somebody else's by now."""
    if reader == chase.who:
        return item.rung is not Rung.LEAD
    instead = item.rung is Rung.LEAD or not person(people, chase.who).active
    return reader == settings.lead and instead


def _is_owed(item: ChaseItem, chase: Chase, reader: str, context: Context) -> bool:
    further = LADDER.index(chase.rung) > LADDER.index(item.rung)
    same = chase.since == item.since and chase.state in RUNS
    theirs = concerns(item, chase, reader, context.settings, context.people)
    return same and further and theirs and not item.later


def _was_last(item: ChaseItem, chase: Chase, context: Context) -> bool:
    """Whether nobody was told of it since. A rung on which there is nobody is passed by."""
    if item.key == NEW_OWNER:
        return chase.rung is Rung.OVER
    above = NEXT_RUNG[item.rung]
    _, next_told = recipient(replace(chase, rung=above), context)
    runs = chase.next_at is not None  # otherwise it is held for review
    return runs and chase.rung in (above, next_told)
