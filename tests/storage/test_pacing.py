"""How fast all replicas together speak to Slack, and how long they are silent when it says so."""

import asyncio
import threading
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import text
from sqlmodel import Session

from bot.commands import Command, HandOver, MarkMessage, MessageRef
from bot.pace import HOME, HOME_AGAIN, LOOK_UP, POST, UPDATE, line_of
from bot.ports import Parcel
from storage.database import Database
from storage.homes import SqlHomes
from storage.store import Storage
from tests.storage.moves import ANN, BEN, NOON, ROOM, TEAM, Postman, opened

# What has to go in these lines.
WANTED: dict[str, Command] = {
    UPDATE: HandOver(ANN, BEN),
    LOOK_UP: MarkMessage(ANN, MessageRef(ROOM, "77.7"), BEN, as_words=False),
}


@pytest.fixture
async def replicas(ready_postgres_url: str) -> AsyncIterator[list[Storage]]:
    """Two bots on one PostgreSQL."""
    databases = [Database.connect(ready_postgres_url) for _ in range(2)]
    yield [Storage.over(database) for database in databases]
    for database in databases:
        await database.close()


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


async def both(replicas: list[Storage], now: datetime) -> list[Parcel]:
    """What either may send then, in turns."""
    found: list[Parcel] = []
    for storage in replicas * 2:
        found += await storage.outbox.claim(now=now, limit=2)
    return found


async def test_two_replicas_share_the_pace_of_a_channel(replicas: list[Storage]) -> None:
    for number in range(5):
        await opened(replicas[number % 2], f"Wrong invoice {number}")
    turns: list[float] = []
    for now in (0.0, 0.2, 1.2, 2.3, 3.4, 9.0):
        claimed = await both(replicas, after(now))
        turns += [now + parcel.wait for parcel in claimed]
    assert len(turns) == 5  # each once
    assert min(later - earlier for earlier, later in pairwise(turns)) > 1.04
    assert turns[-1] < 6


async def test_one_channel_does_not_hold_up_another(replicas: list[Storage]) -> None:
    for number in range(6):
        await opened(replicas[0], f"Wrong invoice {number}", channel=f"C0ROOM{number % 3}")
    claimed = await both(replicas, NOON)
    assert sorted(parcel.wait for parcel in claimed) == pytest.approx([0] * 3 + [1.05] * 3)


@pytest.mark.parametrize("line", [line_of(POST, ROOM), UPDATE, LOOK_UP])
async def test_slower_is_kept_and_holds_for_everybody(database: Database, line: str) -> None:
    storage = Storage.over(database)
    calm = await opened(storage, "Elsewhere", channel="C0OTHER")
    incident = await opened(storage)
    if line in (UPDATE, LOOK_UP):
        for now in range(4):  # card and prompt of each, at their pace
            await Postman(storage).round(after(3 * now))
        await storage.desk.perform(TEAM, incident.number, WANTED[line], now=after(9))
    await storage.outbox.park(TEAM, line, now=after(10), seconds=600)
    another = Storage.over(database)  # as after a start, or on another machine
    claimed = await another.outbox.claim(now=after(10), limit=10)
    expected = [calm.id] if line not in WANTED else []
    assert [parcel.incident_id for parcel in claimed] == expected
    early = await another.outbox.claim(now=after(609), limit=10)
    assert incident.id not in {parcel.incident_id for parcel in early}
    later = await another.outbox.claim(now=after(611), limit=10)
    assert incident.id in {parcel.incident_id for parcel in later}


async def test_silence_is_known_to_everybody_and_ends(database: Database) -> None:
    """Of a line in which nothing is claimed. The clock runs twice as fast as real time."""
    storage, line = Storage.over(database, speed=2), "conversations.open"
    await storage.outbox.park(TEAM, line, now=NOON, seconds=600)
    another = Storage.over(database, speed=2).outbox
    seconds = [await another.silence(TEAM, line, now=after(now)) for now in (0, 1198, 1200, 1300)]
    assert seconds == [600, 1, 0, 0]
    assert await another.silence(TEAM, "conversations.info", now=NOON) == 0
    assert await another.silence("T2", line, now=NOON) == 0
    assert await another.silence(TEAM, line, now=after(-86400)) == 0, "the clock was wrong"


async def test_all_that_rests_is_told(database: Database) -> None:
    outbox, another = Storage.over(database).outbox, Storage.over(database).outbox
    for line, seconds in ((line_of(POST, ROOM), 60), (HOME, 600)):
        await outbox.park(TEAM, line, now=NOON, seconds=seconds)
    await outbox.park("T2", "users.info", now=NOON, seconds=60)
    assert await another.resting(TEAM, now=after(20)) == {line_of(POST, ROOM): 40, HOME: 580}
    assert await another.resting(TEAM, now=after(60)) == {HOME: 540}
    assert await another.resting(TEAM, now=after(-86400)) == {}, "the clock was wrong"


@pytest.mark.parametrize("speed", [1.0, 600.0])
async def test_in_a_drill_a_long_silence_is_as_long(database: Database, speed: float) -> None:
    """Ten minutes are a hundred hours by a clock that runs 600 times as fast."""
    storage = Storage.over(database, speed=speed)
    await storage.outbox.park(TEAM, line_of(POST, ROOM), now=NOON, seconds=600)
    await opened(storage)
    assert not await storage.outbox.claim(now=after(590 * speed), limit=10)
    assert await storage.outbox.silence(TEAM, line_of(POST, ROOM), now=NOON) == 600
    assert len(await storage.outbox.claim(now=after(601 * speed), limit=10)) == 1


async def published(homes: list[SqlHomes], now: float, line: str = HOME, times: int = 60) -> int:
    """How many App Homes they may publish then, in turns, one beside the other."""
    waits = await asyncio.gather(
        *(
            homes[number % len(homes)].turn(TEAM, line, now=after(now), at_once=False)
            for number in range(times)
        )
    )
    return waits.count(0.0)


async def test_all_replicas_share_the_pace_of_home(database: Database) -> None:
    """Fifty at once, and then one each 0.9 s."""
    homes = [Storage.over(database).homes for _ in range(4)]
    assert await published(homes, 0) == 50
    assert await published(homes, 0.8) == 0
    assert await homes[3].turn(TEAM, HOME, now=after(0.8), at_once=False) == pytest.approx(0.1)
    assert await published(homes, 9.1) == 10
    assert await published(homes, 9.1, HOME_AGAIN) == 8, "another line"
    assert await published(homes, 3600) == 50


async def test_who_opens_it_need_not_wait_and_counts(database: Database) -> None:
    homes = [Storage.over(database).homes for _ in range(2)]
    assert await published(homes, 0) == 50
    for _ in range(100):
        assert await homes[0].turn(TEAM, HOME, now=NOON, at_once=True) == 0
    assert await published(homes, 1) == 0, "somebody else's turn has come, and is used up"
    assert await published(homes, 60, times=1) == 1, "however many there were"


async def test_a_line_that_another_holds_holds_up_home_alone(
    replicas: list[Storage], ready_postgres_url: str
) -> None:
    """As where a replica froze in the middle: whoever reports a mistake meanwhile is served."""
    ours, other = replicas[0], Database.connect(ready_postgres_url)
    await opened(ours)
    await published([ours.homes], 0, times=1)
    holds, let_go = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def hold(session: Session) -> None:
        session.connection().execute(text("SELECT * FROM pace FOR UPDATE"))
        loop.call_soon_threadsafe(holds.set)
        let_go.wait(20)

    holding = asyncio.create_task(other.run(hold))
    await holds.wait()
    publishing = asyncio.create_task(published([ours.homes], 5, times=12))
    await asyncio.sleep(0.2)
    try:
        async with asyncio.timeout(5):
            await opened(ours, "Another")
        assert not publishing.done()
    finally:
        let_go.set()
    assert await publishing == 12
    await holding
    await other.close()


async def test_while_slack_wants_silence_nobody_publishes(database: Database) -> None:
    storage = Storage.over(database, speed=2)
    await storage.outbox.park(TEAM, HOME, now=NOON, seconds=600)
    for at_once in (True, False):
        assert await storage.homes.turn(TEAM, HOME, now=NOON, at_once=at_once) == 600
        assert await storage.homes.turn(TEAM, HOME, now=after(1198), at_once=at_once) == 1
    assert await storage.homes.turn(TEAM, HOME, now=after(1200), at_once=False) == 0


async def test_home_goes_on_after_the_clock_went_back(database: Database) -> None:
    homes = [Storage.over(database).homes]
    assert await published(homes, 86400) == 50
    wait = await homes[0].turn(TEAM, HOME, now=NOON, at_once=False)
    assert 0 < wait < 60
    assert await homes[0].turn(TEAM, HOME, now=after(wait), at_once=False) == 0


async def test_a_clock_that_goes_back_stops_nobody(database: Database) -> None:
    storage = Storage.over(database)
    tomorrow = NOON + timedelta(days=1)
    await storage.outbox.park(TEAM, line_of(POST, ROOM), now=tomorrow, seconds=60)
    await opened(storage)
    found = [
        each for now in range(5) for each in await storage.outbox.claim(now=after(now), limit=10)
    ]
    assert len(found) == 1


async def test_lines_nobody_uses_are_forgotten(database: Database) -> None:
    storage = Storage.over(database)
    await storage.outbox.park(TEAM, line_of(POST, ROOM), now=NOON, seconds=60)
    await storage.sweeper.sweep(now=NOON + timedelta(days=2), limit=10)
    await opened(storage)
    soon = after(-1)
    assert await storage.outbox.claim(now=soon, limit=10) == ()
    assert len(await storage.outbox.claim(now=NOON, limit=10)) == 1
