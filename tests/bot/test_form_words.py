"""What is said beside a field: one plain sentence that says what to do."""

import pytest

from bot.wording import faults, modals
from bot.wording import settings as settings_words

BESIDE_A_FIELD = (
    faults.needed(),
    faults.gap_left(),
    faults.choose_one(),
    faults.not_a_time(),
    faults.not_a_date(),
    faults.in_the_future(),
    faults.in_the_past(),
    faults.next_word_past(),
    faults.words_needed(),
    modals.choose_channel(),
    modals.choose_person(),
    modals.closed_fault(12),
    modals.gone_fault(12),
    modals.too_many_customers(200),
    settings_words.working_days_needed(),
    settings_words.settings_not_yours(),
    settings_words.unknown_time(),
)


@pytest.mark.parametrize("said", BESIDE_A_FIELD)
def test_beside_a_field_it_is_plain_and_ends_as_a_sentence(said: str) -> None:
    assert said.endswith(".")
    assert not set("*_`<>") & set(said)
    assert len(said) <= 200


def test_a_setting_that_is_not_set_says_so() -> None:
    assert settings_words.setting_none() == "Not set"


def test_no_quiet_hours_are_said_in_a_word() -> None:
    assert settings_words.quiet_hours("08:00", "08:00") == "None"
