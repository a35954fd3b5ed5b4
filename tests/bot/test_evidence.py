"""What the customer is shown: what keeps it from happening again, as it stands now."""

from dataclasses import replace

from bot.drafts import draft
from bot.evidence import agreed_changes
from bot.playbook import FULL
from tests.bot.ledger_story import LedgerStory


def prevented() -> LedgerStory:
    """All is done up to showing the evidence."""
    line = [step.id for step in FULL.line]
    return LedgerStory().settle(*line[: line.index("show_the_evidence")])


def test_it_is_what_is_agreed_by_now_without_what_will_not_be_done() -> None:
    story = prevented().agreed("Train everyone")
    assert agreed_changes(story.incident) == ("Scan twice", "Train everyone")
    story.agreed_anew(what="Scan every label twice").drop(key="2")
    assert agreed_changes(story.incident) == ("Scan every label twice",)
    said = draft(story.incident, "show_the_evidence", story.context)
    assert "Scan every label twice" in said
    assert "Train everyone" not in said


def test_what_only_the_form_holds_is_named_in_its_words() -> None:
    incident = prevented().incident
    assert agreed_changes(replace(incident, actions={})) == ("Scan twice",)
