"""What the tests of learning do over and over: bring an incident to its debrief, and hold it."""

from typing import Any

from bot.commands import Command, MoveStep, RecordArtefact
from bot.incident import Incident
from bot.playbook import Gesture
from storage.store import Storage
from tests.bot.story import FORMS
from tests.storage.moves import ANN, NOON, TEAM


async def does(storage: Storage, incident: Incident, *commands: Command) -> Incident:
    for command in commands:
        outcome = await storage.desk.perform(
            TEAM,
            incident.number,
            command,
            now=NOON,
        )
        assert outcome.incident
        assert outcome.changed, outcome.answer
        incident = outcome.incident
    return incident


async def at_the_debrief(storage: Storage, incident: Incident) -> Incident:
    """Skip all that comes before it."""
    line = [step.id for step in incident.playbook.line]
    skips = [MoveStep(ANN, each, Gesture.SKIP, "No need") for each in line[: line.index("debrief")]]
    return await does(storage, incident, *skips)


async def debriefed(storage: Storage, incident: Incident, **noted: Any) -> Incident:
    values = {**FORMS["debrief"], **noted}
    there = await at_the_debrief(storage, incident)
    return await does(storage, there, RecordArtefact(ANN, "debrief", values))
