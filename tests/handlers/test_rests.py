"""What is said and asked at once keeps to Slack's wish for silence, and passes it on."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.pace import POST, line_of
from handlers.rests import HeedingClient, Rests
from handlers.slack_errors import judge
from sandbox.faults import ApiFault
from tests.handlers.cases import TOM
from tests.handlers.office import MISTAKES, Office
from tests.handlers.post_office import MemoryOutbox

TEAM = "T0HARBOUR"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ASK = "users.info"


class Desk:
    """A client of that office, with what its rests wrote down."""

    def __init__(self, office: Office) -> None:
        self.faults = office.sandbox.faults
        self.tasks = office.deps.tasks
        self.outbox = MemoryOutbox(lambda: NOW)
        self.rests = Rests(self.outbox, TEAM, lambda: NOW, self.tasks.spawn)
        ours = office.deps.client
        self.client = HeedingClient(
            ours.token, base_url=ours.base_url, session=ours.session, retry_handlers=[]
        )
        self.client.rests = self.rests

    def storm(self, method: str, seconds: int) -> ApiFault:
        """From now on Slack says "slower" to every call of that method."""
        self.faults.waiting.append(ApiFault(method, "429", count=99, retry_after=seconds))
        return self.faults.waiting[-1]


@pytest.fixture
async def desk(office: Office) -> AsyncIterator[Desk]:
    made = Desk(office)
    yield made
    office.sandbox.slack.refusals.clear()  # what this is about


async def refused(call: Coroutine[Any, Any, Any]) -> float:
    """For how long Slack, or the client in its place, says to wait."""
    with pytest.raises(SlackApiError) as raised:
        await call
    failure = judge(raised.value)
    assert failure is not None and failure.limited and failure.wait is not None
    return failure.wait


async def test_it_is_not_asked_again_and_passed_on(desk: Desk) -> None:
    storm = desk.storm(ASK, 60)
    waits = [await refused(desk.client.users_info(user=TOM)) for _ in range(3)]
    assert storm.count == 98, "once"
    assert waits == pytest.approx([60] * 3, abs=1)
    await desk.tasks.wait(1)
    assert desk.outbox.parked == {ASK: 60}
    assert (await desk.client.auth_test())["ok"], "nothing else rests"


async def test_it_goes_on_afterwards(desk: Desk) -> None:
    desk.storm(ASK, 1).count = 1
    await refused(desk.client.users_info(user=TOM))
    assert desk.rests.left(ASK) > 0.5
    await asyncio.sleep(1.05)
    assert desk.rests.left(ASK) == 0
    assert (await desk.client.users_info(user=TOM))["ok"]


async def test_a_channel_rests_by_itself(desk: Desk) -> None:
    storm = desk.storm("chat.postMessage", 60)
    storm.count = 1
    await refused(desk.client.chat_postMessage(channel=MISTAKES, text="Hello"))
    await refused(desk.client.chat_postMessage(channel=MISTAKES, text="Hello"))
    assert (await desk.client.chat_postMessage(channel=TOM, text="Hello"))["ok"]
    await desk.tasks.wait(1)
    assert desk.outbox.parked == {line_of(POST, MISTAKES): 60}


async def test_what_others_were_told_is_learnt_and_forgotten_when_it_is_over(desk: Desk) -> None:
    storm = desk.storm(ASK, 60)
    await desk.outbox.park(TEAM, ASK, now=NOW, seconds=30)
    await desk.rests.learn()
    assert await refused(desk.client.users_info(user=TOM)) == pytest.approx(30, abs=1)
    assert storm.count == 99, "not asked"
    desk.outbox.silent.clear()
    await desk.rests.learn()
    assert desk.rests.left(ASK) == 0


async def test_a_database_that_does_not_say_changes_nothing(desk: Desk) -> None:
    await desk.outbox.park(TEAM, ASK, now=NOW, seconds=30)
    await desk.rests.learn()
    desk.outbox.away = True
    await desk.rests.learn()
    assert desk.rests.left(ASK) > 20


async def test_other_refusals_let_nothing_rest(desk: Desk) -> None:
    with pytest.raises(SlackApiError, match="user_not_found"):
        await desk.client.users_info(user="U0NOBODY0")
    assert desk.rests.left(ASK) == 0
    await desk.tasks.wait(1)
    assert desk.outbox.parked == {}
