"""The shorter playbooks: each in its source's own order, from opening to the check-back."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot import rhythm
from bot.chasing import CHECK_BACK, UPDATE
from bot.effects import CARD
from bot.incident import Rung, Severity, Status
from bot.own_playbooks import read
from bot.playbook import FULL, Playbook, Rhythm
from bot.playbooks import PLAYBOOKS
from bot.settings import Settings
from bot.wording import answers
from bot.wording import own_playbooks as words
from tests.bot.story import ANA, BEN, FORMS, MONDAY, TEAM_WITH_LEAD, Story

ALL = pytest.mark.parametrize("playbook", PLAYBOOKS.values(), ids=lambda each: each.key)
OWN = read("own_1", "At the counter\nSay it was us [own it]\nBring the right dish")
OWN_TEAM = Settings(playbook="own_1", own_playbooks=(OWN,))

# What each source teaches, in its order.
ORDER = {
    "ownership": ("P01", "P11", "P12", "P16", "P23"),
    "bounce-back": ("P01", "P12", "P14", "P17", "P23"),
    "imperfect": ("P02", "P11", "P12", "P15", "P16", "P21", "P23"),
    "relationship": ("P03", "P06", "P13", "P12", "P16", "P23"),
    "acknowledge": ("P04", "P10", "P15", "P07", "P11", "P23"),
}


@pytest.mark.parametrize(("key", "taught"), ORDER.items())
def test_each_teaches_its_source_in_its_order(key: str, taught: Sequence[str]) -> None:
    line = PLAYBOOKS[key].line
    assert len(line) == len(taught)
    for step, principle in zip(line, taught, strict=True):
        assert principle in step.principles


def form_for(playbook: Playbook, step_id: str) -> dict[str, str]:
    """The usual answers to the form of that step."""
    step = playbook.step(step_id)
    assert step is not None
    asked = "first_word" if step.artefact == "first_apology" else step.artefact
    usual = next(each.id for each in FULL.steps if each.artefact == asked)
    return dict(FORMS[usual])


def test_where_owning_it_is_the_apology_its_words_are_kept() -> None:
    story = Story(playbook="ownership").fill_in("own_it", words="")
    story.expect_refusal(answers.form_incomplete("Own it and apologise", "own_it"))
    story.fill_in("own_it", **FORMS["own_it"]).expect_current("put_it_right")
    Story().fill_in("own_it", words="").expect_current("apologise")


def run(story: Story) -> Story:
    """Settle every step in its turn, by form where there is one."""
    while (step := story.incident.current) is not None and step.rhythm is not Rhythm.AFTER_CLOSING:
        story.take(step.id)
        if step.artefact:
            story.done(step.id).expect_refusal(answers.needs_form(step.name, step.id))
            story.fill_in(step.id, **form_for(story.incident.playbook, step.id))
        else:
            story.done(step.id)
    return story


@ALL
def test_from_opening_to_the_check_back(playbook: Playbook) -> None:
    story = run(Story(Severity.HIGH, playbook=playbook.key))
    assert all(story.incident.settled(step.id) for step in playbook.alongside)
    story.close()
    assert story.incident.status is Status.CLOSED
    assert story.incident.close_reason == ""
    story.expect_owed(CHECK_BACK)
    story.at(days=14).sweep().expect_told((ANA, CHECK_BACK, Rung.OWNER))


@pytest.mark.principle("P14")
@ALL
def test_words_are_promised_by_the_clock_as_long_as_there_is_news(playbook: Playbook) -> None:
    story = Story(Severity.HIGH, playbook=playbook.key)
    assert story.incident.chases[UPDATE].due == MONDAY + timedelta(hours=2)
    ours = (Rhythm.DEBRIEF, Rhythm.AFTER_CLOSING)
    *before, last = (each for each in playbook.line if each.rhythm not in ours)
    for step in (*before, last):
        assert story.incident.next_update_at is not None, step.id
        assert rhythm.runs_on(story.incident, step) is (step is not last)
        story.skip(step.id, "Not here")
    assert story.incident.next_update_at is None
    assert UPDATE not in story.incident.chases


@pytest.mark.principle("P08")
def test_people_matters_stay_private_throughout_ownership() -> None:
    assert "never a word of it to the customer" in PLAYBOOKS["ownership"].throughout


def test_a_mistake_starts_with_the_teams_own_choice() -> None:
    assert Story(settings=Settings(playbook="imperfect")).incident.playbook.key == "imperfect"
    assert Story(settings=OWN_TEAM).incident.playbook == OWN
    assert Story(settings=OWN_TEAM, playbook="relationship").incident.own_playbook is None
    assert Story(settings=OWN_TEAM, playbook="no such").incident.playbook == OWN


def test_it_stays_on_the_playbook_it_was_opened_with() -> None:
    story = Story(settings=OWN_TEAM)
    other = read("own_1", "At the counter\nSomething else")
    story.changed(own_playbooks=(other,)).fill_in("step_1", **FORMS["own_it"])
    story.expect_current("step_2")
    story.changed(own_playbooks=(), playbook="full").done("step_2").close()
    assert story.incident.playbook == OWN
    assert story.incident.status is Status.CLOSED


# Another playbook, while nothing has begun


def test_another_playbook_can_be_chosen_until_someone_begins() -> None:
    story = Story(Severity.HIGH).at(minutes=30).add_details(playbook="relationship")
    story.expect_shown(CARD, "prompt:own_it").expect_entry(
        "Details added", "Follows the playbook “Relationship builder, six steps” from here"
    )
    assert story.incident.playbook.key == "relationship"
    assert story.incident.state("own_it").since == story.now
    story.expect_owed("step:own_it", UPDATE).expect_answer(answers.details_kept())
    story.add_details(playbook="full").expect_owed("step:own_it", UPDATE)


def test_the_prompt_of_a_step_that_is_gone_says_so() -> None:
    story = Story(settings=OWN_TEAM).add_details(playbook="full")
    story.expect_shown(CARD, "prompt:step_1", "prompt:own_it")
    assert story.incident.own_playbook is None
    story.add_details(playbook="own_1").expect_shown(CARD, "prompt:own_it", "prompt:step_1")
    assert story.incident.own_playbook == OWN


def test_the_same_playbook_again_starts_nothing_anew() -> None:
    story = Story().at(minutes=30).add_details(playbook="full").expect_shown(CARD)
    assert story.incident.state("own_it").since == MONDAY


@pytest.mark.parametrize("begun", ["take", "settle", "gone"])
def test_once_begun_it_stays_and_the_rest_is_kept(begun: str) -> None:
    story = Story(settings=TEAM_WITH_LEAD).by(BEN)
    if begun == "take":
        story.take("own_it")
    elif begun == "settle":
        story.settle("own_it")
    wanted = "no such" if begun == "gone" else "imperfect"
    story.add_details(playbook=wanted, expected="Delivery at noon")
    story.expect_answer(words.kept(FULL.name))
    assert story.incident.playbook is FULL
    assert story.incident.expected == "Delivery at noon"
