"""Whether a reminder may come when it is sent: that may be later than when it was decided."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.calendar import allowed_from
from bot.change import replace
from bot.chasing import LADDER, NEXT_RUNG, RUNS
from bot.context import Context
from bot.incident import Chase, Incident, Rung
from bot.owing import NEW_OWNER, loud
from bot.people import person
from bot.ports import ChaseItem, Parcel, ParcelKind, Scene

A_WHILE = timedelta(minutes=5)  # longer than reminders gather for before they are sent


def rests_until(parcel: Parcel, scene: Scene, now: datetime) -> datetime | None:
    """When that reminder may come (UTC); None: at `now`. It rests in the quiet hours and on the day
    off of whoever it goes to, unless something of it is loud, or quiet hours leave no while to send
    it in. Between the decision and Slack may lie an outage, a replica that died, or a flight to
    another time zone."""
    if parcel.kind is not ParcelKind.REMINDER or parcel.posted:
        return None
    context = Context(now, scene.settings, scene.people)
    owed = [(of, chase) for of, item, chase in scene.items if chase and _is_owed(item, chase)]
    if not owed or any(loud(chase.key, incident, context) for incident, chase in owed):
        return None
    zone, work = person(scene.people, parcel.target).zone, scene.settings.work
    allowed = allowed_from(now, zone, work)
    lasts = allowed_from(allowed + A_WHILE, zone, work) == allowed + A_WHILE
    return allowed if allowed > now and lasts else None


def rested(
    incident: Incident, items: Collection[ChaseItem], until: datetime
) -> tuple[Incident, tuple[ChaseItem, ...]]:
    """The incident where these were not told after all, and which of them are told anew: their
    ladders wait, too, and at `until` (UTC) go on where they were, so that nobody further up hears
    of it first. A ladder that went on meanwhile stays, and so does what is another incident's."""
    chases, again = dict(incident.chases), []
    for item in items:
        chase = incident.chases.get(item.key)
        if item.incident_id == incident.id and chase and _was_last(item, chase):
            chases[item.key] = replace(chase, rung=item.rung, next_at=until)
            again.append(item)
    return replace(incident, chases=chases), tuple(again)


def is_left(incident: Incident, items: Collection[ChaseItem]) -> bool:
    """Whether some of these are still to be said by the reminder itself."""
    known = ((item, incident.chases.get(item.key)) for item in items)
    return any(
        item.incident_id == incident.id and chase is not None and _is_owed(item, chase)
        for item, chase in known
    )


def _is_owed(item: ChaseItem, chase: Chase) -> bool:
    further = LADDER.index(chase.rung) > LADDER.index(item.rung)
    same = chase.since == item.since and chase.state in RUNS
    return same and further and not item.later


def _was_last(item: ChaseItem, chase: Chase) -> bool:
    above = Rung.OVER if item.key == NEW_OWNER else NEXT_RUNG[item.rung]
    runs = chase.next_at is not None or above is Rung.OVER  # and is not held for review
    return _is_owed(item, chase) and chase.rung is above and runs
