"""The ladder when people come and go, after our own silence, and when things change on the way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.calendar import Span
from bot.chasing import UPDATE, follow
from bot.commands import Unreached
from bot.effects import Note
from bot.incident import ChaseState, Rung, Severity
from bot.owing import NEW_OWNER
from bot.settings import Settings
from tests.bot.story import ANA, BEN, LEA, MONDAY, TEAM_WITH_LEAD, THREAD, Story, people

WEEK = timedelta(days=7)
OWN_IT = "step:own_it"


# Who is told when someone cannot be


def _short(story: Story) -> list[str]:
    return story.reminders_until(story.start + WEEK, about=UPDATE)


HEADS_UP, OWNER = "Mon 11:48 U_ANA update heads_up", "Mon 12:00 U_ANA update owner"
LAST = "Mon 14:00 the thread update thread"


def test_without_a_lead_the_thread_keeps_its_distance() -> None:
    assert _short(Story(Severity.HIGH, settings=Settings())) == [HEADS_UP, OWNER, LAST]


def test_a_lead_who_is_the_owner_is_not_told_a_third_time() -> None:
    assert _short(Story(Severity.HIGH, settings=Settings(lead=ANA))) == [HEADS_UP, OWNER, LAST]


def test_a_deactivated_lead_is_left_out() -> None:
    assert _short(Story(Severity.HIGH).leaves(LEA)) == [HEADS_UP, OWNER, LAST]


def test_the_lead_stands_in_for_a_deactivated_owner() -> None:
    """Once, when it is due: before that there is nothing for a lead to hear."""
    assert _short(Story(Severity.HIGH).leaves(ANA)) == ["Mon 12:00 U_LEA update lead", LAST]


@pytest.mark.parametrize("settings", [Settings(), Settings(lead=ANA), TEAM_WITH_LEAD], ids=str)
def test_with_nobody_left_the_thread_is_told_when_it_is_due(settings: Settings) -> None:
    story = Story(Severity.HIGH, settings=settings).leaves(ANA).leaves(LEA)
    assert _short(story) == ["Mon 12:00 the thread update thread"]


def test_an_owner_who_leaves_between_two_rungs() -> None:
    story = Story(Severity.HIGH)
    assert story.reminders_until(MONDAY + timedelta(hours=2), about=UPDATE) == [HEADS_UP, OWNER]
    assert _short(story.leaves(ANA)) == ["Mon 13:00 U_LEA update lead", LAST]


# Who cannot be written to


def unreached(story: Story, user: str, rung: Rung) -> Unreached:
    """The reminder that user just got did not arrive."""
    return Unreached(user, UPDATE, rung, story.incident.chases[UPDATE].since)


def test_the_lead_hears_when_it_is_due_if_the_owner_cannot_be_written_to() -> None:
    story = Story(Severity.HIGH)
    assert story.reminders_until(MONDAY + timedelta(hours=1.9), about=UPDATE) == [HEADS_UP]
    story.does(unreached(story, ANA, Rung.HEADS_UP))
    assert _short(story) == ["Mon 12:00 U_LEA update lead", LAST]


def test_the_lead_hears_at_once_if_it_is_due() -> None:
    story = Story(Severity.HIGH)
    story.reminders_until(MONDAY + timedelta(hours=2), about=UPDATE)
    not_delivered = unreached(story, ANA, Rung.OWNER)
    story.at(hours=2, minutes=1).does(not_delivered).does(not_delivered).expect_refusal(None)
    story.sweep().expect_told((LEA, UPDATE, Rung.LEAD))
    assert story.incident.chases[UPDATE].state is ChaseState.UNREACHED
    story.does(not_delivered).expect_refusal(None)  # somebody has heard of it since
    story.does(unreached(story, LEA, Rung.LEAD)).sweep().expect_told((THREAD, UPDATE, Rung.THREAD))


@pytest.mark.parametrize("settings", [Settings(), Settings(lead=ANA), TEAM_WITH_LEAD], ids=str)
def test_the_thread_hears_where_there_is_no_other_lead(settings: Settings) -> None:
    story = Story(Severity.HIGH, settings=settings).leaves(LEA)
    story.reminders_until(MONDAY + timedelta(hours=2), about=UPDATE)
    story.does(unreached(story, ANA, Rung.OWNER)).sweep().expect_told((THREAD, UPDATE, Rung.THREAD))


def test_the_thread_hears_where_the_lead_who_stands_in_cannot_be_written_to_either() -> None:
    story = Story(Severity.HIGH).leaves(ANA)
    story.reminders_until(MONDAY + timedelta(hours=2), about=UPDATE)
    story.does(unreached(story, LEA, Rung.LEAD)).sweep().expect_told((THREAD, UPDATE, Rung.THREAD))


def test_what_rests_was_done_or_began_again_needs_nobody_else() -> None:
    story = Story(Severity.HIGH).at(hours=2).sweep()
    story.snooze(UPDATE).does(unreached(story, ANA, Rung.OWNER)).expect_refusal(None)
    story.stop(UPDATE).does(unreached(story, ANA, Rung.OWNER)).expect_refusal(None)
    story.does(Unreached(ANA, UPDATE, Rung.OWNER, MONDAY - timedelta(days=1))).expect_refusal(None)
    story.does(Unreached(ANA, "nothing", Rung.OWNER, MONDAY)).expect_refusal(None)


def test_another_due_time_begins_a_new_ladder_for_them_too() -> None:
    story = Story(Severity.HIGH).at(hours=2).sweep()
    story.does(unreached(story, ANA, Rung.OWNER))
    story.changed(update_spans={Severity.HIGH: Span(hours=5)}).tell()
    assert story.incident.chases[UPDATE].state is ChaseState.RUNNING


# Hand-over


def test_a_hand_over_before_anything_is_due_changes_only_who() -> None:
    story = Story(Severity.HIGH).at(hours=1).hand_over(BEN)
    assert _short(story) == [
        "Mon 11:48 U_BEN update heads_up",
        "Mon 12:00 U_BEN update owner",
        "Mon 13:00 U_LEA update lead",
        LAST,
    ]


def test_who_takes_it_over_by_themselves_is_thanked_alone() -> None:
    [note] = [
        effect
        for effect in Story().by(BEN).hand_over(BEN).outcome.effects
        if isinstance(effect, Note)
    ]
    assert note.text == f"<@{BEN}> is the owner from here. Thank you for taking it on."


def test_a_hand_over_after_the_heads_up_goes_on_with_the_owner() -> None:
    story = Story(Severity.HIGH).at(minutes=108).sweep().at(minutes=110).hand_over(BEN)
    assert _short(story)[0] == "Mon 12:00 U_BEN update owner"


def test_whoever_takes_over_something_late_gets_a_moment_before_being_told() -> None:
    story = Story(Severity.HIGH).at(hours=3).sweep().at(hours=3.25).sweep()
    story.at(hours=3.5).hand_over(BEN)
    assert _short(story) == [
        "Mon 13:42 U_BEN update owner",  # a tenth of the interval later
        "Mon 14:42 U_LEA update lead",
        "Mon 15:42 the thread update thread",
    ]


def test_a_hand_over_does_not_wait_for_the_morning_of_whoever_had_it() -> None:
    known = people({ANA: "America/New_York", BEN: "Europe/Berlin"})
    settings = Settings(high_breaks_quiet=False)
    story = Story(Severity.HIGH, start=MONDAY - timedelta(hours=3), known=known, settings=settings)
    story.at(hours=2).sweep().expect_told()  # 04:00 in New York
    story.at(hours=2.5).hand_over(BEN)
    assert _short(story)[0] == "Mon 09:42 U_BEN update owner"


# After a long silence of ours


@pytest.mark.parametrize("severity", Severity)
def test_after_a_long_downtime_there_is_no_burst(severity: Severity) -> None:
    story = Story(severity).at(days=21, hours=2).sweep()
    story.expect_told((ANA, UPDATE, Rung.OWNER), (ANA, OWN_IT, Rung.OWNER))
    back = story.now
    interval = story.incident.chases[UPDATE].interval
    lines = story.reminders_until(back + 3 * WEEK, about=UPDATE)
    assert [line.split()[-1] for line in lines] == ["lead", "thread"]
    assert story.now >= back + interval


def test_the_lead_keeps_the_distance_when_the_owner_was_told_late() -> None:
    story = Story(Severity.HIGH).at(hours=2.75).sweep()  # 12:45, due at 12:00
    story.expect_told((ANA, UPDATE, Rung.OWNER))
    assert _short(story) == ["Mon 13:45 U_LEA update lead", "Mon 14:45 the thread update thread"]


def test_a_clock_that_goes_backwards_repeats_nothing() -> None:
    story = Story(Severity.HIGH).at(hours=2).sweep().expect_told((ANA, UPDATE, Rung.OWNER))
    story.at(hours=-3).sweep().expect_told()
    story.at(hours=2.5).sweep().expect_told()
    story.at(hours=3).sweep().expect_told((LEA, UPDATE, Rung.LEAD))


# What starts a ladder anew, and what does not


def test_an_update_starts_a_new_cycle() -> None:
    story = Story(Severity.HIGH).at(hours=3).sweep().tell()
    assert _short(story)[:2] == ["Mon 14:48 U_ANA update heads_up", "Mon 15:00 U_ANA update owner"]


def test_a_promise_of_ones_own_is_chased_by_its_own_time() -> None:
    story = Story().tell(next_update_at=MONDAY + timedelta(minutes=60))
    assert _short(story) == [
        "Mon 10:54 U_ANA update heads_up",
        "Mon 11:00 U_ANA update owner",
        "Mon 11:30 U_LEA update lead",
        "Mon 12:00 the thread update thread",
    ]


def test_a_promise_far_away_keeps_the_usual_rungs() -> None:
    story = Story(Severity.HIGH).tell(next_update_at=MONDAY + timedelta(days=2))
    assert _short(story)[:2] == ["Wed 09:48 U_ANA update heads_up", "Wed 10:00 U_ANA update owner"]


def test_a_higher_severity_moves_the_ladder_and_gives_a_moment() -> None:
    story = Story(Severity.LOW).at(hours=5).add_details(severity=Severity.HIGH)
    assert story.reminders_until(MONDAY + WEEK, about=OWN_IT) == [
        "Mon 15:24 U_ANA step:own_it owner",  # due at 14:00 by the new severity
        "Mon 17:24 U_LEA step:own_it lead",
        "Mon 19:24 the thread step:own_it thread",
    ]
    assert story.incident.next_update_at == MONDAY + timedelta(hours=7)


def test_a_lower_severity_keeps_the_word_that_was_promised() -> None:
    story = Story(Severity.HIGH).at(hours=1).add_details(severity=Severity.LOW)
    assert story.incident.next_update_at == MONDAY + timedelta(hours=2)
    assert story.incident.chases[OWN_IT].due == MONDAY + timedelta(days=2)


def test_taking_a_step_moves_its_chase_and_starts_its_time() -> None:
    story = Story(Severity.HIGH).at(hours=3).by(BEN).take("own_it")
    lines = story.reminders_until(MONDAY + WEEK, about=OWN_IT)
    assert lines[1] == "Mon 17:00 U_BEN step:own_it owner"


@pytest.mark.parametrize("state", [ChaseState.STOPPED, ChaseState.SNOOZED])
def test_a_rest_holds_though_the_due_time_moves(state: ChaseState) -> None:
    story = Story(Severity.LOW)
    story = story.stop(OWN_IT) if state is ChaseState.STOPPED else story.snooze(OWN_IT)
    before = story.incident.chases[OWN_IT]
    after = story.add_details(severity=Severity.HIGH).incident.chases[OWN_IT]
    assert after == replace(before, due=MONDAY + timedelta(hours=4), interval=timedelta(hours=4))


def test_a_new_owner_has_not_asked_for_silence() -> None:
    story = Story(Severity.HIGH).stop(UPDATE).hand_over(BEN)
    assert story.incident.chases[UPDATE].state is ChaseState.RUNNING


def test_settings_count_from_the_next_change_on() -> None:
    story = Story(Severity.HIGH)
    story.changed(step_spans=dict.fromkeys(Severity, Span(hours=8))).at(hours=1).sweep()
    assert story.incident.chases[OWN_IT].due == MONDAY + timedelta(hours=8)


def test_following_is_idempotent() -> None:
    story = Story(Severity.HIGH).at(hours=2).sweep()
    followed = follow(story.incident, story.context)
    assert follow(followed, story.context) == followed == story.incident


# An owner who leaves


NEW = "Mon 11:00 U_LEA owner heads_up"


def _gone_at_eleven(story: Story) -> list[str]:
    """Looked at when Slack says so: by then nothing is due yet."""
    story.at(hours=1).leaves(ANA).sweep().expect_told()
    return story.reminders_until(MONDAY + 3 * WEEK, about=NEW_OWNER)


def test_a_new_owner_is_asked_for_at_once_and_once() -> None:
    assert _gone_at_eleven(Story(Severity.HIGH, owner=ANA)) == [NEW]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (Settings(), ["Mon 11:00 U_BEN owner heads_up"]),  # whoever opened it
        (Settings(lead=ANA), ["Mon 11:00 U_BEN owner heads_up"]),
        (TEAM_WITH_LEAD, [NEW]),
    ],
)
def test_whoever_can_find_one_is_asked(settings: Settings, told: list[str]) -> None:
    story = Story(Severity.HIGH, settings=settings, by=BEN, owner=ANA)
    assert _gone_at_eleven(story) == told


def test_with_nobody_to_ask_nothing_more_is_owed() -> None:
    story = Story(settings=Settings()).leaves(ANA).sweep()
    assert NEW_OWNER not in story.incident.chases


def test_the_question_is_over_once_there_is_a_new_owner_or_the_old_one_is_back() -> None:
    story = Story(owner=ANA).leaves(ANA).sweep()
    assert NEW_OWNER in story.incident.chases
    kept = story.incident.chases[NEW_OWNER]
    assert story.at(minutes=5).by(LEA).sweep().incident.chases[NEW_OWNER].since == kept.since
    assert NEW_OWNER not in story.hand_over(BEN).incident.chases
    assert NEW_OWNER not in Story().close(anyway="Done elsewhere").leaves(ANA).incident.chases
