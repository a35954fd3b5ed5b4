"""The words of a marked message are fetched from Slack, which may list it a little later."""

from collections.abc import AsyncIterator

import pytest

from bot.ports import ParcelKind
from handlers.sender import LOOKS
from tests.handlers.post_office import MISTAKES, PostOffice, open_post_office
from tests.stories.waiting import eventually

PRIYA, TOM = "U0PRIYA00", "U0TOM0000"


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    async with open_post_office() as opened:
        yield opened


async def test_a_pinned_messages_words_are_fetched(office: PostOffice) -> None:
    gestures = office.sandbox.gestures
    top = await gestures.say(TOM, MISTAKES, "The start")
    ts = await gestures.say(PRIYA, MISTAKES, "Call @tom & <them> at https://a.example/x", top)
    about = {"kind": "pinned", "channel": MISTAKES, "ts": ts}
    row = await office.until(office.put(ParcelKind.FETCH_WORDS, "words:1", payload=about))
    assert row.words == "Call @Tom & <them> at https://a.example/x"
    gone = {**about, "ts": "1600000000.000100"}
    empty = await office.until(office.put(ParcelKind.FETCH_WORDS, "words:2", payload=gone))
    assert empty.words == ""
    assert len(empty.tries) == LOOKS


async def test_words_that_slack_lists_a_little_later_are_fetched_then(office: PostOffice) -> None:
    gestures, faults = office.sandbox.gestures, office.sandbox.faults
    top = await gestures.say(TOM, MISTAKES, "The start")
    ts = await gestures.say(PRIYA, MISTAKES, "We rang them", top)
    faults.history_lags = 600.0
    about = {"kind": "pinned", "channel": MISTAKES, "ts": ts}
    row = office.put(ParcelKind.FETCH_WORDS, "words:1", payload=about)
    assert await eventually(lambda: row.tries, "it is looked for") == ["not listed"]
    faults.history_lags = 0.0
    await office.until(row)
    assert row.words == "We rang them"
