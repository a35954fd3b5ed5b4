"""What stories about making it up begin with."""

from decimal import Decimal
from typing import Any

from bot.commands import DecideMakeUp, OfferMakeUp
from bot.incident import Severity
from bot.make_up import MakeUpState
from bot.money import Money
from bot.people import Person
from bot.settings import Settings
from tests.bot.story import LEA, Story, people

STEP, KEY = "make_it_up", "make_up:1"
LIMIT = Settings(lead=LEA, currency="EUR", make_up_limit=Money(Decimal(100), "EUR"))
ADMIN = "U_ADMIN"


def eur(amount: float) -> Money:
    return Money(Decimal(str(amount)), "EUR")


def at_the_step(settings: Settings = LIMIT, severity: Severity = Severity.HIGH) -> Story:
    """Making it up is the next step."""
    known = {**people(), ADMIN: Person(ADMIN, is_admin=True)}
    story = Story(severity, settings=settings, known=known, customers=("ACME",))
    for step in ("own_it", "apologise", "explain", "put_it_right"):
        story.settle(step)
    return story


def offer(story: Story, worth: str, step: str = STEP, number: int = 0, **values: str) -> Story:
    given = {"offer": "Dinner for the team", "worth": worth, **values}
    return story.does(OfferMakeUp(story.who, given, step, number))


def decide(story: Story, by: str, number: int = 1, **how: Any) -> Story:
    return story.by(by).does(DecideMakeUp(by, number, **how))


def state(story: Story, number: int = 1) -> MakeUpState:
    made = story.incident.making_up.find(number)
    assert made is not None
    return made.state
