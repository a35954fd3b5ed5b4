"""How a recovery went, in words (P24)."""

import dataclasses
from datetime import timedelta

import pytest

from bot.change import replace
from bot.incident import Customer, Incident, NoticedBy, Severity
from bot.language import Category
from bot.ledger import ActionState, Promise, PromiseState, WordGiven
from bot.playbook import Playbook
from bot.scorecard import Part, scorecard
from bot.wording import scorecard as words
from tests.bot.learned_story import LINE, at_the_debrief
from tests.bot.story import ANA, BEN, MONDAY, Story

LATER = MONDAY + timedelta(days=1)
GOOD = "We sent you the wrong invoice. We made a mistake, and I am sorry."
CHECKED = {"asked": "yes", "righted": "yes", "stay": "yes", "recommend": "not_known"}


def said(incident: Incident, part: Part) -> dict[str, bool]:
    """What is said of one of the four, and whether it went well."""
    return {each.text: each.well for each in scorecard(incident, LATER)[part]}


def whole() -> Incident:
    """One that went as it should, told within a quarter of an hour."""
    story = Story(noticed_by=NoticedBy.US)
    story.fill_in("own_it", told_at="2026-11-23T10:00:00+00:00", words=GOOD)
    story.fill_in("apologise", words=GOOD)
    story.settle(*LINE[2:]).fill_in("debrief", better="They laughed").close()
    return story.fill_in("check_back", **CHECKED).incident


@pytest.mark.principle("P24")
def test_all_four_of_one_that_went_well() -> None:
    incident = whole()
    assert said(incident, Part.SPEED) == {
        words.told_quickly(timedelta()): True,
        words.got_there_first(): True,
        words.updates_in_time(): True,
    }
    assert said(incident, Part.ATTITUDE) == {
        words.owned(): True,
        words.debriefed(): True,
        words.kept_what_was_better(): True,
        words.checked_back(): True,
    }
    assert said(incident, Part.TONE) == {
        words.words_clean(): True,
        words.apologised(): True,
        words.explained(): True,
    }
    assert said(incident, Part.ACTIONS) == {
        words.put_right(): True,
        words.made_up(): True,
        words.prevention_open(1, 1): False,
        words.shown(): True,
    }


@pytest.mark.principle("P24")
def test_all_four_of_one_that_was_let_go_say_what_would_have_been_better() -> None:
    story = Story(noticed_by=NoticedBy.CUSTOMER)
    for step in (*LINE, "debrief"):
        story.skip(step, "No need")
    story.close("Nobody minded").skip("check_back", "No need")
    for part in Part:
        assert not any(said(story.incident, part).values())
    assert words.closed_over_open() not in said(story.incident, Part.ACTIONS)
    left = Story().close("Nobody minded").incident
    assert words.closed_over_open() in said(left, Part.ACTIONS)
    assert words.not_put_right() in said(left, Part.ACTIONS)


@pytest.mark.parametrize(
    ("severity", "quick", "slow"),
    [
        (Severity.HIGH, timedelta(minutes=30), timedelta(minutes=31)),
        (Severity.MEDIUM, timedelta(hours=2), timedelta(hours=3)),
        (Severity.LOW, timedelta(hours=4), timedelta(days=3)),
    ],
)
def test_quick_depends_on_how_much_it_hurts(
    severity: Severity, quick: timedelta, slow: timedelta
) -> None:
    incident = replace(whole(), severity=severity, first_told_at=MONDAY + quick)
    assert said(incident, Part.SPEED)[words.told_quickly(quick)]
    late = replace(incident, first_told_at=MONDAY + slow)
    assert said(late, Part.SPEED)[words.told_late(slow)] is False
    untold = replace(incident, first_told_at=None, noticed_by=NoticedBy.UNKNOWN)
    assert said(untold, Part.SPEED) == {
        words.nobody_told(): False,
        words.updates_in_time(): True,
    }


def promised(*states: PromiseState) -> Incident:
    promises = {
        str(number): Promise(str(number), "A refund", MONDAY, ANA, ANA, MONDAY, MONDAY, state=state)
        for number, state in enumerate(states)
    }
    return replace(whole(), promises=promises)


def test_promises_on_the_way() -> None:
    kept, late = PromiseState.KEPT, PromiseState.KEPT_LATE
    assert said(promised(kept), Part.SPEED)[words.promises_kept()]
    assert words.promises_late(1, 2) in said(promised(kept, late), Part.SPEED)
    assert words.promises_late(2, 2) in said(promised(PromiseState.BROKEN, late), Part.SPEED)
    assert said(promised(PromiseState.RELEASED), Part.SPEED) == said(whole(), Part.SPEED)
    assert "2 of 3 promises" in words.promises_late(2, 3)
    assert "The promise we made" in words.promises_late(1, 1)


def test_an_overdue_promise_counts_like_in_the_figures() -> None:
    overdue = promised(PromiseState.KEPT, PromiseState.KEPT_LATE, PromiseState.OPEN)
    assert words.promises_late(2, 3) in said(overdue, Part.SPEED)
    to_come = {"0": replace(overdue.promises["2"], due=LATER + timedelta(days=1))}
    assert said(replace(overdue, promises=to_come), Part.SPEED) == said(whole(), Part.SPEED)


def test_late_words_to_the_customer_are_told() -> None:
    at = [WordGiven(MONDAY, MONDAY), WordGiven(MONDAY, MONDAY + timedelta(hours=2))]
    late = replace(whole(), words_given=tuple(at))
    assert said(late, Part.SPEED)[words.updates_late(1, 2)] is False
    assert said(replace(late, words_given=(at[0],)), Part.SPEED)[words.updates_in_time()]
    assert "1 of 2 promised words" in words.updates_late(1, 2)
    assert "The next word we promised them came late" in words.updates_late(1, 1)


@pytest.mark.principle("P05")
@pytest.mark.principle("P06")
def test_tone_comes_from_the_words_that_were_noted() -> None:
    bad = replace(whole(), customers=(Customer("ACME", words="Sorry, but you should have asked."),))
    found = said(bad, Part.TONE)
    assert words.words_clean() not in found
    assert words.words_could_be("qualified_apology") in found
    silent = Story().skip("own_it", "x").incident
    assert words.no_words_noted() in said(silent, Part.TONE)


def test_every_kind_of_word_has_its_advice() -> None:
    assert all(words.words_could_be(category.value) for category in Category)


def test_prevention_is_told_apart_from_the_fix() -> None:
    incident = whole()
    [action] = incident.actions.values()
    done = replace(action, state=ActionState.DONE)
    two = replace(incident, actions={"1": done, "2": action})
    assert words.prevention_open(1, 2) in said(two, Part.ACTIONS)
    assert "2 are still" not in words.prevention_open(1, 2)
    assert "2 are still" in words.prevention_open(2, 3)
    assert words.prevention_done() in said(replace(incident, actions={"1": done}), Part.ACTIONS)
    dropped = replace(action, state=ActionState.DROPPED)
    nothing = replace(incident, actions={"1": dropped})
    assert words.nothing_prevents() in said(nothing, Part.ACTIONS)


def test_a_playbook_is_asked_only_for_what_it_has() -> None:
    story = Story(playbook="ownership")
    assert words.not_apologised() not in said(story.incident, Part.TONE)
    assert words.not_debriefed() not in said(story.incident, Part.ATTITUDE)
    bounce = Story(playbook="bounce-back").incident
    assert words.not_put_right() not in said(bounce, Part.ACTIONS)
    assert words.not_shown() not in said(bounce, Part.ACTIONS)
    plain = replace(
        bounce,
        own_playbook=replace_steps(bounce),
        steps={},
    )
    assert said(plain, Part.ATTITUDE) == {words.nothing_noted(): True}
    assert words.not_made_up() not in said(plain, Part.ACTIONS)


def replace_steps(incident: Incident) -> Playbook:
    """A team's own playbook whose steps leave nothing behind."""
    steps = tuple(dataclasses.replace(step, artefact=None) for step in incident.playbook.steps)
    return dataclasses.replace(incident.playbook, key="own", steps=steps)


def test_nobody_is_named_or_marked() -> None:
    texts = [each.text for remarks in scorecard(whole(), LATER).values() for each in remarks]
    texts += [words.intro(), words.small_print(), words.only_those_who_took_part()]
    assert not any(user in text for text in texts for user in (ANA, BEN, "<@", "/10", "points"))
    assert set(words.PARTS) == set(Part)
    assert words.line(True, "a") != words.line(False, "a")
    assert "#3" in words.still_open(3)


def test_the_debrief_is_part_of_it_once_it_is_held() -> None:
    story = at_the_debrief()
    assert words.not_debriefed() in said(story.incident, Part.ATTITUDE)
    assert words.debriefed() in said(story.fill_in("debrief").incident, Part.ATTITUDE)
