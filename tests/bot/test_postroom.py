"""Words to whoever looks after Amends: one or several, known reasons and unknown ones."""

from dataclasses import replace

import pytest

from bot.effects import CARD
from bot.postroom import Fortune, Held, Undelivered, first_and_rest
from bot.wording import postroom as words
from tests.handlers.cases import NOW as NOON
from tests.handlers.cases import PRIYA as ANN
from tests.handlers.cases import an_incident as new_incident

INCIDENT = new_incident()
ITEM = Undelivered(INCIDENT, "slot", CARD, "C0MISTAKE", "is_archived", Fortune.FAILED)


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
        (replace(ITEM, target="D1"), "to a direct message: Slack does not take it (`"),
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
    assert INCIDENT.title not in hidden


DIGEST = Undelivered(None, "digest", "digest:1", "C0MISTAKE", "is_archived", Fortune.FAILED)


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (
            DIGEST,
            "• The weekly digest, to <#C0MISTAKE>: the channel is archived. Open it again, or",
        ),
        (replace(DIGEST, error="is_ext_shared"), "Choose another channel in `/mistake settings`."),
        (replace(DIGEST, error="not_in_channel"), "Type `/invite @Amends` there."),
        (replace(DIGEST, fortune=Fortune.TRYING), "… The weekly digest is on its way to <#C0"),
        (replace(DIGEST, fortune=Fortune.DELIVERED), "✓ The weekly digest is in <#C0MISTAKE> now."),
        (replace(DIGEST, fortune=Fortune.OVER), "✓ The weekly digest is not needed any more."),
        (
            replace(DIGEST, kind="repeat", target="U0LEAD000", error="channel_not_found"),
            "to a direct message: Slack does not take it (`channel_not_found`)",
        ),
    ],
)
def test_a_digest_is_named_without_a_mistake(item: Undelivered, said: str) -> None:
    assert said in words.undelivered_line(item, hidden=False)


FETCH = replace(ITEM, kind="fetch_words", slot="words:words:C0MISTAKE:1:2", error="not_in_channel")


@pytest.mark.parametrize(
    ("item", "first", "then"),
    [
        (FETCH, "• The words of a marked message of", ", from <#C0MISTAKE>: I’m not in that"),
        (replace(FETCH, fortune=Fortune.TRYING), "… The words of", " are being looked up in <#C0"),
        (replace(FETCH, fortune=Fortune.DELIVERED), "✓ The words of", " have been looked up in"),
        (
            replace(ITEM, kind="repeat", slot="repeat", target=ANN, error="user_disabled"),
            "• Word to the lead that ",
            " may be a repeat, to a direct message: Slack does not take it (`user_disabled`).",
        ),
        (
            replace(ITEM, kind="question", slot=f"question:{ANN}", target=ANN, error="no_text"),
            "• A question for the debrief of ",
            ", to a direct message: Slack does not take it (`no_text`).",
        ),
    ],
)
def test_what_is_no_message_of_the_thread_is_named_as_what_it_is(
    item: Undelivered, first: str, then: str
) -> None:
    for hidden, about in ((False, INCIDENT.title), (True, "a private recovery")):
        line = words.undelivered_line(item, hidden=hidden)
        assert line.startswith(first)
        assert line.index(about) < line.index(then)
        assert (INCIDENT.title in line) is not hidden
        assert ANN not in line


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
