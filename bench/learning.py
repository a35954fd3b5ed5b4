"""How soon what was learned is found: `/mistake find`, and past mistakes like a new one, among ten
thousand. From the question to the answer as values; drawing it and Slack come on top."""

import random
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from sqlmodel import Session

from bench.databases import Databases
from bench.report import Figure
from bot.change import replace
from bot.commands import OpenIncident
from bot.context import Context
from bot.find import Query, query
from bot.incident import Incident, StepState
from bot.opening import open_incident
from bot.playbook import StepStatus
from storage import incidents, schema
from storage.database import Database
from storage.store import Storage

COUNT = 10_000
AT_ONCE = 500  # that are stored in one transaction
TARGET = 50.0  # ms
TEAM, VIEWER = "T1", "U0VIEWER"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
THINGS = (
    "invoice table parcel booking dose appointment refund delivery label contract report password "
    "ticket meal statement shipment transfer room flight policy prescription sample form"
)
DEEDS = "sent delivered charged booked billed printed shipped lost mixed damaged delayed"
# From a word that stands in nearly all of them to one that stands in none.
LOOKED_FOR = ("we", "wrong invoice", "invoice refund word7", "word12", "unheard of")


def _incident(number: int, chance: random.Random) -> Incident:
    """A made-up one: every tenth is private, half are debriefed."""
    rare = " ".join(f"word{chance.randrange(4000)}" for _ in range(8))
    text = (
        f"We {chance.choice(DEEDS.split())} the wrong {chance.choice(THINGS.split())} because of "
        f"the {chance.choice(THINGS.split())} {rare}"
    )
    customers = (f"Customer {chance.randrange(300)}",)
    command = OpenIncident("U0ANN", text, "C1", customers=customers, private=number % 10 == 0)
    outcome = open_incident(command, Context(NOW), incident_id=number, team=TEAM, number=number)
    assert outcome.incident
    if number % 2:
        return outcome.incident
    noted = {"what": text, "why": rare, "learned": rare, "recurrence": "one_off"}
    done = StepState(StepStatus.DONE, artefact=noted)
    return replace(outcome.incident, steps={**outcome.incident.steps, "debrief": done})


async def _filled(database: Database) -> Incident:
    """Ten thousand of them, and one more that nobody has stored."""
    chance = random.Random(7)
    for start in range(0, COUNT, AT_ONCE):
        some = [_incident(start + n + 1, chance) for n in range(AT_ONCE)]

        def work(session: Session, some: list[Incident] = some) -> None:
            incidents.add_all(session.connection(), some)

        await database.run(work, in_thread=True)
    return _incident(COUNT + 1, chance)


async def _timed(times: int, work: Callable[[], Awaitable[object]]) -> list[float]:
    """How long it takes, in ms."""
    await work()
    seen = []
    for _ in range(times):
        begun = time.monotonic()
        await work()
        seen.append((time.monotonic() - begun) * 1000)
    return seen


async def found(databases: Databases, what: str, times: int) -> list[Figure]:
    """Both, on one database; `what` it is called."""
    with databases() as url:
        schema.prepare(url)
        database = Database.connect(url)
        try:
            new = await _filled(database)
            library = Storage.over(database).library
            looks = []
            for asked in map(query, LOOKED_FOR):

                async def look(asked: Query = asked) -> object:
                    return await library.find(TEAM, VIEWER, asked, offset=0, limit=20)

                looks += await _timed(times, look)
            alike = await _timed(times * 3, lambda: library.similar(new, VIEWER))
        finally:
            await database.close()
    return [
        Figure(f"{what}, find among {COUNT:,}", looks, "ms", target=TARGET),
        Figure(f"{what}, similar among {COUNT:,}", alike, "ms", target=TARGET),
    ]
