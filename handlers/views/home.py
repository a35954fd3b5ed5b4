"""A person's App Home: at most `BLOCKS` blocks, however many incidents there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.closing import missing
from bot.forms import DEBRIEF
from bot.incident import Incident
from bot.ports import Mine, Owed, Page
from bot.wording import home as words
from bot.wording import lists as list_words
from bot.wording.owed import owed_name
from handlers import ids, ids_home
from handlers.addresses import thread_address
from handlers.views.shapes import (
    Block,
    View,
    actions,
    button,
    context,
    divider,
    header,
    section,
)

BLOCKS = 100  # Slack: "Home tab"; with the limits below it is never more than 70
OWED_LIMIT, OWNED_LIMIT, OPEN_LIMIT, LEARNED_LIMIT = 15, 10, 15, 5


@dataclass(frozen=True)
class HomeScene:
    """All that it is made from: what `mine` and `open` are to its reader, the latest learnings, the
    moment (UTC), the command's name, and the workspace's address ("" where it is unknown)."""

    mine: Mine
    open: Page
    learned: Sequence[Incident]
    now: datetime
    command: str
    workspace_url: str = ""


def home(scene: HomeScene) -> View:
    """The view for `views.publish`."""
    blocks = [
        section(words.welcome(scene.command)),
        actions(button(words.REPORT, ids.OPEN_FORM, " ", style="primary")),
        *_mine(scene),
        *_open(scene),
        *_learned(scene),
        context(words.footer(scene.command)),
    ]
    return {"type": "home", "callback_id": ids_home.CALLBACK, "blocks": blocks[:BLOCKS]}


def for_outsiders() -> View:
    """The view for people of other companies, whose accounts count as switched off."""
    return {
        "type": "home",
        "callback_id": ids_home.CALLBACK,
        "blocks": [section(words.for_outsiders())],
    }


def for_unknown(command: str) -> View:
    """The view for somebody of whom Slack has not said who they are."""
    return {
        "type": "home",
        "callback_id": ids_home.CALLBACK,
        "blocks": [section(words.for_unknown(command))],
    }


def _part(title: str, rows: list[Block], nothing: str) -> list[Block]:
    """A part of the page; kind words where it is empty."""
    if not rows:
        return [divider(), header(title), section(nothing)] if nothing else []
    return [divider(), header(title), *rows]


def _mine(scene: HomeScene) -> list[Block]:
    mine = scene.mine
    owed = [_row(_owed(each, scene), each.incident, scene) for each in mine.owed[:OWED_LIMIT]]
    spoken_of = {each.incident.id for each in mine.owed}
    quiet = [each for each in mine.owned if each.id not in spoken_of]
    owned = [_row(_owned(each, scene), each, scene) for each in quiet[:OWNED_LIMIT]]
    left_out = len(mine.owed) + len(quiet) - len(owed) - len(owned)
    more = [context(words.more_mine(left_out, scene.command))] if left_out else []
    return [
        *_part(words.MINE, owed, words.nothing_mine()),
        *_part(words.OWNED, owned, ""),
        *more,
    ]


def _owned(incident: Incident, scene: HomeScene) -> str:
    address, ready = _address(incident, scene), not missing(incident)
    return list_words.owned_line(incident, address, ready=ready)


def _still_open(incident: Incident, scene: HomeScene) -> str:
    address, ready = _address(incident, scene), not missing(incident)
    return list_words.open_line(incident, scene.now, address, ready=ready)


def _owed(owed: Owed, scene: HomeScene) -> str:
    name = owed_name(owed.chase.key, owed.incident)
    address = _address(owed.incident, scene)
    return list_words.owed_line(owed.incident, owed.chase, name, scene.now, address, lead=owed.lead)


def _open(scene: HomeScene) -> list[Block]:
    page = scene.open
    rows = [_row(_still_open(each, scene), each, scene) for each in page.incidents[:OPEN_LIMIT]]
    left_out = page.total - len(rows)
    more = [context(words.more_open(left_out, scene.command))] if left_out else []
    return [*_part(words.TEAM, rows, words.nothing_open()), *more]


def _learned(scene: HomeScene) -> list[Block]:
    rows = [
        section(words.learned(each, text, _address(each, scene)))
        for each in scene.learned[:LEARNED_LIMIT]
        if (text := _lesson(each))
    ]
    return _part(words.LEARNED, rows, words.nothing_learned())


def _lesson(incident: Incident) -> str:
    """What others should learn from it, as its debrief says."""
    for step in incident.playbook.steps:
        if step.artefact == DEBRIEF.key:
            return incident.state(step.id).artefact.get("learned", "")
    return ""


def _row(text: str, incident: Incident, scene: HomeScene) -> Block:
    return section(text, accessory=_way(incident, scene))


def _way(incident: Incident, scene: HomeScene) -> Block:
    """A link to its thread; while there is none, its card comes by direct message."""
    address, value = _address(incident, scene), ids.value(incident.number)
    if not address:
        return button(words.OPEN, ids.SHOW, value)
    return button(words.OPEN, ids_home.OPEN, value) | {"url": address}


def _address(incident: Incident, scene: HomeScene) -> str:
    return thread_address(scene.workspace_url, incident)
