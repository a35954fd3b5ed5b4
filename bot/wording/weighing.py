"""What a make-up is worth beside what is at stake (P13): said in words, and never as a verdict."""

from decimal import Decimal

from bot.make_up import MakingUp
from bot.money import Money, shown

# From this part of what is at stake on, it is called so. The last that fits counts.
_PARTS: tuple[tuple[Decimal, str], ...] = (
    (Decimal("0"), "less than a hundredth of"),
    (Decimal("0.009"), "about a hundredth of"),
    (Decimal("0.015"), "about a fiftieth of"),
    (Decimal("0.026"), "about a thirtieth of"),
    (Decimal("0.041"), "about a twentieth of"),
    (Decimal("0.058"), "about a fifteenth of"),
    (Decimal("0.083"), "about a tenth of"),
    (Decimal("0.113"), "about an eighth of"),
    (Decimal("0.145"), "about a sixth of"),
    (Decimal("0.184"), "about a fifth of"),
    (Decimal("0.225"), "about a quarter of"),
    (Decimal("0.29"), "about a third of"),
    (Decimal("0.37"), "about two fifths of"),
    (Decimal("0.45"), "about half of"),
    (Decimal("0.6"), "about two thirds of"),
    (Decimal("0.72"), "about three quarters of"),
    (Decimal("0.9"), "about as much as"),
    (Decimal("1.2"), "half as much again as"),
    (Decimal("1.75"), "about twice"),
    (Decimal("2.5"), "about three times"),
    (Decimal("3.5"), "several times"),
    (Decimal("10"), "more than ten times"),
)


def part(worth: Money, stake: Money) -> str:
    """“about a tenth of”; both are in one currency."""
    ratio = worth.amount / stake.amount
    return next(said for least, said in reversed(_PARTS) if ratio >= least)


def yardstick(making: MakingUp) -> str:
    """What is at stake, and why; "" where nobody has said. Plain text."""
    stake = making.yardstick
    if stake is None:
        return ""
    if making.valued and making.leaving:
        return (
            f"What this cost: {shown(stake)}. They valued what we promised at "
            f"{shown(making.valued)}, and their leaving would cost {shown(making.leaving)}."
        )
    if making.valued:
        return f"What this cost them: {shown(stake)}, which is what they valued in our promise."
    return f"What this may cost: {shown(stake)}, if they leave."


def weighed(making: MakingUp, worth: Money) -> str:
    """The make-up beside it; "" where there is nothing to weigh it against. Plain text."""
    stake = making.yardstick
    if stake is None:
        return ""
    return f"{shown(worth)} is {part(worth, stake)} what this cost."


def weighed_together(making: MakingUp) -> str:
    """All that was offered beside it; "" where it is one make-up, or nothing to weigh."""
    total, stake = making.total, making.yardstick
    if total is None or stake is None or len(making.offered) < 2:
        return ""
    return f"Together {shown(total)}: {part(total, stake)} what this cost."
