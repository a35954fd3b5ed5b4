"""Who decides a workspace's settings."""

import pytest

from bot.people import Person
from bot.settings import Say, Settings, say_of
from tests.bot.story import ANA, BEN, LEA, MONDAY, TEAM_WITH_LEAD

KNOWN = Person(ANA, known_at=MONDAY)
ADMIN = Person(ANA, is_admin=True, known_at=MONDAY)
LED_NO_MORE = Person(LEA, active=False, known_at=MONDAY)


@pytest.mark.parametrize(
    ("settings", "known", "say"),
    [
        (Settings(lead=ANA), [], Say.FULL),
        (TEAM_WITH_LEAD, [ADMIN], Say.FULL),
        (TEAM_WITH_LEAD, [KNOWN], Say.NONE),
        (TEAM_WITH_LEAD, [], Say.NONE),
        (Settings(), [KNOWN], Say.NONE),  # there are admins: Slack told us that Ana is none
        (Settings(), [Person(BEN, is_admin=True, known_at=MONDAY)], Say.FIRST),
        (Settings(), [], Say.FIRST),
        (TEAM_WITH_LEAD, [LED_NO_MORE], Say.FIRST),
        (TEAM_WITH_LEAD, [LED_NO_MORE, KNOWN], Say.NONE),
    ],
)
def test_who_has_a_say(settings: Settings, known: list[Person], say: Say) -> None:
    assert say_of(ANA, settings, {person.user: person for person in known}) is say
