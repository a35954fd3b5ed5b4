"""How far from now a time may be before it must be a slip of the pen."""

from datetime import datetime, timedelta

A_YEAR = timedelta(days=366)  # a promise, or the next word to a customer
TEN_YEARS = timedelta(days=3653)  # since it happened


def too_far(at: datetime, now: datetime) -> bool:
    """Whether nobody promises anything, or a word, for as late as `at`; both in UTC."""
    return at > now + A_YEAR


def too_long_ago(at: datetime, now: datetime) -> bool:
    """Whether no mistake that is put right now happened as early as `at`; both in UTC."""
    return at < now - TEN_YEARS
