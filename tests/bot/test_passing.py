"""A promise or an action changes hands."""

import pytest

from bot.effects import CARD, PREVENTION, Note, Show, promise_slot
from bot.wording import actions as action_words
from bot.wording import answers
from bot.wording import promises as words
from tests.bot.ledger_story import LedgerStory
from tests.bot.story import ANA, BEN, LEA

PROMISE, ACTION = "promise:1", "action:1"


def notes(story: LedgerStory) -> list[str]:
    return [effect.text for effect in story.outcome.effects if isinstance(effect, Note)]


def test_a_promise_goes_to_someone_else() -> None:
    story = LedgerStory().promised().at(hours=1).pass_on(PROMISE, BEN)
    story.expect_shown(promise_slot("1"), CARD).expect_answer(words.passed_on(story.promise, BEN))
    story.expect_entry("Handed over the promise “Refund”")
    assert notes(story) == [words.note_passed_on(story.promise, ANA, BEN)]
    assert story.incident.owner == ANA
    chase = story.incident.chases[PROMISE]
    assert (chase.who, chase.since) == (BEN, story.now)
    story.pass_on(PROMISE, BEN).expect_refusal(words.has_it_already(story.promise, BEN))


def test_an_action_goes_to_someone_else() -> None:
    story = LedgerStory().agreed("Scan twice").at(hours=1).by(LEA).pass_on(ACTION, LEA)
    story.expect_shown(PREVENTION).expect_entry("Handed over “Scan twice”")
    story.expect_answer(action_words.passed_on(story.action, LEA))
    assert notes(story) == [action_words.note_passed_on(story.action, LEA, LEA)]
    assert story.incident.chases[ACTION].who == LEA
    story.pass_on(ACTION, LEA).expect_refusal(action_words.has_it_already(story.action, LEA))
    story.by(ANA).pass_on(ACTION, BEN)
    assert notes(story) == [action_words.note_passed_on(story.action, ANA, BEN)]


def test_whoever_takes_one_on_is_thanked() -> None:
    story = LedgerStory().promised().by(BEN).pass_on(PROMISE, BEN)
    assert "Thank you for taking it on" in notes(story)[0]


@pytest.mark.parametrize("owed", [PROMISE, ACTION])
def test_only_to_someone_who_can(owed: str) -> None:
    story = LedgerStory(private=True).promised().agreed("Scan twice").pass_on(owed, BEN)
    story.expect_refusal(answers.takes_no_part(BEN))
    story.leaves(LEA).pass_on(owed, LEA).expect_refusal(answers.cannot_lead(LEA))
    story.by(BEN).pass_on(owed, BEN)  # who can do so reads it where it lives
    assert story.incident.chases[owed].who == BEN


@pytest.mark.parametrize("owed", [PROMISE, ACTION, "update", "promise:9"])
def test_what_is_settled_stays_where_it_is(owed: str) -> None:
    story = LedgerStory().promised().agreed("Scan twice").keep().finish()
    story.pass_on(owed, BEN).expect_refusal(answers.chase_gone())


def test_whoever_leads_from_here_keeps_what_the_owner_promised() -> None:
    story = LedgerStory().promised("Refund").promised("Call", owner=LEA).promised("Write")
    story.keep("3").agreed("Scan twice").at(hours=1).hand_over(BEN)
    owners = [promise.owner for promise in story.incident.promises.values()]
    assert owners == [BEN, LEA, ANA]
    assert story.action.owner == ANA
    shown = [effect.slot for effect in story.outcome.effects if isinstance(effect, Show)]
    assert promise_slot("1") in shown
    assert not {promise_slot("2"), promise_slot("3")} & set(shown)


def test_who_was_given_something_takes_part_in_a_private_one() -> None:
    story = LedgerStory(private=True, owner=BEN).promised(owner=BEN).hand_over(LEA)
    story.pass_on(PROMISE, BEN).agreed("Scan twice", owner=BEN).expect_refusal(
        answers.takes_no_part(BEN)
    )


def test_in_another_place_all_that_is_open_is_shown_again() -> None:
    story = LedgerStory().promised().promised("Call").keep("2").agreed("Scan twice")
    story.trouble("is_archived").move_home(to_dm=True)
    story.expect_shown(CARD, "prompt:own_it", promise_slot("1"), PREVENTION)
