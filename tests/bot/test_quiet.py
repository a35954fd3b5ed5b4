"""A reminder is looked at once more when it is sent: it may be night by then, or elsewhere."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.commands import MessageRef
from bot.incident import ChaseState, Incident, Severity
from bot.people import Person
from bot.ports import ParcelKind, Scene
from bot.quiet import rests_until
from bot.settings import Settings
from tests.handlers.cases import PRIYA, a_chase, a_parcel, an_incident, an_item

LONDON, NEW_YORK = "Europe/London", "America/New_York"
REMINDER = a_parcel(ParcelKind.REMINDER, target=PRIYA)
EVENING = datetime(2026, 3, 4, 20, 49, tzinfo=UTC)  # a Wednesday
MORNING = datetime(2026, 3, 5, 8, tzinfo=UTC)
HIGH = replace(an_incident(), severity=Severity.HIGH)


def scene(
    incident: Incident, key: str = "update", *, zone: str = LONDON, owed: bool = True
) -> Scene:
    people = {PRIYA: Person(PRIYA, "Priya", zone)}
    about = (incident, an_item(key), a_chase(key) if owed else None)
    return Scene(Settings(), people, items=(about,))


@pytest.mark.parametrize(
    ("seen", "now", "until"),
    [
        (scene(an_incident()), EVENING, MORNING),
        (scene(an_incident()), EVENING.replace(hour=19), None),
        (scene(an_incident(), zone=NEW_YORK), EVENING, None),  # they went there
        (scene(an_incident(), zone=NEW_YORK), MORNING, MORNING.replace(hour=13)),
        (scene(HIGH), EVENING, None),
        (scene(HIGH, "action:1"), EVENING, MORNING),
        (scene(an_incident(), owed=False), EVENING, None),
    ],
    ids=["night", "day", "abroad", "night abroad", "loud", "no hurry", "nothing owed"],
)
def test_when_it_may_come(seen: Scene, now: datetime, until: datetime | None) -> None:
    assert rests_until(REMINDER, seen, now) == until


def test_something_loud_takes_the_rest_along() -> None:
    quiet, loud = scene(an_incident()), scene(HIGH)
    both = replace(quiet, items=(*quiet.items, *loud.items))
    assert rests_until(REMINDER, both, EVENING) is None


def test_what_is_not_to_be_said_any_more_wakes_nobody() -> None:
    quiet, loud = scene(an_incident()), scene(HIGH)
    [(incident, item, chase)] = loud.items
    assert chase
    silent = (incident, item, replace(chase, state=ChaseState.STOPPED))
    assert rests_until(REMINDER, replace(quiet, items=(*quiet.items, silent)), EVENING) == MORNING


def test_an_edit_and_what_is_no_reminder_wake_nobody() -> None:
    seen = scene(an_incident())
    assert rests_until(replace(REMINDER, posted=MessageRef("D1", "1.1")), seen, EVENING) is None
    assert rests_until(replace(REMINDER, kind=ParcelKind.REVIEW), seen, EVENING) is None
