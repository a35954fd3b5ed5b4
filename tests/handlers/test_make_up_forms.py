"""Make-ups through the listeners: weighed in the form, approved by button, set in the settings."""

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest

from bot.incident import Rung, Status
from bot.make_up import MakeUp, MakeUpState, MakingUp
from bot.money import Money
from bot.people import Person
from bot.playbook import FULL
from bot.ports import ParcelKind
from bot.settings import Settings
from handlers import ids
from handlers.ids import Meta
from handlers.views import forms, make_up, reminder, render
from sandbox.faults import ApiFault
from tests.handlers.cases import (
    MARIA,
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
)
from tests.handlers.limits import check_message, check_view
from tests.handlers.office import Office, everything

EUR = Money(Decimal(100), "EUR")
LIMIT = Settings(lead=MARIA, currency="EUR", make_up_limit=EUR, trade="food", own_ideas=("A song",))
META = Meta(number=12)
STEP = FULL.step("make_it_up")


def made(state: MakeUpState, words: str = "Dinner", by: str = PRIYA, number: int = 1) -> MakeUp:
    decided = MARIA if state in (MakeUpState.APPROVED, MakeUpState.DECLINED) else None
    return MakeUp(number, "make_it_up", words, EUR, by, NOW, state, decided, NOW, words)


@pytest.mark.parametrize("words", WORST)
@pytest.mark.parametrize("state", MakeUpState)
def test_every_view_is_valid_for_the_worst(words: str, state: MakeUpState) -> None:
    stake = Money(Decimal(800), "EUR")
    one, more = made(state, f"x{words}"), made(MakeUpState.OFFERED, words, TOM, 2)
    for making, lead in (
        (MakingUp(stake, stake, None, (one, more, replace(more, number=3))), MARIA),
        (MakingUp(None, stake, None, (one, more)), PRIYA),
        (MakingUp(None, None, None, (one, more)), None),
    ):
        incident = replace(nasty(words), making_up=making)
        settings = Settings(lead=lead, own_ideas=(words[:300] or "x",) * 30, currency="EUR")
        check_message(make_up.make_up(incident, one, settings))
        check_message(make_up.make_up(incident, more, settings))
        weighed = making if making.yardstick else None
        check_view(forms.make_up(META, incident, STEP, settings, weighed=weighed))
        check_view(forms.make_ups(META, replace(settings, make_up_limit=EUR)))
        for rung in (Rung.HEADS_UP, Rung.OWNER):
            item = an_item("make_up:1", rung)
            for reader in (MARIA, PRIYA):
                scene = a_scene((incident, item, a_chase("make_up:1", reader)), lead=lead)
                check_message(reminder.direct(scene, reader, posted=False, command="/m"))
        item = an_item("make_up:1", Rung.THREAD)
        scene = a_scene((incident, item, a_chase("make_up:1", rung=Rung.OVER)), lead=lead)
        check_message(reminder.thread(scene, posted=False))
        check_view(forms.decline(META, incident, one))
        check_view(forms.amount(META, incident, one))
        check_view(forms.make_up(replace(META, entry=2), incident, None, Settings()))
        slot = a_parcel(ParcelKind.SLOT, "make_up:1")
        check_message(render.render(slot, replace(a_scene(), incident=incident), command="/m"))


def test_a_closed_incident_offers_no_more() -> None:
    incident = an_incident(making_up=MakingUp(offers=(made(MakeUpState.OFFERED),)))
    _, blocks = make_up.make_up(incident, made(MakeUpState.OFFERED), LIMIT)
    assert "Another make-up…" in everything(blocks)
    closed = replace(incident, status=Status.CLOSED)
    _, blocks = make_up.make_up(closed, made(MakeUpState.OFFERED), LIMIT)
    assert "Another make-up…" not in everything(blocks)


async def at_the_step(office: Office, settings: Settings = LIMIT) -> None:
    office.directory.kept = settings
    await office.opened()
    await office.settle_up_to("make_it_up")


async def fill(office: Office, user: str, worth: str, **values: object) -> None:
    await office.fill(user, field__offer="Dinner for the team", field__worth=worth, **values)
    await office.submit(user)


async def test_it_is_weighed_before_it_is_kept_and_again_after_a_change(office: Office) -> None:
    await at_the_step(office)
    await office.press(PRIYA, "prompt:make_it_up", ids.STEP_DONE)
    form = office.form(PRIYA)
    assert form and "A song" in everything(form.view["blocks"])
    await fill(office, PRIYA, "lots", field__valued="heaps")
    assert set(office.errors(PRIYA)) == {"field.worth", "field.valued"}
    await fill(office, PRIYA, "80", field__valued="300 euros", field__leaving="500")
    form = office.form(PRIYA)
    assert form and "€80 is about a tenth of what this cost" in everything(form.view["blocks"])
    await office.fill(PRIYA, field__worth="90")
    await office.submit(PRIYA)
    form = office.form(PRIYA)
    assert form and "€90 is about a tenth of" in everything(form.view["blocks"])
    assert not office.incident().making_up.offers
    await office.submit(PRIYA)
    assert office.form(PRIYA) is None
    assert office.incident().settled("make_it_up")
    assert office.incident().making_up.total == Money(Decimal(90), "EUR")


async def test_an_amount_beyond_sense_is_asked_about_once(office: Office) -> None:
    await at_the_step(office)
    await office.press(PRIYA, "prompt:make_it_up", ids.STEP_DONE)
    await fill(office, PRIYA, "EUR 49.999")
    assert "two amounts" in office.errors(PRIYA)["field.worth"]
    await office.fill(PRIYA, field__worth="1,000,000,000 EUR")
    await office.submit(PRIYA)
    form = office.form(PRIYA)
    assert form and "is that a slip?" in everything(form.view["blocks"])
    await office.fill(PRIYA, field__worth="2,000,000,000 EUR")
    await office.submit(PRIYA)
    form = office.form(PRIYA)
    assert form and "€2,000,000,000*: is that a slip?" in everything(form.view["blocks"])
    assert not office.incident().making_up.offers
    await office.submit(PRIYA)
    assert office.form(PRIYA) is None
    assert office.incident().making_up.offers[0].state is MakeUpState.ASKED


async def asked(office: Office, by: str = PRIYA) -> None:
    await at_the_step(office)
    await office.press(by, "prompt:make_it_up", ids.STEP_DONE)
    await fill(office, by, "120")
    assert "above your team’s limit of €100" in office.said(by)
    await office.deliver()


async def test_the_thread_has_the_buttons_and_only_some_may_use_them(office: Office) -> None:
    await asked(office)
    await office.press(PRIYA, "make_up:1", ids.MAKE_UP_APPROVE)
    assert "nobody approves their own" in office.said(PRIYA)
    await office.press(PRIYA, "make_up:1", ids.MAKE_UP_DECLINE)
    assert office.form(PRIYA) is None
    await office.press(TOM, "make_up:1", ids.MAKE_UP_APPROVE)
    assert "or an admin" in office.said(TOM)
    await office.press(MARIA, "make_up:1", ids.MAKE_UP_APPROVE)
    await office.press(MARIA, "make_up:1", ids.MAKE_UP_APPROVE)
    assert "has approved this one already" in office.said(MARIA)
    await office.deliver()
    await office.press(PRIYA, "make_up:1", ids.MAKE_UP_OFFERED)
    form = office.form(PRIYA)
    assert form and "has its yes" in everything(form.view["blocks"])
    await office.submit(PRIYA)
    assert office.incident().settled("make_it_up")


@pytest.mark.parametrize("action", [ids.MAKE_UP_AMOUNT, ids.MAKE_UP_DECLINE])
async def test_who_cannot_decide_gets_no_form_for_it(office: Office, action: str) -> None:
    await asked(office)
    await office.press(TOM, "make_up:1", action)
    assert office.form(TOM) is None
    assert "or an admin" in office.said(TOM)
    await office.press(MARIA, "make_up:1", action)
    assert office.form(MARIA)


async def test_no_with_a_reason_and_another_amount(office: Office) -> None:
    await asked(office)
    await office.press(MARIA, "make_up:1", ids.MAKE_UP_DECLINE)
    await office.fill(MARIA, reason="🙂")
    await office.submit(MARIA)
    assert list(office.errors(MARIA)) == ["reason"]
    await office.fill(MARIA, reason="Send the chef instead")
    await office.submit(MARIA)
    assert office.incident().making_up.offers[0].state is MakeUpState.DECLINED
    await office.deliver()
    await office.press(PRIYA, "prompt:make_it_up", ids.STEP_DONE)
    await fill(office, PRIYA, "150")
    await office.deliver()
    await office.press(MARIA, "make_up:2", ids.MAKE_UP_AMOUNT)
    await office.fill(MARIA, amount="lots")
    await office.submit(MARIA)
    assert list(office.errors(MARIA)) == ["amount"]
    await office.fill(MARIA, amount="200")
    await office.submit(MARIA)
    assert office.incident().making_up.offers[1].state is MakeUpState.APPROVED


async def test_one_more_and_correcting_above_the_limit(office: Office) -> None:
    await at_the_step(office)
    await office.press(PRIYA, "prompt:make_it_up", ids.STEP_DONE)
    await fill(office, PRIYA, "60")
    await office.deliver()
    await office.press(PRIYA, "make_up:1", ids.MAKE_UP_ANOTHER)
    await fill(office, PRIYA, "30")
    assert office.incident().making_up.total == Money(Decimal(90), "EUR")
    record = ids.option(ids.CHOICE_RECORD, 1, "make_it_up")
    await office.press(PRIYA, "prompt:make_it_up", ids.STEP_MORE, selected=record)
    await fill(office, PRIYA, "500")
    assert "open the step again" in office.errors(PRIYA)["field.worth"]


async def test_the_form_of_a_closed_incident_keeps_the_words(office: Office) -> None:
    await at_the_step(office)
    await office.press(TOM, "prompt:make_it_up", ids.STEP_DONE)
    await office.close_anyway()
    await fill(office, TOM, "60")
    assert "closed" in next(iter(office.errors(TOM).values()))


async def test_settings_of_make_ups(office: Office) -> None:
    office.directory.kept = Settings(lead=TOM)
    await office.type(TOM, "settings")
    await office.sandbox.gestures.press_in_view(TOM, ids.SETTINGS_MAKE_UPS)
    await office.settle()
    await office.fill(TOM, currency="doubloons", limit="lots", ideas="\n".join(map(str, range(31))))
    await office.submit(TOM)
    assert set(office.errors(TOM)) == {"currency", "limit", "ideas"}
    await office.fill(TOM, currency="euros", limit="100 USD", ideas="Plant a tree\nA song")
    await office.submit(TOM)
    assert "You count in EUR" in office.errors(TOM)["limit"]
    await office.fill(TOM, limit="100", trade="food")
    await office.submit(TOM)
    kept = office.directory.kept
    assert (kept.currency, kept.make_up_limit, kept.trade) == ("EUR", EUR, "food")
    assert kept.own_ideas == ("Plant a tree", "A song")


async def test_who_approves_is_asked_of_slack_after_the_ack(office: Office) -> None:
    await asked(office)
    office.directory.kept = replace(LIMIT, lead=None)
    office.directory.known[MARIA] = Person(MARIA)
    office.sandbox.faults.waiting.append(ApiFault("users.info", "500", count=9))
    await office.press(MARIA, "make_up:1", ids.MAKE_UP_APPROVE)
    await office.settle()  # the answer comes after the question
    assert "an admin" in office.said(MARIA)
    office.sandbox.faults.waiting[:] = [ApiFault("users.info", "delay", seconds=1)]
    message = office.at(1, "make_up:1")
    assert message
    begun = asyncio.get_running_loop().time()
    await office.sandbox.gestures.press(MARIA, message.channel, message.ts, ids.MAKE_UP_APPROVE)
    assert asyncio.get_running_loop().time() - begun < 0.5
    await office.settle()
    assert office.incident().making_up.offers[0].state is MakeUpState.APPROVED


async def test_settings_of_make_ups_without_a_limit_or_with_its_currency(office: Office) -> None:
    office.directory.kept = LIMIT
    office.directory.known[MARIA] = Person(MARIA, is_admin=True, known_at=office.clock.now)
    await office.type(MARIA, "settings")
    await office.sandbox.gestures.press_in_view(MARIA, ids.SETTINGS_MAKE_UPS)
    await office.settle()
    await office.fill(MARIA, currency=None, limit="£50", trade=ids.TRADE_ANY, ideas=None)
    await office.submit(MARIA)
    assert office.directory.kept.currency == "GBP"
    await office.sandbox.gestures.press_in_view(MARIA, ids.SETTINGS_MAKE_UPS)
    await office.settle()
    await office.fill(MARIA, limit=None)
    await office.submit(MARIA)
    kept = office.directory.kept
    assert (kept.currency, kept.make_up_limit, kept.trade) == ("GBP", None, "")
