"""What the fields of a form showed when it was opened, so that only what its sender changed counts:
what a colleague recorded meanwhile stays, and where both changed one field, the second is told.

`Meta.seen` carries, as JSON, when the form was opened (epoch seconds) and a short mark of what each
field showed; of the names in a list, one for each.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from bot.effects import EntryKind
from bot.incident import Incident
from bot.text import clean, one_line
from bot.wording import meanwhile
from handlers import ids
from handlers.deps import Deps
from handlers.form_values import Submission
from handlers.ids import Meta
from handlers.payload import Payload, items, part, text
from handlers.views.shapes import View

_LENGTH = 6  # signs of a mark; it guards against chance, not against intent
_OF_ONE = ("user", "conversation", "channel", "date", "time")


@dataclass(frozen=True)
class Since:
    """A form against what is recorded now. In `sent` the fields its sender left alone are as they
    are recorded now; `both` are the fields a colleague has changed, too, with what they say now
    ("" where that is no text)."""

    sent: Submission
    both: Mapping[str, str]


def remember(view: View, now: datetime, names: Sequence[str] | None = None) -> View:
    """The same view, opened at `now` (UTC), with what its fields show. `names` are those in the
    list of customers, where it is one that is written."""
    marks = {block: _mark(given) for block, given in _shown(view).items()}
    if names is not None and ids.CUSTOMERS in marks:
        marks[ids.CUSTOMERS] = "".join(map(_line_mark, names))
    seen = json.dumps([int(now.timestamp()), marks], separators=(",", ":"))
    meta = replace(Meta.load(text(view, "private_metadata")), seen=seen)
    return {**view, "private_metadata": meta.dump()}


def since_opened(sent: Submission, fresh: View, names: Sequence[str] | None = None) -> Since:
    """`fresh` is the form as it would be opened now, `names` are those on the card now, where they
    are written in a list. A form that remembers nothing counts whole."""
    known, now = _remembered(sent.meta.seen)[1], _shown(fresh)
    values, gone, both = dict(part(sent.view, "state", "values")), set(), {}
    for block, was in known.items():
        given = part(values.get(block), ids.INPUT)
        if block == ids.CUSTOMERS and names is not None:
            lines = _together(sent.names(block), _split(was), names)
            values[block] = {ids.INPUT: {**given, "value": "\n".join(lines)}}
        elif _mark(given) != was:
            if block in now and _mark(now[block]) != was and not _alike(given, now[block]):
                both[block] = _readable(now[block])
        elif block in now:
            values[block] = {ids.INPUT: now[block]}
        else:
            values.pop(block, None)
            gone.add(block)
    blocks = [each for each in items(sent.view, "blocks") if text(each, "block_id") not in gone]
    view = {**sent.view, "blocks": blocks, "state": {"values": values}}
    return Since(replace(sent, view=view), both)


def changed_since(sent: Submission, fresh: View, but: str = "") -> dict[str, str]:
    """Beside each field that does not say any more what it said when the form was opened: for forms
    whose fields mean something only together. `fresh` is the form as it would be opened now; the
    field `but` does not count."""
    now = _shown(fresh)
    return {
        block: meanwhile.field_fault("", _readable(now.get(block, {})))
        for block, was in _remembered(sent.meta.seen)[1].items()
        if block != but and sent.has(block) and _mark(now.get(block, {})) != was
    }


async def told_of(deps: Deps, since: Since, incident: Incident | None = None) -> dict[str, str]:
    """What to say beside each field that a colleague has changed, too."""
    who = await _who(deps, since.sent, incident) if since.both and incident else ""
    return {block: meanwhile.field_fault(who, now) for block, now in since.both.items()}


async def _who(deps: Deps, sent: Submission, incident: Incident) -> str:
    """The name of the one colleague who has recorded something since; "" where nobody knows."""
    opened = _remembered(sent.meta.seen)[0]
    entries = await deps.desk.timeline(incident.id)
    others = {
        each.by
        for each in entries
        if each.by != sent.user
        and each.kind is not EntryKind.PINNED
        and each.at.timestamp() >= opened
    }
    known = await deps.directory.people(sent.team, list(others))
    return known[others.pop()].name if len(others) == 1 and others <= known.keys() else ""


def exact(moment: datetime | None, known: datetime | None) -> datetime | None:
    """A form holds whole seconds only: what was not changed stays as it was."""
    return known if known and moment == known.replace(microsecond=0) else moment


def _shown(view: View) -> dict[str, Payload]:
    """What each input of a view begins with, as it would be sent."""
    return {
        text(block, "block_id"): {
            "value" if name == "initial_value" else name.replace("initial_", "selected_"): value
            for name, value in part(block, "element").items()
            if name.startswith("initial_")
        }
        for block in items(view, "blocks")
        if text(block, "type") == "input"
    }


def _remembered(seen: str) -> tuple[int, Mapping[str, str]]:
    """When the form was opened, and the marks of its fields; (0, {}) where it does not know."""
    try:
        opened, marks = json.loads(seen)
    except (ValueError, TypeError):
        return 0, {}
    if not isinstance(opened, int) or not isinstance(marks, dict):
        return 0, {}
    return opened, {block: mark for block, mark in marks.items() if isinstance(mark, str)}


def _mark(given: Payload) -> str:
    return _short("\0".join(_parts(given)))


def _line_mark(name: str) -> str:
    return _short(one_line(name).casefold())


def _short(said: str) -> str:
    return sha256(said.encode()).hexdigest()[:_LENGTH]


def _split(marks: str) -> frozenset[str]:
    return frozenset(marks[at : at + _LENGTH] for at in range(0, len(marks), _LENGTH))


def _parts(given: Payload) -> Iterable[str]:
    yield clean(text(given, "value"))
    yield from (text(given, f"selected_{kind}") for kind in _OF_ONE)
    yield str(given.get("selected_date_time") or "")
    yield text(given, "selected_option", "value")
    yield from sorted(text(each, "value") for each in items(given, "selected_options"))


def _alike(one: Payload, other: Payload) -> bool:
    """Whether both say the same, apart from spaces and line ends."""
    return [one_line(each) for each in _parts(one)] == [one_line(each) for each in _parts(other)]


def _readable(now: Payload) -> str:
    return text(now, "value") or text(now, "selected_option", "text", "text")


def _together(given: Sequence[str], shown: frozenset[str], names: Sequence[str]) -> Iterable[str]:
    """The names as their sender wants them, without those a colleague took off meanwhile, and with
    those who joined."""
    here = {_line_mark(name) for name in names}
    wanted = {_line_mark(name) for name in given}
    yield from (name for name in given if (mark := _line_mark(name)) in here or mark not in shown)
    yield from (name for name in names if _line_mark(name) not in shown | wanted)
