"""Words noted for colleagues, turned to the customer: plainly, or left out."""

import pytest

from bot.addressing import expected_of_us, said_to_them

ACME = ("ACME",)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("We sent ACME the wrong invoice", "We sent you the wrong invoice"),
        ("We charged Acme twice.", "We charged you twice."),
        ("We overcharged the customer", "We overcharged you"),
        ("We delivered the wrong table to ACME", "We delivered the wrong table to you"),
        ("We lost ACME’s order for Friday", "We lost your order for Friday"),
        ("We delivered the wrong table", "We delivered the wrong table"),
    ],
)
def test_what_happened_is_said_to_them(title: str, said: str) -> None:
    assert said_to_them(title, ACME) == said


@pytest.mark.parametrize(
    "title",
    [
        "wrong table delivered!! customer furious",
        "the kitchen forgot table 12's allergy note. Guest had a reaction. Ambulance called.",
        "We told the kitchen too late about the allergy",
        "We sent the wrong table and they are furious",
        "We let Dave run it without a checklist",
        "ACME got the wrong invoice",
        "We forgot that ACME is not open on Sunday",
        "We sent Globex the wrong invoice",
        "Die falsche Rechnung ging an ACME",
        "We hebben de verkeerde factuur gestuurd",
        "We overslept",
    ],
)
def test_what_is_no_plain_sentence_of_ours_to_them_is_left_out(title: str) -> None:
    assert said_to_them(title, ACME) == ""


def test_of_several_none_is_named() -> None:
    both = ("ACME", "Globex")
    assert said_to_them("We sent ACME the wrong invoice", both) == ""
    assert said_to_them("We sent the wrong invoice", both) == "We sent the wrong invoice"


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("One invoice for March", "One invoice for March"),
        ("Delivery on Friday, before noon.", "Delivery on Friday, before noon."),
        ("Delivery on Friday, and they paid $200", ""),
        ("What ACME ordered", ""),
        ("Die richtige Rechnung", ""),
        ("pünktlich", ""),
        ("", ""),
    ],
)
def test_what_they_were_counting_on(expected: str, said: str) -> None:
    assert expected_of_us(expected, ACME) == said
