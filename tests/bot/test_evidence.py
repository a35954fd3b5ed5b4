"""What the customer is shown: what keeps it from happening again, as it stands now."""

import pytest

from bot.drafts import draft
from bot.evidence import agreed
from bot.playbook import FULL
from bot.wording import evidence as words
from tests.bot.ledger_story import LedgerStory


def prevented() -> LedgerStory:
    """All is done up to showing the evidence."""
    line = [step.id for step in FULL.line]
    return LedgerStory().settle(*line[: line.index("show_the_evidence")])


@pytest.mark.principle("P16")
def test_what_is_done_can_be_shown_and_of_the_rest_it_is_said_by_when() -> None:
    story = prevented().agreed("Train everyone").agreed("Buy a lamp").drop(key="3")
    assert [each.what for each in agreed(story.incident).to_come] == [
        "Train everyone",
        "Scan twice",
    ]
    shown = words.agreed(agreed(story.incident), "", 10)
    assert "None of it is done yet" in shown
    assert "• Train everyone · by Friday, 27 November 2026" in shown
    story.agreed_anew(what="Scan every label | twice").finish()
    shown = words.agreed(agreed(story.incident), "https://x.slack.com/p1", 10)
    assert "✓ <https://x.slack.com/p1|Scan every label ¦ twice>" in shown
    assert "Of the rest, say by when" in shown
    assert shown.count("Scan every label") == 1
    story.finish(key="2")
    assert "All of it is done" in words.agreed(agreed(story.incident), "", 10)
    assert "lamp" not in words.agreed(agreed(story.incident), "", 10)


def test_a_draft_claims_nothing_that_is_not_done_yet() -> None:
    story = prevented().agreed("Train everyone").finish()
    said = draft(story.incident, "show_the_evidence", story.context)
    assert "We have changed how we work, so that it does not happen again: Scan twice." in said
    assert "By 27 November this will follow: Train everyone." in said
    story.reopen_action().finish(key="2")
    said = draft(story.incident, "show_the_evidence", story.context)
    assert "happen again: Train everyone." in said
    assert "By 1 December 2027 this will follow: Scan twice." in said
