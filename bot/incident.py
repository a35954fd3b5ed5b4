"""One mistake and its recovery, as a value. Changing it means making a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.change import replace
from bot.ledger import Actions, Promise, Promises, WordGiven
from bot.make_up import MakingUp
from bot.playbook import DEFAULT_PLAYBOOK, Playbook, Step, StepStatus
from bot.playbooks import PLAYBOOKS


class Severity(StrEnum):
    """How much it hurts the customer. It sets the rhythm of updates and chases."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class NoticedBy(StrEnum):
    """Who noticed first (P03)."""

    US = "us"
    CUSTOMER = "customer"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Whether the recovery is under way."""

    OPEN = "open"
    CLOSED = "closed"


class Rung(StrEnum):
    """The rungs of the chase ladder, in order. OVER: nobody is left to tell."""

    HEADS_UP = "heads_up"
    OWNER = "owner"
    LEAD = "lead"
    THREAD = "thread"
    OVER = "over"


class ChaseState(StrEnum):
    """Whether a chase runs, waits because someone asked for it, or was stopped. UNREACHED: it runs,
    but whoever was to be told last could not be written to."""

    RUNNING = "running"
    UNREACHED = "unreached"
    SNOOZED = "snoozed"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Chase:
    """One thing that is owed, and where its reminders stand.

    `key` is unique within the incident: "update", "step:explain", "promise:1", "debrief", "close" …
    `since`/`due` are UTC instants; `interval` is the nominal length the ladder divides.
    `rung` is the next one to be told, at `next_at` (None: never).
    `moved_by`: who snoozed or stopped it.
    """

    key: str
    who: str
    since: datetime
    due: datetime
    interval: timedelta
    rung: Rung
    next_at: datetime | None
    state: ChaseState = ChaseState.RUNNING
    moved_by: str | None = None


@dataclass(frozen=True)
class StepState:
    """What has happened to one step. A step nobody has reached has the defaults.

    `since`: when it was asked for (or last taken), None before that. `reason` goes with a skip.
    `artefact` maps field keys to what was recorded. `ticks`: whose ✅ (or ⏭) it rests on; nobody’s
    where it was settled with a button.
    """

    status: StepStatus = StepStatus.OPEN
    since: datetime | None = None
    taken_by: str | None = None
    settled_by: str | None = None
    settled_at: datetime | None = None
    reason: str = ""
    artefact: Mapping[str, str] = field(default_factory=dict)
    ticks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Customer:
    """A customer this mistake reached, and what they have heard.

    `told_at` is the last contact (UTC), `told_by` who speaks to them, `way` a key of `forms.WAYS`,
    `words` the last that are known. `next_at` (UTC) is the next word promised to this one, where
    the customers of an incident wait for different times (see `rhythm.next_to`).
    """

    name: str
    told_at: datetime | None = None
    told_by: str | None = None
    way: str = ""
    words: str = ""
    next_at: datetime | None = None


TRYING = "trying"  # in place of Slack's error, until the card has got through


@dataclass(frozen=True)
class Home:
    """Where an incident lives in Slack.

    `channel` is a channel id, or user ids joined by commas for a (group) direct message that is
    still to be opened. `thread_ts` is the card's ts once it is posted. `trouble` is Slack's error
    code while the card cannot be written there, then TRYING.
    """

    channel: str
    thread_ts: str | None = None
    trouble: str = ""


@dataclass(frozen=True)
class Incident:
    """The whole of one incident. `number` is what people see (#12), counted per team.

    All instants are UTC. `next_update_at` is the next word promised to the customers (None: no
    rhythm runs), counted from `update_since`. `own_playbook` is the team's own as it was when this
    was opened, None for one that ships. `first_told_at`: when a customer first heard from us.
    `words_given` are the promised words that came. `version` guards against two writers.
    """

    id: int
    team: str
    number: int
    title: str
    owner: str
    reporter: str
    opened_at: datetime
    home: Home
    story: str = ""
    severity: Severity = Severity.MEDIUM
    status: Status = Status.OPEN
    playbook_key: str = DEFAULT_PLAYBOOK
    own_playbook: Playbook | None = None
    making_up: MakingUp = field(default_factory=MakingUp)
    noticed_by: NoticedBy = NoticedBy.UNKNOWN
    customers: tuple[Customer, ...] = ()
    expected: str = ""
    happened_at: datetime | None = None
    noticed_at: datetime | None = None
    first_told_at: datetime | None = None
    private: bool = False
    drill: bool = False
    source_link: str = ""
    steps: Mapping[str, StepState] = field(default_factory=dict)
    chases: Mapping[str, Chase] = field(default_factory=dict)
    promises: Promises = field(default_factory=dict)
    actions: Actions = field(default_factory=dict)
    update_since: datetime | None = None
    next_update_at: datetime | None = None
    words_given: tuple[WordGiven, ...] = ()
    closed_at: datetime | None = None
    closed_by: str | None = None
    close_reason: str = ""
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether the recovery is under way."""
        return self.status is Status.OPEN

    @property
    def playbook(self) -> Playbook:
        """Its playbook; the default one where the stored key is no longer known."""
        return self.own_playbook or PLAYBOOKS.get(self.playbook_key, PLAYBOOKS[DEFAULT_PLAYBOOK])

    def state(self, step_id: str) -> StepState:
        """Where that step stands."""
        return self.steps.get(step_id) or StepState()

    def with_step(self, step_id: str, state: StepState) -> "Incident":
        """The same incident with that step's state replaced."""
        return replace(self, steps={**self.steps, step_id: state})

    def settled(self, step_id: str) -> bool:
        """Whether that step is done or skipped."""
        return self.state(step_id).status is not StepStatus.OPEN

    @property
    def current(self) -> Step | None:
        """The step to do next: the first unsettled one of the line, None when all are settled."""
        return next((step for step in self.playbook.line if not self.settled(step.id)), None)

    def responsible(self, step_id: str) -> str:
        """Who has that step: whoever took it, otherwise the owner."""
        return self.state(step_id).taken_by or self.owner

    @property
    def open_promises(self) -> tuple[Promise, ...]:
        """What is promised to the customers and not settled yet, soonest first."""
        found = [promise for promise in self.promises.values() if promise.is_open]
        return tuple(sorted(found, key=lambda promise: (promise.due, promise.made_at)))

    @property
    def next_promise_at(self) -> datetime | None:
        """What the customers can rely on next: a word, or another promise (UTC); None without."""
        dues = [promise.due for promise in self.open_promises]
        if self.next_update_at is not None:
            dues.append(self.next_update_at)
        return min(dues, default=None)

    @property
    def settled_count(self) -> int:
        """How many steps are done or skipped."""
        return sum(self.settled(step.id) for step in self.playbook.steps)


def participants(incident: Incident) -> frozenset[str]:
    """Everyone who takes part: the reporter, the owner, whoever took or settled a step, and whoever
    has a promise or an action."""
    people = {incident.reporter, incident.owner}
    for state in incident.steps.values():
        people.update(user for user in (state.taken_by, state.settled_by) if user)
    people.update(promise.owner for promise in incident.promises.values())
    people.update(action.owner for action in incident.actions.values())
    return frozenset(people)


def may_see(incident: Incident, user: str, lead: str | None, at: str = "") -> bool:
    """Who may see an incident: everyone, or for a private one those who take part, the lead, and
    whoever asks from the conversation it lives in (`at`, a channel id), where they read it anyway.

    This is the one place where that is decided.
    """
    if not incident.private or user == lead or user in participants(incident):
        return True
    return bool(at) and at == incident.home.channel
