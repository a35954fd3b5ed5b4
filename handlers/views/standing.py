"""Whether what a reminder was to say still has to be said to its reader."""

from enum import Enum, auto

from bot.chasing import CLOSING, DEBRIEF, LADDER, STEP_PREFIX
from bot.incident import Chase, ChaseState
from bot.ports import ChaseItem, Scene
from bot.quiet import concerns


class Standing(Enum):
    """What has become of a thing since somebody was to be told of it."""

    OWED = auto()
    DONE = auto()
    SNOOZED = auto()
    STOPPED = auto()
    MOVED = auto()
    REPEATED = auto()


def standing(item: ChaseItem, chase: Chase | None, reader: str | None, scene: Scene) -> Standing:
    """Whether that still has to be said to `reader` (None: the thread)."""
    if chase is None:
        return Standing.DONE
    known = scene.settings, scene.people
    if reader is not None and not concerns(item, chase, reader, *known):
        return Standing.MOVED
    if chase.since != item.since:
        return Standing.MOVED if _begins_anew(item.key) else Standing.DONE
    if chase.state is ChaseState.STOPPED:
        return Standing.STOPPED
    if chase.state is ChaseState.SNOOZED:
        return Standing.SNOOZED
    # A ladder that began again speaks for itself: this rung is not its last word.
    if LADDER.index(chase.rung) <= LADDER.index(item.rung):
        return Standing.MOVED
    return Standing.REPEATED if item.later else Standing.OWED


def _begins_anew(key: str) -> bool:
    """Whether what is owed since another time was only taken, or opened again, or waits for
    something else now. Otherwise a word was given, or a form was sent."""
    return key.startswith(STEP_PREFIX) or key in (CLOSING, DEBRIEF)
