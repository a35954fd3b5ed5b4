"""Of many: a list has its page and no more, and what is given back of a number is given again."""

import asyncio

from bot.commands import OpenIncident
from storage.store import Storage
from tests.storage.moves import ANN, BEN, NOON, ROOM, TEAM


async def test_the_total_leaves_out_what_others_keep_private(storage: Storage) -> None:
    for number in range(5):
        command = OpenIncident(ANN, f"Wrong invoice {number}", channel=ROOM, private=number == 3)
        await storage.desk.perform(TEAM, None, command, now=NOON, key=str(number))
    mine = await storage.desk.open_incidents(TEAM, ANN, offset=0, limit=3)
    theirs = await storage.desk.open_incidents(TEAM, BEN, offset=3, limit=3)
    assert (mine.total, [each.number for each in mine.incidents]) == (5, [1, 2, 3])
    assert (theirs.total, [each.number for each in theirs.incidents]) == (4, [5])


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
