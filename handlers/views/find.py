"""`/mistake find`: what was found, twenty at a time."""

from bot.find import Found, Query
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
    message,
    paragraphs,
    section,
)

FIND_LIMIT = 20


def found(found: Found, asked: Query, typed: str, command: str, workspace_url: str) -> Message:
    """What was found, or what to try instead."""
    if not found.incidents and not found.offset:
        return nothing(typed, command)
    blocks = [section(words.heading(found, typed))]
    for incident in found.incidents[:FIND_LIMIT]:
        address = thread_address(workspace_url, incident)
        show = button(SHOW, ids.SHOW, ids.value(incident.number))
        blocks.append(
            section(
                words.hit(incident, asked, address, found.said.get(incident.id, ())), accessory=show
            )
        )
    if asked.left_out:
        blocks.append(context(words.too_many(asked)))
    return message(words.fallback(found, typed), [*blocks, *_pages(found, typed)])


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
