"""What was said without a name, and what goes with a debrief when it is shown."""

from dataclasses import dataclass
from enum import StrEnum

from bot.similarity import Similar


class Asked(StrEnum):
    """Where the private question about an incident stands with one person."""

    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Said:
    """What somebody who took part says: what made it possible, what went better than planned. Not
    who said it."""

    possible: str = ""
    better: str = ""


@dataclass(frozen=True)
class Learned:
    """What goes with a debrief: what those who took part said, past incidents like this one that
    the reader may see, and where the question stands with whoever it is about. `few`: so few are
    asked that others may guess who said what."""

    said: tuple[Said, ...] = ()
    similar: tuple[Similar, ...] = ()
    asked: Asked = Asked.NOT_ASKED
    few: bool = False
