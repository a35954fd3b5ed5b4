"""What a step leaves behind is written down, by the kind of what it is."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot import check_back, make_ups, steps
from bot.commands import RecordArtefact
from bot.context import Context
from bot.effects import Outcome
from bot.forms import ARTEFACTS, CHECK_BACK, MAKE_UP, Artefact, FieldKind
from bot.incident import Incident
from bot.stamps import stale
from bot.wording import meanwhile

_OWN_WAYS: Mapping[str, Callable[[Incident, RecordArtefact, Context], Outcome]] = MappingProxyType(
    {MAKE_UP.key: make_ups.record, CHECK_BACK.key: check_back.record}
)


def record(incident: Incident, command: RecordArtefact, context: Context) -> Outcome:
    """By the kind of what the step leaves behind."""
    step = incident.playbook.step(command.step)
    asked = ARTEFACTS.get(step.artefact or "") if step else None
    if step and asked and stale(command.seen, incident, step.id):
        by, given = incident.state(step.id).settled_by, _written(asked, command)
        return steps.unchanged(incident, meanwhile.not_kept(step.said, by, given))
    way = _OWN_WAYS.get(step.artefact or "", steps.record) if step else steps.record
    return way(incident, command, context)


def _written(asked: Artefact, command: RecordArtefact) -> str:
    """What a person wrote into that form, in their own words."""
    own = (field.key for field in asked.fields if field.kind in (FieldKind.LINE, FieldKind.TEXT))
    return "\n".join(command.values[key] for key in own if command.values.get(key))
