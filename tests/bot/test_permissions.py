"""Who may change a promise or an action: whoever made it or has it, and whoever leads."""

import pytest

from bot.ledger import Action, Promise
from bot.permissions import not_theirs
from bot.wording import actions as action_words
from bot.wording import promises as promise_words
from tests.bot.ledger_story import LedgerStory
from tests.bot.story import ANA, BEN, LEA

CARL, DORA = "U_CARL", "U_DORA"


def made_by_ben(*, owner: str) -> tuple[LedgerStory, tuple[Promise, Action]]:
    """A promise and an action, in an incident of Ana’s."""
    story = LedgerStory().by(BEN).promised(owner=owner).agreed("Scan twice", owner=owner)
    return story, (story.promise, story.action)


@pytest.mark.parametrize("user", [ANA, BEN, CARL, LEA])
def test_those_it_concerns_may_change_it(user: str) -> None:
    story, both = made_by_ben(owner=CARL)
    assert [not_theirs(story.incident, each, user, LEA) for each in both] == [None, None]


def test_anybody_else_hears_whom_to_ask() -> None:
    story, (promise, action) = made_by_ben(owner=CARL)
    for user, lead in ((DORA, LEA), (DORA, None), (LEA, None), (LEA, ANA)):
        refused = not_theirs(story.incident, promise, user, lead)
        assert refused == promise_words.not_yours(promise, ANA)
        refused = not_theirs(story.incident, action, user, lead)
        assert refused == action_words.not_yours(action, ANA)


def test_who_leads_and_has_it_is_named_once() -> None:
    story, both = made_by_ben(owner=ANA)
    for each in both:
        refused = not_theirs(story.incident, each, DORA, LEA)
        assert refused and refused.text.count(ANA) == 1
