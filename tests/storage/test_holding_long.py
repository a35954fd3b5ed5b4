"""What is held and nobody decides about, what takes long to settle, and databases of before."""

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlmodel import Session

from bot.people import Person
from bot.ports import Parcel, ParcelKind
from bot.postroom import Decision
from storage.database import Database
from storage.store import Storage
from storage.tables import meta
from storage.tables_ops import held
from tests.storage.moves import ANN, LEAD, NOON, TEAM, Postman, opened
from tests.storage.test_holding import ADMIN, WEEK, away_for_a_week, back, with_a_lead

TEN_MINUTES = timedelta(minutes=10)


async def days_at_work(storage: Storage, since: datetime, days: int) -> list[Parcel]:
    """What is sent for the first time in those days, the bot being there all the while."""
    postman, now = Postman(storage), since
    while now < since + timedelta(days=days):
        now += timedelta(hours=6)
        await storage.sweeper.sweep(now=now, limit=100)
        await postman.round(now + TEN_MINUTES)
    return postman.posts


async def still_held(database: Database) -> int:
    def work(session: Session) -> int:
        return session.connection().execute(select(func.count()).select_from(held)).scalar_one()

    return await database.read(work)


async def test_who_overlooks_the_question_is_asked_again_and_in_the_end_it_is_sent(
    database: Database, storage: Storage
) -> None:
    await with_a_lead(storage)
    await storage.directory.save_person(TEAM, Person(ADMIN, is_admin=True, known_at=NOON))
    await away_for_a_week(storage)
    [asked] = await back(database)
    again = Storage.over(database, speed=0)
    await Postman(again).send(asked, WEEK)
    told = await days_at_work(again, WEEK, 4)
    questions = [each.target for each in told if each.kind is ParcelKind.REVIEW]
    assert questions[0] == LEAD  # a day later
    assert sorted(questions[1:]) == [ADMIN, LEAD]  # and one more
    assert ANN in [each.target for each in told if each.kind is ParcelKind.REMINDER]
    assert await still_held(database) == 0


async def test_who_was_away_once_more_is_asked_before_it_is_sent(
    database: Database, storage: Storage
) -> None:
    await with_a_lead(storage)
    await away_for_a_week(storage)
    await back(database)
    later = WEEK + timedelta(days=7)
    asked = await back(database, later)
    assert {(each.kind, each.target) for each in asked} == {(ParcelKind.REVIEW, LEAD)}
    assert await still_held(database) == 6


async def test_a_decision_outlives_a_kill_and_is_done_some_at_a_time(
    database: Database, storage: Storage
) -> None:
    await with_a_lead(storage)
    await away_for_a_week(storage)
    [asked] = await back(database)
    assert await storage.postroom.decide(TEAM, asked.id, Decision.LET_GO, by=LEAD, now=WEEK) == 6
    assert await still_held(database) == 6  # whoever pressed does not wait for it
    again = Storage.over(database, speed=0)
    await again.sweeper.sweep(now=WEEK, limit=4)
    assert await still_held(database) == 2
    assert await storage.postroom.decide(TEAM, asked.id, Decision.SEND, by=ANN, now=WEEK) == 0
    await again.sweeper.sweep(now=WEEK, limit=4)
    assert await still_held(database) == 0


async def test_of_two_who_decide_at_once_one_does(database: Database, storage: Storage) -> None:
    await with_a_lead(storage)
    await away_for_a_week(storage)
    [asked] = await back(database)
    pressed = [
        storage.postroom.decide(TEAM, asked.id, decision, by=LEAD, now=WEEK)
        for decision in (*Decision, *Decision)
    ]
    assert sorted(count or 0 for count in await asyncio.gather(*pressed)) == [0, 0, 0, 6]


async def test_a_database_that_never_noted_the_time_goes_by_what_was_done_last(
    database: Database, storage: Storage
) -> None:
    await with_a_lead(storage)
    await opened(storage)
    await Postman(storage).round()
    await database.run(lambda session: session.connection().execute(delete(meta)))
    assert [each.kind for each in await back(database)] == [ParcelKind.REVIEW]
