"""What a form says about what was filled in."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from bot.artefacts import faults, tidy
from bot.context import Context
from bot.drafts import draft
from bot.forms import ACTIONS, APOLOGY, ARTEFACTS, DEBRIEF, FIRST_WORD, Artefact
from bot.playbook import FULL
from bot.wording import faults as words
from tests.bot.story import ANA, BEN, FORMS, MONDAY, Story, people

WHOLE_ACTION = {"action_1": "Scan twice", "owner_1": BEN, "date_1": "2026-11-23"}
NEEDED = words.needed()


def _faults(artefact: Artefact, values: Mapping[str, str], zone: str = "UTC") -> dict[str, str]:
    context = Context(MONDAY, people=people({ANA: zone}))
    return faults(artefact, values, by=ANA, context=context)


@pytest.mark.parametrize("step", FORMS)
def test_a_form_filled_in_has_no_faults(step: str) -> None:
    found = FULL.step(step)
    assert found is not None
    assert _faults(ARTEFACTS[found.artefact or ""], FORMS[step]) == {}


@pytest.mark.parametrize("artefact", ARTEFACTS.values(), ids=lambda each: each.key)
def test_an_empty_form_lacks_what_is_required(artefact: Artefact) -> None:
    required = {field.key: NEEDED for field in artefact.fields if field.required}
    assert _faults(artefact, {}) == required
    assert _faults(artefact, {key: " \u200b\n" for key in required}) == required


@pytest.mark.parametrize(
    ("artefact", "values", "fault"),
    [
        (FIRST_WORD, {"way": "pigeon"}, words.choose_one()),
        (FIRST_WORD, {"told_at": "yesterday"}, words.not_a_time()),
        (FIRST_WORD, {"told_at": "2026-11-23T09:00"}, words.not_a_time()),  # in whose zone?
        (FIRST_WORD, {"told_at": "2026-11-23T10:01+00:00"}, words.in_the_future()),
        (FIRST_WORD, {"told_at": "2026-11-23T10:00+00:00"}, None),
        (ACTIONS, {"date_1": "soon"}, words.not_a_date()),
        (ACTIONS, {"date_1": "2026-11-22"}, words.in_the_past()),
        (ACTIONS, {"date_1": "2026-11-23"}, None),
        (DEBRIEF, {"cause": "carelessness"}, words.choose_one()),
        (DEBRIEF, {"recurrence": "one_off"}, None),
        (APOLOGY, {"words": "Sorry."}, None),
    ],
)
def test_one_answer(artefact: Artefact, values: dict[str, str], fault: str | None) -> None:
    [key] = values
    assert _faults(artefact, values).get(key) == fault


def test_a_date_is_past_by_the_clock_of_whoever_fills_it_in() -> None:
    late = Context(datetime(2026, 11, 23, 23, 0, tzinfo=UTC), people=people({ANA: "Asia/Kolkata"}))
    assert faults(ACTIONS, WHOLE_ACTION, by=ANA, context=late) == {"date_1": words.in_the_past()}
    assert faults(ACTIONS, WHOLE_ACTION, by=BEN, context=late) == {}


@pytest.mark.parametrize("filling", ["n/a", "N.A.", "tbd", "xxx", "x", "I don't know", "none."])
@pytest.mark.parametrize("field", ["what", "why", "learned"])
def test_a_debrief_is_not_filled_with_what_says_nothing(field: str, filling: str) -> None:
    found = _faults(DEBRIEF, {**FORMS["debrief"], field: filling})
    assert found == {field: words.says_nothing()}


@pytest.mark.parametrize("said", ["No label.", "Unknown: the log was off.", "確認", "Nothing sent"])
def test_a_debrief_may_be_short(said: str) -> None:
    assert _faults(DEBRIEF, {**FORMS["debrief"], "why": said, "better": "n/a"}) == {}


@pytest.mark.parametrize(
    ("second", "lacking"),
    [
        ({}, set()),
        ({"action_2": "A checklist"}, {"owner_2", "date_2"}),
        ({"owner_2": BEN}, {"action_2", "date_2"}),
        ({"date_2": "2026-12-01", "owner_2": BEN}, {"action_2"}),
        ({"action_2": "A checklist", "owner_2": BEN, "date_2": "2026-12-01"}, set()),
    ],
)
def test_a_second_action_is_whole_or_not_there(second: dict[str, str], lacking: set[str]) -> None:
    assert _faults(ACTIONS, {**WHOLE_ACTION, **second}) == dict.fromkeys(lacking, NEEDED)


def test_tidying_keeps_only_what_was_asked_for() -> None:
    values = {"words": " Sorry.\u202e ", "way": "", "unheard_of": "x"}
    assert tidy(APOLOGY, values) == {"words": "Sorry."}


def test_a_draft_with_a_gap_left_was_not_said_to_anybody() -> None:
    story = Story()
    unfilled = draft(story.incident, "apologise", story.context)
    values = {"words": unfilled, "way": "email"}
    found = faults(APOLOGY, values, by=ANA, context=story.context)
    assert found == {"words": words.gap_left()}
    for kept in ("We are sorry [sic].", "We paid the fine [see letter]."):
        assert not faults(APOLOGY, {"words": kept, "way": "email"}, by=ANA, context=story.context)
