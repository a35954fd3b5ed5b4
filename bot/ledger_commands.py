"""What can happen to promises and to actions that prevent: one small value each. `by` is the user
id of who did it, `key` the one of the promise or action."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class MakePromise:
    """The customers (by name; none means all) were promised this by `due` (UTC).

    `owner` None means `by` keeps it. `made_by` None means `by` said it.
    """

    by: str
    words: str
    due: datetime
    owner: str | None = None
    customers: tuple[str, ...] = ()
    made_by: str | None = None
    source_link: str = ""


@dataclass(frozen=True)
class CorrectPromise:
    """What was promised, whole: every field replaces what was there."""

    by: str
    key: str
    words: str
    due: datetime
    owner: str
    customers: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeepPromise:
    """It is kept: late once its time has passed, unless it was kept `in_time` and only noted
    later."""

    by: str
    key: str
    in_time: bool = False
    by_reaction: bool = False


@dataclass(frozen=True)
class TakeBackKept:
    """Whoever put ✅ on it took that off."""

    by: str
    key: str


@dataclass(frozen=True)
class BreakPromise:
    """It was not kept."""

    by: str
    key: str


@dataclass(frozen=True)
class ReleasePromise:
    """The customer does not rely on it any more, for this reason."""

    by: str
    key: str
    reason: str


@dataclass(frozen=True)
class ReopenPromise:
    """What was noted about its end was a slip."""

    by: str
    key: str


@dataclass(frozen=True)
class NewAction:
    """What is to change, who sees to it, and by the end of which local day of theirs."""

    what: str
    owner: str
    day: date


@dataclass(frozen=True)
class AddActions:
    """These changes are agreed."""

    by: str
    actions: tuple[NewAction, ...]


@dataclass(frozen=True)
class CorrectAction:
    """What is agreed, whole: every field replaces what was there."""

    by: str
    key: str
    action: NewAction


@dataclass(frozen=True)
class FinishAction:
    """It is done."""

    by: str
    key: str


@dataclass(frozen=True)
class DropAction:
    """It will not be done, for this reason."""

    by: str
    key: str
    reason: str


@dataclass(frozen=True)
class ReopenAction:
    """What was noted about its end was a slip."""

    by: str
    key: str


LedgerCommand = (
    MakePromise
    | CorrectPromise
    | KeepPromise
    | BreakPromise
    | ReleasePromise
    | ReopenPromise
    | TakeBackKept
    | AddActions
    | CorrectAction
    | FinishAction
    | DropAction
    | ReopenAction
)
