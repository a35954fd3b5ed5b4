"""Two people have the form of one step open: the second one's words are not lost."""

from bot.commands import OfferMakeUp, RecordArtefact
from bot.stamps import stale, stamp
from tests.bot.making_up import STEP, at_the_step, offer
from tests.bot.story import ANA, BEN, FORMS, Story

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
