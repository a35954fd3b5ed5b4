"""How much an incident's make-ups may be worth without asking, and why one has to be asked for."""

from dataclasses import dataclass
from decimal import Decimal

from bot.make_up import MakeUp, MakeUpState, MakingUp
from bot.money import Money
from bot.settings import Settings


@dataclass(frozen=True)
class Asking:
    """Why a make-up needs a yes. `raised`: the limit was agreed for this mistake alone.
    `together` is what it comes to with what was offered before, None where it stands alone."""

    limit: Money
    raised: bool
    together: Money | None
    other_currency: bool


def limit_of(making: MakingUp, settings: Settings) -> Money | None:
    """What this incident's make-ups may be worth without asking; None: anything."""
    limit = settings.make_up_limit
    return None if limit is None else making.allowed or limit


def spent(making: MakingUp, before: MakeUp | None) -> Decimal:
    """How much of the limit is used up by others than `before`: all that was offered or may be,
    also what somebody said yes to, for the limit is for one mistake altogether."""
    counted = (each.worth.amount for each in making.offers if _counts(each, before))
    return sum(counted, Decimal())


def _counts(each: MakeUp, before: MakeUp | None) -> bool:
    other = before is None or each.number != before.number
    return other and each.state in (MakeUpState.OFFERED, MakeUpState.APPROVED)


def asking(making: MakingUp, made: MakeUp, settings: Settings) -> Asking | None:
    """Why that one needs a yes, as things are now; None where it would need none any more."""
    limit = limit_of(making, settings)
    if limit is None:
        return None
    used = spent(making, made)
    other = made.worth.currency != limit.currency
    if not other and used + made.worth.amount <= limit.amount:
        return None
    together = Money(used + made.worth.amount, limit.currency) if used and not other else None
    return Asking(limit, making.allowed is not None, together, other)
