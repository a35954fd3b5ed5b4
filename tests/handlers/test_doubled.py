"""One press, delivered more than once."""

from dataclasses import replace

from handlers.deps import Recent
from handlers.form_open import open_form
from handlers.parse import Place
from handlers.views import forms, hello
from tests.handlers.office import MARIA, MISTAKES, TOM, Office

OWN_IT = "prompt:own_it"


async def test_a_press_delivered_twice_opens_one_form_and_says_nothing(office: Office) -> None:
    await office.opened()
    office.sandbox.delivery.double = 1
    await office.press(TOM, OWN_IT, "step.done")
    assert office.title(TOM) == "Own it"
    assert office.private(TOM) == []


async def test_a_press_that_reaches_two_replicas_opens_one_form_too(office: Office) -> None:
    trigger = office.sandbox.delivery.tickets.trigger(MARIA)
    view = forms.notice("Amends", hello.welcome("/mistake"))
    for _ in range(2):
        replica = replace(office.deps, answered=Recent())
        place = Place(MISTAKES)
        await open_form(replica, trigger=trigger, view=view, user=MARIA, place=place)
    await office.settle()
    assert office.title(MARIA) == "Amends"
    [refusal] = office.sandbox.slack.refusals
    assert "exchanged_trigger_id" in refusal
    office.sandbox.slack.refusals.clear()
    assert office.private(MARIA) == []


async def test_one_of_a_list_is_shown_once_however_often_the_press_is_delivered(
    office: Office,
) -> None:
    await office.opened()
    await office.type(TOM, "list")
    office.sandbox.delivery.double = 1
    await office.press_private(TOM, "incident.show")
    assert len(office.private(TOM)) == 2  # the list, and the one


def test_what_was_seen_long_ago_is_forgotten() -> None:
    recent = Recent()
    assert [recent.first_time(key) for key in ("a", "b", "a")] == [True, True, False]
    for number in range(Recent.ROOM):
        recent.first_time(str(number))
    assert recent.first_time("a")
