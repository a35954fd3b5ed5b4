"""A make-up as a value: what is offered to the customer, its worth, and whether it may be offered.

Its worth stands beside a yardstick (P13): what the customer valued in what was promised, and what
their leaving would cost.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from bot.money import Money

APPROVAL_PREFIX = "make_up:"  # a chase's key: "make_up:<number>"


class MakeUpState(StrEnum):
    """How far a make-up has come."""

    ASKED = "asked"  # above the limit: somebody has to approve it first
    APPROVED = "approved"  # may be offered now
    DECLINED = "declined"
    OFFERED = "offered"  # the customer knows


@dataclass(frozen=True)
class MakeUp:
    """One make-up of an incident. `number` counts them there, from 1; `step` is the step it belongs
    to, "" for one more beside the steps.

    `by` offers it, since `at` (UTC). `decided_by` is who approved or declined it, None where nobody
    had to; `reason` goes with a decline.
    """

    number: int
    step: str
    offer: str
    worth: Money
    by: str
    at: datetime
    state: MakeUpState
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str = ""

    @property
    def approval(self) -> str:
        """The key of the chase for its approval."""
        return f"{APPROVAL_PREFIX}{self.number}"


@dataclass(frozen=True)
class MakingUp:
    """All make-ups of an incident, and what they are weighed against. `allowed` is what its lead
    has raised the limit to, for this incident alone."""

    valued: Money | None = None
    leaving: Money | None = None
    allowed: Money | None = None
    offers: tuple[MakeUp, ...] = ()

    @property
    def yardstick(self) -> Money | None:
        """What is at stake, None where nobody has said (P13)."""
        known = [each for each in (self.valued, self.leaving) if each]
        if not known:
            return None
        return Money(sum((each.amount for each in known), Decimal()), known[0].currency)

    @property
    def currency(self) -> str:
        """The one that amounts of this incident are in, "" before there is any."""
        known = (self.valued, self.leaving, self.allowed, *(each.worth for each in self.offers))
        return next((each.currency for each in known if each), "")

    @property
    def offered(self) -> tuple[MakeUp, ...]:
        """What the customer knows of."""
        return tuple(each for each in self.offers if each.state is MakeUpState.OFFERED)

    @property
    def total(self) -> Money | None:
        """What all that was offered is worth together; None where nothing was."""
        if not self.offered:
            return None
        amount = sum((each.worth.amount for each in self.offered), Decimal())
        return Money(amount, self.currency)

    def find(self, number: int) -> MakeUp | None:
        """The make-up with that number."""
        return next((each for each in self.offers if each.number == number), None)

    def of_step(self, step: str, *states: MakeUpState) -> MakeUp | None:
        """The newest of that step in one of these states."""
        found = (each for each in self.offers if each.step == step and each.state in states)
        return max(found, key=lambda each: each.number, default=None)

    def waiting(self, step: str) -> MakeUp | None:
        """The one of that step that waits for an approval."""
        return self.of_step(step, MakeUpState.ASKED)

    def kept(self, make_up: MakeUp) -> "MakingUp":
        """The same with that make-up in the place of the one with its number, or added."""
        others = tuple(each for each in self.offers if each.number != make_up.number)
        ordered = sorted((*others, make_up), key=lambda each: each.number)
        return replace(self, offers=tuple(ordered))


def slot_of(number: int) -> str:
    """The slot of that make-up's message in the thread."""
    return f"make_up:{number}"


def number_of(slot: str) -> int | None:
    """The make-up a slot, or the key of a chase, belongs to; None for another one."""
    kind, _, number = slot.partition(":")
    return int(number) if kind == "make_up" and number.isdecimal() else None
