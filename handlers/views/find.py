"""`/mistake find`: what was found, twenty at a time."""

from itertools import islice

from bot.find import Found, Query
from bot.incident import Incident
from bot.wording import find as words
from bot.wording.lists import SHOW
from handlers import ids, ids_learning
from handlers.addresses import thread_address
from handlers.views.shapes import (
    Block,
    Message,
    actions,
    button,
    context,
    fullest,
    message,
    paragraphs,
    section,
)

FIND_LIMIT = 20


def found(found: Found, asked: Query, typed: str, command: str, workspace_url: str) -> Message:
    """What was found, or what to try instead."""
    if not found.incidents and not found.offset:
        return nothing(typed, command)
    first, end = [section(words.heading(found, typed))], _pages(found, typed)
    if asked.left_out:
        end = [context(words.too_many(asked)), *end]

    def told(most: int) -> list[Block]:
        hits = (_hit(found, incident, asked, workspace_url, most) for incident in found.incidents)
        return [*first, *islice(hits, FIND_LIMIT), *end]

    return message(words.fallback(found, typed), fullest(told, range(words.EXCERPT, 40, -40)))


def _hit(found: Found, incident: Incident, asked: Query, workspace_url: str, most: int) -> Block:
    address, said = thread_address(workspace_url, incident), found.said.get(incident.id, ())
    show = button(SHOW, ids.SHOW, ids.value(incident.number))
    return section(words.hit(incident, asked, address, said, most), accessory=show)


def _pages(found: Found, typed: str) -> list[Block]:
    """Each in a row of its own: an action id may stand only once in a row."""
    to: list[tuple[str, int]] = []
    if found.offset > 0:
        to.append((words.PREVIOUS, max(found.offset - FIND_LIMIT, 0)))
    if found.offset + FIND_LIMIT < found.total and found.incidents:
        to.append((words.MORE, found.offset + FIND_LIMIT))
    return [
        actions(button(label, ids_learning.FIND_PAGE, ids_learning.page(offset, typed)))
        for label, offset in to
    ]


def nothing(typed: str, command: str) -> Message:
    """Nothing has any of the words. What was typed is not lost: it may have been a report."""
    said = words.nothing(typed, command)
    again = button(words.OPEN_IT, ids.OPEN_TEXT, f"find {typed}"[: ids.VALUE_LIMIT])
    return message(said, [*paragraphs(said), context(words.meant_to_report()), actions(again)])


def no_words(command: str) -> Message:
    """There is nothing to look for in what was typed."""
    said = words.no_words(command)
    return message(said, paragraphs(said))
