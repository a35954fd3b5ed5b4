"""Who was told, as the form has it, and what is on record about each customer."""

from bot.customer_commands import CorrectContact, TellCustomers
from handlers.ids import short_key
from tests.handlers.office import MISTAKES, PRIYA, TOM, Office, blocks_of, everything
from tests.phrases import WHOLE

ACME, BOLT = short_key("ACME"), short_key("Bolt & <Sons>")


async def with_customers(office: Office, names: str = "ACME\nBolt & <Sons>") -> None:
    """An incident with these on its card."""
    await office.opened()
    await office.press(PRIYA, "card", "incident.add_details")
    await office.fill(PRIYA, customers=names)
    await office.submit(PRIYA)
    await office.deliver()


async def tell(office: Office, words: str = WHOLE, **more: object) -> None:
    """Priya fills in *Update the customer* and sends it."""
    await office.press(PRIYA, "card", "incident.tell")
    await office.fill(PRIYA, words=words, **more)
    await office.submit(PRIYA)


async def press_in_form(office: Office, action: str, value: str) -> None:
    """Priya presses that button of the form she has open."""
    await office.sandbox.gestures.press_in_view(PRIYA, action, value=value)
    await office.settle()


def seen(office: Office, user: str = PRIYA) -> str:
    form = office.form(user)
    return everything(form.view["blocks"]) if form else ""


def answers(office: Office) -> str:
    """All private answers to Priya."""
    return everything([each.blocks for each in office.private(PRIYA)])


async def test_everybody_is_told_unless_somebody_is_left_out(office: Office) -> None:
    await with_customers(office)
    await tell(office)
    told = office.desk.commands[-1]
    assert isinstance(told, TellCustomers) and told.customers == ()
    await tell(office, customers=[BOLT], told_by=TOM, way="letter")
    told = office.desk.commands[-1]
    assert isinstance(told, TellCustomers)
    assert (told.customers, told.told_by) == (("Bolt & <Sons>",), TOM)
    assert office.incident().customers[1].way == "letter"


async def test_nobody_chosen_is_asked_about(office: Office) -> None:
    await with_customers(office)
    await tell(office, customers=[])
    assert list(office.errors(PRIYA)) == ["customers"]
    await office.fill(PRIYA, new_customers="Initech\n" + "x" * 301)
    await office.submit(PRIYA)
    assert list(office.errors(PRIYA)) == ["new_customers"]
    await office.fill(PRIYA, new_customers="Initech\nacme\nInitech")
    await office.submit(PRIYA)
    told = office.desk.commands[-1]
    assert isinstance(told, TellCustomers)
    assert (told.customers, told.new) == (("ACME",), ("Initech",))
    assert [each.told_at is not None for each in office.incident().customers] == [True, False, True]
    assert "Not yet told:* Bolt &amp; &lt;Sons&gt;" in answers(office)


async def test_names_where_none_were_known(office: Office) -> None:
    await office.opened()
    await tell(office, new_customers="ACME")
    assert [each.name for each in office.incident().customers] == ["ACME"]


async def test_one_tick_for_two_hundred(office: Office) -> None:
    await with_customers(office, "\n".join(f"C{n}" for n in range(200)))
    await tell(office, new_customers="One more")
    assert "200 customers at most" in office.errors(PRIYA)["new_customers"]
    await office.fill(PRIYA, new_customers=None)
    await office.submit(PRIYA)
    assert all(each.told_at for each in office.incident().customers)
    await tell(office, everyone=[], customers=[short_key("C7")])
    told = office.desk.commands[-1]
    assert isinstance(told, TellCustomers) and told.customers == ("C7",)
    await office.press(PRIYA, "card", "incident.more", selected="contacts|1:")
    assert "Customers 1 to 20 of 200" in seen(office)
    await press_in_form(office, "contacts.page", "1:20")
    assert "Customers 21 to 40 of 200" in seen(office)


async def test_more_names_than_a_field_holds_are_added_to(office: Office) -> None:
    await with_customers(office, "\n".join(f"{n} {'x' * 290}" for n in range(10)))
    assert len(office.incident().customers) == 10
    await tell(office, new_customers="\n".join(f"{n} {'y' * 290}" for n in range(2)))
    await office.press(PRIYA, "card", "incident.add_details")
    assert "12 are named" in seen(office)
    await office.fill(PRIYA, new_customers="Globex\n" + "z" * 301)
    await office.submit(PRIYA)
    assert list(office.errors(PRIYA)) == ["new_customers"]
    await office.fill(PRIYA, new_customers="Globex")
    await office.submit(PRIYA)
    assert [each.name for each in office.incident().customers][-1] == "Globex"
    assert office.incident().customers[0].told_at is not None


async def test_a_name_too_long_is_said_where_it_was_typed(office: Office) -> None:
    await with_customers(office, "x" * 300)
    assert len(office.incident().customers[0].name) == 300
    await office.press(PRIYA, "card", "incident.add_details")
    await office.fill(PRIYA, customers="x" * 301)
    await office.submit(PRIYA)
    assert "300 characters" in office.errors(PRIYA)["customers"]


async def test_a_record_is_looked_up_and_set_right(office: Office) -> None:
    await with_customers(office)
    await tell(office)
    await office.press(PRIYA, "card", "incident.more", selected="contacts|1:")
    assert office.title(PRIYA) == "Customers"
    assert "by phone" not in seen(office)
    await press_in_form(office, "contacts.correct", f"1:{ACME}")
    assert office.title(PRIYA) == "Correct a record"
    assert blocks_of(office.form(PRIYA))[0] == "name"
    await office.fill(PRIYA, name="bolt & <sons>", told_at=2**40)
    await office.submit(PRIYA)
    assert list(office.errors(PRIYA)) == ["name"]
    past = int(office.clock.now.timestamp()) - 60
    await office.fill(PRIYA, name="ACME Ltd", told_at=past + 120, next_update_at=past)
    await office.submit(PRIYA)
    assert sorted(office.errors(PRIYA)) == ["next_update_at", "told_at"]
    await office.fill(PRIYA, told_at=past, next_update_at=past + 400 * 86400)
    await office.submit(PRIYA)
    assert "more than a year away" in office.errors(PRIYA)["next_update_at"]
    await office.fill(PRIYA, told_at=past, next_update_at=past + 7200, way="phone", told_by=TOM)
    await office.submit(PRIYA)
    assert office.title(PRIYA) == "Customers"
    assert "ACME Ltd" in seen(office) and "by phone" in seen(office)
    assert isinstance(office.desk.commands[-1], CorrectContact)


async def test_a_record_of_somebody_taken_off_the_card(office: Office) -> None:
    await with_customers(office)
    await office.press(PRIYA, "card", "incident.more", selected="contacts|1:")
    await press_in_form(office, "contacts.correct", f"1:{ACME}")
    await office.press(TOM, "card", "incident.add_details")
    await office.fill(TOM, customers="Bolt & <Sons>")
    await office.submit(TOM)
    await office.submit(PRIYA)
    assert "no longer on the card" in str(office.errors(PRIYA))


async def test_shown_by_the_command_with_a_button(office: Office) -> None:
    await with_customers(office)
    await tell(office)
    await office.type(PRIYA, "show 1")
    assert f"<@{PRIYA}> speaks to them" in office.said(PRIYA)
    await office.press_private(PRIYA, "contacts.open")
    assert office.title(PRIYA) == "Customers"


# Promises in the words


async def test_a_promise_in_the_words_is_offered(office: Office) -> None:
    await with_customers(office)
    words = f"{WHOLE} We will refund you by 27 November at noon. The new table is there tomorrow."
    await tell(office, words, customers=[BOLT])
    offered = [each for each in office.private(PRIYA, MISTAKES) if "Track this" in str(each.blocks)]
    assert "We will refund you by 27 November at noon." in str(offered)
    await office.press_private(PRIYA, "promise.form")
    await office.submit(PRIYA)
    [promise] = office.incident().promises.values()
    assert promise.customers == ("Bolt & <Sons>",)
    assert promise.source_link == ""


async def test_the_next_word_itself_is_no_promise_to_track(office: Office) -> None:
    await office.opened()
    tomorrow = int(office.clock.now.timestamp()) + 86400  # where Priya is, half past two
    words = "We made a mistake, and I am sorry. You will hear from us tomorrow at 14:30."
    await tell(office, words, next_update_at=tomorrow)
    await office.submit(PRIYA)
    assert office.form(PRIYA) is None
    assert "Track this" not in answers(office)


async def test_a_promise_in_the_words_of_a_step_is_offered(office: Office) -> None:
    await office.opened()
    await office.settle_up_to("apologise")
    await office.press(TOM, "prompt:apologise", "step.done")
    await office.fill(TOM, field__words=f"{WHOLE} We will refund you by 27 November at noon.")
    await office.fill(TOM, field__way="email")
    await office.submit(TOM)
    assert "refund you by 27 November" in office.said(TOM)


# Words that go with a step


async def test_a_step_asks_who_got_its_words_and_when_they_hear_again(office: Office) -> None:
    await with_customers(office)
    await office.settle_up_to("apologise")
    await office.press(TOM, "prompt:apologise", "step.done")
    assert blocks_of(office.form(TOM)) == [
        "customers",
        "field.words",
        "field.way",
        "next_update_at",
    ]
    past, later = (int(office.clock.now.timestamp()) + away for away in (-60, 7200))
    half = "We are sorry for any inconvenience."
    await office.fill(TOM, field__words=half, field__way="email", customers=[])
    await office.fill(TOM, next_update_at=past)
    await office.submit(TOM)
    assert sorted(office.errors(TOM)) == ["customers", "next_update_at"]
    await office.fill(TOM, next_update_at=later + 400 * 86400, customers=[BOLT])
    await office.submit(TOM)
    assert "more than a year away" in office.errors(TOM)["next_update_at"]
    await office.fill(TOM, next_update_at=later, customers=[BOLT])
    await office.submit(TOM)
    form = office.form(TOM)
    assert form and "customers" in blocks_of(form)  # the remarks; what was chosen stays
    await office.submit(TOM)
    acme, bolt = office.incident().customers
    assert bolt.words == half and acme.words != half
    assert bolt.next_at is not None and int(bolt.next_at.timestamp()) == later
    await office.deliver()
    await office.press(TOM, "prompt:apologise", "step.more", selected="record|1:apologise")
    assert blocks_of(office.form(TOM)) == ["field.words", "field.way"]


async def test_after_the_evidence_no_next_word_is_asked_for(office: Office) -> None:
    await with_customers(office)
    await office.settle_up_to("show_the_evidence")
    await office.press(TOM, "prompt:show_the_evidence", "step.done")
    assert "next_update_at" not in blocks_of(office.form(TOM))
    assert "customers" not in blocks_of(office.form(TOM))


async def test_one_named_by_mistake_is_taken_off_in_their_record(office: Office) -> None:
    await with_customers(office)
    await tell(office, customers=[ACME])
    for key in (BOLT, ACME):
        await office.press(PRIYA, "card", "incident.more", selected="contacts|1:")
        await press_in_form(office, "contacts.correct", f"1:{key}")
        await office.fill(PRIYA, take_off="yes")
        await office.submit(PRIYA)
    assert "have been told something" in office.errors(PRIYA)["take_off"]
    assert [each.name for each in office.incident().customers] == ["ACME"]
    await office.fill(PRIYA, take_off="told")
    await office.submit(PRIYA)
    assert not office.incident().customers
