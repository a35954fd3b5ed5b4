"""A message that stands in Slack twice: what is done with either counts."""

import asyncio

from tests.faults.deeds import react
from tests.faults.place import Place, until
from tests.faults.processes import running
from tests.stories.cast import PRIYA, TOM


async def test_a_reaction_on_a_prompt_that_was_posted_twice(place: Place) -> None:
    """The answer to the post is lost, and Slack's history is late: people react to the one we never
    heard of as well."""
    async with running(place):
        await place.opened(PRIYA)
        await place.settle()
        [first] = place.prompts()
        place.sandbox.faults.history_lags = 600.0
        place.fault("chat.postMessage", "lost_reply")
        await react(place, TOM, first, "fast_forward")
        await until(lambda: len(place.prompts()) == 3 and first not in place.prompts(), "three", 20)
        place.sandbox.faults.history_lags = 0.0
        unknown = place.prompts()[0]
        await place.settle()
        await react(place, TOM, unknown, "hand")
        [incident] = place.kept().incidents

        def taken() -> bool:
            return place.kept().incidents[incident].responsible("keep_them_posted") == TOM

        await place.sandbox.delivery.settled()
        for _ in range(20):
            if taken():
                break
            await asyncio.sleep(1)
        assert taken(), "Tom has it"
        await until(lambda: not place.sandbox.delivery.undelivered, "all is delivered", 20)
        await place.settle()
    place.check(surplus=1)
