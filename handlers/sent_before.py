"""A form that had arrived before is sent once more: Slack lost our answer and said that there was
trouble, the form was still there, and its sender may have changed something in it since."""

import contextlib
from collections.abc import Iterator
from datetime import date

from bot.text import channel_link, esc, mention, unescape, when
from bot.wording import debrief, meanwhile
from bot.wording.actions import day_of
from handlers import ids, ids_learning
from handlers.form_values import Submission
from handlers.payload import Payload, items, part, text
from handlers.replies import Reply, say
from handlers.views.shapes import Block, as_typed, paragraphs, section


class SentBefore(Exception):
    """Something came of this form before, so nothing comes of it now."""


def given_back(sent: Submission) -> Reply:
    """The form makes way for a word about it, with all that stood in it."""
    said = _what_to_do(sent)
    return say((said, [section(said), *as_sent(sent)]))


def _what_to_do(sent: Submission) -> str:
    match sent.callback:
        case ids.MODAL_OPENING:
            private = ids.PRIVATE_YES in sent.choices(ids.PRIVATE)
            return meanwhile.opened_before(private=private)
        case ids_learning.MODAL_ANSWER:
            return debrief.answered_already()
    return meanwhile.sent_before(sent.meta.number)


def as_sent(sent: Submission) -> list[Block]:
    """What stood in a form when it was sent, field by field; what was typed stands there sign for
    sign, so that it can be copied."""
    fields = [each for field in items(sent.view, "blocks") for each in _field(sent, field)]
    return [section(meanwhile.SAYS_NOW), *fields] if fields else []


def _field(sent: Submission, field: Payload) -> list[Block]:
    key = text(field, "block_id")
    typed, chosen = sent.line(key), ", ".join(_chosen(sent, key))
    if not (typed or chosen or _begins(field)):
        return []
    otherwise = "" if typed else meanwhile.LEFT_EMPTY
    label = esc(unescape(text(field, "label", "text")))
    return [*paragraphs(f"*{label}*\n{chosen or otherwise}"), *as_typed(typed)]


def _begins(field: Payload) -> bool:
    """Whether there was something in that field when the form was opened."""
    return any(name.startswith("initial_") for name in part(field, "element"))


def _chosen(sent: Submission, key: str) -> Iterator[str]:
    """What was chosen in one input, of whichever kind it is (Slack: "View submission payload")."""
    yield from (esc(unescape(each)) for each in sent.chosen(key))
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
