"""What to mend in a form, said beside the field it is about."""


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


def says_nothing() -> str:
    """Where others are to learn from the answer."""
    return "Others read this to learn from it. One sentence, please: what is known so far will do."


def words_needed() -> str:
    return "A few words, please: letters, not only signs or emoji."
