"""First drafts of what to say to a customer. Plain text; [brackets] are for a person to fill."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

# The gaps that drafts leave. Words that still have one were not said to anybody.
GAP = re.compile(
    r"\[(?:your name|name|day and time|what [^\]]+|something they do not expect|"
    r"time, money, trust)\]"
)

NEXT_WORD_GAP = "[day and time]"


@dataclass(frozen=True)
class Facts:
    """What a draft may use; empty where it is not known. `several`: it goes to more than one, none
    of whom is told about the others. `me` writes; `next_word` is a time as it is said; `offer` is
    what makes up for it, `changes` what is done so that it stays away, and `to_come` the next of
    that, with its day."""

    name: str = ""
    several: bool = False
    me: str = ""
    mistake: str = ""
    expected: str = ""
    offer: str = ""
    changes: str = ""
    to_come: str = ""
    next_word: str = ""


def spoken_time(local: datetime, today: date) -> str:
    """A time as it is said to a customer; the day alone may mean another week."""
    if (local.date() - today).days < 6:
        return f"{local:%A} at {local:%H:%M}"
    return f"{local:%A} {local.day} {local:%B} at {local:%H:%M}"


def by_day(what: str, day: date, today: date) -> str:
    """What is still to be changed, by when; another year is named."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"By {day.day} {day:%B}{year} this will follow: {_sentence(what)}"


def _hello(facts: Facts) -> str:
    if facts.several:
        return "Hello,"
    return f"Hello {facts.name or '[name]'},"


def _sentence(words: str) -> str:
    """Somebody's words as a sentence of its own."""
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _mistake(facts: Facts) -> str:
    if facts.mistake:
        return f"We made a mistake. {_sentence(facts.mistake)}"
    return "We made a mistake: [what went wrong]."


def _meant(facts: Facts) -> str:
    if facts.expected:
        return f"You were counting on us for this: {_sentence(facts.expected)} We let you down."
    return "You were counting on us for [what they expected], and we let you down."


def first_word(facts: Facts) -> str:
    return (
        f"{_hello(facts)}\n\nThis is {facts.me or '[your name]'}. {_mistake(facts)} "
        f"This was us, and I am sorry. {_meant(facts)}\n\n"
        "I am looking into it myself and will see it through. "
        f"You will hear from me again by {facts.next_word}."
    )


def apology(facts: Facts) -> str:
    return (
        f"{_hello(facts)}\n\n{_mistake(facts)} I am sorry. {_meant(facts)}\n\n"
        "We are putting it right now: [what you are doing]. "
        f"I will tell you how it stands by {facts.next_word}."
    )


def explanation(facts: Facts) -> str:
    return (
        f"{_hello(facts)}\n\nI want to tell you how our mistake came about. "
        "Here is what we found: [what happened, step by step]. "
        "For you it meant [what it cost them], and we are sorry.\n\n"
        "We have put it right: [what is done]. Next, we are mending the cause: [what comes]. "
        f"You will hear from me by {facts.next_word}."
    )


def make_up(facts: Facts) -> str:
    more = _sentence(facts.offer) if facts.offer else "[something they do not expect]."
    return (
        f"{_hello(facts)}\n\nOur mistake cost you [time, money, trust], and putting it right is "
        f"only fair. We would like to do more: {more} I have arranged it, and there is nothing you "
        f"need to do. I will ask you by {facts.next_word} whether it has reached you."
    )


def evidence(facts: Facts) -> str:
    changed = _sentence(facts.changes) if facts.changes else "[what changed]."
    changed = f"{changed} {facts.to_come}" if facts.to_come else changed
    return (
        f"{_hello(facts)}\n\nOur mistake cost you [time, money, trust]. We have changed how we "
        f"work, so that it does not happen again: {changed} "
        "You can see it for yourself: [what you can show]. "
        f"Thank you for giving us the chance to put it right. You will hear from me by "
        f"{facts.next_word}."
    )


DRAFTS: Mapping[str, Callable[[Facts], str]] = MappingProxyType(
    {
        "first_word": first_word,
        "first_apology": first_word,
        "apology": apology,
        "explanation": explanation,
        "make_up": make_up,
        "evidence": evidence,
    }
)
