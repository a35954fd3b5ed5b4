"""Slack says slower, breaks down, takes long, or takes a message and loses the answer."""

from datetime import timedelta

import pytest

from sandbox.faults import FaultKind
from tests.faults.place import ROOMS, Place
from tests.faults.replicas import replica


@pytest.mark.parametrize("kind", ["500", "502", "503", "504", "lost_reply"])
async def test_what_slack_loses_is_said_once(place: Place, kind: FaultKind) -> None:
    async with replica(place):
        place.fault("chat.postMessage", kind, 2)
        await place.report()
        place.fault("chat.update", kind)
        await place.report(room=ROOMS[1])
        await place.settle()
        place.check()
