"""Odd answers in the forms about customers: a clear word beside the field, and nothing is lost."""

from decimal import Decimal

import pytest

from bot.money import Money
from bot.people import Person
from bot.settings import Settings
from tests.handlers.limits import check_message
from tests.handlers.office import MARIA, PRIYA, TOM, Office, everything

NASTY = "<!channel> *Bolt* & <https://evil.example|bank> @here"


@pytest.mark.parametrize(
    ("worth", "fault"),
    [
        ("lots", "I can’t read “lots”"),
        ("-80 EUR", "more than nothing"),
        ("0", "more than nothing"),
        ("9" * 40, "more than I can count"),
        ("80 EUR and 20 GBP", "I can’t read"),
        ("80 GBP", "in EUR"),
    ],
)
async def test_an_amount_that_is_none(office: Office, worth: str, fault: str) -> None:
    await office.opened()
    await office.settle_up_to("make_it_up")
    await office.press(PRIYA, "prompt:make_it_up", "step.done")
    await office.fill(PRIYA, field__offer="Dinner", field__valued="300 EUR", field__worth=worth)
    await office.submit(PRIYA)
    assert fault in office.errors(PRIYA)["field.worth"]
    form = office.form(PRIYA)
    assert form and form.values["field.worth"]["value"]["value"] == worth
    assert not office.incident().making_up.offers


@pytest.mark.parametrize(
    ("words", "minutes", "fault"),
    [
        ("refund", -5, "passed already"),
        ("refund by 30 February", None, "Choose a day and a time"),
        ("refund soon", None, "Choose a day and a time"),
        ("refund by yesterday", None, "passed already"),
    ],
)
async def test_a_promise_without_a_time_to_come(
    office: Office, words: str, minutes: int | None, fault: str
) -> None:
    await office.opened()
    await office.press(PRIYA, "card", "incident.more", selected="promise|1:")
    due = minutes and int(office.clock.now.timestamp()) + minutes * 60
    await office.fill(PRIYA, words=words, due=due)
    await office.submit(PRIYA)
    assert fault in office.errors(PRIYA)["due"]
    assert not office.incident().promises


async def test_whoever_cannot_see_to_it_is_said_beside_the_field(office: Office) -> None:
    await office.opened()
    office.directory.known[TOM] = Person(TOM, active=False)
    await office.press(PRIYA, "card", "incident.more", selected="promise|1:")
    due = int(office.clock.now.timestamp()) + 7200
    await office.fill(PRIYA, words="refund", due=due, owner=TOM)
    await office.submit(PRIYA)
    assert "account is active" in office.errors(PRIYA)["owner"]


async def test_names_with_markup_ping_nobody_and_break_nothing(office: Office) -> None:
    await office.opened()
    await office.press(PRIYA, "card", "incident.tell")
    await office.fill(PRIYA, new_customers=f"{NASTY}\n{'<' * 300}", words="We are packing it.")
    await office.submit(PRIYA)
    await office.submit(PRIYA)
    await office.deliver()
    assert [each.name for each in office.incident().customers] == [NASTY, "<" * 300]
    await office.press(TOM, "card", "incident.more", selected="contacts|1:")
    form = office.form(TOM)
    assert form and "&lt;!channel&gt;" in everything(form.view["blocks"])
    assert not [ping for ping in office.sandbox.slack.pings if not ping.what.startswith("<@U")]
    assert office.sandbox.slack.refusals == []


async def test_approving_twice_and_ones_own(office: Office) -> None:
    limit = Money(Decimal(100), "EUR")
    office.directory.kept = Settings(lead=MARIA, currency="EUR", make_up_limit=limit)
    await office.opened()
    await office.settle_up_to("make_it_up")
    await office.press(MARIA, "prompt:make_it_up", "step.done")
    await office.fill(MARIA, field__offer="Dinner", field__worth="250")
    await office.submit(MARIA)
    await office.deliver()
    await office.press(MARIA, "make_up:1", "make_up.approve")
    assert "nobody approves their own" in office.said(MARIA)
    office.directory.known[TOM] = Person(TOM, is_admin=True, known_at=office.clock.now)
    await office.press(TOM, "make_up:1", "make_up.approve")
    await office.press(TOM, "make_up:1", "make_up.approve")
    assert "approved this one already" in office.said(TOM)
    assert [each.state.value for each in office.incident().making_up.offers] == ["approved"]


async def test_two_hundred_customers_make_a_card_slack_takes(office: Office) -> None:
    await office.opened()
    await office.press(PRIYA, "card", "incident.add_details")
    await office.fill(PRIYA, customers="\n".join(f"{n:03}" for n in range(201)))
    await office.submit(PRIYA)
    assert "200 customers at most" in office.errors(PRIYA)["customers"]
    await office.fill(PRIYA, customers="\n".join(f"{n:03}" for n in range(200)))
    await office.submit(PRIYA)
    await office.deliver()
    posted = office.at(1, "card")
    assert posted
    card = office.sandbox.slack.message(posted.channel, posted.ts)
    assert card
    seen = everything(card.blocks)
    assert "000, 001, 002, 003, 004 and 195 more" in seen
    assert "*Not yet told:* all 200" in seen
    check_message((card.text, card.blocks))


async def test_times_so_far_away_that_somebody_slipped(office: Office) -> None:
    await office.opened()
    await office.press(PRIYA, "card", "incident.add_details")
    await office.fill(PRIYA, happened_at=60)  # 1970
    await office.submit(PRIYA)
    assert "more than ten years ago" in office.errors(PRIYA)["happened_at"]
    await office.press(PRIYA, "card", "incident.tell")
    await office.fill(PRIYA, words="We are sorry. This was us.", next_update_at=8_100_000_000)
    await office.submit(PRIYA)
    assert "more than a year away" in office.errors(PRIYA)["next_update_at"]
