"""One incident as the figures see it: what happened, never who did it.

It is made from the stored values themselves, because making an `Incident` of each of ten thousand
would take seconds. Drills are left out by whoever asks the database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from bot.forms import CAUSES, CHECK_BACK, DEBRIEF, RECURRENCE
from bot.incident import NoticedBy, Status
from bot.ledger import PromiseState
from bot.make_up import MakeUpState
from bot.playbook import StepStatus
from bot.playbooks import PLAYBOOKS

# What is read of each incident.
COLUMNS = (
    "opened_at", "status", "noticed_by", "noticed_at", "first_told_at",
    "next_update_at", "words_given", "promises", "making_up", "steps", "customers",
    "playbook_key", "own_playbook",
)  # fmt: skip
PAST_COLUMNS = ("opened_at", "steps", "customers", "playbook_key", "own_playbook")
SYSTEMIC = "systemic"
# Looking up a member of an enumeration takes longer than all else that is done with it here.
_OPEN, _DONE, _OFFERED = Status.OPEN.value, StepStatus.DONE.value, MakeUpState.OFFERED.value
_PROMISED, _US, _UNKNOWN = PromiseState.OPEN.value, NoticedBy.US.value, NoticedBy.UNKNOWN.value
# JSON without this word in it says nothing that counts: it may be None.
MATTERS: Mapping[str, str] = {"making_up": _OFFERED}
PAST_MATTERS: Mapping[str, str] = {"steps": SYSTEMIC}
_ASKED = (DEBRIEF.key, CHECK_BACK.key)
_NONE: Mapping[str, Any] = {}


class Case(NamedTuple):  # a dataclass takes three times as long to make
    """What counts of one incident. Instants are UTC.

    `lead`: from noticing it to the first word to the customer, None before that. `words_late`
    counts what is overdue now, too. `promises` counts by state, with open ones that are overdue
    under "overdue". `debriefed` None: its playbook asks for no debrief, or it is too early for one.
    `cause` and `recurrence` are keys of `forms`, "" where nobody has said. `make_ups` are
    (currency, worth) of what was offered. `stay`, `recommend`: what the customer said, "" where
    nobody asked.
    """

    opened_at: datetime
    is_open: bool
    noticed_by: str
    lead: timedelta | None
    words_in_time: int
    words_late: int
    promises: Mapping[str, int]
    debriefed: bool | None
    cause: str
    recurrence: str
    customers: frozenset[str]
    make_ups: tuple[tuple[str, Decimal], ...]
    stay: str
    recommend: str


class Past(NamedTuple):
    """What an incident from before is remembered for: whom it reached, and the kind of cause where
    that was a systemic one, "" where not."""

    opened_at: datetime
    customers: frozenset[str]
    systemic: str


@dataclass(frozen=True)
class History:
    """The cases of two periods, and what was before them, each oldest first."""

    cases: Sequence[Case] = ()
    past: Sequence[Past] = ()


def case_of(row: Mapping[str, Any], now: datetime) -> Case:
    """The case of these stored values (`COLUMNS`), as it stands at `now` (UTC)."""
    is_open = row["status"] == _OPEN
    artefacts = _artefacts(row)
    debrief, back = artefacts.get(DEBRIEF.key), artefacts.get(CHECK_BACK.key) or {}
    given = [_in_time(each) for each in row["words_given"] or ()]
    due = row["next_update_at"]
    overdue = is_open and due is not None and due < now
    return Case(
        opened_at=row["opened_at"],
        is_open=is_open,
        noticed_by=row["noticed_by"],
        lead=_lead(row),
        words_in_time=sum(given),
        words_late=len(given) - sum(given) + overdue,
        promises=_promises(row["promises"] or {}, now),
        debriefed=_debriefed(debrief, is_open),
        cause=_known((debrief or {}).get("cause"), CAUSES),
        recurrence=_known((debrief or {}).get("recurrence"), RECURRENCE),
        customers=_names(row),
        make_ups=_make_ups(row["making_up"] or {}),
        stay=back.get("stay", "") if back.get("asked") == "yes" else "",
        recommend=back.get("recommend", "") if back.get("asked") == "yes" else "",
    )


def past_of(row: Mapping[str, Any]) -> Past:
    """What these stored values (`PAST_COLUMNS`) are remembered for. Where its steps do not speak of
    anything systemic, they may be left out."""
    debrief = _artefacts(row).get(DEBRIEF.key) or {}
    systemic = _known(debrief.get("cause"), CAUSES) if _is_systemic(debrief) else ""
    return Past(row["opened_at"], _names(row), systemic)


def remembered(case: Case) -> Past:
    """What a case of today is remembered for later."""
    return Past(case.opened_at, case.customers, case.cause if case.recurrence == SYSTEMIC else "")


def _is_systemic(debrief: Mapping[str, str]) -> bool:
    return debrief.get("recurrence") == SYSTEMIC


def _names(row: Mapping[str, Any]) -> frozenset[str]:
    return frozenset([each["name"].casefold() for each in row["customers"] or ()])


def _known(value: str | None, choices: Mapping[str, str]) -> str:
    return value if value and value in choices else ""


def _lead(row: Mapping[str, Any]) -> timedelta | None:
    """See `bot.first.lead_time`."""
    told: datetime | None = row["first_told_at"]
    if told is None:
        return None
    noticed: datetime = row["noticed_at"] or row["opened_at"]
    return max(told - noticed, timedelta(0))


def _in_time(given: Mapping[str, str]) -> bool:
    return datetime.fromisoformat(given["at"]) <= datetime.fromisoformat(given["due"])


def _promises(stored: Mapping[str, Any], now: datetime) -> Mapping[str, int]:
    if not stored:
        return _NONE
    found: dict[str, int] = {}
    for promise in stored.values():
        state = promise.get("state", _PROMISED)
        if state == _PROMISED and datetime.fromisoformat(promise["due"]) < now:
            state = "overdue"
        found[state] = found.get(state, 0) + 1
    return found


def _make_ups(stored: Mapping[str, Any]) -> tuple[tuple[str, Decimal], ...]:
    return tuple(
        (each["worth"]["currency"], Decimal(each["worth"]["amount"]))
        for each in stored.get("offers", ())
        if each["state"] == _OFFERED
    )


def _debriefed(debrief: Mapping[str, str] | None, is_open: bool) -> bool | None:
    if debrief is None:
        return None
    if debrief:
        return True
    return None if is_open else False


def _artefacts(row: Mapping[str, Any]) -> Mapping[str, Mapping[str, str]]:
    """What its steps left behind, by the artefact's key; empty where a step has left nothing (yet).
    A key that is missing: its playbook has no such step."""
    own, steps = row["own_playbook"], row["steps"] or {}
    kinds = _shipped(row["playbook_key"]) if own is None else _kinds(own)
    found: dict[str, Mapping[str, str]] = {}
    for step_id, kind in kinds:
        state = steps.get(step_id) or {}
        done = state.get("status") == _DONE
        found[kind] = (state.get("artefact") or _NONE) if done else found.get(kind, _NONE)
    return found


def _kinds(own: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    steps = own.get("steps", ())
    return tuple((step["id"], step["artefact"]) for step in steps if step["artefact"] in _ASKED)


@cache
def _shipped(key: str) -> tuple[tuple[str, str], ...]:
    book = PLAYBOOKS.get(key, PLAYBOOKS["full"])
    wanted = ((step.id, step.artefact) for step in book.steps)
    return tuple((step_id, kind) for step_id, kind in wanted if kind in _ASKED)


def noticed_by_us(case: Case) -> bool | None:
    """Whether we got there first (P03); None where nobody knows, or before the first word."""
    if case.lead is None or case.noticed_by == _UNKNOWN:
        return None
    return case.noticed_by == _US
