"""PostgreSQL stops at once, is away for a while, and comes back: nothing in hand is lost."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from sandbox.faults import FaultKind
from tests.faults.place import LEASE, ROOMS, Place, open_place, until
from tests.faults.replicas import replica
from tests.stories.cast import PRIYA, TOM
from tools import postgres


@pytest.fixture
def own_server() -> Iterator[postgres.Server]:
    """A server that nobody else needs, and that keeps what it has committed."""
    with postgres.restartable_server(durable=True) as server:
        yield server


@pytest.fixture
async def place(own_server: postgres.Server, tmp_path: Path) -> AsyncIterator[Place]:
    """On that server."""
    async with open_place(postgres.postgres_url(own_server.host, "postgres"), tmp_path) as opened:
        yield opened


async def comes_back(place: Place, server: postgres.Server) -> None:
    """It was away for a while; whoever asked meanwhile was refused. Then all goes on."""
    lost = await place.report(TOM, ROOMS[1])
    assert not place.asked.lines[lost]
    server.start()
    await place.opened(TOM, ROOMS[2])
    await place.later(LEASE)  # what was in hand when it went is nobody's until then
    await until(place.prompts, "what was in hand is said", 30)
    await place.settle()
    place.check()
    await place.until_told(PRIYA)
    place.check()


@pytest.mark.long
async def test_with_nothing_in_hand(place: Place, own_server: postgres.Server) -> None:
    async with replica(place):
        await place.opened(PRIYA)
        own_server.stop()
        await comes_back(place, own_server)


@pytest.mark.parametrize("kind", ["delay", pytest.param("hang", marks=pytest.mark.long)])
async def test_while_slack_has_a_message(
    place: Place, own_server: postgres.Server, caplog: pytest.LogCaptureFixture, kind: FaultKind
) -> None:
    """hang: Slack never took it. delay: it took it, and there is nowhere to note that."""
    async with replica(place):
        slow = place.fault("chat.postMessage", kind, seconds=1)
        await place.report(PRIYA)
        await until(lambda: not place.pending(slow), "Slack has been asked")
        if kind == "delay":
            await until(place.cards, "Slack has it")
        own_server.stop()
        await until(lambda: "outcome not kept" in caplog.text, "it cannot be noted", 30)
        await comes_back(place, own_server)


def never_answered(server: postgres.Server) -> None:
    """A moment later a commit is on the disk, and whoever waits for it waits: for a copy on another
    server, which there is not."""
    with postgres.connect(server.host) as connection:
        connection.execute("ALTER SYSTEM SET synchronous_standby_names = 'another'")
        connection.execute("SELECT pg_reload_conf()")


def stop(server: postgres.Server) -> None:
    """It waits for no copies when it comes back."""
    with postgres.connect(server.host) as connection:
        connection.execute("ALTER SYSTEM RESET synchronous_standby_names")
    server.stop()


def in_doubt(server: postgres.Server) -> bool:
    """Whether somebody waits for such a commit."""
    with postgres.connect(server.host) as connection:
        asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
        return connection.execute(asked).fetchone() != (0,)


@pytest.mark.long
@pytest.mark.parametrize(
    "method",
    [
        "chat.postMessage",  # what Slack has taken is noted
        "conversations.info",  # that it may be posted
        "",  # the report itself
    ],
)
async def test_with_a_commit_in_doubt(
    place: Place, own_server: postgres.Server, method: str
) -> None:
    """It was committed, and the bot never hears of it. `method`: the call to Slack before it."""
    async with replica(place):
        if method:
            slow = place.fault(method, "delay", seconds=1)
            await place.report(PRIYA)
            await until(lambda: not place.pending(slow), "Slack has been asked")
            never_answered(own_server)
        else:
            never_answered(own_server)
            for _ in range(50):
                if not in_doubt(own_server):
                    await place.report(PRIYA)
        await until(lambda: in_doubt(own_server), "a commit that is not answered")
        stop(own_server)
        await comes_back(place, own_server)
