"""What a decision may look at besides the incident: the time, the team's settings, its people."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.people import People
from bot.settings import Settings


@dataclass(frozen=True)
class Context:
    """`now` is an aware UTC instant. `people` holds whoever is known among those concerned."""

    now: datetime
    settings: Settings = field(default_factory=Settings)
    people: People = field(default_factory=dict)
