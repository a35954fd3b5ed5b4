"""The checker sees what it is there for: each kind of harm, done by hand, is found."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from bot.effects import CARD
from sandbox.model import Message
from storage.engines import opened
from storage.tables import chases, incidents, outbox
from tests.faults.place import Place, open_place
from tests.faults.replicas import replica
from tests.stories.cast import PRIYA


def change(place: Place, *statements: Any) -> None:
    """Change the database behind everybody's back."""
    with opened(place.database_url, writes=True) as engine, engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)


def harm_a_reminder(place: Place) -> Place:
    """Of what is forgiven, it may be there once more; and it may not be forgotten. The place, as it
    was."""
    slack, [*_, told] = place.sandbox.slack, place.reminders(PRIYA)
    copies = [slack.post(replace(told, ts=slack.now_ts())) for _ in range(2)]
    with pytest.raises(AssertionError, match="said 3 times: reminder"):
        place.check(surplus=5)
    slack.delete(copies.pop())
    place.check(surplus=5)
    slack.delete(copies.pop())
    ours, at = outbox.c.channel == told.channel, {"ts": told.ts, "channel": told.channel}
    change(place, update(outbox).where(ours, outbox.c.ts == told.ts).values(ts=None))
    with pytest.raises(AssertionError, match="never said: reminder"):
        place.check(surplus=5)
    change(place, update(outbox).where(ours, outbox.c.ts.is_(None)).values(at))
    return place


async def test_every_harm_is_found(ready_sqlite_url: str, tmp_path: Path) -> None:
    async with open_place(ready_sqlite_url, tmp_path) as place:
        async with replica(place):
            card = await place.opened(PRIYA)
            await place.settle()
            await place.later(timedelta(days=3))
            await place.until_told(PRIYA)
        found = place.check()
        slack = place.sandbox.slack

        def harmed(words: str) -> None:
            with pytest.raises(AssertionError, match=words):
                place.check()

        place.asked.lines["We lost it"] = True
        harmed("lost: 'We lost it'")
        del place.asked.lines["We lost it"]
        place.asked.pinned.add((card.channel, "1.0"))
        harmed("not on the timeline")
        place.asked.pinned.clear()

        copy = slack.post(replace(card, ts=slack.now_ts()))
        harmed("said 2 times: card")
        place.check(surplus=1)
        slack.delete(copy)
        stranger = slack.post(
            Message(card.channel, slack.now_ts(), card.user, "Who asked for this?")
        )
        harmed("nothing promised this")
        slack.delete(stranger)
        was, card.blocks = card.blocks, [*card.blocks, *card.blocks]
        harmed("stale: card")
        card.blocks = was
        prompt = place.prompts()[0]
        prompt.deleted = True
        harmed("not in Slack: prompt")
        prompt.deleted = False

        reminder = next(row for row in found.outbox if row["payload"].get("items"))
        again = {**reminder, "id": "again", "key": "again", "ts": None, "channel": None}
        change(harm_a_reminder(place), insert(outbox).values(again))
        harmed(f"{PRIYA} was told 2 times")
        due = update(outbox).where(outbox.c.slot == CARD).values(due_at=place.time())
        change(place, delete(outbox).where(outbox.c.id == "again"), due)
        harmed("not sent: card")
        sent = update(outbox).where(outbox.c.slot == CARD).values(due_at=None)
        climbed = update(chases).values(rung="over", next_at=None, since=place.time())
        change(place, sent, climbed)
        harmed("nobody was told")
        change(place, update(chases).values(next_at=place.time() - timedelta(minutes=1)))
        harmed("not swept")
        row = next(iter(found.incidents.values()))
        with opened(ready_sqlite_url, writes=False) as engine, engine.connect() as connection:
            values = dict(connection.execute(select(incidents)).mappings().one())
        change(
            place, insert(incidents).values({**values, "id": row.id + 1, "number": row.number + 1})
        )
        harmed("was opened 2 times")
        harmed("has 0 of card")


async def test_a_private_answer_by_direct_message_is_no_harm(
    ready_sqlite_url: str, tmp_path: Path
) -> None:
    """What only looks like one is: in a thread, or with the words of a message that was kept."""
    async with open_place(ready_sqlite_url, tmp_path) as place:
        async with replica(place):
            card = await place.opened(PRIYA)
            await place.settle()
            await place.later(timedelta(days=3))
            await place.until_told(PRIYA)
        slack = place.sandbox.slack
        [reminder, *_] = place.reminders(PRIYA)
        answer = Message(reminder.channel, slack.now_ts(), card.user, "That is done already")
        slack.post(answer)
        place.check()
        for harm in (
            replace(answer, ts=slack.now_ts(), channel=card.channel, thread_ts=card.ts),
            replace(reminder, ts=slack.now_ts(), metadata=None),
        ):
            posted = slack.post(harm)
            with pytest.raises(AssertionError, match="nothing promised this"):
                place.check()
            slack.delete(posted)
