"""A form that had arrived before is sent once more: Slack lost our answer and said that there was
trouble, the form was still there, and its sender may have changed something in it since."""

import contextlib
from collections.abc import Iterator
from datetime import date

from bot.text import channel_link, esc, mention, when
from bot.wording import debrief, meanwhile
from bot.wording.actions import day_of
from handlers import ids, ids_learning
from handlers.form_values import Submission
from handlers.payload import Payload, items, text
from handlers.replies import Reply, say
from handlers.views.shapes import message, paragraphs


class SentBefore(Exception):
    """Something came of this form before, so nothing comes of it now."""


# What to do where something was changed before it was sent again.
_WORDS = {
    ids.MODAL_OPENING: meanwhile.opened_before,
    ids_learning.MODAL_ANSWER: debrief.answered_before,
}


def given_back(sent: Submission) -> Reply:
    """The form makes way for a word about it, with all that stood in it."""
    said = _WORDS.get(sent.callback, meanwhile.sent_before)(as_sent(sent))
    return say(message(said, paragraphs(said)))


def as_sent(sent: Submission) -> str:
    """What stood in a form when it was sent, field by field (mrkdwn)."""
    fields = ((block, list(filter(None, _said(sent, block)))) for block in _inputs(sent))
    return "\n".join(f"*{esc(_label(block))}*\n{', '.join(said)}" for block, said in fields if said)


def _inputs(sent: Submission) -> Iterator[Payload]:
    return (each for each in items(sent.view, "blocks") if text(each, "type") == "input")


def _label(block: Payload) -> str:
    return text(block, "label", "text")


def _said(sent: Submission, block: Payload) -> Iterator[str]:
    """What one input says, whichever kind it is of (Slack: "View submission payload")."""
    key = text(block, "block_id")
    yield esc(sent.line(key))
    yield from map(esc, sent.chosen(key))
    if user := sent.person(key):
        yield mention(user)
    if channel := sent.conversation(key):
        yield channel_link(channel)
    if moment := sent.moment(key):
        yield when(moment)
    with contextlib.suppress(ValueError):
        yield day_of(date.fromisoformat(sent.day(key)))
    if clock := sent.clock(key):
        yield f"{clock:%H:%M}"
