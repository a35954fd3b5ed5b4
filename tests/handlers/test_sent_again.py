"""Slack lost our answer to a form, which is still there and is sent again with other words in it:
nothing happens twice, and nobody loses what they wrote."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.people import Person
from bot.text import clean
from handlers.form_values import submission
from handlers.ids import INPUT
from handlers.sent_before import as_sent, given_back
from handlers.views import inputs
from handlers.views.shapes import option
from tests.handlers.cases import WORST
from tests.handlers.limits import check_view
from tests.handlers.office import PRIYA, TOM, Office, everything
from tests.phrases import WHOLE

Fields = Mapping[str, Any]
FRIDAY, MONDAY = "2026-12-04", "2026-12-07"
NEW_ACTION: Fields = {"what": "Ask twice", "owner": TOM, "day": FRIDAY}

# What opens the form ("<slot> <action> [choice]"), what is filled in, what is changed in it before
# it is sent again, and what of that comes back.
FORMS = {
    "details": (
        "card incident.add_details",
        {},
        {"expected": "By <ten>", "customers": ""},
        "By <ten>",
    ),
    "hand over": ("card incident.hand_over", {"to": TOM}, {"to": PRIYA}, f"<@{PRIYA}>"),
    "close": ("card incident.close", {"reason": "Paid"}, {"reason": "By phone"}, "By phone"),
    "tell": (
        "card incident.tell",
        {"words": WHOLE},
        {"words": f"{WHOLE} Sorry."},
        "Friday at 15:00. Sorry.",
    ),
    "step": (
        "prompt:own_it step.done",
        {"field__way": "phone"},
        {"field__way": "email"},
        "By email",
    ),
    "skip": ("prompt:own_it step.skip", {"reason": "No need"}, {"reason": "Nobody"}, "Nobody"),
    "promise": (
        "card incident.more promise|1:",
        {"words": "Call by noon on 4 December"},
        {"words": "Call Bob"},
        "Call Bob",
    ),
    "its change": (
        "promise:1 promise.change",
        {"words": "Refund"},
        {"due": 1796000400},
        "<!date^1796000400",
    ),
    "its release": (
        "promise:1 promise.more release|1:1",
        {"reason": "Paid"},
        {"reason": "Left"},
        "Left",
    ),
    "action": ("card incident.more action|1:", NEW_ACTION, {"day": MONDAY}, "Monday, 7 December"),
    "its change too": (
        "prevention action.more change|1:1",
        {"what": "Ask"},
        {"owner": PRIYA},
        f"<@{PRIYA}>",
    ),
}


async def prepare(office: Office) -> None:
    """An incident with a customer on its card, and a promise and an action in its thread."""
    await office.opened()
    await office.press(PRIYA, "card", "incident.add_details")
    await office.fill(PRIYA, customers="ACME")
    await office.submit(PRIYA)
    await office.type(PRIYA, "promise 1 refund by Friday noon")
    await office.press(PRIYA, "card", "incident.more", selected="action|1:")
    await office.fill(PRIYA, **NEW_ACTION)
    await office.submit(PRIYA)
    await office.deliver()


async def begin(office: Office, opened_by: str, fields: Fields) -> int:
    """Open that form and fill it in. Returns how much was done before."""
    await prepare(office)
    slot, action, *choice = opened_by.split()
    await office.press(PRIYA, slot, action, selected=choice[0] if choice else None)
    await office.fill(PRIYA, **fields)
    return len(office.desk.commands)


def notice_of(office: Office, user: str) -> str:
    """What stands in the place of their form; empty where it is still there to be sent."""
    form = office.form(user)
    return everything(form.view["blocks"]) if form and not form.view.get("submit") else ""


@pytest.mark.parametrize(("opened_by", "first", "then", "says"), FORMS.values(), ids=FORMS)
async def test_it_counts_once_and_what_was_changed_comes_back(
    office: Office, opened_by: str, first: Fields, then: Fields, says: str
) -> None:
    before = await begin(office, opened_by, first)
    title = office.title(PRIYA)
    office.sandbox.delivery.silent = 1
    await office.submit(PRIYA)
    assert office.title(PRIYA) == title
    assert len(office.desk.commands) == before + 1
    await office.fill(PRIYA, **then)
    await office.submit(PRIYA)
    assert len(office.desk.commands) == before + 1
    assert "arrived the first time" in notice_of(office, PRIYA)
    assert says in notice_of(office, PRIYA)
    emptied = [block for block, value in then.items() if value == ""]
    assert notice_of(office, PRIYA).count("(left empty)") == len(emptied)


@pytest.mark.parametrize(("opened_by", "first", "then", "says"), FORMS.values(), ids=FORMS)
async def test_delivered_twice_it_counts_once(
    office: Office, opened_by: str, first: Fields, then: Fields, says: str
) -> None:
    before = await begin(office, opened_by, first)
    office.sandbox.delivery.double = 1
    await office.submit(PRIYA)
    assert len(office.desk.commands) == before + 1


@pytest.mark.parametrize("words", WORST)
def test_the_worst_of_forms_comes_back_whole(words: str) -> None:
    """Eight fields full of it, a long menu with everything chosen."""
    blocks = [inputs.words(f"field.{number}", words[:75] or "x") for number in range(8)]
    many = [option(f"{number} {words}"[:75], str(number)) for number in range(100)]
    blocks.append(inputs.several("menu", "Whom?", many, placeholder="All", hint="Or some"))
    typed = {block["block_id"]: {INPUT: {"value": f"x{words}"[:3000]}} for block in blocks}
    state = typed | {"menu": {INPUT: {"selected_options": many}}}
    view = {"blocks": blocks, "state": {"values": state}, "callback_id": "modal.tell"}
    notice = given_back(submission({"view": view}, "T1"))["view"]
    check_view(notice)
    assert everything(notice["blocks"]).count(clean(f"x{words}"[:3000])) >= 8
    assert "99 " in everything(notice["blocks"])


def test_of_a_form_without_fields_there_is_nothing_to_give_back() -> None:
    assert as_sent(submission({"view": {"blocks": []}}, "T1")) == []


async def test_words_that_would_be_remarked_on_are_given_back_before_anybody_reads_them(
    office: Office,
) -> None:
    """The remarks would make it another form, and its words a second update."""
    before = await begin(office, "card incident.tell", {"words": WHOLE})
    office.sandbox.delivery.silent = 1
    await office.submit(PRIYA)
    await office.fill(PRIYA, words="We are sorry, but you sent it late.")
    await office.submit(PRIYA)
    assert "We are sorry, but you sent it late." in notice_of(office, PRIYA)
    assert len(office.desk.commands) == before + 1


async def test_what_came_to_nothing_the_first_time_is_no_repeat(office: Office) -> None:
    """It was refused, and the reason may be gone."""
    await begin(office, "card incident.hand_over", {"to": TOM})
    office.directory.known[TOM] = Person(TOM, active=False)
    office.sandbox.delivery.silent = 1
    await office.submit(PRIYA)
    assert office.incident().owner == PRIYA
    office.directory.known[TOM] = Person(TOM)
    await office.submit(PRIYA)
    assert office.form(PRIYA) is None
    assert office.incident().owner == TOM
