"""What is kept of an incident to find it again: its words, and what it shares with others.

A *key* is a word nobody can type (it has an underscore): the same customer, tag or kind of cause.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.forms import DEBRIEF
from bot.incident import Incident, participants
from bot.wording.prefilled import by_people
from bot.words import fold, squeezed, words

MOST = 4_000  # different words kept of one incident
# Stands first in what is kept. A new one wherever something else is kept than before: what has an
# older one is then written anew, some at a time (`storage.words`).
EDITION = "edition_2"
SYSTEMIC, SYSTEMIC_KEY = "systemic", "recurrence_systemic"
LESSON_KEY = "lesson_kept"  # there is something to take from it
_NOTHING: Mapping[str, str] = MappingProxyType({})
_TAG = re.compile(r"(?<![\w&/])#([^\W\d_][\w-]{1,39})")


@dataclass(frozen=True)
class Kept:
    """What the index holds of an incident. `words` are separated by single spaces, each there once,
    `EDITION` first.
    `readers`: the people who may find it, each between two spaces; None: everyone may."""

    words: str
    readers: str | None


def kept(incident: Incident, said: Iterable[str] = ()) -> Kept | None:
    """`said`: the messages on its timeline. None for a drill: practice is in no search."""
    if incident.drill:
        return None
    texts = (*happened(incident), *learned(incident), *besides(incident), *said)
    found = (word for text in texts for word in words(text))
    whole = dict.fromkeys((EDITION, *_own_keys(incident), *keys(incident), *found))
    return Kept(" ".join(list(whole)[:MOST]), _readers(incident))


def _readers(incident: Incident) -> str | None:
    """`bot.incident.may_see` decides about every one that is shown; this lets others be counted
    without being read. The lead, and whoever asks from where it lives, are left to the search."""
    if not incident.private:
        return None
    return f" {' '.join(sorted(participants(incident)))} "


def debrief(incident: Incident) -> Mapping[str, str]:
    """What was noted in the debrief, whatever the step is called; empty before that."""
    if not any(state.artefact for state in incident.steps.values()):
        return _NOTHING
    steps = (step for step in incident.playbook.steps if step.artefact == DEBRIEF.key)
    noted = (incident.state(step.id).artefact for step in steps)
    return next(filter(None, noted), _NOTHING)


def happened(incident: Incident) -> tuple[str, ...]:
    """The texts that say what happened, the title first."""
    return _happened(incident, debrief(incident).get("what", ""))


def told_by_people(incident: Incident) -> tuple[str, ...]:
    """The same without what the bot wrote into the debrief: that is alike in any two."""
    return _happened(incident, by_people(debrief(incident).get("what", "")))


def _happened(incident: Incident, what: str) -> tuple[str, ...]:
    parts = (
        incident.title,
        incident.story,
        ", ".join(customer.name for customer in incident.customers),
        what,
        debrief(incident).get("why", ""),
        incident.expected,
    )
    return tuple(part for part in parts if part)


def besides(incident: Incident) -> tuple[str, ...]:
    """The texts it is found by too, and which say nothing of what kind of mistake it was: what the
    customers were told and promised (any two apologies are alike), and the tags."""
    told = (state.artefact.get("words", "") for state in incident.steps.values())
    promised = (promise.words for promise in incident.promises.values())
    filed = ", ".join(f"#{tag}" for tag in tags(incident))
    return tuple(part for part in (filed, *promised, *told) if part)


def learned(incident: Incident) -> tuple[str, ...]:
    """The texts that say what was learned and changed, what others should know first."""
    noted = debrief(incident)
    parts = (
        noted.get("learned", ""),
        noted.get("better", ""),
        noted.get("actions", ""),
        *(action.what for action in incident.actions.values()),
    )
    return tuple(part for part in parts if part)


def tags(incident: Incident) -> tuple[str, ...]:
    """What people filed it under: #words in what happened, and the tags of the debrief."""
    text, noted = f"{incident.title}\n{incident.story}", debrief(incident).get("tags", "")
    written = _TAG.findall(text) if "#" in text else []
    if noted:
        written += [each.strip().lstrip("#") for each in re.split(r"[,;\n]", noted)]
    return _once(written) if written else ()


def _once(found: Iterable[str]) -> tuple[str, ...]:
    named = {squeezed(each): fold(each).strip() for each in found}
    return tuple(tag for squeezed_tag, tag in named.items() if squeezed_tag)


def customer_keys(incident: Incident) -> dict[str, str]:
    """The customers by their key, as they are called."""
    named = ((squeezed(customer.name), customer.name) for customer in incident.customers)
    return {f"customer_{name}": shown for name, shown in named if name}


def tag_keys(incident: Incident) -> dict[str, str]:
    """The tags by their key."""
    return {f"tag_{squeezed(tag)}": tag for tag in tags(incident)}


def cause_key(incident: Incident) -> str:
    """The kind of its cause, "" where that is not known."""
    cause = debrief(incident).get("cause", "")
    return f"cause_{cause}" if cause else ""


def is_systemic(incident: Incident) -> bool:
    """Whether its debrief calls it systemic."""
    return debrief(incident).get("recurrence") == SYSTEMIC


def teaches(incident: Incident) -> bool:
    """Whether whoever meets the like of it can take something from it: what was learned, what was
    to prevent it and is not done, or that it is systemic."""
    todo = any(action.is_open for action in incident.actions.values())
    return todo or is_systemic(incident) or bool(debrief(incident).get("learned"))


def number_key(number: int) -> str:
    """The key of the one with that number."""
    return f"number_{number}"


def _own_keys(incident: Incident) -> tuple[str, ...]:
    """What is asked of it alone, and is nothing it shares."""
    systemic = (SYSTEMIC_KEY,) if is_systemic(incident) else ()
    lesson = (LESSON_KEY,) if teaches(incident) else ()
    return (number_key(incident.number), *systemic, *lesson)


def keys(incident: Incident) -> tuple[str, ...]:
    """All it can share with others."""
    found = (*customer_keys(incident), *tag_keys(incident), cause_key(incident))
    return tuple(key for key in found if key)
