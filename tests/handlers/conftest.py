"""An office of this test's own, in which Slack refuses nothing and no channel is ever pinged."""

from collections.abc import AsyncIterator

import pytest

from tests.handlers.office import Office, open_office


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as opened:
        yield opened
        assert opened.sandbox.slack.refusals == []
        assert [
            ping for ping in opened.sandbox.slack.pings if not ping.what.startswith("<@U0")
        ] == []
