"""The comparison every fault ends in: what was asked, what the database keeps, what Slack shows.

What was acknowledged is kept. Every message is in Slack once, and says what is true now. Every
reminder was made once and sent once. Where Slack gives back a stale history after a crash, one
message may be there once more: `surplus` says how many such there can be. No reminder is there a
third time even then.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from bot.closing import open_prompts
from bot.effects import CARD, Show
from bot.incident import Incident, Rung
from bot.ports import ParcelKind
from handlers.views.render import render
from sandbox.model import Message
from sandbox.slack import Slack
from tests.faults.asked import Asked
from tests.faults.kept import Kept, Row, kept, parcel_of
from tests.stories.reading import words

SOON = timedelta(seconds=5)  # what came due so short a time ago may still be under way
LADDER = list(Rung)
_REMINDS = (ParcelKind.REMINDER, ParcelKind.THREAD_REMINDER)
_SAYS_WHAT_IS_TRUE = (ParcelKind.SLOT, ParcelKind.NOTE)


def check(
    slack: Slack,
    database_url: str,
    asked: Asked,
    *,
    now: datetime,
    surplus: int = 0,
    left: str = "",
) -> Kept:
    """Compare them, by the bot's clock at `now` (UTC). Returns what is kept. What was said in the
    channel `left` before its mistake moved on to another stays there, and is said again there.

    Raises AssertionError with everything that is wrong.
    """
    found = kept(database_url)
    said = said_by_bot(slack)
    wrong = [
        *_persisted(found, asked),
        *_settled(found, now),
        *_in_slack_once(found, said, surplus, left),
        *_known(slack, found, said),
        *_true(found, said),
        *_reminders(found, now),
        *_promised(found),
        *_unsaid(found),
        *_marks(found, asked),
    ]
    assert not wrong, "\n".join(wrong)
    return found


def said_by_bot(slack: Slack) -> dict[str, list[Message]]:
    """Everything the bot said that is still there, by the row of the outbox it says it comes from
    ("" where it says none), oldest first. What one reader alone sees is not promised, so it is
    left out."""
    found: dict[str, list[Message]] = {}
    for channel in slack.channels:
        for message in slack.history(channel):
            if message.user == slack.team.bot_user and message.subtype is None:
                found.setdefault(row_of(message), []).append(message)
    return found


def row_of(message: Message) -> str:
    """The row of the outbox that a message of ours carries in its metadata."""
    return str((message.metadata or {}).get("event_payload", {}).get("id", ""))


def _persisted(found: Kept, asked: Asked) -> Iterator[str]:
    titles = Counter(incident.title for incident in found.incidents.values())
    for line, acked in asked.lines.items():
        count = titles.pop(line, 0)
        if acked and not count:
            yield f"lost: {line!r} was acknowledged, and there is no incident"
        if count > 1:
            yield f"doubled: {line!r} was opened {count} times"
    for title in titles:
        yield f"nobody asked for {title!r}"
    numbers = Counter(incident.number for incident in found.incidents.values())
    yield from (f"two incidents are #{number}" for number, n in numbers.items() if n > 1)


def _settled(found: Kept, now: datetime) -> Iterator[str]:
    for row in found.waiting(now):
        yield f"not sent: {_name(row)}, due {now - row['due_at']} ago, {row['error']!r}"
    for chase in found.chases:
        if chase["next_at"] and chase["next_at"] <= now - SOON:
            late = now - chase["next_at"]
            yield f"not swept: {chase['key']} of {chase['incident_id']}, due {late} ago"


def _in_slack_once(
    found: Kept, said: Mapping[str, list[Message]], surplus: int, left: str
) -> Iterator[str]:
    extra, elsewhere = 0, {each.channel for messages in said.values() for each in messages} - {left}
    for row in found.outbox:
        everywhere = said.get(row["id"], [])
        there = [each for each in everywhere if each.channel in (row["channel"], *elsewhere)]
        if row["ts"] and (row["channel"], row["ts"]) not in {(m.channel, m.ts) for m in there}:
            yield f"not in Slack: {_name(row)}"
        if not row["ts"] and there and row["due_at"] is None:
            yield f"in Slack, and not known to be: {_name(row)}"
        extra += max(0, len(there) - 1)
        again = 1 if row["kind"] in _REMINDS and surplus else surplus
        if len(there) - 1 > again:
            yield f"said {len(there)} times: {_name(row)} {words(there[0])[:60]!r}"
    if surplus and extra > surplus:
        yield f"{extra} messages too many; {surplus} would be forgiven"


def _known(slack: Slack, found: Kept, said: Mapping[str, list[Message]]) -> Iterator[str]:
    """A private answer that Slack would not show in the channel goes by direct message, and names
    no row (`handlers.whisper`). What says there what a row's message says is a copy of that."""
    rows = {row["id"] for row in found.outbox}
    direct = {each.id for each in slack.channels.values() if each.kind == "im"}
    promised = {words(each) for row_id, all_of in said.items() if row_id for each in all_of}
    for row_id, messages in said.items():
        for message in messages if row_id not in rows else ():
            answer = not row_id and message.channel in direct
            if not answer or words(message) in promised:
                yield f"nothing promised this: {words(message)[:60]!r}"


def _true(found: Kept, said: Mapping[str, list[Message]]) -> Iterator[str]:
    for row in found.outbox:
        if row["ts"] is None or ParcelKind(row["kind"]) not in _SAYS_WHAT_IS_TRUE:
            continue
        incident = found.incidents.get(row["incident_id"] or 0)
        should = render(parcel_of(row, incident), found.scenes[row["id"]], command="/mistake")
        shown = next((m for m in said.get(row["id"], []) if m.ts == row["ts"]), None)
        if (
            should
            and shown
            and row["due_at"] is None
            and _letters(should[1]) != _letters(shown.blocks)
        ):
            yield f"stale: {_name(row)} shows {words(shown)[:200]!r}"


def _letters(blocks: list[dict[str, object]]) -> str:
    return words(Message("", "", "", "", blocks))


def _reminders(found: Kept, now: datetime) -> Iterator[str]:
    told = Counter(
        (who, item.incident_id, item.key, item.since, item.rung) for who, item in found.told()
    )
    for (who, incident_id, key, _, rung), count in told.items():
        if count > 1:
            yield f"{who} was told {count} times of {key} of {incident_id} ({rung})"
    highest = {
        (incident_id, key, since): LADDER.index(rung)
        for (_, incident_id, key, since, rung) in sorted(told, key=_rung)
    }
    for incident in found.incidents.values():
        yield from _climbed(incident, highest)


def _promised(found: Kept) -> Iterator[str]:
    """Each incident has its card, and each open step the prompt it is known to have."""
    there = Counter((row["incident_id"], row["slot"]) for row in found.outbox)
    for incident in found.incidents.values():
        prompts = open_prompts(incident) if incident.is_open else ()
        slots = [CARD, *(each.slot for each in prompts if isinstance(each, Show))]
        for slot in slots:
            if (number := there[incident.id, slot]) != 1:
                yield f"#{incident.number} has {number} of {slot}"


def _unsaid(found: Kept) -> Iterator[str]:
    """What waits no more was said, or there was nothing left to say."""
    for row in found.outbox:
        if row["ts"] is None and row["due_at"] is None and row["dead_at"] is None:
            parcel = parcel_of(row, found.incidents.get(row["incident_id"] or 0))
            if left := render(parcel, found.scenes[row["id"]], command="/mistake"):
                yield f"never said: {_name(row)} {left[0][:60]!r}"


def _rung(reminder: tuple[str, int, str, datetime, Rung]) -> int:
    return LADDER.index(reminder[-1])


def _climbed(incident: Incident, highest: Mapping[tuple[int, str, datetime], int]) -> Iterator[str]:
    """A ladder that was climbed past whoever has the thing has told somebody."""
    for key, chase in incident.chases.items():
        at = LADDER.index(chase.rung)
        told = highest.get((incident.id, key, chase.since), -1)
        if told >= at:
            yield f"#{incident.number} {key} told rung {LADDER[told]} and stands at {chase.rung}"
        if at > LADDER.index(Rung.OWNER) and told < LADDER.index(Rung.OWNER):
            yield f"#{incident.number} {key} stands at {chase.rung}, and nobody was told"


def _marks(found: Kept, asked: Asked) -> Iterator[str]:
    there = Counter(
        (entry["channel"], entry["ts"], entry["kind"], entry["marked_by"])
        for entry in found.timeline
        if entry["ts"]
    )
    yield from (f"on the timeline {n} times: {mark}" for mark, n in there.items() if n > 1)
    marked = {(channel, ts) for channel, ts, _, _ in there}
    yield from (f"not on the timeline: {mark}" for mark in asked.pinned - marked)


def _name(row: Row) -> str:
    return f"{row['slot']} of {row['incident_id']} ({row['kind']} to {row['target'] or 'its home'})"
