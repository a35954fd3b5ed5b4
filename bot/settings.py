"""What a team decides for its workspace, with defaults that need no decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.calendar import Span, WorkingTime
from bot.digest_settings import DigestSettings
from bot.ideas import ANY_TRADE
from bot.incident import Severity
from bot.money import Money
from bot.people import People, person
from bot.playbook import DEFAULT_PLAYBOOK, Playbook
from bot.playbooks import PLAYBOOKS


class SettingsChanged(Exception):
    """They are others by now than those that were to be changed: read them, and decide again."""


# How often the customer hears from us (P14), and how long a step may lie untouched, by severity.
UPDATE_SPANS: Mapping[Severity, Span] = MappingProxyType(
    {
        Severity.HIGH: Span(hours=2),
        Severity.MEDIUM: Span(working_days=1),
        Severity.LOW: Span(working_days=3),
    }
)
STEP_SPANS: Mapping[Severity, Span] = MappingProxyType(
    {
        Severity.HIGH: Span(hours=4),
        Severity.MEDIUM: Span(working_days=1),
        Severity.LOW: Span(working_days=2),
    }
)
DEBRIEF_SPAN = Span(working_days=3)
CHECK_BACK_AFTER = timedelta(days=14)
CHECK_BACK_DAYS = (3, 7, 14, 21, 28, 56, 84)  # what a team can choose from

# The rhythms a team can choose from in settings: stored value -> (length, words shown).
SPAN_CHOICES: Mapping[str, tuple[Span, str]] = MappingProxyType(
    {
        "30min": (Span(hours=0.5), "every 30 minutes"),
        "1h": (Span(hours=1), "every hour"),
        "2h": (Span(hours=2), "every 2 hours"),
        "4h": (Span(hours=4), "every 4 hours"),
        "8h": (Span(hours=8), "every 8 hours"),
        "1d": (Span(working_days=1), "every working day"),
        "2d": (Span(working_days=2), "every 2 working days"),
        "3d": (Span(working_days=3), "every 3 working days"),
        "5d": (Span(working_days=5), "every 5 working days"),
    }
)


# Where a team's own playbooks are kept: at most so many, each under a key of its own.
OWN_PLAYBOOK_KEYS = ("own_1", "own_2", "own_3", "own_4", "own_5")


class CoachMode(StrEnum):
    """How far the coach goes: private nudges in threads and the review of words to customers, that
    review alone, or neither."""

    ON = "on"
    DRAFTS = "drafts"
    OFF = "off"


@dataclass(frozen=True)
class LanguageSettings:
    """What a team decided about its language; see `bot.language.House`.

    `phrases` are its own, by category; `muted` holds categories and ids of rules; `vendors` are
    other companies by name; `languages` are two-letter codes, none of them meaning all we know.
    """

    coach: CoachMode = CoachMode.ON
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    muted: frozenset[str] = frozenset()
    vendors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """One workspace's settings.

    `lead` is a user id or None; `incident_channel` a channel id or None (then the card goes where
    `/mistake` was typed). `high_breaks_quiet`: high severity may reach people in quiet hours.
    `playbook` is the key of the one a mistake starts with; `own_playbooks` are the team's own.
    `currency` (ISO 4217, "" for none) is what its amounts are in; what all make-ups of one mistake
    may be worth together without asking is `make_up_limit` (None: anything). `trade` is a key of
    `ideas.TRADES`, and `own_ideas` are the team's own for making it up.
    """

    lead: str | None = None
    incident_channel: str | None = None
    update_spans: Mapping[Severity, Span] = field(default_factory=lambda: dict(UPDATE_SPANS))
    step_spans: Mapping[Severity, Span] = field(default_factory=lambda: dict(STEP_SPANS))
    debrief_span: Span = DEBRIEF_SPAN
    check_back_after: timedelta = CHECK_BACK_AFTER
    work: WorkingTime = field(default_factory=WorkingTime)
    high_breaks_quiet: bool = True
    playbook: str = DEFAULT_PLAYBOOK
    own_playbooks: tuple[Playbook, ...] = ()
    currency: str = ""
    make_up_limit: Money | None = None
    trade: str = ANY_TRADE
    own_ideas: tuple[str, ...] = ()
    language: LanguageSettings = field(default_factory=LanguageSettings)
    digest: DigestSettings = field(default_factory=DigestSettings)

    @property
    def playbooks(self) -> Mapping[str, Playbook]:
        """All that a mistake can be opened with, by key: those that ship, then the team's own."""
        return {**PLAYBOOKS, **{book.key: book for book in self.own_playbooks}}

    def playbook_for(self, asked: str | None) -> Playbook:
        """The one asked for; the team's usual one where none was, or one that is gone."""
        books = self.playbooks
        usual = books.get(self.playbook, PLAYBOOKS[DEFAULT_PLAYBOOK])
        return books.get(asked or "", usual)


class Say(StrEnum):
    """Who has a say in the settings."""

    NONE = "none"  # may read them
    FULL = "full"
    FIRST = "first"  # may decide them this once, by naming the lead


def say_of(user: str, settings: Settings, people: People) -> Say:
    """What say that person has: the lead and the admins decide. Where there is neither a lead nor
    word from Slack who this person is, somebody has to begin: they may, if they name the lead."""
    if user == settings.lead or person(people, user).is_admin:
        return Say.FULL
    led = settings.lead is not None and person(people, settings.lead).active
    return Say.NONE if led or person(people, user).known_at is not None else Say.FIRST


def span_choice(span: Span) -> str | None:
    """The choice in settings that stands for `span`, or None where none does."""
    return next((key for key, (length, _) in SPAN_CHOICES.items() if length == span), None)
