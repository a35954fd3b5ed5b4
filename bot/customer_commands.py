"""What can happen to what customers were told: one small value each. `by` is the user id of who
noted it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TellCustomers:
    """The customers (by name; none means all) were told these words at `at` (UTC).

    `told_by` None means `by` spoke to them. `next_update_at` is the next word promised; None takes
    the rhythm of the severity. `new` are names that are not on the card yet: they join it.
    """

    by: str
    words: str
    way: str = ""
    customers: tuple[str, ...] = ()
    at: datetime | None = None
    next_update_at: datetime | None = None
    new: tuple[str, ...] = ()
    told_by: str | None = None


@dataclass(frozen=True)
class CorrectContact:
    """The contact record of the customer called `customer`, whole: every field replaces what was
    there. `name` is what they are called from here; `told_at` None: not told yet; `next_at` None:
    no word is promised to them (both UTC)."""

    by: str
    customer: str
    name: str
    told_by: str | None = None
    told_at: datetime | None = None
    way: str = ""
    words: str = ""
    next_at: datetime | None = None


@dataclass(frozen=True)
class TakeOffCustomer:
    """The customer called `customer` was named by mistake. `told_too`: also where they have been
    told something."""

    by: str
    customer: str
    told_too: bool = False


@dataclass(frozen=True)
class Heard:
    """Words to customers that stand on the timeline: `to` are the names of who got them. None: all
    of them; empty: nobody knows whether any of today's."""

    at: datetime
    by: str
    words: str
    to: frozenset[str] | None = None


@dataclass(frozen=True)
class Slip:
    """A message was no words to the customer after all. `noted` are the moments (UTC) at which it
    was noted as such, `left` is what the timeline says without it."""

    noted: frozenset[datetime]
    left: tuple[Heard, ...] = ()


CustomerCommand = TellCustomers | CorrectContact | TakeOffCustomer
