"""Why a make-up needs a yes is said as it is, with who is asked and when they hear of it."""

from dataclasses import replace
from datetime import timedelta

from bot.closing import missing
from bot.effects import Note
from bot.incident import Severity
from bot.limits import asking
from bot.make_up import MakeUpState
from bot.money import shown
from bot.settings import Settings
from bot.wording import card, limits, make_up_answers, make_ups
from tests.bot.making_up import ADMIN, LIMIT, STEP, at_the_step, decide, offer
from tests.bot.story import ANA, LEA, Story


def because(story: Story, number: int = 1) -> str:
    made = story.incident.making_up.find(number)
    assert made
    why = asking(story.incident.making_up, made, story.settings)
    return limits.because(why, shown(made.worth))


def test_what_comes_together_is_said_with_its_total() -> None:
    story = offer(offer(at_the_step(), "90"), "30", step="")
    assert "comes to €120" in because(story, 2)
    assert "your team’s limit of €100" in because(story, 2)


def test_another_currency_is_the_reason() -> None:
    story = offer(at_the_step(), "$50")
    assert because(story).startswith("$50 is in another currency than your team’s limit of €100")


def test_what_the_lead_allowed_is_not_called_the_teams_limit() -> None:
    story = decide(offer(at_the_step(), "120"), LEA, up_to="400")
    offer(story.by(ANA), "500", step="")
    assert "above the €400 agreed for this mistake" in because(story, 2)


def test_a_limit_that_is_gone_is_no_reason() -> None:
    story = offer(at_the_step(), "120").changed(make_up_limit=None)
    assert "would not be now" in because(story)


def test_with_no_lead_that_is_said() -> None:
    story = offer(at_the_step(replace(LIMIT, lead=None)), "120")
    assert story.outcome.answer
    assert "has no lead who could say yes" in story.outcome.answer.text


def test_a_lead_who_may_be_the_only_admin_is_told_the_way_out() -> None:
    story = offer(at_the_step().by(LEA), "120")
    assert story.outcome.answer and "name another lead there" in story.outcome.answer.text
    assert "another admin" in story.outcome.answer.text
    decide(story, LEA, approve=True)
    assert story.outcome.answer and "change the limit" in story.outcome.answer.text
    [made] = story.incident.making_up.offers
    assert "change the limit" in make_ups.to_ask_for("#12", made)


def test_who_is_asked_outside_their_hours_hears_of_it_later() -> None:
    story = offer(at_the_step(severity=Severity.MEDIUM).at(hours=12), "120")
    hears = story.start.replace(hour=8) + timedelta(days=1)
    story.expect_answer(limits.asked(because(story), LEA, hears))
    assert story.outcome.answer and "when their day begins" in story.outcome.answer.text


def test_the_card_says_that_it_waits_and_for_whom() -> None:
    story = offer(at_the_step(), "120")
    assert card.now(story.incident, missing(story.incident)) == (
        f"*Next step:* Make it up, which waits for a yes from <@{LEA}>"
    )
    alone = offer(at_the_step(replace(LIMIT, lead=None)), "120").incident
    assert "a yes from an admin" in card.now(alone, missing(alone))
    assert "a yes from an admin" in card.now(replace(alone, chases={}), ())


def test_a_tick_says_that_it_waits() -> None:
    story = offer(at_the_step(), "120")
    [made] = story.incident.making_up.offers
    story.done(STEP, by_reaction=True).expect_refusal(make_up_answers.waits(made, LEA))
    assert f"a yes from <@{LEA}>" in make_up_answers.waits(made, LEA).text
    assert "an admin" in make_up_answers.waits(made, ANA).text
    said = {
        (state, lead): make_up_answers.by_buttons(replace(made, state=state), lead).text
        for state in MakeUpState
        for lead in (LEA, None)
    }
    assert f"<@{LEA}>" in said[MakeUpState.ASKED, LEA]
    assert "admin" in said[MakeUpState.ASKED, None]
    assert make_ups.OFFERED in said[MakeUpState.APPROVED, LEA]
    assert "nothing is left" in said[MakeUpState.OFFERED, LEA]


def test_after_a_yes_there_is_one_instruction() -> None:
    story = decide(offer(at_the_step(), "120").skip(STEP, "Later"), LEA, approve=True)
    [note] = [each.text for each in story.outcome.effects if isinstance(each, Note)]
    assert f"press *{make_ups.OFFERED}*" in note
    assert "*Done*" not in note
    no = decide(offer(at_the_step(), "120").skip(STEP, "Later"), ADMIN, reason="Too much")
    [note] = [each.text for each in no.outcome.effects if isinstance(each, Note)]
    assert "*Done*" not in note


def test_closing_takes_the_buttons_of_what_waits_away() -> None:
    story = offer(at_the_step(), "120").close(anyway="They left")
    assert "make_up:1" in {getattr(each, "slot", "") for each in story.outcome.effects}
    [made] = story.incident.making_up.offers
    said = make_ups.standing(made, LEA, "", is_open=False)
    assert said.startswith("🎁 *Not decided before this was closed:*")
    yes = replace(made, state=MakeUpState.APPROVED, decided_by=LEA)
    assert "closed before it was offered" in make_ups.standing(yes, LEA, "", is_open=False)


def test_the_form_says_how_much_is_fine() -> None:
    assert limits.hint("€100", raised=False).startswith("Up to €100 for one mistake")
    assert "agreed for this mistake" in limits.hint("€400", raised=True)
    making = offer(at_the_step(), "120").incident.making_up
    assert asking(making, making.offers[0], Settings()) is None


def test_a_skipped_step_asks_all_the_same() -> None:
    story = offer(at_the_step().skip(STEP, "Later"), "120")
    story.expect_answer(limits.asked(because(story), LEA, None))
