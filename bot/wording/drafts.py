"""First drafts of what to say to a customer. Plain text; [brackets] are for a person to fill."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

# The gaps that drafts leave. Words that still have one were not said to anybody.
GAP = re.compile(
    r"\[(?:your name|name|day and time|what [^\]]+|something they do not expect|"
    r"time, money, trust)\]"
)


@dataclass(frozen=True)
class Facts:
    """What a draft may use; empty where it is not known."""

    names: str
    mistake: str
    expected: str
    next_word: str


def next_word_gap() -> str:
    return "[day and time]"


def spoken_time(local: datetime) -> str:
    return f"{local:%A} at {local:%H:%M}"


def _hello(facts: Facts) -> str:
    return f"Hello {facts.names or '[name]'},"


def _fact(facts: Facts) -> str:
    """What happened, as a sentence of its own."""
    return facts.mistake if facts.mistake.endswith((".", "!", "?", "…")) else f"{facts.mistake}."


def _meant(facts: Facts) -> str:
    if facts.expected:
        return f"You were counting on us for this: {facts.expected}. We let you down."
    return "You were counting on us for [what they expected], and we let you down."


def first_word(facts: Facts) -> str:
    return (
        f"{_hello(facts)}\n\nThis is [your name]. We made a mistake. {_fact(facts)} "
        f"This was us, and I am sorry. {_meant(facts)}\n\n"
        "I am looking into it myself and will see it through. "
        f"You will hear from me again by {facts.next_word}."
    )


def apology(facts: Facts) -> str:
    return (
        f"{_hello(facts)}\n\nWe made a mistake. {_fact(facts)} I am sorry. {_meant(facts)}\n\n"
        "We are putting it right now: [what you are doing]. "
        f"I will tell you how it stands by {facts.next_word}."
    )


def explanation(facts: Facts) -> str:
    return (
        f"{_hello(facts)}\n\nI promised to tell you how our mistake came about. "
        "Here is what we found: [what happened, step by step]. "
        "For you it meant [what it cost them], and we are sorry.\n\n"
        "We have [what is done], and next we will [what comes]. "
        f"You will hear from me by {facts.next_word}."
    )


def make_up(facts: Facts) -> str:
    return (
        f"{_hello(facts)}\n\nOur mistake cost you [time, money, trust], and putting it right is "
        "only fair. We would like to do more: [something they do not expect]. "
        "I have arranged it, and there is nothing you need to do."
    )


def evidence(facts: Facts) -> str:
    return (
        f"{_hello(facts)}\n\nAfter our mistake we changed how we work: [what changed]. "
        "You can see it for yourself: [what you can show]. "
        "Thank you for giving us the chance to put it right."
    )


DRAFTS: Mapping[str, Callable[[Facts], str]] = MappingProxyType(
    {
        "first_word": first_word,
        "apology": apology,
        "explanation": explanation,
        "make_up": make_up,
        "evidence": evidence,
    }
)
