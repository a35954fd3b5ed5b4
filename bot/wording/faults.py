"""What to mend in a form, said beside the field it is about."""

from datetime import datetime

from bot.horizon import too_far


def needed() -> str:
    return "Please fill this in."


def gap_left() -> str:
    return "There is still a gap in [brackets]. Fill it in, or take it out."


def choose_one() -> str:
    return "Please choose one of these."


def not_a_time() -> str:
    return "Please choose a day and a time."


def not_a_date() -> str:
    return "Please choose a day."


def in_the_future() -> str:
    return "This is still to come. Choose when it happened."


def in_the_past() -> str:
    return "This day has passed. Choose today or later."


def next_word_past() -> str:
    return "This time has passed. Choose a later one."


def next_word_far() -> str:
    return "That is more than a year away. Choose an earlier one: they should hear from us sooner."


def next_word(at: datetime | None, now: datetime) -> str | None:
    """What is wrong with the time of the next word (UTC), as it was chosen at `now`; None: nothing,
    or none was."""
    if at is None:
        return None
    if at <= now:
        return next_word_past()
    return next_word_far() if too_far(at, now) else None


def long_ago() -> str:
    return "That is more than ten years ago. Choose when it happened."


def words_needed() -> str:
    return "A few words, please: letters, not only signs or emoji."
