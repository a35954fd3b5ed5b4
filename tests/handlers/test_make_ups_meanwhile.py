"""A make-up that waits for a yes becomes another one, or none, while somebody has a form about it
open: they are told, and nothing they wrote is lost."""

from dataclasses import replace

import pytest

from bot.incident import Home
from bot.make_up import MakeUp, MakeUpState
from bot.people import Person
from handlers import ids
from tests.handlers.office import LEADERS, MARIA, PRIYA, TOM, Office
from tests.handlers.test_make_up_forms import asked

SLOT, PROMPT = "make_up:1", "prompt:make_it_up"
FORMS = (
    (ids.MAKE_UP_DECLINE, ids.REASON, "Send the chef"),
    (ids.MAKE_UP_AMOUNT, ids.AMOUNT, "110"),
)
each_form = pytest.mark.parametrize(("button", "field", "typed"), FORMS)


async def begun(office: Office, button: str, field: str, typed: str) -> None:
    """Priya’s dinner for €120 waits; Maria has begun to answer. Tom may decide, too."""
    await asked(office)
    office.directory.known[TOM] = Person(TOM, "Tom", is_admin=True, known_at=office.clock.now)
    await office.press(MARIA, SLOT, button)
    await office.fill(MARIA, **{field: typed})


async def changed(office: Office, worth: str = "150") -> None:
    """Priya asks for another amount."""
    await office.press(PRIYA, PROMPT, ids.STEP_DONE)
    await office.fill(PRIYA, field__worth=worth)
    await office.submit(PRIYA)


async def declined(office: Office, user: str) -> None:
    await office.press(user, SLOT, ids.MAKE_UP_DECLINE)
    await office.fill(user, reason="They want none")
    await office.submit(user)


def made(office: Office) -> MakeUp:
    [only] = office.incident().making_up.offers
    return only


def gave_back(office: Office, why: str, typed: str) -> bool:
    """Whether Maria’s form is closed, and she was told once."""
    said = office.said(MARIA)
    told = why in said and f"What you wrote was not kept: “{typed}”" in said
    return told and office.form(MARIA) is None and len(office.private(MARIA)) == 1


@each_form
async def test_it_was_closed_meanwhile(office: Office, button: str, field: str, typed: str) -> None:
    await begun(office, button, field, typed)
    await office.close_anyway()
    before = office.incident()
    await office.submit(MARIA)
    assert gave_back(office, "#1 is closed, so nothing was changed", typed)
    assert office.incident() == before


@each_form
async def test_somebody_else_said_yes_meanwhile(
    office: Office, button: str, field: str, typed: str
) -> None:
    await begun(office, button, field, typed)
    await office.press(TOM, SLOT, ids.MAKE_UP_APPROVE)
    before = office.incident()
    assert made(office).state is MakeUpState.APPROVED
    await office.submit(MARIA)
    assert gave_back(office, f"<@{TOM}> has approved this one already", typed)
    assert office.incident() == before


@each_form
async def test_somebody_else_said_no_meanwhile(
    office: Office, button: str, field: str, typed: str
) -> None:
    await begun(office, button, field, typed)
    await declined(office, TOM)
    before = office.incident()
    await office.submit(MARIA)
    assert gave_back(office, f"<@{TOM}> has declined this one already", typed)
    assert office.incident() == before


@each_form
async def test_another_one_was_asked_for_meanwhile(
    office: Office, button: str, field: str, typed: str
) -> None:
    await begun(office, button, field, typed)
    await changed(office)
    before = office.incident()
    await office.submit(MARIA)
    assert gave_back(office, "was changed while you had it before you", typed)
    assert "worth €150" in office.said(MARIA)
    assert office.incident() == before


@each_form
async def test_who_decides_no_more_gets_the_words_back(
    office: Office, button: str, field: str, typed: str
) -> None:
    await begun(office, button, field, typed)
    office.directory.kept = replace(office.directory.kept, lead=TOM)
    office.directory.known[MARIA] = replace(office.directory.known[MARIA], is_admin=False)
    await office.submit(MARIA)
    assert gave_back(office, f"Only <@{TOM}>, the team’s lead", typed)
    assert made(office).state is MakeUpState.ASKED


@each_form
async def test_where_it_is_not_theirs_to_see_any_more_the_form_keeps_the_words(
    office: Office, button: str, field: str, typed: str
) -> None:
    await begun(office, button, field, typed)
    office.directory.kept = replace(office.directory.kept, lead=TOM)
    hidden = replace(office.incident(), private=True, home=Home(LEADERS))
    office.desk.incidents[1] = hidden
    await office.submit(MARIA)
    assert "can’t be found any more" in office.errors(MARIA)[field]
    assert office.incident() == hidden


@pytest.mark.parametrize(
    ("button", "field", "typed"),
    [(button, field, "🙂") for button, field, _ in FORMS],
)
async def test_nobody_mends_words_for_what_is_over(
    office: Office, button: str, field: str, typed: str
) -> None:
    await begun(office, button, field, typed)
    await office.close_anyway()
    await office.submit(MARIA)
    assert gave_back(office, "#1 is closed, so nothing was changed", typed)


@pytest.mark.parametrize("button", [ids.MAKE_UP_APPROVE, ids.MAKE_UP_DECLINE, ids.MAKE_UP_AMOUNT])
async def test_of_a_closed_one_no_form_opens(office: Office, button: str) -> None:
    """Its message in the thread, or a reminder, shows the buttons a moment longer."""
    await asked(office)
    await office.close_anyway()
    await office.press(MARIA, SLOT, button)
    assert office.form(MARIA) is None
    assert "#1 is closed, so nothing was changed" in office.said(MARIA)
    assert made(office).state is MakeUpState.ASKED


async def test_a_yes_is_to_what_was_read(office: Office) -> None:
    await asked(office)
    await changed(office)
    await office.press(MARIA, SLOT, ids.MAKE_UP_APPROVE)  # her Slack shows €120 still
    assert "was changed while you had it before you" in office.said(MARIA)
    assert made(office).state is MakeUpState.ASKED
    await office.deliver()
    await office.press(MARIA, SLOT, ids.MAKE_UP_APPROVE)
    assert made(office).state is MakeUpState.APPROVED


async def test_a_change_of_what_was_approved_meanwhile_stays_in_its_form(office: Office) -> None:
    await asked(office)
    await office.press(PRIYA, PROMPT, ids.STEP_DONE)
    await office.fill(PRIYA, field__offer="Dinner for ten", field__worth="150")
    await office.press(MARIA, SLOT, ids.MAKE_UP_APPROVE)
    await office.submit(PRIYA)
    [said] = office.errors(PRIYA).values()
    assert said.startswith("This make-up was approved meanwhile, as it was, so your change")
    assert (made(office).state, made(office).offer) == (MakeUpState.APPROVED, "Dinner for the team")
    await office.sandbox.gestures.close_view(PRIYA)
    await changed(office)
    assert made(office).state is MakeUpState.ASKED


async def test_a_change_of_what_was_declined_meanwhile_stays_in_its_form(office: Office) -> None:
    await asked(office)
    await office.press(PRIYA, PROMPT, ids.STEP_DONE)
    await office.fill(PRIYA, field__offer="Dinner for ten", field__worth="90")
    await declined(office, MARIA)
    await office.submit(PRIYA)
    [said] = office.errors(PRIYA).values()
    assert "declined meanwhile (“They want none”), so your change was not kept" in said
    assert (made(office).state, made(office).offer) == (MakeUpState.DECLINED, "Dinner for the team")
