"""Whether a reminder may come when it is sent: that may be later than when it was decided."""

from datetime import datetime

from bot.calendar import allowed_from
from bot.context import Context
from bot.owing import loud
from bot.people import person
from bot.ports import Parcel, ParcelKind, Scene


def rests_until(parcel: Parcel, scene: Scene, now: datetime) -> datetime | None:
    """When that reminder may come (UTC); None: at `now`. It rests in the quiet hours and on the day
    off of whoever it goes to, unless something of it is loud. Between the decision and Slack may
    lie an outage, a replica that died, or a flight to another time zone."""
    if parcel.kind is not ParcelKind.REMINDER or parcel.posted:
        return None
    context = Context(now, scene.settings, scene.people)
    owed = [(incident, chase) for incident, _, chase in scene.items if chase is not None]
    if not owed or any(loud(chase.key, incident, context) for incident, chase in owed):
        return None
    allowed = allowed_from(now, person(scene.people, parcel.target).zone, scene.settings.work)
    return allowed if allowed > now else None
