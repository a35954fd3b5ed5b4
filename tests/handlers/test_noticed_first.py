"""The form of the first word asks who noticed first, where nobody has said."""

from dataclasses import replace

from bot.incident import Customer, NoticedBy
from handlers.ids import Meta
from handlers.views import forms
from tests.handlers.cases import NOW, an_incident
from tests.handlers.limits import check_view
from tests.handlers.office import PRIYA, TOM, Office

OWN_IT = "prompt:own_it"


async def test_asked_in_the_form_and_kept(office: Office) -> None:
    await office.opened()
    await office.press(TOM, OWN_IT, "step.done")
    await office.fill(TOM, noticed="us", field__told_by=TOM, field__way="phone")
    await office.submit(TOM)
    assert office.incident().settled("own_it")
    assert office.incident().noticed_by is NoticedBy.US


async def test_asked_in_the_debrief_and_kept(office: Office) -> None:
    await office.opened()
    await office.settle_up_to("debrief")
    await office.press(PRIYA, "prompt:debrief", "step.done")
    said = {"why": "Two labels", "learned": "Print labels last", "cause": "something_else"}
    fields = {f"field__{key}": value for key, value in said.items()}
    await office.fill(PRIYA, noticed__unknown="customer", field__recurrence="one_off", **fields)
    await office.submit(PRIYA)
    assert office.incident().settled("debrief"), office.errors(PRIYA)
    assert office.incident().noticed_by is NoticedBy.CUSTOMER


async def test_a_debrief_left_open_takes_back_nothing(office: Office) -> None:
    """It showed what was known; what somebody put right meanwhile stays."""
    await office.opened()
    await office.settle_up_to("debrief")
    office.desk.incidents[1] = replace(office.incident(), noticed_by=NoticedBy.US)
    await office.press(PRIYA, "prompt:debrief", "step.done")
    office.desk.incidents[1] = replace(office.incident(), noticed_by=NoticedBy.CUSTOMER)
    said = {"why": "Two labels", "learned": "Print labels last", "cause": "something_else"}
    fields = {f"field__{key}": value for key, value in said.items()}
    await office.fill(PRIYA, field__recurrence="one_off", **fields)
    await office.submit(PRIYA)
    assert office.incident().settled("debrief"), office.errors(PRIYA)
    assert office.incident().noticed_by is NoticedBy.CUSTOMER


def test_not_asked_where_it_is_known_nor_for_other_words() -> None:
    known = replace(an_incident(), noticed_by=NoticedBy.CUSTOMER)
    unknown = replace(known, noticed_by=NoticedBy.UNKNOWN)
    for incident, step, asked in (
        (known, "own_it", False),
        (unknown, "own_it", True),
        (unknown, "apologise", False),
    ):
        found = incident.playbook.step(step)
        assert found
        view = forms.artefact(Meta(number=12), incident, found, me=TOM, now=NOW, draft=None)
        assert ("Who noticed first?" in str(check_view(view))) is asked


def test_more_customers_than_fit_can_be_added() -> None:
    many = tuple(Customer(f"Customer number {i:03}") for i in range(150))
    incident = replace(an_incident(), customers=many)
    view = check_view(forms.details(Meta(number=12), incident))
    assert "More customers?" in str(view)
    few = check_view(forms.details(Meta(number=12), replace(incident, customers=many[:100])))
    assert "open Add details for the rest" in str(few)
