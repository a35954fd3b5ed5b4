"""Contact records as people see them, and whom *Update the customer* asks about."""

from dataclasses import replace

import pytest

from bot.incident import Customer, Status
from bot.ledger import Promise
from bot.playbook import FULL
from handlers import ids
from handlers.ids import Meta
from handlers.promise_values import Draft
from handlers.views import forms, lists
from handlers.views.form_tell import Telling, beginning
from tests.handlers.cases import HOUR, NOW, PRIYA, TOM, WORST, an_incident, nasty
from tests.handlers.limits import check_message, check_view, choices, fields, labels, texts

META = Meta(12, channel="C0MISTAKE")


def customers(count: int) -> tuple[Customer, ...]:
    return tuple(Customer(f"C{n}") for n in range(count))


def test_each_of_a_few_has_a_tick() -> None:
    incident = an_incident(customers=(Customer("ACME", NOW, TOM, "email", "Hi"), Customer("Bolt")))
    view = check_view(forms.tell(META, incident, beginning(incident, PRIYA, NOW, NOW + HOUR)))
    element = fields(view)[ids.CUSTOMERS]["element"]
    assert element["type"] == "checkboxes"
    assert element["initial_options"] == element["options"]
    assert "initial_option" not in fields(view)[ids.WAY]["element"]
    assert fields(view)["told_by"]["element"]["initial_user"] == PRIYA
    one = an_incident(customers=incident.customers[:1])
    view = check_view(forms.tell(META, one, beginning(one, PRIYA, NOW, None)))
    assert fields(view)[ids.WAY]["element"]["initial_option"]["value"] == "email"


def test_more_of_them_are_in_a_menu() -> None:
    incident = an_incident(customers=customers(100))
    view = check_view(forms.tell(META, incident, beginning(incident, PRIYA, NOW, None)))
    element = fields(view)[ids.CUSTOMERS]["element"]
    assert element["type"] == "multi_static_select"
    assert len(element["initial_options"]) == 100
    assert "everyone" not in fields(view)


def test_one_tick_stands_for_very_many() -> None:
    incident = an_incident(customers=customers(150))
    view = check_view(forms.tell(META, incident, beginning(incident, PRIYA, NOW, None)))
    assert "All 150 of them" in texts(view["blocks"])
    assert len(fields(view)["everyone"]["element"]["initial_options"]) == 1
    element = fields(view)[ids.CUSTOMERS]["element"]
    assert [len(group["options"]) for group in element["option_groups"]] == [100, 50]
    assert "initial_options" not in element
    chosen = [ids.short_key("C7"), ids.short_key("C149")]
    view = check_view(forms.tell(META, incident, Telling("hello", customers=chosen)))
    element = fields(view)[ids.CUSTOMERS]["element"]
    assert [option["value"] for option in element["initial_options"]] == chosen
    assert "initial_options" not in fields(view)["everyone"]["element"]


def test_nobody_named_means_only_the_names_are_asked_for() -> None:
    view = check_view(forms.tell(META, an_incident(), beginning(an_incident(), PRIYA, NOW, None)))
    assert ids.CUSTOMERS not in fields(view)
    assert "Which customers did it reach?" in texts(view["blocks"])


def test_records_are_read_in_pages() -> None:
    incident = an_incident(customers=customers(45))
    first = check_view(forms.contacts(META, incident, offset=0))
    assert "*Customers 1 to 20 of 45*" in texts(first["blocks"])
    assert labels(first["blocks"])[-1] == "More customers"
    last = check_view(forms.contacts(META, incident, offset=999))
    assert "*Customers 45 to 45 of 45*" in texts(last["blocks"])
    assert labels(last["blocks"]) == ["Correct…", "Earlier ones"]
    nobody = check_view(forms.contacts(META, an_incident(), offset=0))
    assert "No customer is named yet" in texts(nobody["blocks"])


def test_shown_beside_the_card() -> None:
    told = Customer("ACME", NOW, TOM, "phone", "We are on it.")
    incident = an_incident(customers=(told, Customer("Bolt & Sons")))
    said, buttons = (f(check_message(lists.show(incident, None))[1]) for f in (texts, labels))
    for part in (f"<@{TOM}> speaks to them", "by phone, <", "“We are on it.”", "*not yet told*"):
        assert part in said
    assert buttons[-1] == "Customers…"
    closed = replace(incident, status=Status.CLOSED)
    _, blocks = check_message(lists.show(closed, None))
    assert labels(blocks).count("Customers…") == 1
    many = an_incident(customers=customers(200))
    assert "*Customers 1 to 5 of 200*" in texts(check_message(lists.show(many, None))[1])


def test_the_next_word_is_not_asked_for_once_it_is_closed() -> None:
    incident = an_incident(customers=customers(1), status=Status.CLOSED)
    view = check_view(forms.contact(META, incident, incident.customers[0]))
    assert ids.NEXT_UPDATE_AT not in fields(view)


@pytest.mark.parametrize("words", WORST)
def test_all_of_it_is_valid_for_the_worst(words: str) -> None:
    incident = nasty(words)
    promise = Promise("1", f"x{words}"[:500], NOW + HOUR, TOM, TOM, NOW, NOW)
    several = {str(n): replace(promise, key=str(n)) for n in range(5)}
    incident = replace(
        incident,
        promises=several,
        customers=tuple(
            replace(each, told_at=NOW, told_by=TOM, words=f"x{words}"[:3000], way="letter")
            for each in incident.customers
        ),
    )
    for offset in (0, 190):
        check_view(forms.contacts(META, incident, offset=offset))
    view = check_view(forms.contact(META, incident, incident.customers[0]))
    assert len(fields(view)["name"]["element"]["initial_value"]) <= 500
    check_message(lists.show(incident, None))
    given = beginning(incident, PRIYA, NOW, NOW)
    check_view(forms.tell(META, incident, given))
    step = FULL.steps[1]
    form = forms.artefact(META, incident, step, me=PRIYA, now=NOW, draft=None, telling=given)
    assert {"everyone", "customers", "next_update_at"} <= set(fields(check_view(form)))


def test_a_promise_travels_in_a_button_with_those_it_was_made_to() -> None:
    draft = Draft("refund: by Friday", NOW, "5.000100", TOM, (ids.short_key("ACME"),))
    _, subject = ids.read_value(draft.value(12))
    assert Draft.load(subject) == draft
    _, subject = ids.read_value(Draft("refund").value(12))
    assert Draft.load(subject) == Draft("refund")
    incident = an_incident(customers=(Customer("ACME"), Customer("Bolt")))
    view = forms.promise(META, incident, said="x", due=None, owner=TOM, chosen=("ACME",))
    assert choices(view["blocks"])["Bolt"] == ids.short_key("Bolt")
