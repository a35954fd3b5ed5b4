"""What we write into the form of the debrief beforehand, and how it is told apart again. Plain
text."""

import re
from datetime import datetime

_HEADING = "Times by the clock of "
_OURS, _THEIRS = " ·", ":"
_STAMP = r"\d{1,2} [A-Z][a-z]{2} \d\d:\d\d"
_OF_THE_BOT = re.compile(rf"{_HEADING}\S+:|{_STAMP}{_OURS} ")
# Earlier versions wrote their own lines like those of people: how they begin.
_ONCE = re.compile(
    rf"{_STAMP}{_THEIRS} (?:“|Told |Took “|Gave “|Opened|Reopened|Closed|Handed over|Promise|Agreed"
    "|Details added|Follows the playbook|What was recorded)"
)
_BEFORE_THEIRS = re.compile(rf"{_STAMP}{_THEIRS} ")


def heading(zone: str) -> str:
    """Above the timeline: whose clock its times are on, for readers elsewhere."""
    return f"{_HEADING}{zone or 'UTC'}:"


def line(at: datetime, text: str, *, ours: bool) -> str:
    """One entry of the timeline; `at` is local, `ours` says whether the bot noted it."""
    return f"{at.day} {at:%b %H:%M}{_OURS if ours else _THEIRS} {text}"


def by_people(text: str) -> str:
    """The text without the lines that the bot wrote, and without its times before the others."""
    lines = (
        each for each in text.splitlines() if not (_OF_THE_BOT.match(each) or _ONCE.match(each))
    )
    return "\n".join(_BEFORE_THEIRS.sub("", each, count=1) for each in lines)
