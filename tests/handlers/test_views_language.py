"""The settings of the language, whatever a team wrote into them."""

from dataclasses import replace

import pytest

from bot.coachbook import SHAPE_LIMIT, PhraseException
from bot.language import Category
from bot.settings import CoachMode, LanguageSettings
from bot.text import clean
from handlers.ids import Meta
from handlers.modals_language import PHRASE_LENGTH, PHRASES_MOST
from handlers.views.form_language import (
    EXCEPTIONS_SHOWN,
    RULES_SHOWN,
    Known,
    RuleName,
    language,
    phrases,
)
from tests.handlers.cases import NASTY
from tests.handlers.limits import check_view, fields

META = Meta(channel="C0MISTAKE")
NOTHING = Known(("en",), (), ())


def full(words: str) -> tuple[LanguageSettings, Known]:
    """As much of it as there can be, in these words; the rules are in ours."""
    words = clean(words)  # as the core keeps it
    settings = LanguageSettings(
        phrases={
            category.value: tuple([words[:PHRASE_LENGTH]] * PHRASES_MOST) for category in Category
        },
        muted=frozenset({"deflection", "rule-7"}),
        vendors=tuple([words[:200]] * 100),
        languages=("de",),
    )
    shapes = (f"{number} {words}"[:SHAPE_LIMIT] for number in range(500))
    known = Known(
        ("de", "en", "xx"),
        [
            RuleName(f"rule-{number}", "it dropped the ball " * 9)
            for number in range(RULES_SHOWN + 9)
        ],
        [PhraseException(shape, "person_blame") for shape in shapes],
    )
    return settings, known


@pytest.mark.parametrize("words", NASTY)
@pytest.mark.parametrize("may_save", [True, False])
def test_it_is_valid_for_the_worst(words: str, may_save: bool) -> None:
    settings, known = full(words)
    check_view(language(META, settings, known, may_save=may_save))
    check_view(phrases(META, settings))


@pytest.mark.parametrize("mode", CoachMode)
@pytest.mark.parametrize("may_save", [True, False])
def test_it_is_valid_where_nothing_was_decided(mode: CoachMode, may_save: bool) -> None:
    settings = LanguageSettings(coach=mode)
    check_view(language(META, settings, NOTHING, may_save=may_save))
    check_view(phrases(META, settings))
    nothing = replace(settings, muted=frozenset(Category))
    check_view(language(META, nothing, NOTHING, may_save=may_save))


def test_what_was_decided_is_chosen() -> None:
    settings, known = full("Blue Freight let us down")
    asked = fields(check_view(language(META, settings, known, may_save=True)))
    chosen = {
        block_id: [option["value"] for option in block["element"].get("initial_options", [])]
        for block_id, block in asked.items()
    }
    assert asked["coach"]["element"]["initial_option"]["value"] == "on"
    assert len(chosen["looks_for"]) == 8
    assert chosen["muted_rules"] == ["rule-7"]
    assert chosen["languages"] == ["de"]
    assert len(chosen["exceptions"]) == EXCEPTIONS_SHOWN
