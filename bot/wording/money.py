"""Amounts: what to mend in one that was typed, said beside its field. Plain text."""

from bot.text import one_line, shorten


def unclear(typed: str) -> str:
    return (
        f"I can’t read “{shorten(one_line(typed), 40)}” as an amount. Write one number and its "
        "currency, such as 80 EUR."
    )


def two_ways(typed: str, thousands: str, cents: str) -> str:
    """`thousands` and `cents` are the two amounts it can mean, as they can be typed again."""
    return (
        f"“{shorten(one_line(typed), 40)}” can mean two amounts. Write {thousands} or {cents}, "
        "whichever it is."
    )


def not_positive() -> str:
    return "This has to be more than nothing. Write an amount, such as 80 EUR."


def too_large() -> str:
    return "This is more than I can count. Write a smaller amount."


def which_currency(typed: str) -> str:
    return (
        f"In which currency? Write it with the amount, such as “{shorten(one_line(typed), 20)} "
        "EUR”. Your team’s own can be set in the settings."
    )


def other_currency(wanted: str) -> str:
    return f"The amounts of this mistake are in {wanted}. Write this one in {wanted}, too."


def unknown_currency(typed: str) -> str:
    return (
        f"I don’t know the currency “{shorten(one_line(typed), 20)}”. Write its three letters, "
        "such as EUR, USD or GBP."
    )
