"""A reminder is looked at once more when it is sent: it may be night by then, or elsewhere."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from bot.calendar import WorkingTime
from bot.chasing import NEXT_RUNG
from bot.commands import MessageRef
from bot.context import Context
from bot.incident import Chase, ChaseState, Incident, Rung, Severity
from bot.owing import NEW_OWNER
from bot.people import Person
from bot.ports import ParcelKind, Scene
from bot.quiet import is_left, rested, rests_until
from bot.settings import Settings
from tests.handlers.cases import MARIA, PRIYA, TOM, a_chase, a_parcel, an_incident, an_item

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


def test_where_nobody_is_awake_for_a_while_it_comes_all_the_same() -> None:
    """It would be put off for good: what gathers in that minute is sent after it."""
    seen = scene(an_incident())
    awake = WorkingTime(quiet_from=time(8, 1), quiet_to=time(8))
    assert rests_until(REMINDER, replace(seen, settings=Settings(work=awake)), EVENING) is None


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


def test_what_is_loud_for_somebody_else_wakes_nobody() -> None:
    """It was handed over, and this reminder speaks of it no more."""
    quiet, loud = scene(an_incident()), scene(HIGH)
    [(incident, item, chase)] = loud.items
    assert chase
    toms = (incident, item, replace(chase, who=TOM))
    assert rests_until(REMINDER, replace(quiet, items=(*quiet.items, toms)), EVENING) == MORNING


def test_an_edit_and_what_is_no_reminder_wake_nobody() -> None:
    seen = scene(an_incident())
    assert rests_until(replace(REMINDER, posted=MessageRef("D1", "1.1")), seen, EVENING) is None
    assert rests_until(replace(REMINDER, kind=ParcelKind.REVIEW), seen, EVENING) is None


LED = Context(EVENING, Settings(lead=MARIA))


def owing(chase: Chase) -> Incident:
    return replace(an_incident(), id=1, chases={chase.key: chase})


@pytest.mark.parametrize(
    ("chase", "waits", "left"),
    [
        (a_chase(), True, False),
        (a_chase(rung=Rung.THREAD), False, True),
        (a_chase(next_at=None), False, True),
        (a_chase(NEW_OWNER, rung=Rung.OVER, next_at=None), True, False),
        (a_chase(state=ChaseState.SNOOZED), False, False),
    ],
    ids=["it was the last word", "it went on", "held", "there is no more", "put off"],
)
def test_a_ladder_waits_with_its_reminder(chase: Chase, waits: bool, left: bool) -> None:
    item = an_item(chase.key)
    after, again = rested(owing(chase), [item], PRIYA, MORNING, LED)
    told = after.chases[chase.key]
    assert again == ((item,) if waits else ())
    assert (told.rung, told.next_at) == (
        (item.rung, MORNING) if waits else (chase.rung, told.next_at)
    )
    assert (told == chase) is not waits
    assert is_left(after, [item], PRIYA, LED) is left


@pytest.mark.parametrize(
    ("chase", "rung", "reader", "waits"),
    [
        (a_chase(who=TOM), Rung.OWNER, PRIYA, False),
        (a_chase(rung=Rung.THREAD), Rung.LEAD, MARIA, True),
        (a_chase(rung=Rung.THREAD), Rung.LEAD, TOM, False),
        (a_chase(who=MARIA, rung=Rung.THREAD), Rung.LEAD, MARIA, False),
    ],
    ids=["handed over", "the lead", "leads no more", "the lead’s own"],
)
def test_only_who_still_hears_of_it_has_a_ladder_wait(
    chase: Chase, rung: Rung, reader: str, waits: bool
) -> None:
    item = replace(an_item(chase.key), rung=rung)
    after, again = rested(owing(chase), [item], reader, MORNING, LED)
    assert (after.chases[chase.key].rung is rung) is waits
    assert again == ((item,) if waits else ())


def test_where_nobody_leads_the_thread_waits_too() -> None:
    passed_by, nobody = owing(a_chase(rung=Rung.THREAD)), replace(LED, settings=Settings())
    after, _ = rested(passed_by, [an_item()], PRIYA, MORNING, nobody)
    assert after.chases["update"].rung is Rung.OWNER


@pytest.mark.parametrize(
    ("rung", "reader", "state"),
    [
        (Rung.OWNER, PRIYA, ChaseState.RUNNING),
        (Rung.LEAD, MARIA, ChaseState.UNREACHED),
    ],
    ids=["they are told anew", "the lead hears that they were not"],
)
def test_who_was_not_reached(rung: Rung, reader: str, state: ChaseState) -> None:
    item = replace(an_item(), rung=rung)
    chase = a_chase(rung=NEXT_RUNG[rung], state=ChaseState.UNREACHED)
    after, _ = rested(owing(chase), [item], reader, MORNING, LED)
    assert after.chases["update"].state is state


def test_what_is_another_incidents_or_over_is_let_be() -> None:
    incident = owing(a_chase())
    others = [replace(an_item(), incident_id=2), an_item("debrief")]
    assert rested(incident, others, PRIYA, MORNING, LED) == (incident, ())
    assert not is_left(incident, others, PRIYA, LED)
