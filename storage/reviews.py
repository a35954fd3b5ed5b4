"""When a team was asked about what is held, and what was decided and is still to be done.

Both are lines of `meta`: a question lives for days at most, and there is one for a team.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from bot.postroom import Decision
from storage.inserts import InsertOrLeave, insert_or_replace
from storage.statements import Prepared
from storage.tables import meta

ASKED, DECIDED = "review:", "verdict:"  # how keys of `meta` begin; the team follows

_KEEP = insert_or_replace(meta)
_KEEP_FIRST = InsertOrLeave(meta)
_FORGET = Prepared(delete(meta).where(meta.c.key == bindparam("this_key")))
_BY_KEY = select(meta.c.value).where(meta.c.key == bindparam("this_key"))
_DECIDED = select(meta.c.key, meta.c.value).where(meta.c.key.startswith(DECIDED)).limit(1)


@dataclass(frozen=True)
class Review:
    """A question: first asked at `first`, last at `last` (UTC)."""

    first: datetime
    last: datetime


@dataclass(frozen=True)
class Verdict:
    """What `by` decided (nobody where it is empty: time did)."""

    team: str
    decision: Decision
    by: str


def begun(connection: Connection, team: str, now: datetime) -> Review:
    """The question to that team, which is locked; it begins `now` where there was none."""
    key = f"{ASKED}{team}"
    found = None
    while found is None:  # whoever held it may just have closed it
        _KEEP_FIRST.run(connection, {"key": key, "value": _said(Review(now, now))})
        found = connection.execute(_BY_KEY.with_for_update(), {"this_key": key}).scalar()
    first, last = map(datetime.fromisoformat, json.loads(found))
    return Review(first, last)


def keep(connection: Connection, team: str, review: Review) -> None:
    """Write down when it was asked."""
    _KEEP.run(connection, {"key": f"{ASKED}{team}", "value": _said(review)})


def close(connection: Connection, verdict: Verdict) -> None:
    """The question is answered; `verdict` is still to be done."""
    _FORGET.run(connection, {"this_key": f"{ASKED}{verdict.team}"})
    value = json.dumps([verdict.decision.value, verdict.by])
    _KEEP.run(connection, {"key": f"{DECIDED}{verdict.team}", "value": value})


def decided(connection: Connection, team: str) -> bool:
    """Whether a verdict about that team's is still to be done."""
    found = connection.execute(_BY_KEY, {"this_key": f"{DECIDED}{team}"})
    return found.first() is not None


def to_do(connection: Connection, *, lock: bool = False) -> Verdict | None:
    """A verdict that is still to be done; to `lock`: that nobody else is at work on."""
    found = _DECIDED.with_for_update(skip_locked=True) if lock else _DECIDED
    row = connection.execute(found).first()
    if row is None:
        return None
    decision, by = json.loads(row.value)
    return Verdict(row.key.removeprefix(DECIDED), Decision(decision), by)


def done(connection: Connection, verdict: Verdict) -> None:
    """It is done."""
    _FORGET.run(connection, {"this_key": f"{DECIDED}{verdict.team}"})


def _said(review: Review) -> str:
    return json.dumps([review.first.isoformat(), review.last.isoformat()])
