"""What nobody foresaw, outsiders, and what goes on in the background."""

import asyncio
from datetime import timedelta

import pytest

from handlers.deps import TaskSet
from handlers.logs import outline
from tests.handlers.office import MARIA, MISTAKES, PRIYA, TOM, Office
from tests.phrases import WHOLE

WORDS = "what a customer wrote"


async def test_a_press_that_fails_is_explained_with_a_reference(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await office.opened()
    office.desk.broken = RuntimeError("secret")
    await office.press(TOM, "prompt:own_it", "step.take")
    assert office.said(TOM).split("`")[1] in caplog.text
    assert "secret" not in caplog.text


async def test_a_form_that_fails_keeps_the_words(office: Office) -> None:
    await office.opened()
    await office.press(TOM, "card", "incident.tell")
    await office.fill(TOM, words=WHOLE)
    office.desk.broken = RuntimeError("secret")
    await office.submit(TOM)
    assert "words" in office.errors(TOM)
    office.desk.broken = None
    await office.submit(TOM)
    assert office.form(TOM) is None
    assert office.incident().next_update_at == office.clock.now + timedelta(days=1)


async def test_an_event_that_fails_is_delivered_again(office: Office) -> None:
    await office.opened()
    office.desk.broken = RuntimeError("secret")
    prompt = office.at(1, "prompt:own_it")
    assert prompt
    await office.sandbox.gestures.react(TOM, prompt.channel, prompt.ts, "hand")
    await asyncio.sleep(0.03)
    office.desk.broken = None
    await asyncio.sleep(0.3)
    await office.settle()
    assert office.incident().state("own_it").taken_by == TOM


async def test_people_of_other_companies_are_not_heard(office: Office) -> None:
    await office.opened()
    office.sandbox.slack.users[TOM].team_id = "T0OTHERS"
    await office.press(TOM, "prompt:own_it", "step.take")
    await office.sandbox.gestures.say(TOM, MISTAKES, "@amends help")
    await office.settle()
    assert office.incident().state("own_it").taken_by is None
    assert office.private(TOM) == []
    assert TOM not in office.directory.known


async def test_background_work_is_waited_for_and_its_errors_are_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    tasks, done = TaskSet(), list[str]()

    async def good() -> None:
        await asyncio.sleep(0.01)
        done.append("good")

    async def bad() -> None:
        raise ValueError(WORDS)

    async def endless() -> None:
        await asyncio.sleep(60)

    await tasks.close(1)
    tasks.spawn(good(), "good")
    tasks.spawn(bad(), "bad")
    tasks.spawn(endless(), "endless")
    await tasks.close(0.1)
    assert done == ["good"]
    assert "bad failed" in caplog.text
    assert WORDS not in caplog.text
    assert await tasks.wait(1) == set()


def test_an_outline_names_every_error_in_the_chain() -> None:
    try:
        try:
            raise KeyError("secret")
        except KeyError as error:
            raise ValueError("secret") from error
    except ValueError as error:
        told = outline(error)
    assert "ValueError" in told and "KeyError" in told
    assert "test_an_outline" in told


async def test_two_windows_of_two_people_do_not_meet(office: Office) -> None:
    await office.opened()
    await office.press(TOM, "card", "incident.tell")
    await office.press(MARIA, "card", "incident.hand_over")
    assert office.title(TOM) == "Update the customer"
    assert office.title(MARIA) == "Hand over"
    assert office.form(PRIYA) is None
