"""Later, or never again: what people can say to a reminder."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chasing import UPDATE
from bot.commands import OpenIncident, SnoozeFor
from bot.context import Context
from bot.decide import decide
from bot.incident import ChaseState, Rung, Severity
from bot.wording import answers, notes
from tests.bot.story import ANA, BEN, LEA, MONDAY, Story, people

FRIDAY_EVENING = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("until", "zone", "again"),
    [
        (SnoozeFor.HOUR, "UTC", "2026-11-27 19:00"),
        (SnoozeFor.TOMORROW, "UTC", "2026-11-28 09:00"),
        (SnoozeFor.WORKING_DAY, "UTC", "2026-11-30 09:00"),
        (SnoozeFor.TOMORROW, "America/New_York", "2026-11-28 14:00"),
        (SnoozeFor.TOMORROW, "Asia/Kolkata", "2026-11-28 03:30"),
        (SnoozeFor.TOMORROW, "Australia/Sydney", "2026-11-28 22:00"),  # Saturday morning there
        (SnoozeFor.WORKING_DAY, "Australia/Sydney", "2026-11-29 22:00"),
    ],
)
def test_later(until: SnoozeFor, zone: str, again: str) -> None:
    story = Story(Severity.HIGH, start=FRIDAY_EVENING, known=people({ANA: zone}))
    at = datetime.fromisoformat(again).replace(tzinfo=UTC)
    story.snooze(UPDATE, until).expect_answer(answers.snoozed(at)).expect()
    chase = story.incident.chases[UPDATE]
    assert (chase.next_at, chase.state, chase.moved_by) == (at, ChaseState.SNOOZED, ANA)


def test_after_a_rest_the_ladder_begins_with_whoever_has_it() -> None:
    story = Story(Severity.HIGH).at(hours=3).sweep().at(hours=4).sweep().snooze(UPDATE)
    assert story.reminders_until(MONDAY + timedelta(days=1), about=UPDATE) == [
        "Mon 15:00 U_ANA update owner",
        "Mon 16:00 U_LEA update lead",
        "Mon 17:00 the thread update thread",
    ]
    assert story.incident.chases[UPDATE].state is ChaseState.RUNNING
    story.at(hours=8).snooze(UPDATE)  # even after the last rung
    assert story.reminders_until(MONDAY + timedelta(hours=9), about=UPDATE) == [
        "Mon 19:00 U_ANA update owner"
    ]


def test_after_a_rest_the_lead_asked_for_it_comes_back_to_the_lead() -> None:
    story = Story(Severity.HIGH).at(hours=2).sweep().at(hours=3).sweep()
    story.expect_told((LEA, UPDATE, Rung.LEAD)).by(LEA).snooze(UPDATE)
    assert story.reminders_until(MONDAY + timedelta(hours=6), about=UPDATE) == [
        "Mon 14:00 U_LEA update lead",
        "Mon 15:00 the thread update thread",
    ]


def test_the_lead_who_stands_in_for_someone_gone_hears_of_it_again_too() -> None:
    story = Story(Severity.HIGH).leaves(ANA).at(hours=2).sweep().by(LEA).snooze(UPDATE)
    assert story.reminders_until(MONDAY + timedelta(hours=3), about=UPDATE) == [
        "Mon 13:00 U_LEA update lead"
    ]


def test_a_lead_who_was_not_told_yet_puts_off_the_owners_reminder() -> None:
    story = Story(Severity.HIGH).at(hours=2).sweep().by(LEA).snooze(UPDATE)
    assert story.reminders_until(MONDAY + timedelta(hours=3), about=UPDATE) == [
        "Mon 13:00 U_ANA update owner"
    ]


def test_a_rest_ends_when_the_thing_is_done() -> None:
    story = Story(Severity.HIGH).snooze(UPDATE, SnoozeFor.WORKING_DAY).at(hours=1).tell()
    assert story.incident.chases[UPDATE].state is ChaseState.RUNNING


def test_never_again_and_it_stays_owed() -> None:
    story = Story(Severity.HIGH).by(BEN).stop(UPDATE).expect_answer(answers.chase_stopped())
    story.expect_entry(notes.entry_stopped_reminders("Next word to the customer"))
    chase = story.incident.chases[UPDATE]
    assert (chase.state, chase.next_at, chase.moved_by) == (ChaseState.STOPPED, None, BEN)
    assert story.reminders_until(MONDAY + timedelta(days=60), about=UPDATE) == []
    story.expect_owed(UPDATE, "step:own_it")


def test_the_timeline_names_the_step_nobody_is_reminded_of() -> None:
    entry = notes.entry_stopped_reminders("Own it")
    story = Story().stop("step:own_it").expect_entry(entry)
    story.stop("step:own_it").expect_refusal(answers.chase_stopped())  # again, said once


def test_someone_who_said_never_may_still_say_later() -> None:
    story = Story(Severity.HIGH).stop(UPDATE).snooze(UPDATE)
    assert story.reminders_until(MONDAY + timedelta(hours=2), about=UPDATE) == [
        "Mon 11:00 U_ANA update owner"
    ]


def test_what_is_settled_needs_no_rest() -> None:
    story = Story().settle("own_it")
    story.snooze("step:own_it").expect_refusal(answers.chase_gone())
    story.stop("step:own_it").expect_refusal(answers.chase_gone())


def test_what_was_done_meanwhile_is_not_chased() -> None:
    story = Story(Severity.HIGH).at(hours=3.9).sweep()
    story.fill_in("own_it").at(hours=4.5).sweep().expect_told()


def test_the_lead_is_told_after_the_owner_rested() -> None:
    story = Story(Severity.HIGH).at(hours=2).sweep().snooze(UPDATE).at(hours=3).sweep()
    story.expect_told((ANA, UPDATE, Rung.OWNER))
    story.at(hours=4).sweep().expect_told(
        (LEA, UPDATE, Rung.LEAD), (ANA, "step:own_it", Rung.OWNER)
    )


def test_opening_is_not_a_change_of_something_open() -> None:
    with pytest.raises(KeyError):
        decide(Story().incident, OpenIncident(ANA, "Again"), Context(MONDAY))
