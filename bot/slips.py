"""Amounts in a make-up so large that somebody may have slipped: asked about once, never refused."""

from decimal import Decimal

from bot.make_up import MakingUp
from bot.money import Money, decimals

LARGE = Decimal(10) ** 6  # of what has cents; what has none counts in smaller coin
TIMES = 1000  # what is at stake, for what is offered


def slips(weighed: MakingUp) -> tuple[Money, ...]:
    """Which amounts of a make-up that is being filled in, the last of `weighed`, go beyond what
    anybody is likely to mean."""
    worth, stake = weighed.offers[-1].worth, weighed.yardstick
    known = [each for each in (weighed.valued, weighed.leaving) if each and _large(each)]
    beyond = stake is not None and worth.amount > TIMES * stake.amount
    return (*known, worth) if beyond or _large(worth) else tuple(known)


def _large(money: Money) -> bool:
    return money.amount >= (LARGE if decimals(money.currency) else LARGE * 100)
