"""A mark on a message that is not known yet, on its way through the outbox."""

from datetime import timedelta

import pytest

from bot.commands import MarkMessage, MessageRef
from bot.context import Context
from bot.customers import mark as decided
from bot.effects import EntryKind, Record
from bot.marks import Mark, mark_json, mark_of
from bot.ports import Happened
from tests.bot.story import ANA, BEN, MONDAY, Story

AT = MONDAY + timedelta(minutes=10)
MESSAGE = MessageRef("C0MISTAKE", "1795426200.000100")


@pytest.mark.parametrize("happened", [None, Happened("C0MISTAKE:1.0:U0TOM:mega", AT)])
def test_it_comes_back_as_it_was(happened: Happened | None) -> None:
    mark = Mark(BEN, MESSAGE, True, AT, happened)
    assert mark_of(mark_json(mark)) == mark


@pytest.mark.parametrize(("as_words", "kind"), [(False, EntryKind.PINNED), (True, EntryKind.WORDS)])
def test_it_stands_at_the_time_it_was_put_on(as_words: bool, kind: EntryKind) -> None:
    story = Story()
    command = Mark(BEN, MESSAGE, as_words, AT, None).command(ANA)
    assert command == MarkMessage(BEN, MESSAGE, ANA, as_words, AT)
    outcome = decided(story.incident, command, Context(AT + timedelta(minutes=20)))
    [record] = [each for each in outcome.effects if isinstance(each, Record)]
    assert (record.kind, record.at, record.by) == (kind, AT, ANA)
