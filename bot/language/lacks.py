"""What a recovery message must have: that we own it, what it meant for them, what we do, and when
they hear from us next (P05, P04, P11, P14)."""

from bot.language.findings import Lack
from bot.language.reading import Reading


def lacks(reading: Reading) -> tuple[Lack, ...]:
    """What is missing in a customer draft; the most important first."""
    there = {name for name, _ in reading.has}
    timed = {where for where, names in reading.shields.items() if "!time" in names}
    if {"=did", "=sorry"} <= there:
        there.add("=ownership")
    found = [
        lack for lack in (Lack.OWNERSHIP, Lack.IMPACT, Lack.ACTION) if f"={lack.value}" not in there
    ]
    if not any(name == "=promise" and where in timed for name, where in reading.has):
        found.append(Lack.NEXT_WORD)
    return tuple(found)
