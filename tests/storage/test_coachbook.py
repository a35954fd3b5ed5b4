"""The coach's memory: one nudge in ten minutes whoever asks, and exceptions without a person."""

import asyncio
from datetime import timedelta

from bot.coachbook import PAUSE, SHAPE_LIMIT, PhraseException
from storage.store import Storage
from tests.storage.moves import ANN, BEN, NOON, TEAM, opened

DROPPED = PhraseException("<person> dropped the ball", "person_blame")
SHOULD = PhraseException("should have known", "counterfactual_hindsight")


async def test_of_many_who_ask_at_once_one_may(storage: Storage) -> None:
    incident = await opened(storage)
    asked = await asyncio.gather(
        *(storage.coachbook.may_nudge(incident, ANN, now=NOON) for _ in range(8))
    )
    assert sum(asked) == 1
    again = NOON + PAUSE
    asked = await asyncio.gather(
        *(storage.coachbook.may_nudge(incident, ANN, now=again) for _ in range(8))
    )
    assert sum(asked) == 1


async def test_ten_minutes_for_each_person_and_incident(storage: Storage) -> None:
    first, second = await opened(storage), await opened(storage)
    book = storage.coachbook
    assert await book.may_nudge(first, ANN, now=NOON)
    assert await book.may_nudge(first, BEN, now=NOON)
    assert await book.may_nudge(second, ANN, now=NOON)
    assert not await book.may_nudge(first, ANN, now=NOON + PAUSE - timedelta(seconds=1))
    assert await book.may_nudge(first, ANN, now=NOON + PAUSE)


async def test_the_same_event_delivered_late_again_is_no_second_nudge(storage: Storage) -> None:
    incident, book = await opened(storage), storage.coachbook
    assert await book.may_nudge(incident, ANN, now=NOON, key="coach:1")
    later = NOON + timedelta(hours=1)
    assert not await book.may_nudge(incident, ANN, now=later, key="coach:1")
    assert await book.may_nudge(incident, ANN, now=later, key="coach:2")


async def test_muted_is_for_that_person_and_incident_until_they_say_so(storage: Storage) -> None:
    first, second = await opened(storage), await opened(storage)
    book, much_later = storage.coachbook, NOON + timedelta(days=900)
    assert await book.may_nudge(first, ANN, now=NOON)
    for _ in range(2):
        await book.mute(first, ANN)
    assert not await book.may_nudge(first, ANN, now=much_later)
    assert await book.may_nudge(first, BEN, now=much_later)
    assert await book.may_nudge(second, ANN, now=much_later)
    await book.unmute(first, ANN)
    assert await book.may_nudge(first, ANN, now=much_later)


async def test_a_pause_that_is_over_is_forgotten_and_a_mute_is_not(storage: Storage) -> None:
    incident, book = await opened(storage), storage.coachbook
    await book.may_nudge(incident, ANN, now=NOON)
    await book.mute(incident, BEN)
    await storage.sweeper.sweep(now=NOON + PAUSE, limit=10)
    assert await book.may_nudge(incident, ANN, now=NOON)
    assert not await book.may_nudge(incident, BEN, now=NOON + timedelta(days=1))


async def test_exceptions_are_the_workspaces_and_come_newest_first(storage: Storage) -> None:
    book = storage.coachbook
    assert await book.exceptions(TEAM) == []
    await book.add_exception(TEAM, DROPPED, now=NOON)
    await book.add_exception(TEAM, SHOULD, now=NOON + timedelta(minutes=1))
    await book.add_exception(TEAM, DROPPED, now=NOON + timedelta(minutes=2))
    assert await book.exceptions(TEAM) == [SHOULD, DROPPED]
    assert await book.exceptions("T2") == []
    await book.remove_exceptions(TEAM, [DROPPED.shape, "never heard of"])
    await book.remove_exceptions(TEAM, [])
    assert await book.exceptions(TEAM) == [SHOULD]


async def test_a_shape_of_any_length_fits(storage: Storage) -> None:
    long = PhraseException("x" * 50_000, "person_blame")
    await storage.coachbook.add_exception(TEAM, long, now=NOON)
    [kept] = await storage.coachbook.exceptions(TEAM)
    assert kept.shape == "x" * SHAPE_LIMIT
