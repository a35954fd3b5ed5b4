"""Odd input gets a clear, private answer that says what to do, and nothing is lost."""

import asyncio

from sandbox.faults import ApiFault
from tests.stories.cast import AMENDS, GENERAL, MARIA, MISTAKES, NOAH, PRIYA, SOFIA, TOM
from tests.stories.forms import fill_form
from tests.stories.reading import labels, words
from tests.stories.stage import Stage
from tests.stories.waiting import eventually

TYPED = (
    ("show 99", "99"),
    ("show", "/mistake show 12"),
    ("show abc", "/mistake show 12"),
    ("🔥🔥", "words"),
    (":fire: :fire:", "words"),
    ("lsit", "lsit"),
    ("help", "/mistake list"),
    ("list", "open"),
    ("mine", "nothing in hand"),
)


async def test_what_is_no_report_gets_a_private_answer_that_says_what_to_type(stage: Stage) -> None:
    for typed, answer in TYPED:
        told = await stage.answered(TOM, typed)
        assert answer in words(told), typed
    assert stage.cards(TOM, MISTAKES) == []


async def test_a_very_long_line_opens_whole(stage: Stage) -> None:
    text = "The wrong table. " + "It was oak, not ash, and far too big. " * 90 + "The end."
    thread = await stage.report(TOM, text)
    await thread.until_said("The end.")


async def test_a_first_word_is_a_command_only_where_the_rest_fits(stage: Stage) -> None:
    thread = await stage.report(TOM, "list of prices was wrong")
    assert "list of prices was wrong" in words(thread.card)


async def test_marked_up_text_pings_nobody_and_breaks_nothing(stage: Stage) -> None:
    nasty = "<!channel> @here & `code *bold _x_ \u202egnirts @channel <https://evil.example|bank>"
    thread = await stage.report(TOM, nasty)
    prompt = await thread.prompt("Own it")
    await thread.react(TOM, prompt, "fast_forward")
    await stage.press(TOM, await stage.private(TOM, "say why"), "Say why")
    await stage.modal(TOM, "Why was it skipped?")
    await stage.fill(TOM, why=nasty)
    await stage.submit(TOM)
    await eventually(
        lambda: "evil.example" in words(thread.find("Own it", open_prompt=False) or prompt),
        "the reason is shown",
    )
    pings = {ping.what for ping in stage.sandbox.slack.pings if not ping.what.startswith("<@U")}
    assert pings == set()
    assert stage.sandbox.slack.refusals == []


async def test_a_channel_without_the_bot_says_how_to_invite_it_and_offers_the_dm(
    stage: Stage,
) -> None:
    await stage.command(NOAH, "We gave the wrong opening hours", GENERAL)
    trouble = await stage.dm(NOAH, "/invite")
    await stage.sandbox.gestures.invite(MARIA, GENERAL, AMENDS)
    await stage.press(NOAH, trouble, "Try again")
    thread = await stage.new_thread(NOAH, GENERAL, set())
    await thread.prompt("Own it")


async def test_who_invites_the_bot_sees_that_the_trouble_is_over(stage: Stage) -> None:
    await stage.command(NOAH, "We gave the wrong opening hours", GENERAL)
    trouble = await stage.dm(NOAH, "/invite")
    await stage.sandbox.gestures.invite(MARIA, GENERAL, AMENDS)
    await stage.new_thread(NOAH, GENERAL, set())
    over = await stage.dm(NOAH, "is in <#C0GENERAL> again")
    assert (over.ts, labels(over)) == (trouble.ts, [])
    assert not [told for told in stage.dms(NOAH) if "/invite" in words(told)]


async def test_trying_again_too_early_says_nothing_that_is_not_so(stage: Stage) -> None:
    await stage.command(NOAH, "We gave the wrong opening hours", GENERAL)
    await stage.press(NOAH, await stage.dm(NOAH, "/invite"), "Try again")
    await eventually(
        lambda: len([m for m in stage.dms(NOAH) if "/invite" in words(m)]) == 2, "told"
    )
    await asyncio.sleep(0.5)
    assert not [told for told in stage.dms(NOAH) if "is in <#C0GENERAL> again" in words(told)]
    await stage.sandbox.gestures.invite(MARIA, GENERAL, AMENDS)
    await stage.new_thread(NOAH, GENERAL, set())
    await eventually(
        lambda: not [m for m in stage.dms(NOAH) if "/invite" in words(m) or labels(m)],
        "both say that it is over",
    )


async def test_or_it_carries_on_in_a_direct_message(stage: Stage) -> None:
    await stage.command(NOAH, "We gave the wrong opening hours", GENERAL)
    trouble = await stage.dm(NOAH, "/invite")
    await stage.press(NOAH, trouble, "Carry on in a direct message")
    await stage.dm(NOAH, "We gave the wrong opening hours")
    card = await eventually(
        lambda: next((dm for dm in stage.dms(NOAH) if "Close…" in labels(dm)), None), "the card"
    )
    slack = stage.sandbox.slack
    await eventually(
        lambda: len(slack.thread(card.channel, card.ts, NOAH)) > 1, "the first prompt under it"
    )
    await eventually(lambda: not labels(stage.dms(NOAH)[0]), "the question is settled")
    assert "again" not in words(stage.dms(NOAH)[0])


async def test_deleted_prompts_and_cards_come_back(stage: Stage) -> None:
    thread = await stage.report(TOM, "The table arrived with three legs")
    prompt = await thread.prompt("Own it")
    await stage.sandbox.gestures.delete(MARIA, MISTAKES, prompt.ts)
    again = await eventually(
        lambda: (
            (found := thread.find("Own it", open_prompt=True)) and found.ts != prompt.ts and found
        ),
        "the prompt comes back",
    )
    assert again
    before = {thread.ts}
    await stage.sandbox.gestures.delete(MARIA, MISTAKES, thread.ts)
    anew = await stage.new_thread(TOM, MISTAKES, before)
    await anew.prompt("Own it")


async def test_a_prompt_deleted_before_slack_has_confirmed_it_comes_back(stage: Stage) -> None:
    late = ApiFault("chat.postMessage", "delay", count=2, seconds=1)  # the card, the first prompt
    stage.sandbox.faults.waiting.append(late)
    thread = await stage.report(TOM, "The table arrived with three legs")
    prompt = await thread.prompt("Own it")
    await stage.sandbox.gestures.delete(MARIA, MISTAKES, prompt.ts)
    await thread.prompt("Own it")


async def test_a_bot_taken_out_of_the_channel_says_so_and_loses_nothing(stage: Stage) -> None:
    thread = await stage.report(TOM, "The table arrived with three legs")
    prompt = await thread.prompt("Own it")
    await stage.press(TOM, prompt, "Skip…")
    await stage.modal(TOM, "Skip this step?")
    await stage.fill(TOM, why="They know")
    await stage.sandbox.gestures.remove(MARIA, MISTAKES, AMENDS)
    await stage.submit(TOM)
    trouble = await stage.dm(TOM, "/invite")
    await stage.sandbox.gestures.invite(MARIA, MISTAKES, AMENDS)
    await stage.press(TOM, trouble, "Try again")
    await thread.settled("Own it")
    await thread.prompt("Apologise")


async def test_an_archived_channel_is_told_to_the_owner(stage: Stage) -> None:
    await stage.report(PRIYA, "We sent ACME the wrong invoice")
    await stage.sandbox.gestures.archive(MARIA, MISTAKES)
    await stage.dm(PRIYA, "archived")
    refusals = stage.sandbox.slack.refusals
    await stage.command(PRIYA, "promise 1 call by tomorrow noon", GENERAL)
    await eventually(lambda: refusals, "Slack refuses what belongs there")
    await asyncio.sleep(1)
    assert len([each for each in stage.dms(PRIYA) if "Nothing is lost" in words(each)]) == 1


async def test_two_people_press_done_at_once(stage: Stage) -> None:
    thread = await stage.report(TOM, "The table arrived with three legs")
    for step in ("Own it", "Apologise", "Explain"):
        await thread.react(TOM, await thread.prompt(step), "fast_forward")
        await thread.settled(step)
    prompt = await thread.prompt("Put it right")
    await asyncio.gather(stage.press(TOM, prompt, "Done"), stage.press(SOFIA, prompt, "Done"))
    await thread.prompt("Make it up")
    made = [m for m in thread.replies() if words(m).startswith("*Make it up*")]
    assert len(made) == 1
    await eventually(
        lambda: [
            message
            for user in (TOM, SOFIA)
            for message in stage.sandbox.slack.visible(MISTAKES, user)
            if message.only_for and "marked *Put it right* as done" in words(message)
        ],
        "the slower one is told",
    )


async def test_gestures_on_a_closed_incident_change_nothing(stage: Stage) -> None:
    thread = await stage.report(PRIYA, "We sent ACME the wrong invoice")
    prompt = await thread.prompt("Own it")
    await stage.press(SOFIA, prompt, "Done")
    await stage.modal(SOFIA, "Own it")
    await stage.press(PRIYA, thread.card, "Close…")
    await stage.modal(PRIYA, "Close #1")
    await stage.fill(PRIYA, why_close="Not ours")
    await stage.submit(PRIYA)
    await thread.until_card("Not ours")
    await stage.fill(SOFIA, who_told=MARIA, how="phone")
    await stage.submit(SOFIA)
    view = stage.sandbox.slack.view_of(SOFIA)
    assert view is not None and any("closed" in error for error in view.errors.values())
    await thread.react(TOM, prompt, "fast_forward")
    await stage.private(TOM, "is closed")


async def test_only_the_person_concerned_sees_private_things(stage: Stage) -> None:
    await stage.command(TOM, "show 99")
    await stage.private(TOM, "99")
    slack = stage.sandbox.slack
    assert not [m for m in slack.visible(MISTAKES, SOFIA) if m.only_for]
    await stage.command(TOM, "")
    await stage.modal(TOM, "What went wrong?")
    assert slack.view_of(SOFIA) is None


async def test_a_private_incident_stays_among_its_people(stage: Stage) -> None:
    await stage.command(PRIYA, "")
    await stage.modal(PRIYA, "What went wrong?")
    await stage.fill(PRIYA, what_happened="A medical note went to the wrong person")
    await stage.fill(PRIYA, who_may=["private"], who_is_the_owner=SOFIA)
    await stage.submit(PRIYA)
    slack = stage.sandbox.slack
    await eventually(
        lambda: [
            message
            for channel in slack.channels_of(PRIYA)
            if channel.kind == "mpim"
            for message in slack.messages(channel.id, SOFIA)
        ],
        "a group message with the card",
    )
    await stage.command(TOM, "show 1")
    await stage.private(TOM, "can’t find #1")
    await stage.command(TOM, "list")
    await stage.private(TOM, "open")
    for message in slack.visible(MISTAKES, TOM):
        assert "medical" not in words(message)


async def test_help_by_mention_and_by_direct_message(stage: Stage) -> None:
    await stage.sandbox.gestures.say(TOM, MISTAKES, "@amends help")
    await stage.private(TOM, "/mistake list")
    channel = await stage.sandbox.gestures.open_dm(SOFIA, AMENDS)
    await stage.sandbox.gestures.say(SOFIA, channel, "help")
    await stage.dm(SOFIA, "/mistake list")


async def test_settings_are_for_admins_and_the_lead(stage: Stage) -> None:
    await stage.command(TOM, "settings")
    view = await stage.modal(TOM, "Settings")
    await eventually(lambda: not view.view.get("submit"), "nothing to save")
    await stage.command(MARIA, "settings")
    await stage.modal(MARIA, "Settings")
    await stage.fill(MARIA, where_do="C0DELIVER")
    await stage.submit(MARIA)
    await stage.private(MARIA, "settings")
    await stage.command(TOM, "The wrong lamp was delivered")
    link = await stage.private(TOM, "#1")
    assert link
    await eventually(lambda: stage.cards(TOM, "C0DELIVER"), "the card in the incident channel")
    await stage.private(TOM, "/archives/")


async def test_a_form_sent_twice_opens_one(stage: Stage) -> None:
    await stage.command(TOM, "")
    await stage.modal(TOM, "What went wrong?")
    await stage.fill(TOM, what_happened="Wrong lamp")
    stage.sandbox.delivery.double = True
    await stage.submit(TOM)
    await stage.new_thread(TOM, MISTAKES, set())
    # The card of a second one would come later: one message a second. It would be known at once.
    assert "can’t find #2" in words(await stage.answered(TOM, "show 2"))


async def test_messages_elsewhere_are_not_touched(stage: Stage) -> None:
    ts = await stage.sandbox.gestures.say(TOM, MISTAKES, "Good morning everyone")
    await stage.sandbox.gestures.react(SOFIA, MISTAKES, ts, "white_check_mark")
    await stage.sandbox.gestures.react(SOFIA, MISTAKES, ts, "pushpin")
    await stage.sandbox.gestures.say(PRIYA, MISTAKES, "And to you", ts)
    await asyncio.sleep(0.5)
    bots = [m for m in stage.sandbox.slack.history(MISTAKES) if m.user == AMENDS]
    assert bots == []


async def test_only_who_fills_sees_the_form_kept_after_a_fault(stage: Stage) -> None:
    thread = await stage.report(TOM, "The table arrived with three legs")
    prompt = await thread.prompt("Own it")
    await stage.press(TOM, prompt, "Done")
    await fill_form(stage, TOM, "Own it")
    await thread.settled("Own it")
    await stage.choose(TOM, await thread.settled("Own it"), "See or correct what was recorded")
    view = await stage.modal(TOM, "Own it")
    assert "phone" in str(view.values)
