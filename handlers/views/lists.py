"""`/mistake list`, `mine` and `show`."""

from datetime import datetime

from bot.closing import missing
from bot.incident import Incident
from bot.ports import Mine, Owed, Page
from bot.wording import lists as words
from bot.wording.owed import owed_name
from handlers import ids
from handlers.addresses import thread_address
from handlers.views.card import card_elsewhere
from handlers.views.shapes import (
    Block,
    Message,
    actions,
    button,
    context,
    divider,
    fullest,
    message,
    section,
)

LIST_LIMIT = 20
MINE_LIMIT = 20  # ours, for each of the two parts: 50 blocks a message (Slack: "Blocks")


def open_list(page: Page, command: str, *, now: datetime, workspace_url: str = "") -> Message:
    """Open incidents, `LIST_LIMIT` at a time; `now` (UTC) tells what is late. With the address of
    the workspace each leads to its thread."""
    if not page.incidents:
        said = words.nothing_open(command)
        return message(said, [section(said), *_pages(page)])
    first, last = page.offset + 1, page.offset + len(page.incidents)
    heading = section(words.open_heading(page.total, first, last))

    def listed(most: int) -> list[Block]:
        rows = [
            section(
                words.open_line(
                    incident,
                    now,
                    thread_address(workspace_url, incident),
                    ready=not missing(incident),
                    most=most,
                ),
                accessory=_show(incident),
            )
            for incident in page.incidents[:LIST_LIMIT]
        ]
        return [heading, *rows, *_pages(page)]

    return message(words.open_fallback(page.total), fullest(listed, range(words.TITLE, 40, -40)))


def _show(incident: Incident) -> Block:
    return button(words.SHOW, ids.SHOW, ids.value(incident.number))


def _pages(page: Page) -> list[Block]:
    """Each in a row of its own: an action id may stand only once in a row."""
    to: list[tuple[str, int]] = []
    if page.offset > 0:
        to.append((words.EARLIER, max(page.offset - LIST_LIMIT, 0)))
    if page.offset + len(page.incidents) < page.total and page.incidents:
        to.append((words.MORE, page.offset + len(page.incidents)))
    return [
        actions(button(label, ids.LIST_PAGE, ids.value(0, str(offset)))) for label, offset in to
    ]


def mine(mine: Mine, user: str, command: str, *, now: datetime, workspace_url: str = "") -> Message:
    """What `user` has in hand: what is owed and when a reminder comes, and what they own."""
    if not mine.owed and not mine.owned:
        said = words.nothing_mine(command)
        return message(said, [section(said)])

    def listed(most: int) -> list[Block]:
        return _mine(mine, most, now=now, workspace_url=workspace_url)

    return message(words.mine_fallback(), fullest(listed, range(MINE_LIMIT, 0, -1)))


def _mine(mine: Mine, most: int, *, now: datetime, workspace_url: str) -> list[Block]:
    """At most `most` of each of the two parts."""
    blocks: list[Block] = []
    if mine.owed:
        blocks.append(section(words.mine_owed_heading()))
        blocks += [
            section(_owed(owed, now, workspace_url), accessory=_show(owed.incident))
            for owed in mine.owed[:most]
        ]
    if mine.owned:
        if blocks:
            blocks.append(divider())
        blocks.append(section(words.mine_owned_heading()))
        blocks += [
            section(
                words.owned_line(
                    incident, thread_address(workspace_url, incident), ready=not missing(incident)
                ),
                accessory=_show(incident),
            )
            for incident in mine.owned[:most]
        ]
    left_out = max(len(mine.owed) - most, 0) + max(len(mine.owned) - most, 0)
    if left_out:
        blocks.append(context(words.more(left_out)))
    return blocks


def _owed(owed: Owed, now: datetime, workspace_url: str) -> str:
    name = owed_name(owed.chase.key, owed.incident)
    address = thread_address(workspace_url, owed.incident)
    return words.owed_line(owed.incident, owed.chase, name, now, address, lead=owed.lead)


def show(incident: Incident, link: str | None) -> Message:
    """The card of one incident, with the way to its thread."""
    return card_elsewhere(incident, link)
