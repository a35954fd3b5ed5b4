"""Slack Connect: where another company reads along, the bot says nothing."""

import asyncio

from sandbox.model import User
from sandbox.sharing import share
from tests.stories.cast import AMENDS, GENERAL, MISTAKES, PRIYA, TOM
from tests.stories.reading import words
from tests.stories.stage import Stage
from tests.stories.waiting import eventually

GUEST = User("U0GUEST00", "guest", "A Guest", "Etc/UTC", team_id="T0OTHER00")


def written_there(stage: Stage) -> list[tuple[str, str]]:
    """All that the bot has in the channel, as anybody in it can read it now."""
    seen = stage.sandbox.slack.history(MISTAKES)
    return [(each.ts, words(each)) for each in seen if each.user == AMENDS]


async def test_a_shared_channel_is_left_alone_and_the_owner_is_told_how_to_go_on(
    stage: Stage,
) -> None:
    slack = stage.sandbox.slack
    first = await stage.report(PRIYA, "We sent ACME the wrong invoice")
    prompt = await first.prompt("Own it")
    second = await stage.report(TOM, "The wrong table was delivered")
    await second.prompt("Own it")

    slack.users[GUEST.id] = GUEST
    slack.channels[MISTAKES].members.append(GUEST.id)
    share(slack, slack.channels[MISTAKES], shared=True)
    told = await stage.dm(PRIYA, "shared with another company")
    before = written_there(stage)

    await first.react(GUEST.id, prompt, "hand")
    await stage.press(GUEST.id, prompt, "I'll take it")
    await stage.press(TOM, prompt, "I'll take it")
    await stage.private(TOM, "nothing has changed")
    await stage.command(PRIYA, "A third one, typed where they read along")
    await stage.private(PRIYA, "its card does not come there")
    await stage.dm(PRIYA, "A third one")
    assert written_there(stage) == before
    assert stage.privately(GUEST.id) == stage.dms(GUEST.id) == []

    stopped = [each for each in stage.dms(PRIYA) if "stopped there" in words(each)]
    assert ["wrong invoice" in words(each) for each in stopped] == [True, False], "once each"

    await stage.press(PRIYA, told, "Carry on in a direct message")
    await eventually(
        lambda: any("*Own it*" in words(each) for each in slack.visible(told.channel, PRIYA)),
        "its next step is asked for there",
    )
    share(slack, slack.channels[MISTAKES], shared=False)
    await eventually(lambda: len(stage.cards(TOM, MISTAKES)) == 3, "the third has its card")
    await second.react(TOM, await second.prompt("Own it"), "hand")
    await second.until_card(TOM)


async def test_where_only_one_message_finds_it_out_every_owner_there_is_told(stage: Stage) -> None:
    first = await stage.report(PRIYA, "We sent ACME the wrong invoice")
    await first.prompt("Own it")
    second = await stage.report(TOM, "The wrong table was delivered")
    await second.prompt("Own it")
    await stage.stop_bot()
    stage.sandbox.slack.channels[MISTAKES].is_ext_shared = True  # while nobody was there to hear it
    before = written_there(stage)
    await stage.start_bot()

    await stage.command(PRIYA, "promise 1 refund by Friday noon", GENERAL)
    await stage.dm(PRIYA, "shared with another company")
    await stage.dm(TOM, "shared with another company")

    await stage.sandbox.gestures.say(TOM, MISTAKES, "Good morning")
    await stage.command(TOM, "promise 2 a new table by Friday noon", GENERAL)
    await stage.private(TOM, "Noted", GENERAL)
    await asyncio.sleep(1)  # for what should not come
    for user in (PRIYA, TOM):
        stopped = [each for each in stage.dms(user) if "stopped there" in words(each)]
        assert len(stopped) == 1, "once each"
    assert written_there(stage) == before
