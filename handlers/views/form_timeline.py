"""**Timeline**, and the form that corrects an entry of it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.effects import EntryKind
from bot.incident import Incident
from bot.ports import Entry
from bot.wording import modals as words
from handlers import ids
from handlers.ids import Meta
from handlers.views import inputs
from handlers.views.shapes import Block, View, actions, button, context, section

PAGE = 15  # ours: with the longest entries still well below 250 kB a view (Slack: "Views")

MARKS: Mapping[EntryKind, str] = MappingProxyType(
    {EntryKind.STATE: "•", EntryKind.PINNED: "📌", EntryKind.WORDS: "📣"}
)


def timeline(meta: Meta, incident: Incident, entries: Sequence[Entry], *, offset: int) -> View:
    """Part of the timeline, oldest first, from entry number `offset` (0 is the first)."""
    start = min(max(offset, 0), max(len(entries) - 1, 0))
    blocks = [section(words.about(incident))]
    blocks += [_entry(incident.number, entry) for entry in entries[start : start + PAGE]]
    if not entries:
        blocks.append(section(words.timeline_empty()))
    blocks += _pages(incident.number, start, len(entries))
    blocks.append(context(words.timeline_hint()))
    return inputs.modal(ids.MODAL_TIMELINE, meta, words.TIMELINE, blocks, close=words.GOT_IT)


def _entry(number: int, entry: Entry) -> Block:
    correct = button(words.CORRECT, ids.ENTRY_CORRECT, ids.value(number, str(entry.id)))
    text = words.timeline_entry(entry.at, MARKS[entry.kind], entry.by, entry.text)
    return section(text, accessory=correct)


def _pages(number: int, start: int, total: int) -> list[Block]:
    """Each in a row of its own: an action id may stand only once in a row."""
    to: list[tuple[str, int]] = []
    if start > 0:
        to.append((words.OLDER, max(start - PAGE, 0)))
    if start + PAGE < total:
        to.append((words.NEWER, start + PAGE))
    return [
        actions(button(label, ids.TIMELINE_PAGE, ids.value(number, str(offset))))
        for label, offset in to
    ]


def entry(meta: Meta, entry: Entry) -> View:
    """Another time or other words for an entry."""
    blocks = [
        inputs.moment(ids.ENTRY_AT, words.ENTRY_AT, initial=entry.at),
        inputs.words(ids.ENTRY_TEXT, words.ENTRY_TEXT, initial=entry.text),
    ]
    return inputs.modal(
        ids.MODAL_ENTRY, meta, words.CORRECT_ENTRY, blocks, submit=words.SAVE, close=words.BACK
    )
