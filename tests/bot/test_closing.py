"""Closing, what stands in its way, reopening, handing over, and finding another place."""

from datetime import timedelta
from typing import Any

import pytest

from bot.chasing import CHECK_BACK, CLOSING, UPDATE
from bot.closing import missing
from bot.commands import TroubleUnheard
from bot.effects import CARD, STORY, Note, Show, TellTrouble, promise_slot
from bot.incident import TRYING, Home, Severity, Status
from bot.playbook import Gesture
from bot.settings import Settings
from bot.wording import answers, card, notes, promises
from tests.bot.checked_back import CHECKED
from tests.bot.ledger_story import LedgerStory
from tests.bot.story import ANA, BEN, CHANNEL, LEA, MONDAY, Story, people

LINE = (
    "own_it",
    "apologise",
    "explain",
    "put_it_right",
    "make_it_up",
    "prevent_it",
    "show_the_evidence",
    "debrief",
)
HOUR = timedelta(hours=1)


def _finished() -> Story:
    return Story().settle(*LINE).expect_current("check_back").at(hours=1)


def test_a_finished_recovery_closes() -> None:
    story = _finished().by(BEN).close()
    key = int((MONDAY + HOUR).timestamp() * 1_000_000)
    story.expect(
        Note(f"closed:{key}", notes.closed(BEN)),
        Show("prompt:check_back"),
        Show("make_up:1"),
        Show(CARD),
    ).expect_entry("Closed").expect_answer(None)
    incident = story.incident
    assert incident.status is Status.CLOSED
    assert (incident.closed_by, incident.closed_at, incident.close_reason) == (BEN, story.now, "")
    story.expect_owed(CHECK_BACK).close().expect_refusal(answers.closed_already(BEN))


def test_a_reason_that_was_not_needed_is_not_kept() -> None:
    assert not _finished().close(anyway="Just because").incident.close_reason


def test_what_is_missing_is_listed() -> None:
    story = Story().settle("own_it", "apologise", "explain", "put_it_right").skip("make_it_up")
    lacking = (
        notes.missing_steps(("Prevent it", "Show the evidence", "Debrief")),
        notes.missing_reasons(("Make it up",)),
    )
    assert missing(story.incident) == lacking
    story.close().expect_refusal(answers.close_needs(lacking))


@pytest.mark.parametrize("who", [ANA, LEA])
def test_the_owner_or_the_lead_closes_anyway(who: str) -> None:
    story = Story().by(who).close(anyway=" They asked us to leave it ")
    story.expect_entry("Closed with things left open: They asked us to leave it")
    assert story.incident.close_reason == "They asked us to leave it"
    assert story.incident.next_update_at is None
    story.expect_owed(CHECK_BACK)


def test_skips_without_a_reason_are_named_together() -> None:
    story = Story()
    for step in LINE:
        story.skip(step, "" if step in ("explain", "debrief") else "No need")
    lacking = notes.missing_reasons(("Explain", "Debrief"))
    assert lacking.startswith("Skipped without a reason: *Explain*, *Debrief*.")
    story.close().expect_refusal(answers.close_needs((lacking,)))


def test_nobody_else_closes_anyway() -> None:
    refusal = answers.close_anyway_not_yours(ANA)
    Story().by(BEN).close(anyway="Enough").expect_refusal(refusal)


def test_a_promised_word_stands_in_the_way() -> None:
    promised = MONDAY + timedelta(days=1)
    story = _finished().tell("One more thing", next_update_at=promised)
    story.close().expect_refusal(answers.close_needs((notes.missing_word(promised),)))
    story.at(hours=2).tell("That was it").close()
    assert not story.incident.is_open


def test_keeping_them_posted_again_stands_in_the_way() -> None:
    story = _finished().reopen_step("keep_them_posted").expect_owed(UPDATE)
    lacking = (notes.missing_steps(("Keep them posted",)),)
    story.close().expect_refusal(answers.close_needs(lacking))
    story.skip("keep_them_posted")
    lacking = (notes.missing_reasons(("Keep them posted",)),)
    story.close().expect_refusal(answers.close_needs(lacking))
    story.say_why("keep_them_posted", "They know all").close()
    assert not story.incident.is_open


def test_a_check_back_skipped_beforehand_wants_its_reason() -> None:
    story = _finished().skip("check_back").expect_current(None)
    story.close().expect_refusal(answers.close_needs((notes.missing_reasons(("Check back",)),)))
    story.say_why("check_back", "They moved away").close().expect_owed()


def test_reopening_goes_on_where_it_was() -> None:
    story = Story(Severity.HIGH).settle("own_it").close(anyway="Enough").at(days=3).by(BEN).reopen()
    key = int(story.now.timestamp() * 1_000_000)
    story.expect(
        Note(f"reopened:{key}", notes.reopened(BEN)),
        Show("prompt:apologise"),
        Show("prompt:keep_them_posted"),
        Show(CARD),
    ).expect_entry("Reopened")
    story.expect_owed(UPDATE, "step:apologise").expect_current("apologise")
    incident = story.incident
    assert incident.status is Status.OPEN
    assert (incident.closed_at, incident.closed_by, incident.close_reason) == (None, None, "")
    assert incident.next_update_at == story.now + 2 * HOUR
    assert incident.chases["step:apologise"].due == story.now + 4 * HOUR
    story.reopen().expect_refusal(answers.incident_already_open(12))


def test_reopening_what_was_finished_promises_nothing_anew() -> None:
    story = _finished().close().fill_in("check_back", **CHECKED).reopen()
    story.expect_owed(CLOSING).expect_current(None)
    assert story.incident.next_update_at is None


def test_handing_over() -> None:
    story = Story().settle("own_it").at(hours=1).hand_over(BEN)
    key = int(story.now.timestamp() * 1_000_000)
    story.expect(
        Note(f"handed:{key}", notes.handed_over(ANA, BEN)),
        Show("prompt:apologise"),
        Show("prompt:keep_them_posted"),
        Show(CARD),
    ).expect_entry("Handed over to another owner").expect_answer(answers.handed_over(BEN))
    assert story.incident.owner == BEN
    assert {chase.who for chase in story.incident.chases.values()} == {BEN}
    story.hand_over(BEN).expect_refusal(answers.leads_already(BEN))


def test_what_the_owner_had_taken_goes_with_it() -> None:
    story = Story().settle("own_it").take("apologise").hand_over(BEN)
    assert story.incident.responsible("apologise") == BEN
    assert {chase.who for chase in story.incident.chases.values()} == {BEN}


def test_what_a_helper_had_taken_stays_with_them() -> None:
    story = Story().settle("own_it").by(LEA).take("apologise").by(ANA).hand_over(BEN)
    assert story.incident.responsible("apologise") == LEA


@pytest.mark.parametrize("known", [people(gone=[BEN]), people(bots=[BEN])], ids=["gone", "bot"])
def test_only_people_can_lead(known: dict[str, Any]) -> None:
    story = Story(known=known)
    story.hand_over(BEN).expect_refusal(answers.cannot_lead(BEN))


def test_one_step_changes_hands_and_the_lead_stays() -> None:
    story = (
        Story().settle("own_it").by(BEN).take("apologise").at(hours=1).hand_over(LEA, "apologise")
    )
    key = int(story.now.timestamp() * 1_000_000)
    story.expect(
        Show("prompt:apologise"),
        Show(CARD),
        Note(f"passed:{key}", notes.passed_on("Apologise", BEN, LEA)),
    ).expect_entry("Handed over “Apologise”").expect_answer(answers.passed_on("Apologise", LEA))
    assert (story.incident.owner, story.incident.responsible("apologise")) == (ANA, LEA)
    assert story.incident.chases["step:apologise"].who == LEA
    story.hand_over(LEA, "apologise").expect_refusal(answers.has_it_already("Apologise", LEA))


def test_a_step_that_cannot_change_hands_says_why() -> None:
    story = Story(known=people(gone=[BEN])).settle("own_it")
    story.hand_over(BEN, "apologise").expect_refusal(answers.cannot_lead(BEN))
    story.hand_over(LEA, "own_it").expect_refusal(answers.take_when_settled("Own it"))
    story.hand_over(LEA, "no_such").expect_refusal(answers.no_such_step())
    story.close(anyway="Enough").hand_over(LEA, "apologise").expect_refusal(
        answers.incident_closed(story.incident.number)
    )


def test_whoever_takes_a_step_on_is_thanked() -> None:
    assert "Thank you" in notes.passed_on("Explain", LEA, LEA)


def test_a_private_one_stays_among_those_who_can_read_it() -> None:
    story = Story(private=True).settle("own_it")
    story.hand_over("U_DAN").expect_refusal(answers.takes_no_part("U_DAN"))
    story.hand_over("U_DAN", "apologise").expect_refusal(answers.takes_no_part("U_DAN"))
    story.by("U_DAN").take("apologise").by(ANA).hand_over("U_DAN")
    assert story.incident.owner == "U_DAN"


@pytest.mark.parametrize("step", ["", "apologise"])
def test_whoever_reads_a_private_one_where_it_lives_can_take_it_on(step: str) -> None:
    story = Story(private=True).settle("own_it").by("U_DAN").hand_over("U_DAN", step)
    incident = story.incident
    assert (incident.responsible(step) if step else incident.owner) == "U_DAN"


def test_a_closed_one_changes_hands_too() -> None:
    story = Story().close(anyway="Enough").hand_over(BEN)
    assert story.incident.chases[CHECK_BACK].who == BEN


# Where it lives


def test_trouble_with_the_channel_is_told_once() -> None:
    story = Story(owner=BEN).trouble("not_in_channel").expect(TellTrouble(BEN), TellTrouble(ANA))
    assert story.incident.home.trouble == "not_in_channel"
    story.trouble("not_in_channel").expect_refusal(None)
    story.trouble("is_archived").expect(TellTrouble(BEN), TellTrouble(ANA))


def test_trouble_is_told_to_someone_who_can_hear_it() -> None:
    Story(owner=BEN).leaves(BEN).trouble("is_archived").expect(TellTrouble(ANA))
    Story().leaves(ANA).trouble("is_archived").expect(TellTrouble(LEA))
    Story(settings=Settings()).leaves(ANA).trouble("is_archived").expect()


def test_the_lead_hears_of_trouble_where_the_first_to_be_told_cannot_be_written_to() -> None:
    story = Story(owner=BEN).trouble("is_archived")
    story.does(TroubleUnheard(BEN)).expect(TellTrouble(LEA))
    story.does(TroubleUnheard(ANA)).expect_refusal(None)
    Story().does(TroubleUnheard(ANA)).expect_refusal(None)
    Story(owner=LEA).trouble("is_archived").does(TroubleUnheard(LEA)).expect_refusal(None)
    alone = Story(settings=Settings()).trouble("is_archived")
    alone.does(TroubleUnheard(ANA)).expect_refusal(None)


def test_trying_the_same_place_again() -> None:
    story = Story(text="Two\nlines").trouble("not_in_channel").move_home(to_dm=False)
    story.expect_shown(CARD, STORY, "prompt:own_it").expect_answer(answers.trying_again())
    assert story.incident.home == Home(CHANNEL, trouble=TRYING)
    story.move_home(to_dm=False).expect_refusal(answers.trying_again())
    story.by(BEN).move_home(to_dm=True).expect_shown(CARD, STORY, "prompt:own_it")
    story.expect_answer(answers.moving_to_dm())
    assert story.incident.home == Home(BEN, trouble=TRYING)
    story.move_home(to_dm=True).expect_refusal(answers.moving_to_dm())


def test_without_trouble_there_is_nothing_to_try_again() -> None:
    for to_dm in (False, True):
        Story().move_home(to_dm=to_dm).expect_refusal(None)


def test_carrying_on_in_a_direct_message() -> None:
    story = Story().trouble("is_archived").by(BEN).move_home(to_dm=True)
    story.expect_shown(CARD, "prompt:own_it").expect_answer(answers.moving_to_dm())
    assert story.incident.home == Home(BEN, trouble=TRYING)


def test_a_deleted_message_is_said_again() -> None:
    Story().deleted(CARD).expect_shown(CARD).deleted("prompt:own_it").expect_shown("prompt:own_it")


def test_reactions_on_an_old_prompt_do_no_harm() -> None:
    story = _finished().close()
    for gesture in (Gesture.DONE, Gesture.SKIP, Gesture.TAKE):
        before = story.incident
        assert story.by(BEN).take_back("own_it", gesture).incident == before


def test_the_card_says_what_is_still_promised_when_every_step_is_settled() -> None:
    story = LedgerStory().promised("Refund by two", hours=4).promised("A call", hours=5)
    story.settle(*(step.id for step in story.incident.playbook.steps[:-1]))
    nearly, later = "*Nearly there.* Before you close it:", "*Check back* comes after that."
    first, _ = (promises.missing(each) for each in story.incident.open_promises)
    said = f"{nearly} {first} *Close…* says what else is open. {later}"
    assert card.now(story.incident, missing(story.incident)) == said
    story.keep("1")
    last = promises.missing(story.incident.open_promises[0])
    said = f"{nearly} {last} {later}"
    assert card.now(story.incident, missing(story.incident)) == said
    story.keep("2").expect_shown(promise_slot("2"), CARD)
    assert "Press *Close…* when you are ready." in card.now(story.incident, missing(story.incident))
