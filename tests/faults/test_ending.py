"""A replica that is asked to end: what it has in hand is finished, and nothing new is begun."""

import asyncio
from datetime import timedelta

from tests.faults.place import ROOMS, Place, until
from tests.faults.replicas import replica
from tests.stories.cast import PRIYA, TOM


async def test_what_is_on_its_way_is_finished_and_nothing_is_looked_at(file_place: Place) -> None:
    place = file_place
    async with replica(place) as ending:
        await place.opened(PRIYA)
        await place.settle()
        slow = place.fault("chat.postMessage", "delay", seconds=2)
        await place.report(TOM, ROOMS[1])
        await until(lambda: not place.pending(slow), "a card is being posted")
        ending.stop.set()
        await asyncio.sleep(0.2)
        place.time.pass_by(timedelta(days=3))  # much is due
        await ending.task
    found = place.kept()
    [card] = place.cards(ROOMS[1])
    assert card.ts in [row["ts"] for row in found.outbox], "its answer was waited for"
    assert [chase for chase in found.chases if chase["next_at"] and chase["next_at"] < place.time()]
    assert not found.told()
