"""What a step leaves behind is written down, by the kind of what it is."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot import check_back, make_ups, steps
from bot.commands import RecordArtefact
from bot.context import Context
from bot.effects import Outcome
from bot.forms import CHECK_BACK, MAKE_UP
from bot.incident import Incident

_OWN_WAYS: Mapping[str, Callable[[Incident, RecordArtefact, Context], Outcome]] = MappingProxyType(
    {MAKE_UP.key: make_ups.record, CHECK_BACK.key: check_back.record}
)


def record(incident: Incident, command: RecordArtefact, context: Context) -> Outcome:
    """By the kind of what the step leaves behind."""
    step = incident.playbook.step(command.step)
    way = _OWN_WAYS.get(step.artefact or "", steps.record) if step else steps.record
    return way(incident, command, context)
