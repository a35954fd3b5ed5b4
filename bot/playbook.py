"""The recovery playbook as data: steps, what each must leave behind, and what may follow what.

Read this module first: it is the product on a few pages. The teaching behind each line is named by
its principle number (P01 to P24). Nothing here does anything; `bot.steps` reads these tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


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


class FieldKind(StrEnum):
    """How a field is asked for."""

    LINE = "line"
    TEXT = "text"
    PERSON = "person"
    MOMENT = "moment"  # a day and a time of day
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True)
class Field:
    """One question of an artefact's form. `choices` maps the stored value to the words shown."""

    key: str
    kind: FieldKind
    label: str
    required: bool = True
    hint: str = ""
    choices: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Artefact:
    """What a step must leave behind. `told_customer`: recording it means the customer was told
    something, so it counts as an update and sets the next one (P14)."""

    key: str
    title: str  # a modal's title: 24 characters at most (Slack: "Views")
    fields: tuple[Field, ...]
    told_customer: bool = False


WAYS = MappingProxyType(
    {
        "phone": "By phone",
        "email": "By email",
        "in_person": "In person",
        "chat": "By chat or text message",
        "letter": "By letter",
    }
)

# The kinds of cause (P18): none of them is a person.
CAUSES = MappingProxyType(
    {
        "not_followed": "A rule or checklist was there and was not followed",
        "not_understood": "A rule was there and was not understood",
        "not_foreseen": "A situation nobody had foreseen",
        "something_else": "Something else",
    }
)

# One-off or systemic (P19).
RECURRENCE = MappingProxyType(
    {
        "one_off": "One-off: our process covers it",
        "systemic": "Systemic: our process or checklist does not cover it",
    }
)


def _words_sent(key: str, title: str, label: str, hint: str) -> Artefact:
    return Artefact(
        key,
        title,
        (
            Field("words", FieldKind.TEXT, label, hint=hint),
            Field("way", FieldKind.CHOICE, "How did it reach them?", choices=WAYS),
        ),
        told_customer=True,
    )


FIRST_WORD = Artefact(
    "first_word",
    "Own it",
    (
        Field("told_by", FieldKind.PERSON, "Who told the customer?"),
        Field("told_at", FieldKind.MOMENT, "When?"),
        Field("way", FieldKind.CHOICE, "How?", choices=WAYS),
        Field("words", FieldKind.TEXT, "What was said?", required=False),
    ),
    told_customer=True,
)
APOLOGY = _words_sent(
    "apology",
    "Apologise",
    "The words the customer got",
    "In the first person, and with no “but” or “if” after “sorry”.",
)
EXPLANATION = _words_sent(
    "explanation",
    "Explain",
    "The words the customer got",
    "What happened, in as much detail as helps them.",
)
MAKE_UP = Artefact(
    "make_up",
    "Make it up",
    (
        Field("offer", FieldKind.TEXT, "What was offered?"),
        Field(
            "worth",
            FieldKind.LINE,
            "What is it worth?",
            hint="In money or in words. Weigh it against what this cost the customer.",
        ),
    ),
    told_customer=True,
)
ACTIONS = Artefact(
    "actions",
    "Prevent it",
    (
        Field("action_1", FieldKind.LINE, "What will we change?"),
        Field("owner_1", FieldKind.PERSON, "Who sees to it?"),
        Field("date_1", FieldKind.DATE, "By when?"),
        Field("action_2", FieldKind.LINE, "Something else?", required=False),
        Field("owner_2", FieldKind.PERSON, "Who sees to that?", required=False),
        Field("date_2", FieldKind.DATE, "By when, for that?", required=False),
    ),
)
EVIDENCE = Artefact(
    "evidence",
    "Show the evidence",
    (
        Field(
            "shown",
            FieldKind.TEXT,
            "What was the customer shown?",
            hint="What changed, and how they can see it for themselves.",
        ),
        Field("way", FieldKind.CHOICE, "How was it shown?", choices=WAYS),
    ),
    told_customer=True,
)
DEBRIEF = Artefact(
    "debrief",
    "Debrief",
    (
        Field("what", FieldKind.TEXT, "What happened?"),
        Field("why", FieldKind.TEXT, "Why did it happen?", hint="What made it possible, not who."),
        Field("found_out", FieldKind.LINE, "How did we find out?", required=False),
        Field("cause", FieldKind.CHOICE, "What kind of cause was it?", choices=CAUSES),
        Field(
            "recurrence",
            FieldKind.CHOICE,
            "One-off or systemic?",
            hint="Is it in our process or checklist at all?",
            choices=RECURRENCE,
        ),
        Field(
            "better", FieldKind.TEXT, "Did anything turn out better than planned?", required=False
        ),
        Field("learned", FieldKind.TEXT, "What should others learn from it?"),
        Field("actions", FieldKind.TEXT, "What do we do next, who, by when?", required=False),
    ),
)

ARTEFACTS: Mapping[str, Artefact] = MappingProxyType(
    {
        artefact.key: artefact
        for artefact in (FIRST_WORD, APOLOGY, EXPLANATION, MAKE_UP, ACTIONS, EVIDENCE, DEBRIEF)
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


@dataclass(frozen=True)
class Playbook:
    """Steps in their order. `key` is stored; `name` is shown."""

    key: str
    name: str
    steps: tuple[Step, ...]

    def step(self, step_id: str) -> Step | None:
        """The step with that id, or None where this playbook has no such step."""
        return next((step for step in self.steps if step.id == step_id), None)

    @property
    def line(self) -> tuple[Step, ...]:
        """The steps that are prompted one after the other (all but those that run alongside)."""
        return tuple(step for step in self.steps if step.rhythm is not Rhythm.UPDATES)

    @property
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
            "People forgive a mistake sooner when they hear it from you first.",
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
            "Some time after closing, someone has asked the customer how it went.",
            ("P23",),
            rhythm=Rhythm.AFTER_CLOSING,
        ),
    ),
)

PLAYBOOKS: Mapping[str, Playbook] = MappingProxyType({FULL.key: FULL})
DEFAULT_PLAYBOOK = FULL.key
