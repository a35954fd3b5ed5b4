"""Words to whoever looks after Amends: one or several, known reasons and unknown ones."""

from dataclasses import replace

import pytest

from bot.effects import CARD
from bot.postroom import Fortune, Held, Undelivered, first_and_rest
from bot.wording import postroom as words
from tests.handlers.cases import NOW as NOON
from tests.handlers.cases import PRIYA as ANN
from tests.handlers.cases import an_incident as new_incident

ITEM = Undelivered(new_incident(), "slot", CARD, "C0MISTAKE", "is_archived", Fortune.FAILED)


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (ITEM, "The card of"),
        (replace(ITEM, slot="prompt:own_it"), "The step *Own it* of"),
        (replace(ITEM, slot="prompt:of_another_playbook", kind="note"), "A note of"),
        (replace(ITEM, slot="story"), "What happened, in full, of"),
        (replace(ITEM, slot="promise:p1"), "A promise of"),
        (replace(ITEM, slot="make_up:1"), "A make-up of"),
        (replace(ITEM, slot="prevention"), "The list of actions of"),
        (replace(ITEM, slot="thread:update:1", kind="thread_reminder"), "A reminder of"),
        (replace(ITEM, target="D1"), "to a direct message: the channel is archived."),
        (replace(ITEM, error="http_500"), "Slack has not taken it for a long time"),
        (replace(ITEM, error="timeout"), "Slack has not taken it for a long time"),
        (replace(ITEM, error="msg_too_long"), "Slack does not take it (`msg_too_long`)."),
        (replace(ITEM, fortune=Fortune.TRYING), "is on its way to <#C0MISTAKE>."),
        (replace(ITEM, fortune=Fortune.DELIVERED), "is in <#C0MISTAKE> now."),
    ],
)
def test_one_that_did_not_get_through(item: Undelivered, said: str) -> None:
    assert said in words.undelivered_line(item, hidden=False)
    hidden = words.undelivered_line(item, hidden=True)
    assert "a private recovery" in hidden
    assert item.incident.title not in hidden


def test_one_and_several_are_spoken_of_as_such() -> None:
    for say in (words.undelivered_intro, words.undelivered_more, words.held_more):
        assert say(1) != say(2)
        assert "2" in say(2)
    assert "one reminder" in words.held_intro(NOON, 1)
    assert "2 reminders" in words.held_intro(NOON, 2)
    assert "one reminder" in words.sending(1)
    assert "2 reminders" in words.let_go(2)
    assert words.trying(0) != words.trying(1)


def test_held_reminders_in_order_and_no_more_than_can_be_read() -> None:
    note = Held(new_incident(), "", "", NOON)
    owed = Held(new_incident(), "update", ANN, NOON)
    assert first_and_rest([owed, note], 5) == ([note, owed], 0)
    assert first_and_rest([owed, note], 1) == ([note], 1)
    assert ANN in words.held_line(owed, hidden=False)
    assert "A note in the thread" in words.held_line(note, hidden=False)
    assert owed.incident.title not in words.held_line(owed, hidden=True)
