"""What stays of a reminder whose matter was settled elsewhere, or that a newer one repeats."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.commands import MessageRef
from bot.forms import NOT_ASKED
from bot.incident import Rung, Status, StepState
from bot.make_up import MakeUp, MakeUpState, MakingUp
from bot.money import Money
from bot.playbook import StepStatus
from bot.ports import ParcelKind, Scene
from bot.settings import Settings
from handlers.ids import Meta
from handlers.views import forms
from handlers.views.render import render
from handlers.views.shapes import Message
from tests.handlers.cases import (
    HOUR,
    MARIA,
    NOW,
    PRIYA,
    a_chase,
    a_parcel,
    a_scene,
    an_incident,
    an_item,
    settled,
)
from tests.handlers.limits import check_message, labels, texts

POSTED = MessageRef("D0PRIYA00", "1700000100.000100")


def rendered(reader: str, scene: Scene, *, posted: bool = True) -> Message | None:
    parcel = a_parcel(ParcelKind.REMINDER, target=reader, posted=POSTED if posted else None)
    message = render(parcel, scene, command="/mistake")
    return check_message(message) if message else None


def test_an_earlier_reminder_makes_room_for_a_later_one() -> None:
    incident, item, chase = (an_incident(), an_item("update"), a_chase())
    scene = a_scene((incident, replace(item, later=True), chase))
    message = rendered(PRIYA, scene)
    assert message
    assert texts(message[1]).startswith("↓ There is a newer reminder below")
    assert labels(message[1]) == []
    assert rendered(PRIYA, scene, posted=False) is None


@pytest.mark.parametrize(
    ("state", "decided", "said"),
    [
        (MakeUpState.APPROVED, MARIA, f"✓ Approved by <@{MARIA}>: “A cake”, worth €60"),
        (MakeUpState.DECLINED, MARIA, f"✓ Declined by <@{MARIA}>: “A cake”"),
        (MakeUpState.OFFERED, None, "✓ Offered within the limit, no yes needed: “A cake”"),
        (MakeUpState.ASKED, None, "✓ Nobody waits for a yes any more: “A cake”"),
    ],
)
def test_a_request_says_how_it_was_decided(
    state: MakeUpState, decided: str | None, said: str
) -> None:
    worth = Money(Decimal(60), "EUR")
    made = MakeUp(1, "", "A cake", worth, PRIYA, NOW, state, decided_by=decided)
    incident = replace(an_incident(), making_up=MakingUp(offers=(made,)))
    item = an_item("make_up:1", Rung.HEADS_UP)
    message = rendered(MARIA, a_scene((incident, item, None)))
    assert message
    assert said in texts(message[1])
    assert labels(message[1]) == []


def test_a_request_that_was_changed_and_asked_anew_says_so() -> None:
    made = MakeUp(1, "", "A cake", Money(Decimal(60), "EUR"), PRIYA, NOW, MakeUpState.ASKED)
    incident = replace(an_incident(), making_up=MakingUp(offers=(made,)))
    chase = replace(a_chase("make_up:1"), who=MARIA, since=NOW + HOUR)
    message = rendered(MARIA, a_scene((incident, an_item("make_up:1", Rung.HEADS_UP), chase)))
    assert message
    assert "→ Changed since, and asked anew: “A cake”" in texts(message[1])


def test_the_form_of_a_make_up_says_the_limit_and_asks_where_it_is_above() -> None:
    settings = Settings(lead=MARIA, currency="EUR", make_up_limit=Money(Decimal(100), "EUR"))
    view = forms.make_up(Meta(number=12), an_incident(), None, settings)
    assert "Up to €100 for one mistake" in str(view["blocks"])
    assert view["submit"]["text"] == "Note it"
    view = forms.make_up(Meta(number=12), an_incident(), None, settings, asks=True)
    assert view["submit"]["text"] == "Ask for a yes"
    assert "Up to" not in str(forms.make_up(Meta(number=12), an_incident(), None, Settings()))


@pytest.mark.parametrize("key", ["close", "debrief", "step:own_it"])
@pytest.mark.parametrize("reader", [PRIYA, MARIA])
def test_what_only_begins_anew_is_not_said_to_be_done(key: str, reader: str) -> None:
    item = an_item(key, Rung.LEAD if reader == MARIA else Rung.OWNER)
    chase = replace(a_chase(key), since=NOW + HOUR, rung=Rung.HEADS_UP)
    message = rendered(reader, a_scene((an_incident(), item, chase)))
    assert message
    assert texts(message[1]).startswith(f"→ With <@{PRIYA}> now: ")


@pytest.mark.parametrize("rung", [Rung.OWNER, Rung.LEAD])
def test_a_customer_whom_nobody_asked_is_not_said_to_be_asked(rung: Rung) -> None:
    reader = PRIYA if rung is Rung.OWNER else MARIA
    asked = settled(replace(an_incident(), status=Status.CLOSED, closed_at=NOW), "check_back")
    state, item = asked.state("check_back"), an_item("check_back", rung)
    unasked = asked.with_step("check_back", replace(state, artefact=NOT_ASKED))
    waits = unasked.with_step("check_back", StepState(since=NOW + HOUR, artefact=NOT_ASKED))
    later = a_chase("check_back", since=NOW + HOUR, due=NOW + 9 * HOUR, rung=Rung.HEADS_UP)
    skipped = unasked.with_step("check_back", replace(state, status=StepStatus.SKIPPED))
    for incident, chase, line in (
        (waits, later, "Not asked yet; I ask again <!date^"),
        (unasked, None, "▫️ Let go: not asked · Check back"),
        (skipped, None, "✓ Done: Check back"),
        (asked, None, "✓ Done: Check back"),
        (waits, None, "✓ Done: Check back"),
    ):
        message = rendered(reader, a_scene((incident, item, chase)))
        assert message
        assert line in texts(message[1])


def test_a_step_that_waits_for_one_that_was_opened_again_is_not_done() -> None:
    begun = an_incident().with_step("apologise", StepState(since=NOW))
    for incident, line in (
        (begun, "▫️ Not due for now: Apologise"),
        (settled(begun, "own_it", "apologise"), "✓ Done: Apologise"),
    ):
        message = rendered(PRIYA, a_scene((incident, an_item("step:apologise", Rung.OWNER), None)))
        assert message
        assert texts(message[1]).startswith(line)
