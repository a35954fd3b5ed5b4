"""Finding, looking back, and the debrief, through the listeners."""

import pytest

from bot.change import replace
from bot.commands import MoveStep
from bot.incident import Status
from bot.learned import Asked, Learned, Said
from bot.playbook import Gesture, StepStatus
from bot.wording import debrief as words
from handlers import ids
from handlers.parse import Place
from handlers.views import debrief as views
from handlers.whisper import whisper
from tests.handlers.office import MARIA, MISTAKES, NOAH, PRIYA, TEAM, TOM, Office, everything


async def closed(office: Office) -> None:
    """An incident that was closed over everything."""
    await office.opened()
    await office.close_anyway()
    await office.deliver()


async def test_what_was_opened_before_is_shown_to_whoever_opens_the_like(office: Office) -> None:
    await office.type(PRIYA, "We sent ACME the wrong invoice")
    assert len(office.private(PRIYA)) == 1
    await office.type(TOM, "ACME got a wrong invoice again")
    told = office.said(TOM)
    for part in ("happened before", "#1 We sent ACME", "the same words (acme, wrong, invoice)"):
        assert part in told
    assert len(office.private(PRIYA)) == 1
    await office.press_private(TOM, "incident.show")
    assert "#1 We sent ACME" in office.said(TOM)


async def test_by_the_form_too_and_what_is_private_stays_so(office: Office) -> None:
    await office.type(PRIYA, "")
    await office.fill(PRIYA, what="The wrong dose was given", private=["private"])
    await office.submit(PRIYA)
    await office.type(TOM, "Wrong dose given in room 4")
    assert "happened before" not in office.said(TOM)
    await office.type(PRIYA, "")
    await office.fill(PRIYA, what="A wrong dose was given")
    await office.submit(PRIYA)
    told = [everything(each.blocks) for each in office.private(PRIYA)]
    assert [("#1 The wrong dose" in each, "#2 Wrong dose" in each) for each in told] == [
        (False, False),
        (False, False),
        (True, True),
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("find wrong invoices", "*One mistake* with"),
        ("find #1", "*One mistake* with"),
        ("find 🙃", "Tell me what to look for"),
        ("find", "Tell me what to look for"),
        ("find %", "Tell me what to look for"),
        ("find \"' OR 1=1; --", "I found nothing with"),
        (f"find {'x' * 500}", "I found nothing with"),
        ("find <!channel> @here", "I found nothing with"),
    ],
)
async def test_whatever_is_looked_for_gets_an_answer(office: Office, typed: str, said: str) -> None:
    await office.type(PRIYA, "We sent ACME the wrong invoice")
    await office.type(TOM, typed)
    assert said in office.said(TOM)
    assert list(office.desk.incidents) == [1]


async def test_what_was_meant_as_a_report_can_be_opened(office: Office) -> None:
    await office.type(PRIYA, "find out why the order was lost")
    await office.press_private(PRIYA, "answer.open_text")
    assert office.incident().title == "find out why the order was lost"


async def test_pages_turn(office: Office) -> None:
    for number in range(21):
        await office.type(PRIYA, f"The invoice of customer{number}x was wrong")
    await office.type(TOM, "find invoice")
    assert "*21 mistakes*" in office.said(TOM)
    assert "1 to 20" in office.said(TOM)
    await office.press_private(TOM, "find.page")
    assert "21 to 21" in office.said(TOM)
    office.desk.incidents = dict(list(office.desk.incidents.items())[:3])
    await office.press_private(TOM, "find.page")
    assert "*3 mistakes*" in office.said(TOM)


async def ask(office: Office, user: str) -> None:
    """Put the private question where that person presses its button."""
    incident = office.incident()
    office.library.stands[incident.id, user] = Asked.WAITING
    place = Place(MISTAKES)
    question = views.question(incident, Learned(asked=Asked.WAITING), posted=False)
    assert question
    await whisper(office.deps, user, place, question)
    await office.settle()


@pytest.mark.principle("P17")
@pytest.mark.principle("P21")
async def test_the_private_question_is_answered_once_and_without_a_name(office: Office) -> None:
    await office.opened()
    await ask(office, TOM)
    await office.press_private(TOM, "debrief.answer")
    assert office.title(TOM) == "For the debrief"
    await office.submit(TOM)
    assert office.errors(TOM) == {"possible": words.ONE_OF_THE_TWO}
    await office.fill(TOM, possible="Labels are printed early", better="")
    await office.submit(TOM)
    assert office.library.answers == [(1, Said("Labels are printed early", ""))]
    assert TOM not in repr(office.library.answers)
    assert office.form(TOM) is None
    await office.press_private(TOM, "debrief.answer")
    assert "answered already" in office.said(TOM)


async def test_who_was_not_asked_is_told_so_and_two_windows_keep_one_answer(
    office: Office,
) -> None:
    await office.opened()
    await ask(office, TOM)
    await office.press_private(TOM, "debrief.answer")
    office.library.stands[1, TOM] = Asked.ANSWERED  # in another window meanwhile
    await office.fill(TOM, better="It was quick")
    await office.submit(TOM)
    assert office.library.answers == []
    form = office.form(TOM)
    assert form
    assert "answered already" in everything(form.view["blocks"])
    assert "It was quick" in everything(form.view["blocks"])
    await ask(office, NOAH)
    office.library.stands.clear()
    await office.press_private(NOAH, "debrief.answer")
    assert "those who took part" in office.said(NOAH)


async def test_the_debrief_begins_with_what_is_known(office: Office) -> None:
    await office.opened()
    office.library.answers = [(1, Said("Labels are printed early", "Tom called at once"))]
    await office.settle_up_to("debrief")
    await office.press(PRIYA, "prompt:debrief", "step.done")
    form = office.form(PRIYA)
    assert form
    assert "Labels are printed early" in everything(form.view["blocks"])
    first = next(block for block in form.view["blocks"] if block.get("block_id") == "field.what")
    assert first["element"]["initial_value"].startswith("We sent ACME the wrong invoice\n")


async def test_what_was_recorded_is_only_read_once_it_is_closed(office: Office) -> None:
    await office.opened()
    await office.settle_up_to("debrief")
    await office.deliver()
    await office.close_anyway()
    await office.deliver()
    record = ids.option(ids.CHOICE_RECORD, 1, "own_it")
    await office.press(TOM, "prompt:own_it", ids.STEP_MORE, selected=record)
    form = office.form(TOM)
    assert form
    assert "submit" not in form.view
    said = everything(form.view["blocks"])
    for part in ("#1 is closed, so this is to read only", "*Reopen*", f"<@{PRIYA}>", "By phone"):
        assert part in said
    assert "input" not in {block["type"] for block in form.view["blocks"]}


@pytest.mark.principle("P24")
async def test_how_it_went_is_for_those_who_took_part(office: Office) -> None:
    await closed(office)
    await office.press(PRIYA, "card", "incident.scorecard")
    assert office.title(PRIYA) == "How it went"
    await office.press(TOM, "card", "incident.scorecard")
    assert "for those who took part" in office.said(TOM)
    assert office.form(TOM) is None
    office.desk.incidents[1] = replace(office.incident(), status=Status.OPEN)
    await office.press(MARIA, "card", "incident.scorecard")
    assert "open again" in office.said(MARIA)


async def test_a_skipped_debrief_is_no_trouble(office: Office) -> None:
    await office.opened()
    skip = MoveStep(PRIYA, "debrief", Gesture.SKIP, "No time")
    await office.desk.perform(TEAM, 1, skip, now=office.clock.now)
    await office.deliver()
    assert office.incident().state("debrief").status is StepStatus.SKIPPED
    assert office.at(1, "learnings") is None  # nothing was learned that could be published
