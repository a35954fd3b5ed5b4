"""Whose account matters to a command."""

import pytest

from bot.commands import CheckChases, Command, HandOver, RecordArtefact, people_in
from bot.ledger_commands import AddActions, CorrectAction, KeepPromise, MakePromise, NewAction
from tests.bot.ledger_story import FRIDAY, LedgerStory
from tests.bot.story import ANA, BEN, LEA, MONDAY

SCAN, COUNT = NewAction("Scan", BEN, FRIDAY), NewAction("Count", LEA, FRIDAY)


@pytest.mark.parametrize(
    ("command", "people"),
    [
        (CheckChases(), ()),
        (KeepPromise(ANA, "1"), (ANA,)),
        (HandOver(ANA, BEN), (ANA, BEN)),
        (MakePromise(ANA, "Refund", MONDAY, BEN), (ANA, BEN)),
        (MakePromise(ANA, "Refund", MONDAY), (ANA,)),
        (AddActions(ANA, (SCAN, COUNT)), (ANA, BEN, LEA)),
        (CorrectAction(ANA, "1", SCAN), (ANA, BEN)),
        (
            RecordArtefact(ANA, "prevent_it", {"owner_1": BEN, "owner_2": "", "way": LEA}),
            (ANA, BEN),
        ),
    ],
    ids=lambda each: type(each).__name__,
)
def test_whoever_gives_it_and_to_whom_something_goes(
    command: Command, people: tuple[str, ...]
) -> None:
    assert people_in(command) == set(people)


@pytest.mark.parametrize(("key", "name"), [("promise:1", "Refund"), ("action:1", "Scan twice")])
def test_what_is_no_longer_chased_is_called_by_its_name(key: str, name: str) -> None:
    story = LedgerStory().promised("Refund").agreed("Scan twice").stop(key)
    story.expect_entry(f"Asked for no more reminders about “{name}”")
