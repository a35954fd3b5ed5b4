"""How things stand, and how they went: App Home, insights and an export, also after a crash."""

import asyncio
from typing import Any

import aiohttp

from tests.stories.cast import MARIA, TOM
from tests.stories.reading import labels, words
from tests.stories.stage import Stage
from tests.stories.waiting import eventually


def home(stage: Stage, user: str) -> str:
    """What stands on that person's Home."""
    view = stage.sandbox.slack.home_of(user)
    return "\n".join(_texts(view.view["blocks"])) if view else ""


def _texts(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["text"]] if isinstance(part.get("text"), str) else []
        return own + [each for value in part.values() for each in _texts(value)]
    return [each for value in part for each in _texts(value)] if isinstance(part, list) else []


def files(stage: Stage, user: str) -> dict[str, str]:
    """Names and addresses of the files in direct messages with that person."""
    return {file["name"]: file["url_private"] for told in stage.dms(user) for file in told.files}


async def test_home_follows_insights_count_and_exports_leave_the_talk_out(stage: Stage) -> None:
    clock = asyncio.get_running_loop().time
    await stage.sandbox.gestures.open_home(TOM)
    await eventually(lambda: "Nothing is open" in home(stage, TOM), "an empty Home")
    thread = await stage.report(MARIA, "Dave sent ACME the wrong invoice")
    begun = clock()
    await eventually(lambda: "the wrong invoice" in home(stage, TOM), "the mistake on Tom’s Home")
    assert clock() - begun < 2

    await stage.press(TOM, await thread.prompt("Own it"), "I'll take it")
    await eventually(lambda: "*Own it*" in home(stage, TOM), "the step among what waits for Tom")
    assert home(stage, TOM).index("*Own it*") < home(stage, TOM).index("Open mistakes")

    await stage.kill_bot()
    await stage.start_bot()
    await stage.press(TOM, await thread.prompt("Own it"), "Done")
    await stage.modal(TOM, "Own it")
    await stage.fill(TOM, How="phone", What_was_said="This was us, and we are sorry.")
    await stage.submit(TOM)
    await eventually(lambda: "*Own it*" not in home(stage, TOM), "Tom’s Home after a restart")

    await stage.command(TOM, "insights 90d")
    figures = await stage.private(TOM, "Insights: the last 90 days")
    assert "One mistake was reported" in words(figures)
    assert "a story, not a trend" in words(figures)
    await stage.command(TOM, "export 1")
    await eventually(lambda: len(files(stage, TOM)) == 3, "a picture and two documents", 30)
    found = files(stage, TOM)
    async with aiohttp.ClientSession() as session:
        documents = {
            name: await (await session.get(address)).read() for name, address in found.items()
        }
    assert documents["insights.png"].startswith(b"\x89PNG")
    assert b"Dave sent ACME" in documents["mistake-1-full.md"]
    assert b"This was us, and we are sorry." in documents["mistake-1-customer.md"]
    assert b"Dave" not in documents["mistake-1-customer.md"]
    assert labels(await stage.answered(TOM, "insights forever")) == ["Open it as a mistake"]
    assert stage.sandbox.slack.refusals == []
