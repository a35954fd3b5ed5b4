"""HTTP mode: what is special about this way in; the sandbox signs and retries as Slack does."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from sandbox.delivery import Envelope
from sandbox.http_delivery import HttpDelivery
from sandbox.model import Json
from storage.engines import opened
from tests.faults.wires import LosingFirst
from tests.programs import forked
from tests.stories.cast import PRIYA, TOM
from tests.stories.keeping import kept
from tests.stories.reading import words
from tests.stories.stage import Stage, free_port, raised
from tests.stories.test_replicas import said
from tests.stories.test_shutdown import WITHIN
from tests.stories.waiting import eventually

LINE = "We sent ACME the wrong invoice"


async def reacted(stage: Stage) -> None:
    """Tom takes the first step of a mistake by a reaction, and the card says so."""
    thread = await stage.report(PRIYA, LINE)
    await thread.react(TOM, await thread.prompt("Own it"), "hand")
    await thread.until_card(TOM)


async def test_what_arrives_only_as_a_retry_is_done(tmp_path: Path, ready_url: str) -> None:
    """The first delivery is lost: what arrives has X-Slack-Retry-Num: 1, for http_timeout."""
    async with raised(tmp_path, ready_url, mode="http") as stage:
        wire = LosingFirst(stage.sandbox.delivery.transport)
        stage.sandbox.delivery.transport = wire
        assert wire.timeout_reason == "http_timeout"
        await reacted(stage)
        assert wire.lost


@contextmanager
def nobody_else_writes(url: str) -> Iterator[None]:
    """Somebody holds the mistakes meanwhile, so that what wants to keep one waits."""
    with opened(url, writes=True) as engine, engine.connect() as connection:
        shared = connection.dialect.name == "postgresql"
        held = "LOCK TABLE incidents IN EXCLUSIVE MODE" if shared else "UPDATE meta SET value=value"
        connection.execute(text(held))
        yield
        connection.rollback()


async def test_asked_to_end_it_finishes_what_it_took(tmp_path: Path, ready_url: str) -> None:
    async with raised(tmp_path, ready_url, mode="http") as stage:
        assert stage.bot
        with nobody_else_writes(ready_url):
            typed = asyncio.create_task(stage.command(TOM, LINE))
            await asyncio.sleep(0.5)
            assert not typed.done(), "it waits in the hands of the bot"
            begun = asyncio.get_running_loop().time()
            stage.bot.terminate()
            await asyncio.sleep(0.5)
        await typed
        assert len(stage.privately(TOM)) == 1, "an answer, and not that it failed"
        assert "failed" not in words(stage.privately(TOM)[0])
        assert await stage.bot.wait() == 0
        assert asyncio.get_running_loop().time() - begun < WITHIN
        assert len(kept(ready_url)["incidents"]) == 1
        await stage.start_bot()
        await eventually(lambda: said(stage, LINE), "the card is there")


class ToBoth:
    """A way to two replicas: everything goes to each of them at once; the first answer counts."""

    def __init__(self, *wires: HttpDelivery) -> None:
        self.wires = wires
        self.timeout_reason = wires[0].timeout_reason

    async def send(self, envelope: Envelope) -> Json | None:
        """See `Transport`."""
        return (await asyncio.gather(*(wire.send(envelope) for wire in self.wires)))[0]


async def test_what_comes_to_two_replicas_at_once_is_done_once(
    tmp_path: Path, ready_postgres_url: str
) -> None:
    async with raised(tmp_path, ready_postgres_url, mode="http") as stage:
        port, log = str(free_port()), tmp_path / "other.log"
        other = await forked((), stage.environment | {"HTTP_PORT": port}, log)
        secret = stage.sandbox.tokens.signing_secret
        second = HttpDelivery(f"http://127.0.0.1:{port}/slack/events", secret)
        try:
            await eventually(lambda: log.exists() and "Ready." in log.read_text(), "a second", 30)
            assert stage.sandbox.http
            stage.sandbox.delivery.transport = ToBoth(stage.sandbox.http, second)
            await reacted(stage)
            await stage.sandbox.delivery.settled()
            assert len(kept(ready_postgres_url)["incidents"]) == 1
            taken = [row for row in kept(ready_postgres_url)["timeline"] if row["by_user"] == TOM]
            assert len(taken) == 1
            assert [said(stage, LINE), said(stage, "*Own it*")] == [1, 1]
        finally:
            await second.close()
            other.kill()
            await other.wait()
