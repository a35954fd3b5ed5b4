"""Two people have the form of one step open: the second one's words are not lost."""

from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest

from bot.commands import OfferMakeUp, RecordArtefact
from bot.make_up import MakeUpState
from bot.money import Money
from bot.stamps import stale, stamp, stamp_of_offer
from bot.wording import make_ups as words
from bot.wording.meanwhile import given_back
from tests.bot.making_up import STEP, at_the_step, decide, offer, state
from tests.bot.story import ANA, BEN, FORMS, LEA, Story

OWN = "own_it"


def own(by: str, words: str, seen: str) -> RecordArtefact:
    return RecordArtefact(by, OWN, {**FORMS[OWN], "words": words}, seen=seen)


def test_the_second_does_not_replace_the_first_and_gets_the_words_back() -> None:
    story = Story()
    seen = stamp(story.incident, OWN)
    story.does(own(ANA, "I have told them.", seen)).does(own(BEN, "I rang <them> too.", seen))
    assert story.incident.state(OWN).artefact["words"] == "I have told them."
    assert story.outcome.answer and not story.outcome.changed
    assert "I rang &lt;them&gt; too." in story.outcome.answer.text
    assert ANA in story.outcome.answer.text


def test_a_form_opened_afterwards_corrects() -> None:
    story = Story()
    story.does(own(ANA, "I have told them.", stamp(story.incident, OWN)))
    story.does(own(BEN, "I have told them all.", stamp(story.incident, OWN)))
    assert story.incident.state(OWN).artefact["words"] == "I have told them all."


def test_somebody_without_words_is_told_all_the_same() -> None:
    story = Story()
    seen = stamp(story.incident, OWN)
    story.does(own(ANA, "I have told them.", seen))
    story.does(RecordArtefact(BEN, OWN, {}, seen=seen))
    assert story.outcome.answer and "“" not in story.outcome.answer.text


def test_a_make_up_does_not_replace_another_unseen() -> None:
    story = at_the_step()
    seen = stamp(story.incident, STEP)
    offer(story, "60")
    values = {"offer": "Flowers", "worth": "60"}
    story.does(OfferMakeUp(BEN, values, STEP, seen=seen))
    [made] = story.incident.making_up.offers
    assert made.offer == "Dinner for the team"
    assert story.outcome.answer and "Flowers" in story.outcome.answer.text
    story.does(OfferMakeUp(BEN, values, STEP, seen=stamp(story.incident, STEP)))
    assert story.incident.making_up.offers[0].offer == "Flowers"


def test_the_stamp_of_one_make_up_does_not_mind_the_others() -> None:
    story = offer(at_the_step(), "20")
    first, any_more = stamp(story.incident, "", 1), stamp(story.incident, "")
    offer(story, "30", step="")
    assert not stale(first, story.incident, "", 1)
    assert not stale(any_more, story.incident, "")
    assert not stale("", story.incident, STEP)


@pytest.mark.parametrize("how", [{"approve": True}, {"reason": "Send the <chef>"}])
def test_a_change_of_what_was_decided_on_meanwhile_is_given_back(how: dict[str, Any]) -> None:
    story = offer(at_the_step(), "120")
    for seen, step, number in ((stamp(story.incident, STEP), STEP, 0), ("older", "", 1)):
        [asked] = story.incident.making_up.offers
        if asked.state is MakeUpState.ASKED:
            decide(story, LEA, **how)
        [made] = story.incident.making_up.offers
        values = {"offer": "Flowers", "worth": "130"}
        story.does(OfferMakeUp(ANA, values, step, number, seen=seen))
        story.expect_refusal(given_back(words.decided_first(made), "Flowers\n130"))


def test_nobody_decides_on_another_make_up_than_they_saw() -> None:
    story = offer(at_the_step(), "120")
    [before] = story.incident.making_up.offers
    offer(story, "150").at(hours=1)
    [made] = story.incident.making_up.offers
    for how, typed in (({"approve": True}, ""), ({"reason": "No"}, "No"), ({"up_to": "50"}, "50")):
        decide(story, LEA, seen=stamp_of_offer(before), **how)
        story.expect_refusal(given_back(words.changed_first(made), typed))
    offer(story.by(ANA), "150")  # the same once more
    decide(story, LEA, seen=stamp_of_offer(made), approve=True)
    assert state(story) is MakeUpState.APPROVED


def test_what_is_to_be_decided_on_has_the_same_stamp_after_an_update() -> None:
    """The button waits in Slack. Newer Pythons write the face as it is, older ones its number."""
    [made] = offer(at_the_step(), "120").incident.making_up.offers
    made = replace(made, offer="Dinner \U0001fae8", worth=Money(Decimal("120.00"), "EUR"))
    assert stamp_of_offer(made) == sha256("120 EUR Dinner \U0001fae8".encode()).hexdigest()[:10]
    for other in ({"offer": "Dinner"}, {"worth": Money(Decimal("120.5"), "EUR")}):
        assert stamp_of_offer(replace(made, **other)) != stamp_of_offer(made)
