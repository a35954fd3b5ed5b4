"""Asked to end while Slack is slow: it ends within ten seconds, and leaves nothing in its hands."""

import asyncio
from pathlib import Path

from sandbox.faults import ApiFault
from tests.stories.cast import MISTAKES, TOM
from tests.stories.keeping import kept
from tests.stories.reading import words
from tests.stories.stage import raised
from tests.stories.test_health import until
from tests.stories.waiting import eventually

WITHIN = 10.0  # seconds; service managers kill after that


async def test_while_slack_hangs_it_ends_in_time_and_gives_back_what_it_held(
    tmp_path: Path, ready_url: str
) -> None:
    async with raised(tmp_path, ready_url) as stage:
        faults = stage.sandbox.faults
        faults.waiting.append(ApiFault("chat.postMessage", "hang", count=100, seconds=8))
        await stage.command(TOM, "We delivered the wrong table")
        await eventually(lambda: faults.waiting[0].count < 100, "the card is being posted")
        assert stage.bot
        begun = asyncio.get_running_loop().time()
        stage.bot.terminate()
        await until(stage, "ready", (503, "not yet"))
        await stage.command(TOM, "And its four chairs")  # no socket takes it, or it is kept
        assert await stage.bot.wait() == 0
        assert asyncio.get_running_loop().time() - begun < WITHIN

        rows = kept(ready_url)["outbox"]
        assert rows
        assert not [row for row in rows if row["token"] or row["lease_until"]]

        faults.waiting.clear()
        await stage.start_bot()

        def shown() -> int:
            return sum("wrong table" in words(card) for card in stage.cards(TOM, MISTAKES))

        await eventually(shown, "the card is there")
        await asyncio.sleep(1)
        assert shown() == 1
