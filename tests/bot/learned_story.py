"""Incidents as they are once somebody has learned from them."""

from bot.change import replace
from bot.incident import Incident
from tests.bot.story import Story

LINE = (
    "own_it",
    "apologise",
    "explain",
    "put_it_right",
    "make_it_up",
    "prevent_it",
    "show_the_evidence",
)


def at_the_debrief(story: Story | None = None) -> Story:
    """Everything before it is done."""
    return (story or Story()).settle(*LINE).expect_current("debrief")


def debriefed(text: str = "Wrong invoice", **noted: str) -> Incident:
    """An incident whose debrief is noted, number 12."""
    return at_the_debrief(Story(text=text)).fill_in("debrief", **noted).incident


def numbered(number: int, text: str, *, customers: tuple[str, ...] = (), **noted: str) -> Incident:
    """One with that number and id; debriefed where something is noted."""
    story = Story(text=text, customers=customers)
    incident = at_the_debrief(story).fill_in("debrief", **noted).incident if noted else None
    return replace(incident or story.incident, id=number, number=number)
