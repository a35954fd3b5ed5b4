"""What a person means by the words after `/mistake`. Pure: text in, one small value out.

A first word counts as a subcommand only where the rest fits it: `list` lists, while `list of prices
was wrong` opens an incident. Nothing that was typed is ever lost.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from bot import periods
from bot.doubts import doubtful
from bot.text import clean, has_words

# What a button cannot carry (Slack: "Button element", value) is opened instead of asked about.
ECHO_LIMIT = 2000
NUMBER_DIGITS = 9
_STOPS = ":,;.!?"  # “promise 12: refund by Friday”
_NUMBERED = re.compile(
    rf"#?(?P<number>\d{{1,{NUMBER_DIGITS}}})(?:[{_STOPS}]+(?!\d)|(?=\s|$))(?P<words>.*)", re.DOTALL
)
# A sentence in one of these scripts is written without spaces: one "word" may say it all.
_SPACELESS = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


@dataclass(frozen=True)
class Open:
    """Open an incident with these words."""

    text: str


@dataclass(frozen=True)
class Form:
    """Open the form, begun with these words."""

    prefill: str = ""


@dataclass(frozen=True)
class List:
    """The open incidents."""


@dataclass(frozen=True)
class Mine:
    """What that person has in hand."""


@dataclass(frozen=True)
class Settings:
    """The workspace's settings."""


@dataclass(frozen=True)
class Show:
    """One incident."""

    number: int


@dataclass(frozen=True)
class Tell:
    """The form for a word to the customer."""

    number: int


@dataclass(frozen=True)
class Promise:
    """Something a customer was promised, in these words; without words, the form for it. `whole` is
    all that was typed."""

    number: int
    words: str
    whole: str


@dataclass(frozen=True)
class Find:
    """Past mistakes with these words; none: nothing was said to look for."""

    words: str = ""


@dataclass(frozen=True)
class Insights:
    """Figures and a picture of a period, in the words it was asked for ("" for the usual one).
    `whole` is all that was typed."""

    period: str
    whole: str


@dataclass(frozen=True)
class Export:
    """One incident as a document, or with `number` None all of them as tables."""

    number: int | None


@dataclass(frozen=True)
class Help:
    """What can be typed. `unknown` is a single word that means nothing to us, as it was typed."""

    unknown: str | None = None


@dataclass(frozen=True)
class NeedsWords:
    """Only signs or emoji: no one could tell what happened."""

    text: str


@dataclass(frozen=True)
class NumberWanted:
    """`word` wants an incident's number after it. `text` is the whole of what was typed."""

    word: str
    text: str


@dataclass(frozen=True)
class Unsure:
    """A line that looks like a command and is none: `first`, its first word, is a subcommand's or
    a deed, done by a button. `text` is the whole of what was typed."""

    first: str
    number: int | None
    text: str


Typed = (
    Open
    | Form
    | List
    | Mine
    | Settings
    | Show
    | Tell
    | Promise
    | Find
    | Insights
    | Export
    | Help
    | NeedsWords
    | NumberWanted
    | Unsure
)


@dataclass(frozen=True)
class Subcommand:
    """One word of `/mistake`: how it is typed, what it does in one plain line, and what is meant
    by it alone (`alone`), with an incident's number after it (`numbered`), or with a number and
    words (`worded`, which takes the number, the words, and all that was typed). `fitted` takes
    the words after it, as they were typed, and all; it gives None where they mean something else.
    """

    word: str
    usage: str
    does: str
    alone: Typed | None = None
    numbered: Callable[[int], Typed] | None = None
    worded: Callable[[int, str, str], Typed] | None = None
    fitted: Callable[[str, str], Typed | None] | None = None


def _find(rest: str, whole: str) -> Typed | None:
    return Find(rest)


def _insights(rest: str, whole: str) -> Typed | None:
    return Insights(rest, whole) if periods.fits(rest) else None


def _export(rest: str, whole: str) -> Typed | None:
    if rest.casefold() == "all":
        return Export(None)
    number = _number(rest)
    if number is not None:
        return Export(number)
    return NumberWanted("export", whole) if len(rest.split()) <= 1 else None


# The registry: what is typed is read from it, and the help is made from it.
SUBCOMMANDS: tuple[Subcommand, ...] = (
    Subcommand("list", "list", "What is open, what comes next, and what is late", alone=List()),
    Subcommand("mine", "mine", "What you have in hand, and when I’ll remind you", alone=Mine()),
    Subcommand(
        "show", "show 12", "The card of #12, and what each customer has heard", numbered=Show
    ),
    Subcommand("tell", "tell 12", "Your words to #12’s customers: read, then noted", numbered=Tell),
    Subcommand(
        "promise",
        "promise 12 refund by Friday noon",
        "Keep track of what you promised the customer of #12",
        worded=Promise,
    ),
    Subcommand(
        "find",
        "find wrong invoice",
        "Past mistakes with these words, and what was learned",
        fitted=_find,
    ),
    Subcommand(
        "insights", "insights 90d", "Are we getting better? Figures and a picture", fitted=_insights
    ),
    Subcommand(
        "export",
        "export 12",
        "#12 as a document; `export all`: all as tables",
        fitted=_export,
    ),
    Subcommand(
        "settings",
        "settings",
        "Reminders, quiet hours, and what I say about words",
        alone=Settings(),
    ),
    Subcommand("help", "help", "This help", alone=Help()),
)
_BY_WORD = {subcommand.word: subcommand for subcommand in SUBCOMMANDS}


def read(text: str) -> Typed:
    """What is meant by `text`, which is as the person typed it (already unescaped)."""
    whole = clean(text)
    if not whole:
        return Form()
    if not has_words(whole):
        return NeedsWords(whole)
    words = whole.split()
    subcommand = _BY_WORD.get(words[0].lower())
    meant = _meant(subcommand, words[1:], whole) if subcommand else Open(whole)
    if isinstance(meant, Open) and len(whole) <= ECHO_LIMIT and doubtful(words, _BY_WORD):
        first, numbers = words[0].lower(), map(_number, words[1:])
        number = next((each for each in numbers if each is not None), None)
        periods_too = first == "insights"
        return Insights(" ".join(words[1:]), whole) if periods_too else Unsure(first, number, whole)
    if subcommand:
        return meant
    if len(words) == 1 and len(whole) <= ECHO_LIMIT and not _spaceless(whole):
        return Help(unknown=whole)
    return Open(whole)


def _meant(subcommand: Subcommand, rest: list[str], whole: str) -> Typed:
    if not rest and subcommand.alone:
        return subcommand.alone
    if subcommand.fitted:
        fitting = subcommand.fitted(" ".join(rest), whole) if len(whole) <= ECHO_LIMIT else None
        return fitting or Open(whole)
    if subcommand.worded:
        return _worded(subcommand.word, subcommand.worded, rest, whole)
    if not subcommand.numbered or len(rest) > 1 or len(whole) > ECHO_LIMIT:
        return Open(whole)
    number = _number(rest[0]) if rest else None
    if number is None:
        return NumberWanted(subcommand.word, whole)
    return subcommand.numbered(number)


def _worded(
    word: str, meant: Callable[[int, str, str], Typed], rest: list[str], whole: str
) -> Typed:
    """A number, and words as they were typed. Anything else is what went wrong."""
    found = _NUMBERED.match(_after(word, whole))
    if found is None:
        many = len(rest) > 1 or len(whole) > ECHO_LIMIT
        return Open(whole) if many else NumberWanted(word, whole)
    return meant(int(found["number"]), found["words"].strip(), whole)


def _after(word: str, whole: str) -> str:
    """What was typed after the first word."""
    return whole[len(word) :].strip()


def _number(word: str) -> int | None:
    digits = word.removeprefix("#").rstrip(_STOPS)
    return int(digits) if digits.isdecimal() and len(digits) <= NUMBER_DIGITS else None


def _spaceless(word: str) -> bool:
    return any(unicodedata.name(sign, "").startswith(_SPACELESS) for sign in word)
