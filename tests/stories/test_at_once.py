"""Two people send the same form in the same moment."""

import asyncio

from tests.stories.cast import PRIYA, TOM
from tests.stories.reading import words
from tests.stories.stage import Stage
from tests.stories.thread import Thread

BOTH = {PRIYA: "Priya", TOM: "Tom"}
ROUNDS = 6


async def details(stage: Stage, thread: Thread, user: str) -> str:
    """Open **Add details**; what its fields say."""
    await stage.press(user, thread.card, "Add details")
    return str((await stage.modal(user, "Add details")).values)


def thanked(stage: Stage, user: str) -> int:
    """How often they heard that what they sent is kept."""
    return sum("the card is up to date" in words(each) for each in stage.privately(user))


async def test_details_of_two_people_are_all_kept(stage: Stage) -> None:
    thread = await stage.report(PRIYA, "The table was delivered with three legs")
    for number in range(ROUNDS):
        for user in BOTH:
            await details(stage, thread, user)
        await stage.fill(PRIYA, what_did=f"{number} legs too few")
        await stage.fill(TOM, which_customers=f"Customer {number}")
        await asyncio.gather(*map(stage.submit, BOTH))
        assert [stage.sandbox.slack.view_of(user) for user in BOTH] == [None, None]
        kept = await details(stage, thread, PRIYA)
        assert f"{number} legs too few" in kept
        assert f"Customer {number}" in kept
        await stage.sandbox.gestures.close_view(PRIYA)
    await stage.eventually(
        lambda: [thanked(stage, user) for user in BOTH] == [ROUNDS] * 2 or None,
        "each is told each time",
    )


async def test_of_two_who_change_one_field_the_second_keeps_the_words(stage: Stage) -> None:
    thread = await stage.report(PRIYA, "The table was delivered with three legs")
    for user, name in BOTH.items():
        await details(stage, thread, user)
        await stage.fill(user, what_did=f"What {name} heard")
    await asyncio.gather(*map(stage.submit, BOTH))
    views = {user: stage.sandbox.slack.view_of(user) for user in BOTH}
    [(second, view)] = [(user, view) for user, view in views.items() if view]
    first = PRIYA if second is TOM else TOM
    [said] = view.errors.values()
    assert said.startswith(BOTH[first])
    assert f"has changed this meanwhile (it says “What {BOTH[first]} heard” now)" in said
    assert f"What {BOTH[second]} heard" in str(view.values)
    assert f"What {BOTH[first]} heard" in await details(stage, thread, first)
