"""After an upgrade that asks for more than the app was installed with."""

import asyncio
from dataclasses import replace
from pathlib import Path

from bot.wording import scopes
from sandbox.model import Message
from tests.stories.cast import MARIA, PRIYA
from tests.stories.reading import words
from tests.stories.stage import Stage, raised


async def privately(stage: Stage, title: str) -> None:
    """Priya reports it for few: it lives in a group message with the lead."""
    await stage.command(PRIYA, "")
    await stage.modal(PRIYA, "What went wrong?")
    await stage.fill(PRIYA, what_happened=title, who_may=["private"])
    await stage.submit(PRIYA)


async def test_the_lead_hears_which_permission_is_missing(
    tmp_path: Path, ready_sqlite_url: str
) -> None:
    async with raised(tmp_path, ready_sqlite_url) as stage:
        await stage.command(MARIA, "settings")
        await stage.modal(MARIA, "Settings")
        await stage.fill(MARIA, who_is_the=MARIA)
        await stage.submit(MARIA)
        await stage.private(MARIA, "settings")
        api = stage.sandbox.api
        whole = api.manifest
        api.manifest = replace(whole, scopes=whole.scopes - {"mpim:read"})
        await privately(stage, "We sent ACME the wrong invoice")
        told = await stage.dm(MARIA, scopes.missing(["mpim:read"]))
        assert "Until then messages that need it wait" in words(told)
        await stage.report(PRIYA, "Everything else goes on")
        await stage.kill_bot()
        await stage.start_bot()
        await privately(stage, "And another one")
        refused = stage.sandbox.slack.refusals
        await stage.eventually(lambda: len(refused) > 1, "Slack refuses again")
        await asyncio.sleep(1)
        again = [each for each in stage.dms(MARIA) if _is_told(each)]
        assert again == [told]
        assert not any(_is_told(each) for each in stage.dms(PRIYA))


def _is_told(message: Message) -> bool:
    return "missing" in words(message)
