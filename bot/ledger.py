"""What an incident holds besides its steps: promises to the customer (P14) and actions that keep it
from happening again (P15). As values; `bot.promises` and `bot.actions` change them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

PROMISE_LENGTH = 500  # characters: what people still read in a list
ACTION_LENGTH = 300


class PromiseState(StrEnum):
    """What has become of a promise. Released: the customer does not rely on it any more."""

    OPEN = "open"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    BROKEN = "broken"
    RELEASED = "released"


class ActionState(StrEnum):
    """What has become of an action."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Promise:
    """Something the customer may now rely on.

    `key` is unique within the incident. `words` are as they were said; `due`, `made_at`, `since`
    and `settled_at` are UTC instants. `since` is when its clock began: at the promise, or when it
    was last moved or taken over. `customers` are names, none means all of the incident's.
    `source_link` leads to the message it was said in, if any. `reason` goes with a release.
    `ticked`: a ✅ settled it.
    """

    key: str
    words: str
    due: datetime
    owner: str
    made_by: str
    made_at: datetime
    since: datetime
    customers: tuple[str, ...] = ()
    source_link: str = ""
    state: PromiseState = PromiseState.OPEN
    settled_by: str | None = None
    settled_at: datetime | None = None
    reason: str = ""
    ticked: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is still to be kept."""
        return self.state is PromiseState.OPEN


@dataclass(frozen=True)
class Action:
    """A change that keeps it from happening again. `day` is the local day of `owner` by the end of
    which it is due; the rest is as in `Promise`."""

    key: str
    what: str
    owner: str
    day: date
    made_by: str
    made_at: datetime
    since: datetime
    state: ActionState = ActionState.OPEN
    settled_by: str | None = None
    settled_at: datetime | None = None
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state is ActionState.OPEN


@dataclass(frozen=True)
class WordGiven:
    """A word the customers had been promised: by when, and when they got it (UTC). Where nobody was
    named yet: `by` whom, in which `way` (`forms.WAYS`), and in which `words`, where known."""

    due: datetime
    at: datetime
    by: str = ""
    way: str = ""
    words: str = ""

    @property
    def in_time(self) -> bool:
        """Whether it came when it was promised, or sooner."""
        return self.at <= self.due


Promises = Mapping[str, Promise]
Actions = Mapping[str, Action]

T = TypeVar("T")


def next_key(ledger: Mapping[str, T]) -> str:
    """The key of the next entry; none is ever used twice, for none is ever taken out."""
    return str(len(ledger) + 1)
