"""Of many: a list has its page and no more, and what is given back of a number is given again."""

import asyncio
import time
from dataclasses import replace
from random import Random

import pytest
from sqlalchemy import update
from sqlmodel import Session

from bot.commands import MoveStep, OpenIncident
from bot.incident import Incident, Status, StepState, may_see
from bot.playbook import Gesture
from bot.settings import Settings
from storage.database import Database
from storage.incidents import add_all
from storage.store import Storage
from storage.tables_learning import incident_words
from tests.many import many
from tests.storage.moves import ANN, BEN, LEAD, NOON, ROOM, TEAM, opened

SOMEBODY = "U0ELSE"


async def test_the_total_leaves_out_what_others_keep_private(storage: Storage) -> None:
    for number in range(5):
        command = OpenIncident(ANN, f"Wrong invoice {number}", channel=ROOM, private=number == 3)
        await storage.desk.perform(TEAM, None, command, now=NOON, key=str(number))
    mine = await storage.desk.open_incidents(TEAM, ANN, offset=0, limit=3)
    theirs = await storage.desk.open_incidents(TEAM, BEN, offset=3, limit=3)
    assert (mine.total, [each.number for each in mine.incidents]) == (5, [1, 2, 3])
    assert (theirs.total, [each.number for each in theirs.incidents]) == (4, [5])


@pytest.mark.parametrize("seed", range(3))
async def test_the_list_is_what_anybody_may_see_of_all(
    storage: Storage, database: Database, seed: int
) -> None:
    """The database counts and turns the pages; who may see one is said by `may_see` alone."""
    dice = Random(seed)
    found = [_open(each, dice) for each in many(70, seed)]
    await _kept(database, found)
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=LEAD, now=NOON)
    for viewer in (LEAD, *(f"U{number}" for number in range(9)), ANN, SOMEBODY, "U_", "%", "/", ""):
        theirs = [each for each in found if not each.drill and may_see(each, viewer, LEAD)]
        theirs.sort(key=_pressing)
        for offset in (0, 7, len(theirs) - 1, len(theirs), 100):
            page = await storage.desk.open_incidents(TEAM, viewer, offset=offset, limit=7)
            assert page.total == len(theirs)
            expected = [each.number for each in theirs[offset : offset + 7]]
            assert [each.number for each in page.incidents] == expected


def _open(incident: Incident, dice: Random) -> Incident:
    """As it is while several people have a part in it, and half of them private."""

    def anybody() -> str:
        return f"U{dice.randrange(9)}"

    steps = {step: StepState(settled_by=anybody()) for step in incident.steps}
    steps["own_it"] = StepState(taken_by=anybody())
    promises = {
        key: replace(promise, owner=anybody()) for key, promise in incident.promises.items()
    }
    return replace(
        incident,
        owner=anybody(),
        reporter=anybody(),
        steps=steps,
        promises=promises,
        status=Status.OPEN,
        private=dice.random() < 0.5,
    )


def _pressing(incident: Incident) -> tuple[object, ...]:
    due = incident.next_promise_at
    return (due is None, due or NOON, incident.opened_at, incident.id)


async def _kept(database: Database, found: list[Incident]) -> None:
    await database.run(lambda session: add_all(session.connection(), found))


async def test_who_comes_to_take_part_finds_it_in_the_list(storage: Storage) -> None:
    incident = await opened(storage, "A payslip went astray", private=True)

    async def totals() -> list[int]:
        pages = [
            await storage.desk.open_incidents(TEAM, each, offset=0, limit=5) for each in (ANN, BEN)
        ]
        assert all(len(page.incidents) == page.total for page in pages)
        return [page.total for page in pages]

    assert await totals() == [1, 0]
    take = MoveStep(BEN, "own_it", Gesture.TAKE)
    await storage.desk.perform(TEAM, incident.number, take, now=NOON, at=incident.home.channel)
    assert await totals() == [1, 1]


async def test_private_ones_are_not_read_to_list_none_of_them(
    storage: Storage, database: Database
) -> None:
    """Each was made an `Incident` with all that it owes: 250 ms for five thousand of them."""
    some = many(3_000, 3)
    await _kept(database, [replace(_open(each, Random(3)), private=True) for each in some])
    begun = time.process_time()
    for _ in range(5):
        page = await storage.desk.open_incidents(TEAM, SOMEBODY, offset=0, limit=20)
        assert (page.total, page.incidents) == (0, ())
    assert time.process_time() - begun < 0.25


async def test_what_is_listed_itself_is_decided_by_the_incident_itself(
    storage: Storage, database: Database
) -> None:
    await opened(storage, "A payslip went astray", private=True)

    def widen(session: Session) -> None:
        readers = update(incident_words).values(readers=f" {SOMEBODY} ")
        session.connection().execute(readers)

    await database.run(widen)
    page = await storage.desk.open_incidents(TEAM, SOMEBODY, offset=0, limit=5)
    assert page.incidents == ()


async def test_what_comes_again_among_others_leaves_no_number_out(storage: Storage) -> None:
    for keys in (("a", "b", "b", "a"), ("b", "c", "a"), ("d",)):
        await asyncio.gather(
            *(
                storage.desk.perform(
                    TEAM, None, OpenIncident(ANN, f"Late {key}", channel=ROOM), now=NOON, key=key
                )
                for key in keys
            )
        )
    page = await storage.desk.open_incidents(TEAM, ANN, offset=0, limit=10)
    assert sorted(each.number for each in page.incidents) == [1, 2, 3, 4]
