"""What *Prevent it* leaves behind becomes actions, each with a person and a day (P15)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from bot.context import Context
from bot.forms import ACTIONS
from bot.incident import Incident, may_see
from bot.ledger import Action, next_key
from bot.ledger_commands import NewAction
from bot.people import can_lead
from bot.wording import actions as words

_NUMBERS = tuple(
    field.key.removeprefix("action_") for field in ACTIONS.fields if field.key.startswith("action_")
)


def agreed_in(values: Mapping[str, str]) -> Iterator[tuple[str, NewAction]]:
    """The actions of a filled form that has no faults, each with its number there."""
    for number in _NUMBERS:
        what = values.get(f"action_{number}")
        if what:
            day = date.fromisoformat(values[f"date_{number}"])
            yield number, NewAction(what, values[f"owner_{number}"], day)


def owner_faults(incident: Incident, values: Mapping[str, str], context: Context) -> dict[str, str]:
    """What to mend about the people chosen, by field key: who is given something reads it, too."""
    found = {}
    for number in _NUMBERS:
        owner = values.get(f"owner_{number}")
        if owner and not can_lead(context.people, owner):
            found[f"owner_{number}"] = words.owner_fault()
        elif owner and not may_see(incident, owner, context.settings.lead):
            found[f"owner_{number}"] = words.outsider_fault()
    return found


def recorded(
    incident: Incident,
    before: Mapping[str, str],
    values: Mapping[str, str],
    by: str,
    context: Context,
) -> Incident:
    """The incident with the form's actions in it. `before` is what the form held earlier: what it
    says otherwise now is corrected, unless that was settled or changed elsewhere meanwhile."""
    old = dict(agreed_in(before))
    for number, new in agreed_in(values):
        was = old.get(number)
        if was == new:
            continue
        known = _find(incident, was) if was else None
        if known is None:
            incident = added(incident, new, by, context)
        else:
            incident = with_action(incident, corrected(known, new, context))
    return incident


def _find(incident: Incident, was: NewAction) -> Action | None:
    return next(
        (
            action
            for action in incident.actions.values()
            if action.is_open and NewAction(action.what, action.owner, action.day) == was
        ),
        None,
    )


def added(incident: Incident, new: NewAction, by: str, context: Context) -> Incident:
    """The incident with one more action."""
    now = context.now
    key = next_key(incident.actions)
    action = Action(key, new.what, new.owner, new.day, by, made_at=now, since=now)
    return with_action(incident, action)


def corrected(action: Action, new: NewAction, context: Context) -> Action:
    """The action as it is agreed now; with another day or person its clock begins anew."""
    moved = (new.owner, new.day) != (action.owner, action.day)
    since = context.now if moved else action.since
    return replace(action, what=new.what, owner=new.owner, day=new.day, since=since)


def with_action(incident: Incident, action: Action) -> Incident:
    """The same incident with that action added or replaced."""
    return replace(incident, actions={**incident.actions, action.key: action})
