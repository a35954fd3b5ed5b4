"""Promises and actions as people see them, in whatever words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given

from bot.by_when import Reading, Trouble
from bot.chasing import follow
from bot.commands import MessageRef
from bot.context import Context
from bot.effects import PREVENTION, promise_slot
from bot.incident import Customer, Incident, Rung, Status
from bot.ledger import Action, ActionState, Promise, PromiseState
from bot.playbook import FULL
from bot.ports import Mine, Owed, Page, ParcelKind
from bot.text import clean
from handlers.ids import Meta
from handlers.promise_values import Draft
from handlers.views import card, forms, lists, promise, render
from handlers.views.shapes import Message, View
from tests.handlers.cases import (
    HOUR,
    NOW,
    PRIYA,
    TOM,
    WORST,
    a_chase,
    a_parcel,
    a_scene,
    an_incident,
    an_item,
    nasty,
    texts,
)
from tests.handlers.limits import check_message, check_view
from tests.handlers.office import everything

META = Meta(12, "", "C0MISTAKE", "1700000000.000100", owed="promise:1")
HOME = "https://harbour.slack.com/"


def with_ledger(incident: Incident, words: str, count: int = 1) -> Incident:
    """With that many promises and actions in each of their states."""
    promises = [
        Promise(str(number), words[:500], NOW + number * HOUR, PRIYA, TOM, NOW, NOW, state=state)
        for number, state in enumerate(list(PromiseState) * count, 1)
    ]
    actions = [
        Action(str(number), words[:300], PRIYA, date(2026, 12, 1), TOM, NOW, NOW, state=state)
        for number, state in enumerate(list(ActionState) * count, 1)
    ]
    promises = [
        each
        if each.is_open
        else replace(each, settled_by=TOM, settled_at=NOW, reason=words, source_link=HOME)
        for each in promises
    ]
    actions = [
        each if each.is_open else replace(each, settled_by=TOM, settled_at=NOW, reason=words)
        for each in actions
    ]
    names = tuple(customer.name for customer in incident.customers)
    promises[0] = replace(promises[0], customers=names, source_link=HOME)
    changed = replace(
        incident,
        promises={each.key: each for each in promises},
        actions={each.key: each for each in actions},
    )
    return follow(changed, Context(NOW))


def slot(incident: Incident, name: str) -> Message:
    scene = replace(a_scene(), incident=incident)
    parcel = a_parcel(ParcelKind.SLOT, name)
    found = render.render(parcel, scene, command="/mistake", workspace_url=HOME)
    assert found
    return found


def every_message(incident: Incident, words: str) -> Iterator[Message]:
    yield card.card(incident)
    yield card.card(replace(incident, status=Status.CLOSED, closed_at=NOW, closed_by=TOM))
    for key in incident.promises:
        yield slot(incident, promise_slot(key))
    yield slot(incident, PREVENTION)
    draft = Draft(words, NOW, "1700000000.000100", TOM)
    readings = [Reading(trouble=trouble, past=None) for trouble in Trouble]
    readings += [Reading((NOW,)), Reading((NOW, NOW + HOUR, NOW + 2 * HOUR))]
    readings += [Reading(trouble=Trouble.PAST, past=NOW)]
    for reading in readings:
        yield promise.ask(12, draft, reading, "Asia/Kolkata")
    yield promise.offer(12, draft)
    owed = tuple(Owed(incident, chase) for chase in incident.chases.values())
    yield lists.mine(Mine(owed), PRIYA, "/mistake", now=NOW, workspace_url=HOME)
    yield from every_reminder(incident)


def every_reminder(incident: Incident) -> Iterator[Message]:
    for key in ("promise:1", "promise:2", "action:1", "action:2", "action:3"):
        for rung, reader in (
            (Rung.HEADS_UP, PRIYA),
            (Rung.OWNER, PRIYA),
            (Rung.LEAD, TOM),
            (Rung.THREAD, ""),
        ):
            yield reminded(incident, key, rung, reader)
            yield reminded(incident, key, rung, reader, gone=PRIYA)


def reminded(incident: Incident, key: str, rung: Rung, reader: str, gone: str = "") -> Message:
    chase = a_chase(key, rung=Rung.OVER) if incident.chases.get(key) else None
    scene = a_scene((incident, an_item(key, rung), chase), lead=TOM, gone=gone)
    kind = ParcelKind.REMINDER if reader else ParcelKind.THREAD_REMINDER
    parcel = a_parcel(kind, target=reader, posted=MessageRef("D1", "1.1"))
    found = render.render(parcel, scene, command="/mistake", workspace_url=HOME)
    assert found
    return found


def every_form(incident: Incident, words: str) -> Iterator[View]:
    one = replace(incident, customers=incident.customers[:1])
    names = tuple(customer.name for customer in incident.customers)
    yield forms.promise(META, incident, said=words, due=NOW, owner=PRIYA, chosen=names)
    yield forms.promise(META, one, said="", due=None, owner="")
    yield forms.action(META, incident, what=words, owner=PRIYA, day=date(2026, 12, 1))
    yield forms.action(META, incident, what="", owner="", day=None)
    for is_promise in (True, False):
        yield forms.release(META, "“Refund”", promise=is_promise)
    yield forms.hand_over_owed(META, incident, "“Refund”")


@pytest.mark.parametrize("words", WORST)
def test_every_message_and_form_is_valid_for_the_worst(words: str) -> None:
    kept = clean(f"x {words}")
    incident = with_ledger(nasty(words), kept, count=12)
    for message in every_message(incident, kept[:500]):
        check_message(message)
    for view in every_form(incident, kept):
        check_view(view)


@given(texts)
def test_what_is_promised_and_agreed_is_valid_for_any_text(words: str) -> None:
    incident = with_ledger(an_incident(), clean(f"x{words}"))
    check_message(slot(incident, promise_slot("1")))
    check_message(slot(incident, promise_slot("5")))
    check_message(slot(incident, PREVENTION))
    check_message(card.card(incident))


# What they say


def said(message: Message) -> str:
    return everything(message[1])


def test_the_card_has_what_comes_next_first() -> None:
    incident = with_ledger(an_incident(), "Refund", count=6)
    seen = said(card.card(replace(incident, next_update_at=NOW + 90 * timedelta(minutes=1))))
    assert seen.index("*Promised:* “Refund”") < seen.index("*Next word to the customer:*")
    assert "2 more promises are open" in seen
    five = with_ledger(an_incident(), "Refund", count=5)
    assert "One more promise is open" in said(card.card(five))


def test_to_whom_it_was_promised() -> None:
    customers = tuple(Customer(name) for name in ("ACME", "Globex", "Initech", "Hooli"))
    incident = with_ledger(an_incident(customers=customers), "Refund")
    assert "Promised to ACME, Globex, Initech and 1 more" in said(slot(incident, "promise:1"))
    two = with_ledger(an_incident(customers=customers[:2]), "Refund")
    assert "*Promised to ACME, Globex*" in said(slot(two, "promise:1"))
    assert "ACME and Globex can rely on this" in said(
        reminded(two, "promise:1", Rung.HEADS_UP, PRIYA)
    )


@pytest.mark.parametrize(
    ("key", "words"),
    [("2", "✓ Kept: "), ("3", "✓ Kept, late: "), ("4", "Not kept: "), ("5", "No longer needed: ")],
)
def test_a_reminder_of_a_settled_promise_says_how_it_ended(key: str, words: str) -> None:
    incident = with_ledger(an_incident(), "Refund")
    assert f"{words}“Refund”" in said(reminded(incident, f"promise:{key}", Rung.OWNER, PRIYA))


def test_one_that_was_moved_says_the_new_time() -> None:
    incident = with_ledger(an_incident(), "Refund")
    chase = a_chase("promise:1", since=NOW + HOUR)
    scene = a_scene((incident, an_item("promise:1"), chase))
    parcel = a_parcel(ParcelKind.REMINDER, target=PRIYA, posted=MessageRef("D1", "1.1"))
    found = render.render(parcel, scene, command="/mistake", workspace_url=HOME)
    assert found
    assert "→ With <@U0PRIYA00> now · by: " in said(found)


def test_the_list_says_what_is_promised_next_and_what_is_late() -> None:
    incident = with_ledger(an_incident(), "Refund")
    page = Page((incident,), 1, 0)
    early = lists.open_list(page, "/mistake", now=NOW, workspace_url=HOME)
    assert "Promised: “Refund” · by: " in said(early)
    late = lists.open_list(page, "/mistake", now=NOW + 9 * HOUR, workspace_url=HOME)
    assert "Promised: “Refund” · ⚠️ late since: " in said(late)


@pytest.mark.principle("P16")
def test_the_evidence_names_each_change_once_and_leads_to_what_is_done() -> None:
    incident, step = with_ledger(an_incident(), "Scan twice"), FULL.step("show_the_evidence")
    assert step
    form = partial(forms.artefact, META, incident, step, me=PRIYA, now=NOW, draft=None)
    seen = everything(check_view(form(prevention=f"{HOME}/archives/C1/p1"))["blocks"])
    assert f"✓ <{HOME}/archives/C1/p1|Scan twice" in seen
    assert "Of the rest, say by when" in seen
    none = replace(incident, actions={})
    without = forms.artefact(META, none, step, me=PRIYA, now=NOW, draft=None)
    assert "What you agreed to change" not in everything(check_view(without)["blocks"])


def test_how_far_prevention_is() -> None:
    incident = with_ledger(an_incident(), "Scan twice", count=5)
    seen = said(slot(incident, PREVENTION))
    assert "5 of 15 done" in seen
    assert "2 more are done or dropped." in seen
    todo = replace(incident, actions={"1": incident.actions["1"]})
    assert "so that it does not happen again" in said(slot(todo, PREVENTION))
    nine = {key: replace(each, state=ActionState.DONE) for key, each in incident.actions.items()}
    nine = {key: nine[key] for key in list(nine)[:9]}
    assert "One more is done or dropped." in said(slot(replace(todo, actions=nine), PREVENTION))
