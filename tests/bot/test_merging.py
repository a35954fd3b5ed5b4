"""Settings that two people change at once."""

from dataclasses import replace

from bot.merging import merged
from bot.settings import CoachMode, Settings


def test_what_each_changed_is_kept() -> None:
    before = Settings(lead="U1", currency="EUR")
    stored = replace(before, lead="U2", language=replace(before.language, vendors=("ACME",)))
    after = replace(
        before, currency="GBP", language=replace(before.language, coach=CoachMode.DRAFTS)
    )
    both = merged(stored, before, after)
    assert (both.lead, both.currency) == ("U2", "GBP")
    assert (both.language.vendors, both.language.coach) == (("ACME",), CoachMode.DRAFTS)


def test_nothing_changed_changes_nothing() -> None:
    stored = Settings(lead="U2")
    assert merged(stored, Settings(), Settings()) == stored
