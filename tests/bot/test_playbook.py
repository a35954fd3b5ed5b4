"""The playbook's tables hold together, and the teaching is all there."""

import pytest

from bot.calendar import Span
from bot.effects import CARD, prompt_slot, step_of
from bot.forms import ARTEFACTS, Artefact, FieldKind
from bot.incident import Severity
from bot.playbook import (
    FULL,
    STEP_REACTIONS,
    STEP_TRANSITIONS,
    Gesture,
    Playbook,
    Rhythm,
    StepStatus,
)
from bot.playbooks import PLAYBOOKS
from bot.settings import SPAN_CHOICES, STEP_SPANS, UPDATE_SPANS, Settings, span_choice
from tests.bot.story import Story

ALL_PLAYBOOKS = pytest.mark.parametrize("playbook", PLAYBOOKS.values(), ids=lambda each: each.key)


def test_the_full_playbook_has_its_ten_steps_in_order() -> None:
    assert [step.name for step in FULL.steps] == [
        "Own it",
        "Apologise",
        "Explain",
        "Put it right",
        "Make it up",
        "Keep them posted",
        "Prevent it",
        "Show the evidence",
        "Debrief",
        "Check back",
    ]


def test_the_steps_stand_for_the_principles_that_live_in_them() -> None:
    elsewhere = {"P08", "P09", "P22", "P24"}  # coach and review, similar incidents, scorecard
    taught = {principle for step in FULL.steps for principle in step.principles}
    assert taught | elsewhere == {f"P{number:02}" for number in range(1, 25)}


@ALL_PLAYBOOKS
def test_steps_refer_to_what_exists(playbook: Playbook) -> None:
    ids = [step.id for step in playbook.steps]
    assert len(ids) == len(set(ids))
    assert PLAYBOOKS[playbook.key] is playbook
    line = [step.id for step in playbook.line]
    for step in playbook.steps:
        assert step.artefact is None or step.artefact in ARTEFACTS
        assert {step.starts_after, step.ends_with, step.counts_from} <= {*line, None}
        assert step.why
        assert step.done_when
        if step.rhythm is Rhythm.DEBRIEF and step.counts_from:
            assert line.index(step.counts_from) < line.index(step.id)
    assert set(playbook.line) | set(playbook.alongside) == set(playbook.steps)
    assert playbook.line[0].rhythm is Rhythm.UNTOUCHED


@pytest.mark.parametrize("artefact", ARTEFACTS.values(), ids=lambda each: each.key)
def test_forms_can_be_asked_for(artefact: Artefact) -> None:
    keys = [field.key for field in artefact.fields]
    assert len(keys) == len(set(keys))
    assert len(artefact.title) <= 24
    assert any(field.required for field in artefact.fields)
    for field in artefact.fields:
        assert bool(field.choices) is (field.kind is FieldKind.CHOICE)
    if artefact.told_customer:
        assert any(field.kind is FieldKind.TEXT for field in artefact.fields)


@pytest.mark.principle("P02")
def test_no_question_asks_who_did_it() -> None:
    labels = [field.label for artefact in ARTEFACTS.values() for field in artefact.fields]
    who = [label for label in labels if label.lower().startswith("who")]
    asked = [
        "Who told the customer?",
        "Who told the customer?",
        "Who sees to it?",
        "Who sees to that?",
        "Who sees to it?",
        "Who sees to that?",
    ]
    assert who == asked


def test_every_status_has_its_gestures() -> None:
    assert set(STEP_TRANSITIONS) == set(StepStatus)
    assert set(STEP_REACTIONS.values()) == {Gesture.DONE, Gesture.TAKE, Gesture.SKIP}


def test_a_playbook_nobody_knows_any_more_is_the_default_one() -> None:
    story = Story(settings=Settings(playbook="from_long_ago"))
    assert story.incident.playbook is FULL
    assert FULL.step("unheard_of") is None


def test_slots() -> None:
    assert step_of(prompt_slot("own_it")) == "own_it"
    assert step_of(CARD) is None


@pytest.mark.parametrize("severity", Severity)
def test_every_default_rhythm_can_be_chosen_in_settings(severity: Severity) -> None:
    assert span_choice(UPDATE_SPANS[severity])
    assert span_choice(STEP_SPANS[severity])


def test_a_span_is_found_by_its_length() -> None:
    for key, (length, _) in SPAN_CHOICES.items():
        assert span_choice(length) == key
    assert span_choice(Span(hours=7)) is None
