"""Which playbook an incident follows: chosen at opening, changed while nothing has begun."""

from dataclasses import replace

from bot.chasing import follow
from bot.context import Context
from bot.effects import EntryKind, Outcome, Record, Show, prompt_slot
from bot.incident import Incident, StepState
from bot.playbook import Playbook, StepStatus
from bot.playbooks import PLAYBOOKS
from bot.rhythm import started
from bot.wording import notes
from bot.wording import own_playbooks as words


def kept_with(playbook: Playbook) -> Playbook | None:
    """What is kept with an incident, so that it stays on its playbook whatever its team changes:
    the whole of their own; those that ship are known by their key."""
    return None if playbook.key in PLAYBOOKS else playbook


def may_switch(incident: Incident) -> bool:
    """Whether it can still follow another playbook: nobody has begun with the steps."""
    return incident.is_open and all(
        state.status is StepStatus.OPEN and not state.taken_by and not state.artefact
        for state in incident.steps.values()
    )


def switched(kept: Outcome, key: str, by: str, context: Context) -> Outcome:
    """A decision after which the incident follows that playbook of the team, from its first step.

    What was decided stands. Where somebody has begun meanwhile, or the playbook is gone, the
    incident stays on its own and the person is told.
    """
    incident, playbook = kept.incident, context.settings.playbooks.get(key)
    assert incident is not None
    if playbook is None or not may_switch(incident):
        return replace(kept, answer=words.kept(incident.playbook.name))
    first = playbook.line[0].id
    moved = replace(
        incident,
        playbook_key=playbook.key,
        own_playbook=kept_with(playbook),
        steps={first: StepState(since=context.now)},
    )
    moved = follow(started(moved, context), context)
    slots = dict.fromkeys((*map(prompt_slot, incident.steps), prompt_slot(first)))
    record = Record(EntryKind.STATE, context.now, by, notes.entry_playbook(playbook.name))
    return replace(
        kept, incident=moved, effects=(*kept.effects, *(Show(slot) for slot in slots), record)
    )
