"""Whom a line of the timeline says was told, and in which words: kept apart again. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from bot.effects import EntryKind
from bot.forms import WAYS
from bot.incident import Customer
from bot.ports import Entry
from bot.records import Record
from bot.wording import contacts, notes

_OURS = notes.entry_told("", "")  # how each of our own lines begins
FEW = 9  # customers of whom each group is looked for


@dataclass(frozen=True)
class Told:
    """Words that were given at `at` (UTC). `to`: those of today's customers who are known to have
    got them; empty: it was somebody else, or may have been. None: nobody was named."""

    words: str
    at: datetime
    to: frozenset[str] | None


def told_in(record: Record) -> list[Told]:
    """What the customers were told, oldest first; words that are not known are ""."""
    openings = _openings(record)
    return [
        _told(entry, openings)
        for entry in record.entries
        if entry.kind is EntryKind.WORDS and entry.text != notes.entry_words_pending()
    ]


def somebody_else(record: Record) -> bool:
    """Whether there is, or ever was, more than one customer, as far as that is known: then words
    to nobody in particular may have been meant for another."""
    incident = record.incident
    named = {each.name for each in incident.customers}
    promised = {name for each in incident.promises.values() for name in each.customers}
    return (
        len(named | promised) > 1
        or any(each.to == frozenset() for each in told_in(record))
        or _left(record)
    )


def _left(record: Record) -> bool:
    """Whether a customer was taken off the card."""
    return any(each.text.startswith(notes.entry_taken_off("")) for each in record.entries)


def _told(entry: Entry, openings: Mapping[str, frozenset[str] | None]) -> Told:
    text = entry.text
    if entry.message is not None or not text.startswith(_OURS):
        return Told(text, entry.at, None)
    found = [begin for begin in openings if text == begin or text.startswith(f"{begin}: ")]
    if not found:
        return Told("", entry.at, frozenset())
    # A name can look like two, or like a name and the first words: then both have to be right.
    named = [each for begin in found if (each := openings[begin]) is not None]
    to = frozenset.intersection(*named) if named else None
    return Told(text[len(max(found, key=len)) :].removeprefix(": "), entry.at, to)


def _openings(record: Record) -> dict[str, frozenset[str] | None]:
    """How a line begins, and who was told then. What goes to one and what goes to two can look the
    same: then only those in both are known to have got it."""
    found: dict[str, frozenset[str] | None] = {}
    ways = [contacts.by_way(way) for way in ("", *WAYS)]
    for called in _called(record):
        for group in _groups(record.incident.customers, stayed=not _left(record)):
            named = frozenset(each.name for each in group)
            then = contacts.plainly([Customer(called[each.name]) for each in group])
            for begin in (notes.entry_told("", then, way) for way in ways):
                found[begin] = named & (found.get(begin) or named)
    return found | {notes.entry_told("", way=way): None for way in ways}


def _called(record: Record) -> list[Mapping[str, str]]:
    """What today's customers were called, now and before each time that was corrected."""
    called = {each.name: each.name for each in record.incident.customers}
    found = [called]
    for entry in reversed(record.entries):
        for name, then in called.items():
            begin = contacts.entry_renamed(then, "")
            if entry.kind is EntryKind.STATE and entry.text.startswith(begin):
                called = {**called, name: entry.text.removeprefix(begin)}
                found.append(called)
                break
    return list(found)


def _groups(every: tuple[Customer, ...], *, stayed: bool) -> Iterator[tuple[Customer, ...]]:
    """Who can have been told together. Of many only the first are named in a line, so that it is
    known of nobody, or of all where all who were ever there have `stayed`."""
    if len(every) <= FEW:
        for size in range(1, contacts.NAMES_MOST + 1):
            yield from combinations(every, size)
    if len(every) > contacts.NAMES_MOST and stayed:
        yield every
