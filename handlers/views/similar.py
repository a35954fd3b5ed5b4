"""Past mistakes like this one: for whoever opened it, for the lead, and in the debrief's form."""

from collections.abc import Sequence

from bot.incident import Incident
from bot.similarity import Similar, repeats
from bot.wording import similar as words
from handlers import ids
from handlers.addresses import thread_address
from handlers.views.shapes import Block, Message, button, context, message, section


def opening(incident: Incident, found: Sequence[Similar], workspace_url: str) -> Message:
    """For whoever opened it, right afterwards. `found` is not empty."""
    blocks = [
        section(words.opening(incident, found)),
        *(_one(each, workspace_url) for each in found),
        context(words.ONLY_YOU),
    ]
    return message(words.fallback(found), blocks)


def repeat(
    incident: Incident, found: Sequence[Similar], *, posted: bool, workspace_url: str
) -> Message | None:
    """For the lead: a systemic repeat (P19). None where it is none; `posted` says that the lead was
    told already."""
    again = repeats(incident, found)
    if not again:
        said = words.repeat_over(incident)
        return message(said, [section(said)]) if posted else None
    show = button(words.SHOW, ids.SHOW, ids.value(incident.number))
    blocks = [
        section(words.repeat(incident), accessory=show),
        *(_one(each, workspace_url) for each in again),
    ]
    return message(words.repeat_fallback(incident), blocks)


def _one(similar: Similar, workspace_url: str) -> Block:
    past = similar.incident
    show = button(words.SHOW, ids.SHOW, ids.value(past.number))
    return section(words.line(similar, thread_address(workspace_url, past)), accessory=show)


def in_form(incident: Incident, found: Sequence[Similar], workspace_url: str) -> list[Block]:
    """In the form of the debrief; nothing where nothing is like it."""
    if not found:
        return []
    blocks = [section(words.in_form())]
    blocks += [
        section(words.line(each, thread_address(workspace_url, each.incident))) for each in found
    ]
    called = [each for each in repeats(incident, found) if each.systemic]
    return [*blocks, *([section(words.repeat_in_form(called))] if called else [])]
