"""What a step leaves behind, as data: the questions of its form, and the answers to choose from.

The forms belong to the steps of `bot.playbook`; `bot.artefacts` says whether one is filled in well.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType


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
    """One question of an artefact's form. `choices` maps the stored value to the words shown.
    `needed_if`: it has to be answered where the field called so has that value. `telling`: others
    learn from the answer, so one that says nothing, such as "n/a", is none. `begins`: what is
    chosen to begin with."""

    key: str
    kind: FieldKind
    label: str
    required: bool = True
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    needed_if: tuple[str, str] | None = None
    telling: bool = False
    begins: str = ""


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


# The other question of P19. What is in neither will be missed again.
IN_PROCESS = MappingProxyType(
    {
        "yes": "Yes, it is there",
        "no": "No, it is missing",
        "not_known": "Not known yet",
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
        Field("words", FieldKind.TEXT, "What was said?", required=False),
        Field("told_by", FieldKind.PERSON, "Who told the customer?"),
        Field("told_at", FieldKind.MOMENT, "When?"),
        Field("way", FieldKind.CHOICE, "How?", choices=WAYS),
    ),
    told_customer=True,
)
# Where owning it and the apology are one step: of an apology the words are kept.
FIRST_APOLOGY = replace(
    FIRST_WORD,
    key="first_apology",
    title="Own it and apologise",
    fields=tuple(
        replace(each, required=True) if each.key == "words" else each for each in FIRST_WORD.fields
    ),
)
OWNED = (FIRST_WORD.key, FIRST_APOLOGY.key)
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
        Field(
            "valued",
            FieldKind.LINE,
            "How much was it worth to them?",
            required=False,
            hint="An amount, such as 300 EUR: what they valued in what we promised, not only what "
            "they paid.",
        ),
        Field(
            "leaving",
            FieldKind.LINE,
            "What would it cost us if they left?",
            required=False,
            hint="An amount: what they bring us in a year, say, and those they would tell.",
        ),
        Field("offer", FieldKind.TEXT, "What was offered?"),
        Field(
            "worth",
            FieldKind.LINE,
            "What is it worth?",
            hint="An amount, such as 80 EUR: what it is worth to them.",
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
            "What was changed?",
            hint="What you do differently now, and how they can see it for themselves.",
        ),
        Field("shown_to", FieldKind.LINE, "To whom was it shown?"),
        Field("way", FieldKind.CHOICE, "How was it shown?", choices=WAYS),
    ),
    told_customer=True,
)
DEBRIEF = Artefact(
    "debrief",
    "Debrief",
    (
        Field("what", FieldKind.TEXT, "What happened?", telling=True),
        Field(
            "why",
            FieldKind.TEXT,
            "Why did it happen?",
            hint="What made it possible, not who.",
            telling=True,
        ),
        Field("found_out", FieldKind.LINE, "How did we find out?", required=False),
        Field("cause", FieldKind.CHOICE, "What kind of cause was it?", choices=CAUSES),
        Field(
            "in_process",
            FieldKind.CHOICE,
            "Is it in our process or checklist?",
            required=False,
            choices=IN_PROCESS,
        ),
        Field(
            "recurrence",
            FieldKind.CHOICE,
            "One-off or systemic?",
            hint="A one-off is fixed and left. What comes from how you work will happen again "
            "until that changes.",
            choices=RECURRENCE,
        ),
        Field(
            "better", FieldKind.TEXT, "Did anything turn out better than planned?", required=False
        ),
        Field("learned", FieldKind.TEXT, "What should others learn from it?", telling=True),
        Field(
            "tags",
            FieldKind.LINE,
            "Tags, to find it by",
            required=False,
            hint="A word or two each, with commas between them: billing, labels.",
        ),
        Field("action_1", FieldKind.LINE, "What do we do next?", required=False),
        Field("owner_1", FieldKind.PERSON, "Who sees to it?", required=False),
        Field("date_1", FieldKind.DATE, "By when?", required=False),
        Field(
            "action_2",
            FieldKind.LINE,
            "Something else?",
            required=False,
            hint="Still more? “Add another…” is below the list that then stands in the thread.",
        ),
        Field("owner_2", FieldKind.PERSON, "Who sees to that?", required=False),
        Field("date_2", FieldKind.DATE, "By when, for that?", required=False),
        # Asked for in one text by earlier versions: shown where something was written in it.
        Field("actions", FieldKind.TEXT, "What else do we do next?", required=False),
    ),
)

ASKED = MappingProxyType({"yes": "Yes, we asked", "no": "Not asked"})
ANSWERS = MappingProxyType({"yes": "Yes", "no": "No", "not_known": "Not known"})


def _asked_them(key: str, label: str) -> Field:
    return Field(
        key,
        FieldKind.CHOICE,
        label,
        required=False,
        choices=ANSWERS,
        needed_if=("asked", "yes"),
        begins="not_known",  # so nobody is asked for it who has not asked them
    )


CHECK_BACK = Artefact(
    "check_back",
    "Check back",
    (
        Field("asked", FieldKind.CHOICE, "Have you asked the customer?", choices=ASKED),
        _asked_them("righted", "Did we put it right?"),
        _asked_them("stay", "Would they stay?"),
        _asked_them("recommend", "Would they recommend us?"),
        Field("said", FieldKind.TEXT, "In their words", required=False),
    ),
)
# What is kept where nobody has asked them.
NOT_ASKED: Mapping[str, str] = MappingProxyType({"asked": "no"})

ARTEFACTS: Mapping[str, Artefact] = MappingProxyType(
    {
        artefact.key: artefact
        for artefact in (
            FIRST_WORD,
            FIRST_APOLOGY,
            APOLOGY,
            EXPLANATION,
            MAKE_UP,
            ACTIONS,
            EVIDENCE,
            DEBRIEF,
            CHECK_BACK,
        )
    }
)
