"""A replica that sleeps while it has a message in hand, and wakes when another has sent it."""

import asyncio
from datetime import timedelta

import pytest

from sandbox.faults import FaultKind
from tests.faults.place import LEASE, Place, until
from tests.faults.replicas import replica
from tests.stories.cast import PRIYA


@pytest.mark.parametrize("kind", ["hang", "delay"])
async def test_it_changes_nothing_any_more(shared_place: Place, kind: FaultKind) -> None:
    """hang: Slack did not take its message. delay: Slack took it, and it does not know yet."""
    place = shared_place
    async with replica(place):
        slow = place.fault("chat.postMessage", kind, seconds=3)
        await place.report(PRIYA)
        await until(lambda: not place.pending(slow), "the first replica has begun to post")
        place.time.pass_by(LEASE)
        async with replica(place):
            await until(place.prompts, "the second has taken over")
            await place.settle()
            before = place.check()
            await place.later(timedelta(seconds=1))
            await asyncio.sleep(3)  # the first hears from Slack now
            await place.settle()
            assert place.check().outbox == before.outbox
