"""How a recovery went: speed, attitude, tone and actions, which together make it (P24).

Each is told in words, with what would have made it better. No marks, nothing about a person:
everything comes from the incident, and a person's part in it is not asked.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.first import got_there_first, lead_time
from bot.forms import CHECK_BACK, DEBRIEF, EVIDENCE, OWNED
from bot.incident import Incident, NoticedBy, Severity
from bot.language import Category, Surface, review
from bot.ledger import ActionState, PromiseState
from bot.playbook import StepStatus
from bot.searchable import debrief
from bot.wording import scorecard as words


class Part(StrEnum):
    """The four that make a recovery."""

    SPEED = "speed"
    ATTITUDE = "attitude"
    TONE = "tone"
    ACTIONS = "actions"


@dataclass(frozen=True)
class Remark:
    """One sentence about it, plain text or mrkdwn without user text; `well` False: what would have
    made it better."""

    well: bool
    text: str


Card = Mapping[Part, tuple[Remark, ...]]

# Within this long a first word is quick: minutes where it hurts, the same morning where it hardly
# does (P01).
QUICK: Mapping[Severity, timedelta] = MappingProxyType(
    {
        Severity.HIGH: timedelta(minutes=30),
        Severity.MEDIUM: timedelta(hours=2),
        Severity.LOW: timedelta(hours=4),
    }
)
TOLD = (*OWNED, "apology", "explanation")  # what leaves words to the customer behind


def scorecard(incident: Incident, now: datetime) -> Card:
    """All four as they stand at `now` (UTC), each with at least one remark. Reads the words that
    were noted for the customer, which takes some milliseconds: not on the event loop."""
    return {
        part: tuple(about(incident, now)) or (Remark(True, words.nothing_noted()),)
        for part, about in _ABOUT.items()
    }


def _well(text: str) -> Remark:
    return Remark(True, text)


def _better(text: str) -> Remark:
    return Remark(False, text)


def _status(incident: Incident, *artefacts: str) -> StepStatus | None:
    """How the step with one of those forms ended; None where the playbook has none."""
    steps = (step for step in incident.playbook.steps if step.artefact in artefacts)
    return next((incident.state(step.id).status for step in steps), None)


def _speed(incident: Incident, now: datetime) -> Iterator[Remark]:
    lead = lead_time(incident)
    if lead is None:
        yield _better(words.nobody_told())
    elif lead <= QUICK[incident.severity]:
        yield _well(words.told_quickly(lead))
    else:
        yield _better(words.told_late(lead))
    if got_there_first(incident):
        yield _well(words.got_there_first())
    elif incident.noticed_by is NoticedBy.CUSTOMER:
        yield _better(words.they_noticed_first())
    yield from _updates(incident)
    yield from _promises(incident, now)


def _updates(incident: Incident) -> Iterator[Remark]:
    given = [each.in_time for each in incident.words_given]
    if not all(given):
        yield _better(words.updates_late(given.count(False), len(given)))
    elif given:
        yield _well(words.updates_in_time())


def _promises(incident: Incident, now: datetime) -> Iterator[Remark]:
    """As the figures count them: what was to be kept by now, without what was released."""
    promises = incident.promises.values()
    states = [each.state for each in promises]
    kept, open_ = states.count(PromiseState.KEPT), PromiseState.OPEN
    late = states.count(PromiseState.KEPT_LATE) + states.count(PromiseState.BROKEN)
    late += sum(each.state is open_ and each.due < now for each in promises)
    if late:
        yield _better(words.promises_late(late, kept + late))
    elif kept:
        yield _well(words.promises_kept())


def _attitude(incident: Incident, _: datetime) -> Iterator[Remark]:
    owned = _status(incident, *OWNED)
    if owned is StepStatus.DONE:
        yield _well(words.owned())
    elif owned is not None:
        yield _better(words.not_owned())
    held = _status(incident, DEBRIEF.key)
    if held is StepStatus.DONE:
        yield _well(words.debriefed())
        if debrief(incident).get("better"):
            yield _well(words.kept_what_was_better())
    elif held is not None:
        yield _better(words.not_debriefed())
    asked = _status(incident, CHECK_BACK.key)
    checked = next(
        (incident.state(s.id) for s in incident.playbook.steps if s.artefact == CHECK_BACK.key),
        None,
    )
    if asked is StepStatus.DONE and checked and checked.artefact.get("asked") == "yes":
        yield _well(words.checked_back())
    elif asked is not None and asked is not StepStatus.OPEN:
        yield _better(words.not_checked_back())


def _tone(incident: Incident, _: datetime) -> Iterator[Remark]:
    told = [
        text
        for step in incident.playbook.steps
        if step.artefact in TOLD and (text := incident.state(step.id).artefact.get("words"))
    ]
    told += [customer.words for customer in incident.customers if customer.words not in told]
    found: dict[Category, None] = {}
    for text in filter(None, told):
        for finding in review(text, Surface.CUSTOMER_DRAFT):
            found.setdefault(finding.category)
    if not any(told):
        yield _better(words.no_words_noted())
    elif not found:
        yield _well(words.words_clean())
    for category in found:
        yield _better(words.words_could_be(category.value))
    if (apology := _status(incident, "apology")) is StepStatus.DONE:
        yield _well(words.apologised())
    elif apology is not None:
        yield _better(words.not_apologised())
    if (account := _status(incident, "explanation")) is StepStatus.DONE:
        yield _well(words.explained())
    elif account is not None:
        yield _better(words.not_explained())


def _actions(incident: Incident, _: datetime) -> Iterator[Remark]:
    if incident.playbook.step("put_it_right"):
        righted = incident.state("put_it_right").status is StepStatus.DONE
        yield _well(words.put_right()) if righted else _better(words.not_put_right())
    if _status(incident, "make_up") is not None:
        offered = incident.making_up.total is not None
        yield _well(words.made_up()) if offered else _better(words.not_made_up())
    yield from _prevention(incident)
    shown = _status(incident, EVIDENCE.key)
    if shown is StepStatus.DONE:
        yield _well(words.shown())
    elif shown is not None:
        yield _better(words.not_shown())
    if incident.close_reason:
        yield _better(words.closed_over_open())


def _prevention(incident: Incident) -> Iterator[Remark]:
    """Fixing the problem is one thing, fixing the cause another (P15)."""
    agreed = [each for each in incident.actions.values() if each.state is not ActionState.DROPPED]
    todo = sum(action.is_open for action in agreed)
    if not agreed:
        yield _better(words.nothing_prevents())
    elif todo:
        yield _better(words.prevention_open(todo, len(agreed)))
    else:
        yield _well(words.prevention_done())


_ABOUT: Mapping[Part, Callable[[Incident, datetime], Iterator[Remark]]] = MappingProxyType(
    {
        Part.SPEED: _speed,
        Part.ATTITUDE: _attitude,
        Part.TONE: _tone,
        Part.ACTIONS: _actions,
    }
)
