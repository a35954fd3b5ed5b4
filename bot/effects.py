"""What a decision wants done. All of it is stored in the same transaction as the new state.

A *slot* is one message of ours in Slack. `Show(slot)` means: make that message say what the
incident says now. It is posted if it is not there yet, edited if it is, and rendered only when it
is sent, so an older wish can never overwrite a newer state.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.commands import MessageRef
from bot.incident import Incident, Rung
from bot.wording.answers import Answer

CARD = "card"
STORY = "story"
TROUBLE = "trouble"
PREVENTION = "prevention"
LEARNINGS = "learnings"  # what the debrief found, for everyone who reads the thread
_PROMISE = "promise"


def prompt_slot(step_id: str) -> str:
    """The slot of that step's prompt."""
    return f"prompt:{step_id}"


def step_of(slot: str) -> str | None:
    """The step a prompt's slot belongs to, None for another kind of slot."""
    kind, _, step_id = slot.partition(":")
    return step_id if kind == "prompt" else None


def promise_slot(key: str) -> str:
    """The slot of that promise's message."""
    return f"{_PROMISE}:{key}"


def promise_in(slot: str) -> str | None:
    """The key of the promise whose message is in that slot, None for another kind of slot."""
    kind, _, key = slot.partition(":")
    return key if kind == _PROMISE else None


@dataclass(frozen=True)
class Show:
    """Make the message in `slot` say what the incident says now."""

    slot: str


@dataclass(frozen=True)
class Note:
    """Say one thing in the thread, once. `key` makes it unique within the incident; `text` is
    finished mrkdwn."""

    key: str
    text: str


@dataclass(frozen=True)
class Tell:
    """Remind `user` by DM of the thing owed under `key`. What is told to one person within a
    minute goes into one message."""

    user: str
    key: str
    rung: Rung
    since: datetime


@dataclass(frozen=True)
class TellThread:
    """Remind the thread of the thing owed under `key`."""

    key: str
    since: datetime


@dataclass(frozen=True)
class TellTrouble:
    """Tell `user` by DM that the card cannot be written where it belongs."""

    user: str


@dataclass(frozen=True)
class TellRepeat:
    """Tell the lead `user` by DM, at `at` (UTC) or later, if this is a systemic repeat (P19). It is
    found out when it is told, and told once: what is wanted later only changes that message."""

    user: str
    at: datetime


@dataclass(frozen=True)
class AskThoseInvolved:
    """Ask everyone who took part, in private and once each, what they can say for the debrief."""


class EntryKind(StrEnum):
    """What a timeline entry is."""

    STATE = "state"  # the bot's own record of a change
    PINNED = "pinned"  # 📌
    WORDS = "words"  # 📣, or recorded words to the customer


@dataclass(frozen=True)
class Record:
    """Put something on the timeline. `text` is plain user-readable text, never mrkdwn.

    `by` is whose words or deed it is. `message`: the Slack message it stands for, if any (its words
    are fetched afterwards), and `marked_by` who put the reaction on it.
    """

    kind: EntryKind
    at: datetime
    by: str
    text: str
    message: MessageRef | None = None
    marked_by: str = ""


@dataclass(frozen=True)
class Unrecord:
    """Take the entry that `by` marked for that Slack message off the timeline, if `by` did."""

    kind: EntryKind
    message: MessageRef
    by: str


@dataclass(frozen=True)
class Reword:
    """Give the entry of what `by` did at `at` (UTC) these words instead of `was`. Where a person
    has corrected it since, it stays as they left it."""

    at: datetime
    by: str
    was: str
    text: str


Effect = (
    Show
    | Note
    | Tell
    | TellThread
    | TellTrouble
    | TellRepeat
    | AskThoseInvolved
    | Record
    | Unrecord
    | Reword
)


@dataclass(frozen=True)
class Outcome:
    """A decision: the incident as it is now, what to do about it, and what to say privately.

    `incident` None: nothing was opened. `answer` None: the gesture speaks for itself.
    `changed` False: nothing is to be stored. `repeated`: the same had been dealt with before.
    """

    incident: Incident | None
    effects: tuple[Effect, ...] = ()
    answer: Answer | None = None
    changed: bool = True
    repeated: bool = False
