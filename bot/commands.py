"""What can happen to an incident: one small value each. `by` is the user id of who did it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.customer_commands import CustomerCommand, Slip
from bot.incident import Incident, NoticedBy, Rung, Severity
from bot.ledger_commands import AddActions, CorrectAction, LedgerCommand
from bot.playbook import Gesture


@dataclass(frozen=True)
class MessageRef:
    """A message in Slack: `(channel, ts)` is its identity."""

    channel: str
    ts: str


@dataclass(frozen=True)
class OpenIncident:
    """Someone says what went wrong: `text`, whole. `channel` is where they were (None: not in a
    channel). `owner` None means `by`. `customers` are names."""

    by: str
    text: str
    channel: str | None = None
    severity: Severity = Severity.MEDIUM
    noticed_by: NoticedBy = NoticedBy.UNKNOWN
    customers: tuple[str, ...] = ()
    owner: str | None = None
    playbook: str | None = None
    private: bool = False
    in_private_channel: bool = False
    happened_at: datetime | None = None
    expected: str = ""
    source_link: str = ""
    noticed_at: datetime | None = None


class DetailsChanged(Exception):
    """They are others by now than those that were to be changed: read them, and decide again."""


@dataclass(frozen=True)
class AddDetails:
    """What is known by now, whole: every field replaces what was there. `playbook` None keeps the
    one it has. `on`: what it was put together from; if that is no longer so, DetailsChanged."""

    by: str
    text: str
    severity: Severity
    noticed_by: NoticedBy
    customers: tuple[str, ...]
    happened_at: datetime | None
    expected: str
    playbook: str | None = None
    noticed_at: datetime | None = None
    first_told_at: datetime | None = None
    on: Incident | None = None


@dataclass(frozen=True)
class MoveStep:
    """A gesture on a step: done, taken, skipped, reopened. `reason` goes with a skip."""

    by: str
    step: str
    gesture: Gesture
    reason: str = ""
    by_reaction: bool = False


@dataclass(frozen=True)
class TakeBack:
    """A person took their own reaction off a prompt."""

    by: str
    step: str
    gesture: Gesture


@dataclass(frozen=True)
class RecordArtefact:
    """What a step leaves behind; it settles the step as done, or corrects what was recorded.

    `values` maps field keys to text, user ids, ISO dates ("2026-11-22"), ISO instants in UTC, or
    choice keys. Where the customers were told: `customers` by name (none means all), and when the
    next word is promised (UTC; None takes the rhythm of the severity). `seen` is the stamp of what
    was recorded when the form was opened (`bot.stamps`), "" where nobody looked. `noticed_by`: who
    noticed first, where that was asked and said.
    """

    by: str
    step: str
    values: Mapping[str, str]
    customers: tuple[str, ...] = ()
    next_update_at: datetime | None = None
    seen: str = ""
    noticed_by: NoticedBy = NoticedBy.UNKNOWN


@dataclass(frozen=True)
class OfferMakeUp:
    """Something is offered to make up for it. `values` are those of `forms.MAKE_UP`; `step` is the
    step it belongs to, "" for one more; `number` an earlier one it stands in the place of, 0 for
    none. `seen` is as in `RecordArtefact`."""

    by: str
    values: Mapping[str, str]
    step: str = ""
    number: int = 0
    seen: str = ""


@dataclass(frozen=True)
class DecideMakeUp:
    """Whether that make-up may be offered. `up_to` is an amount as typed: what all make-ups of
    this incident may be worth together from now on. `reason` goes with a no. `seen` is the
    stamp of what they had before them (`bot.stamps`), "" where that is not known."""

    by: str
    number: int
    approve: bool = False
    up_to: str = ""
    reason: str = ""
    seen: str = ""


@dataclass(frozen=True)
class GiveSkipReason:
    """Why a step that is already skipped was skipped."""

    by: str
    step: str
    reason: str


@dataclass(frozen=True)
class MarkMessage:
    """📌 puts a thread message on the timeline; 📣 says it is what the customer was told. `at` is
    when it was put on (UTC), if that was not just now."""

    by: str
    message: MessageRef
    author: str
    as_words: bool
    at: datetime | None = None


@dataclass(frozen=True)
class UnmarkMessage:
    """The 📌 or 📣 was taken off again. `slip`: what a 📣 had put on record, where nobody else’s is
    on the message; storage fills it in."""

    by: str
    message: MessageRef
    as_words: bool
    slip: Slip | None = None


@dataclass(frozen=True)
class HandOver:
    """Someone else is the owner from here; with `step`, someone else has that one step; with
    `owed`, the one promise or action of that chase key."""

    by: str
    to: str
    step: str = ""
    owed: str = ""


@dataclass(frozen=True)
class CloseIncident:
    """`anyway` carries the reason for closing over what is missing; empty means a clean close."""

    by: str
    anyway: str = ""


@dataclass(frozen=True)
class ReopenIncident:
    """It was not over after all."""

    by: str


@dataclass(frozen=True)
class CheckChases:
    """The clock: tell whoever is to be told by now. `met`: of whom Slack has just said for the
    first time by which clock they live ("" : of nobody)."""

    met: str = ""


class SnoozeFor(StrEnum):
    """How long a reminder may rest."""

    HOUR = "1h"
    TOMORROW = "tomorrow"
    WORKING_DAY = "working_day"


@dataclass(frozen=True)
class SnoozeChase:
    """Remind me later about this one thing."""

    by: str
    key: str
    until: SnoozeFor


@dataclass(frozen=True)
class StopChase:
    """No more reminders about this one thing."""

    by: str
    key: str


@dataclass(frozen=True)
class Unreached:
    """A reminder of what is owed under `key` could not be delivered to `user`. `rung` and `since`
    say which reminder it was."""

    user: str
    key: str
    rung: Rung
    since: datetime


@dataclass(frozen=True)
class HomeTrouble:
    """The card could not be written where it belongs. `error` is Slack's error code."""

    error: str


@dataclass(frozen=True)
class TroubleUnheard:
    """`user` could not be told of the trouble either."""

    user: str


@dataclass(frozen=True)
class MoveHome:
    """Try the same place again (`to_dm` False), or carry on in a direct message with `by`."""

    by: str
    to_dm: bool


@dataclass(frozen=True)
class MessageGone:
    """One of our messages was deleted in Slack. `slot` is which one."""

    slot: str


Command = (
    OpenIncident
    | AddDetails
    | MoveStep
    | TakeBack
    | RecordArtefact
    | OfferMakeUp
    | DecideMakeUp
    | GiveSkipReason
    | MarkMessage
    | UnmarkMessage
    | HandOver
    | CloseIncident
    | ReopenIncident
    | CheckChases
    | SnoozeChase
    | StopChase
    | Unreached
    | HomeTrouble
    | TroubleUnheard
    | MoveHome
    | MessageGone
    | CustomerCommand
    | LedgerCommand
)


def people_in(command: Command) -> frozenset[str]:
    """Everyone whose account matters to that command: who gives it, and to whom something goes."""
    named = {getattr(command, field, None) for field in ("by", "to", "owner", "told_by")}
    match command:
        case AddActions(actions=actions):
            named |= {action.owner for action in actions}
        case CorrectAction(action=action):
            named.add(action.owner)
        case RecordArtefact(values=values):
            named |= {user for key, user in values.items() if key.startswith("owner_")}
    return frozenset(user for user in named if user)
