"""What a review is asked about, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Surface(StrEnum):
    """Who will read the words: colleagues in a thread, or the customer."""

    THREAD = "thread"
    CUSTOMER_DRAFT = "customer_draft"


class Category(StrEnum):
    """What is amiss with some words."""

    PERSON_BLAME = "person_blame"
    CUSTOMER_BLAME = "customer_blame"
    DEFLECTION = "deflection"
    QUALIFIED_APOLOGY = "qualified_apology"
    DISTANT_APOLOGY = "distant_apology"
    DENIAL_MINIMISING = "denial_minimising"
    VAGUE_PROMISE = "vague_promise"
    PERSONNEL_DISCLOSURE = "personnel_disclosure"
    COUNTERFACTUAL_HINDSIGHT = "counterfactual_hindsight"


class Lack(StrEnum):
    """What a recovery message should have and does not; the most important first."""

    OWNERSHIP = "ownership"  # P05
    IMPACT = "impact"  # P04
    ACTION = "action"  # P11
    NEXT_WORD = "next_word"  # P14


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that hurt, why, and what to say instead.

    `start` and `end` count code points in the text as it was given, as Python slices do.
    """

    category: Category
    start: int
    end: int
    why: str  # one line for the author
    principle: str  # its number in the playbook, as "P07"
    rewrite: str  # "" where none would be honest
    rule: str  # which rule found it
    shape: str  # the words without names and numbers; what "Not blame" keeps as an exception


@dataclass(frozen=True, slots=True)
class Circle:
    """Who may be spoken of, by names as people write them. All of it is optional."""

    author: str = ""
    customers: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class House:
    """What one workspace has decided about its language.

    `muted` holds ids of rules or values of categories. `exceptions` holds shapes of findings.
    `languages` narrows the packs, as two-letter codes; empty means all there are.
    """

    phrases: Mapping[Category, tuple[str, ...]] = field(default_factory=dict)
    muted: frozenset[str] = frozenset()
    exceptions: frozenset[str] = frozenset()
    vendors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say about a draft: something found in it, or something it lacks."""

    finding: Finding | None
    lack: Lack | None
