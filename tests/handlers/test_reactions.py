"""Reactions on prompts and on messages of a thread."""

from dataclasses import replace

import pytest

from bot.commands import MarkMessage, UnmarkMessage
from bot.incident import Home
from bot.people import Person
from bot.playbook import StepStatus
from tests.handlers.office import BOT, MARIA, MISTAKES, PRIYA, TOM, Office

OWN_IT = "prompt:own_it"
PUT_IT_RIGHT = "prompt:put_it_right"
SKIP = "black_right_pointing_double_triangle_with_vertical_bar"


async def at_put_it_right(office: Office) -> None:
    await office.opened()
    await office.settle_up_to("put_it_right")


@pytest.mark.parametrize("name", ["white_check_mark", "white_check_mark::skin-tone-3"])
async def test_done_and_taken_back(office: Office, name: str) -> None:
    await at_put_it_right(office)
    await office.react(TOM, PUT_IT_RIGHT, name)
    assert office.incident().state("put_it_right").settled_by == TOM
    assert office.private(TOM) == []
    await office.react(TOM, PUT_IT_RIGHT, name, off=True)
    assert not office.incident().settled("put_it_right")


async def test_done_on_a_step_with_a_form_offers_it_privately(office: Office) -> None:
    await office.opened()
    await office.react(TOM, OWN_IT, "white_check_mark")
    assert not office.incident().settled("own_it")
    assert office.private(TOM)[-1].thread_ts == office.incident().home.thread_ts
    assert office.private(MARIA) == []
    await office.press_private(TOM, "step.fill_in")
    assert office.title(TOM) == "Own it"


async def test_put_on_and_off_at_once_and_delivered_the_other_way_round(office: Office) -> None:
    await at_put_it_right(office)
    delivery = office.sandbox.delivery
    delivery.hold()
    await office.react(TOM, PUT_IT_RIGHT, "white_check_mark")
    await office.react(TOM, PUT_IT_RIGHT, "white_check_mark", off=True)
    await office.react(MARIA, PUT_IT_RIGHT, "hand")
    delivery.release("reversed")
    await office.settle()
    assert not office.incident().settled("put_it_right")
    assert office.incident().state("put_it_right").taken_by == MARIA
    assert office.private(TOM) == []


@pytest.mark.parametrize("name", ["raised_hand", "hand", "raised_hand::skin-tone-5"])
async def test_taken(office: Office, name: str) -> None:
    await office.opened()
    await office.react(TOM, OWN_IT, name)
    assert office.incident().state("own_it").taken_by == TOM


@pytest.mark.parametrize("name", [SKIP, "fast_forward", "next_track_button"])
async def test_skipped_and_asked_why(office: Office, name: str) -> None:
    await office.opened()
    await office.react(TOM, OWN_IT, name)
    assert office.incident().state("own_it").status is StepStatus.SKIPPED
    assert "why" in office.said(TOM)


async def test_on_an_old_prompt_it_is_harmless_and_explained(office: Office) -> None:
    await at_put_it_right(office)
    await office.react(TOM, PUT_IT_RIGHT, "white_check_mark")
    await office.deliver()
    await office.react(MARIA, PUT_IT_RIGHT, "white_check_mark")
    assert office.incident().state("put_it_right").settled_by == TOM
    assert "Put it right" in office.said(MARIA)


async def test_other_reactions_and_other_messages_are_not_touched(office: Office) -> None:
    await office.opened()
    await office.react(TOM, OWN_IT, "tada")
    ts = await office.sandbox.gestures.say(TOM, MISTAKES, "Lunch?")
    await office.sandbox.gestures.react(MARIA, MISTAKES, ts, "white_check_mark")
    await office.sandbox.gestures.react(MARIA, MISTAKES, ts, "pushpin")
    await office.settle()
    assert len(office.desk.commands) == 1
    assert office.private(TOM) == office.private(MARIA) == []


@pytest.mark.parametrize(
    ("name", "why"), [("white_check_mark", "in the thread"), ("pushpin", "for what people say")]
)
async def test_a_reaction_that_means_nothing_there_is_explained(
    office: Office, name: str, why: str
) -> None:
    await office.opened()
    await office.react(TOM, "card", name)
    await office.settle()
    assert len(office.desk.commands) == 1
    assert why in office.said(TOM)


@pytest.mark.parametrize(("name", "as_words"), [("pushpin", False), ("mega", True)])
async def test_a_message_of_the_thread_is_marked(office: Office, name: str, as_words: bool) -> None:
    incident = await office.opened()
    gestures = office.sandbox.gestures
    ts = await gestures.say(TOM, MISTAKES, "I rang them", incident.home.thread_ts)
    await office.settle()
    await gestures.react(MARIA, MISTAKES, ts, name)
    await office.settle()
    marked = office.desk.commands[-1]
    assert isinstance(marked, MarkMessage)
    assert (marked.by, marked.author, marked.as_words) == (MARIA, TOM, as_words)
    assert office.private(MARIA)
    await gestures.unreact(MARIA, MISTAKES, ts, name)
    await office.settle()
    assert isinstance(office.desk.commands[-1], UnmarkMessage)


async def test_who_may_not_see_it_and_bots_do_nothing(office: Office) -> None:
    await office.opened()
    office.desk.incidents[1] = replace(office.incident(), private=True, home=Home("C0LEADERS"))
    await office.react(TOM, OWN_IT, "hand")
    office.directory.known[PRIYA] = Person(PRIYA, is_bot=True)
    await office.react(PRIYA, OWN_IT, "hand")
    card = office.at(1, "card")
    assert card
    assert office.incident().state("own_it").taken_by is None
    assert office.private(TOM) == []


async def test_the_bots_own_reactions_mean_nothing(office: Office) -> None:
    await office.opened()
    prompt = office.at(1, OWN_IT)
    assert prompt
    message = office.sandbox.slack.message(prompt.channel, prompt.ts)
    assert message
    office.sandbox.slack.react(message, BOT, "hand", add=True)
    await office.settle()
    assert office.incident().state("own_it").taken_by is None


async def test_a_doubled_reaction_counts_once(office: Office) -> None:
    await at_put_it_right(office)
    office.sandbox.delivery.double = 1
    before = len(office.desk.commands)
    await office.react(TOM, PUT_IT_RIGHT, "white_check_mark")
    assert len(office.desk.commands) == before + 1
    assert office.private(TOM) == []
