"""The recovery playbook as data: steps, what each must leave behind, and what may follow what.

Read this module first: it is the product on a few pages. The teaching behind each line is named by
its principle number (P01 to P24). Nothing here does anything; `bot.steps` reads these tables.

The playbook here is the whole of the teaching. `bot.playbooks` has the shorter ones beside it, and
`bot.own_playbooks` reads those that teams write themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from bot.text import esc


class StepStatus(StrEnum):
    """Where one step of one incident stands."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"


class Gesture(StrEnum):
    """What a person can do to a step, by reaction or by button."""

    DONE = "done"
    TAKE = "take"
    SKIP = "skip"
    REOPEN = "reopen"


# What each gesture makes of a step. Where a pair is absent nothing changes, and the person is told.
STEP_TRANSITIONS: Mapping[StepStatus, Mapping[Gesture, StepStatus]] = MappingProxyType(
    {
        StepStatus.OPEN: {
            Gesture.TAKE: StepStatus.OPEN,
            Gesture.DONE: StepStatus.DONE,
            Gesture.SKIP: StepStatus.SKIPPED,
        },
        StepStatus.DONE: {Gesture.REOPEN: StepStatus.OPEN},
        StepStatus.SKIPPED: {Gesture.REOPEN: StepStatus.OPEN, Gesture.DONE: StepStatus.DONE},
    }
)

# Reactions people use on a prompt. Slack has more than one name for some of these signs.
STEP_REACTIONS: Mapping[str, Gesture] = MappingProxyType(
    {
        "white_check_mark": Gesture.DONE,
        "raised_hand": Gesture.TAKE,
        "hand": Gesture.TAKE,
        "black_right_pointing_double_triangle_with_vertical_bar": Gesture.SKIP,
        "fast_forward": Gesture.SKIP,
        "next_track_button": Gesture.SKIP,
    }
)


class Rhythm(StrEnum):
    """What keeps a step from being forgotten."""

    UNTOUCHED = "untouched"  # chased when nobody moves it, by the severity's interval
    UPDATES = "updates"  # runs alongside; the customer-update chase stands for it
    DEBRIEF = "debrief"  # due some working days after the step named in `counts_from`
    AFTER_CLOSING = "after_closing"  # does not hold up closing; comes back some days after it


@dataclass(frozen=True)
class Step:
    """One step of a playbook: what it is called, why it matters, and what done looks like."""

    id: str
    name: str
    why: str
    done_when: str
    principles: tuple[str, ...]
    artefact: str | None = None
    rhythm: Rhythm = Rhythm.UNTOUCHED
    starts_after: str | None = None  # for a step that runs alongside: the step that lets it start
    ends_with: str | None = None  # … and the step whose end settles it
    counts_from: str | None = None

    @property
    def said(self) -> str:
        """Its name as mrkdwn: teams name their own steps."""
        return esc(self.name)

    @property
    def looks(self) -> str:
        """What done looks like, as mrkdwn."""
        return esc(self.done_when)


@dataclass(frozen=True)
class Playbook:
    """Steps in their order. `key` is stored; `name` is shown. `throughout` is what holds at every
    step, said under each prompt; empty where there is nothing."""

    key: str
    name: str
    steps: tuple[Step, ...]
    throughout: str = ""

    def step(self, step_id: str) -> Step | None:
        """The step with that id, or None where this playbook has no such step."""
        return next((step for step in self.steps if step.id == step_id), None)

    @cached_property
    def line(self) -> tuple[Step, ...]:
        """The steps that are prompted one after the other (all but those that run alongside)."""
        return tuple(step for step in self.steps if step.rhythm is not Rhythm.UPDATES)

    @cached_property
    def alongside(self) -> tuple[Step, ...]:
        """The steps that run beside the line until another step settles them."""
        return tuple(step for step in self.steps if step.rhythm is Rhythm.UPDATES)


FULL = Playbook(
    "full",
    "Full recovery, ten steps",
    (
        Step(
            "own_it",
            "Own it",
            "People forgive a mistake sooner when they hear it from you first, within minutes if "
            "you can.",
            "Someone has told the customer “this was us”, even if the cause is not known yet.",
            ("P01", "P02", "P03", "P04"),
            artefact="first_word",
        ),
        Step(
            "apologise",
            "Apologise",
            "“I’m sorry, but…” is not an apology. “We made a mistake, and I’m sorry” is.",
            "The customer has our apology in the first person, with what it meant for them.",
            ("P04", "P05", "P06"),
            artefact="apology",
        ),
        Step(
            "explain",
            "Explain",
            "A clear account shows that you looked into it and took it seriously.",
            "The customer knows what happened, in as much detail as helps them.",
            ("P07", "P10"),
            artefact="explanation",
        ),
        Step(
            "put_it_right",
            "Put it right",
            "The customer should stand where they would be had nothing gone wrong.",
            "It is fixed for this customer. Where time was lost, the damage is softened.",
            ("P11", "P15"),
        ),
        Step(
            "make_it_up",
            "Make it up",
            "Putting it right is the least. Something they did not expect is what they remember.",
            "You have offered more than the fix, and it is worth something to them.",
            ("P12", "P13"),
            artefact="make_up",
        ),
        Step(
            "keep_them_posted",
            "Keep them posted",
            "Silence worries people more than bad news. Say where things stand, on time.",
            "The customer always knows when they will next hear from you, and does.",
            ("P14",),
            rhythm=Rhythm.UPDATES,
            starts_after="own_it",
            ends_with="show_the_evidence",
        ),
        Step(
            "prevent_it",
            "Prevent it",
            "Fixing the problem is one thing, fixing the cause another.",
            "At least one change is agreed, with a name and a date on it.",
            ("P15", "P19"),
            artefact="actions",
        ),
        Step(
            "show_the_evidence",
            "Show the evidence",
            "“It won’t happen again” convinces nobody. Seeing what changed does.",
            "The customer has seen what you changed.",
            ("P16",),
            artefact="evidence",
        ),
        Step(
            "debrief",
            "Debrief",
            "A mistake talked over together is a lesson. Nobody is on trial here.",
            "Everyone involved has said what happened and why, and what others can learn.",
            ("P17", "P18", "P19", "P20", "P21"),
            artefact="debrief",
            rhythm=Rhythm.DEBRIEF,
            counts_from="put_it_right",
        ),
        Step(
            "check_back",
            "Check back",
            "What counts in the end: did they stay, and would they recommend us?",
            "Some time after closing, someone has asked the customer: did we put it right, would "
            "they stay, would they recommend us?",
            ("P23",),
            artefact="check_back",
            rhythm=Rhythm.AFTER_CLOSING,
        ),
    ),
)

DEFAULT_PLAYBOOK = FULL.key
