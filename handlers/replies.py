"""What a submitted form is answered with (Slack: "Modals", response_action)."""

from collections.abc import Mapping
from typing import Any

from bot.wording import modals as words
from handlers.form_values import Submission
from handlers.views import forms
from handlers.views.shapes import Message, View, message, paragraphs

Reply = dict[str, Any]  # the arguments of `ack`


def done() -> Reply:
    """The form closes."""
    return {}


def mend(faults: Mapping[str, str]) -> Reply:
    """The form stays open, with a plain-text fault beside each of these blocks."""
    return {"response_action": "errors", "errors": dict(faults)}


def mend_all(sent: Submission, fault: str) -> Reply:
    """The form stays open with one fault about the whole of it, beside its first field."""
    if sent.first_input:
        return mend({sent.first_input: fault})
    return say(message(fault, paragraphs(fault)))


def show(view: View) -> Reply:
    """The form makes way for another one, or for itself with more in it. What stands in a block
    that both have stays (Slack: "Modals", updating)."""
    return {"response_action": "update", "view": view}


def say(said: Message) -> Reply:
    """The form makes way for a few words."""
    return show(forms.notice(words.NOTICE_TITLE, said))
