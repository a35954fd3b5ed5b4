"""A promise whose keeper has left: the lead hears of it while it can still be kept."""

from datetime import timedelta

import pytest

from bot.settings import Settings
from tests.bot.ledger_story import LedgerStory
from tests.bot.story import ANA, BEN, LEA, MONDAY, TEAM_WITH_LEAD

KEY = "promise:1"
SOON, DUE = "Mon 13:36 U_LEA promise:1 heads_up", "Mon 14:00 U_LEA promise:1 lead"
LAST = "Mon 18:00 the thread promise:1 thread"


def _told(story: LedgerStory) -> list[str]:
    return story.reminders_until(MONDAY + timedelta(days=7), about=KEY)


def test_the_lead_hears_of_it_before_it_is_broken() -> None:
    assert _told(LedgerStory().promised(owner=BEN).leaves(BEN)) == [SOON, DUE, LAST]


def test_after_closing_too() -> None:
    story = LedgerStory(owner=ANA).promised().close("They asked us to").leaves(ANA)
    assert _told(story) == [SOON, DUE, LAST]


@pytest.mark.parametrize("settings", [Settings(), Settings(lead=BEN), TEAM_WITH_LEAD], ids=str)
def test_with_nobody_to_stand_in_the_thread_hears_when_it_is_due(settings: Settings) -> None:
    story = LedgerStory(settings=settings).promised(owner=BEN).leaves(BEN).leaves(LEA)
    assert _told(story) == ["Mon 14:00 the thread promise:1 thread"]


def test_an_agreed_change_waits_until_it_is_due() -> None:
    story = LedgerStory().agreed("Scan twice", owner=BEN).leaves(BEN)
    told = story.reminders_until(MONDAY + timedelta(days=7), about="action:1")
    assert told[0] == "Fri 17:00 U_LEA action:1 lead"
