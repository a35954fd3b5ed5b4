"""Two people send the same form in the same moment."""

import asyncio

from tests.stories.cast import MARIA, MISTAKES, PRIYA, TOM
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


async def opening(stage: Stage, user: str, text: str) -> None:
    """The form that opens one, filled in."""
    await stage.command(user, "")
    await stage.modal(user, "What went wrong?")
    await stage.fill(user, what_happened=text)


async def test_who_reports_the_same_a_moment_later_hears_of_the_first(stage: Stage) -> None:
    for user in BOTH:
        await opening(stage, user, "The table was delivered with three legs")
    await asyncio.gather(*map(stage.submit, BOTH))
    assert [stage.sandbox.slack.view_of(user) for user in BOTH] == [None, None]
    thanks = {user: words(await stage.private(user, "Thank you")) for user in BOTH}
    second = next(user for user in BOTH if "#2" in thanks[user])
    first = PRIYA if second is TOM else TOM
    assert "#1" in thanks[first]
    found = words(await stage.private(second, "*Before you start on #2"))
    assert "#1" in found
    assert "still open" in found
    await stage.eventually(lambda: len(stage.cards(TOM, MISTAKES)) == 2 or None, "two cards")


async def test_sent_again_after_the_answer_was_lost_one_is_open(stage: Stage) -> None:
    await opening(stage, TOM, "Wrong lamp")
    stage.sandbox.delivery.silent = 1
    await stage.submit(TOM)
    await stage.modal(TOM, "What went wrong?")
    await stage.fill(TOM, what_happened="Wrong lamp, and no bulb")
    await stage.submit(TOM)
    told = words(await stage.modal(TOM, "Amends"))
    assert "open already" in told
    assert "Wrong lamp, and no bulb" in told
    assert "can’t find #2" in words(await stage.answered(TOM, "show 2"))


async def test_a_form_sent_again_counts_once_and_gives_back_what_was_changed(stage: Stage) -> None:
    thread = await stage.report(TOM, "The lamp came without a bulb")
    await stage.press(TOM, thread.card, "Hand over")
    await stage.modal(TOM, "Hand over")
    await stage.fill(TOM, who_is_the_owner=PRIYA)
    stage.sandbox.delivery.silent = 1
    await stage.submit(TOM)
    await stage.modal(TOM, "Hand over")
    await stage.fill(TOM, who_is_the_owner=MARIA)
    await stage.submit(TOM)
    told = words(await stage.modal(TOM, "Amends"))
    assert "arrived the first time" in told
    assert f"<@{MARIA}>" in told
    await stage.private(TOM, f"<@{PRIYA}>")
    await stage.eventually(
        lambda: f"<@{PRIYA}>" in words(thread.card) or None, "the card names Priya"
    )
