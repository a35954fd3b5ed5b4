"""Amounts as people write them, and as people read them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.money import MOST, Money, NotAnAmount, currency_of, decimals, read, shown
from bot.wording import money as words


@pytest.mark.parametrize(
    ("typed", "usual", "amount", "currency"),
    [
        ("80 euros", "", "80", "EUR"),
        ("€80", "", "80", "EUR"),
        ("80", "EUR", "80", "EUR"),
        ("1.200,50 EUR", "", "1200.50", "EUR"),
        ("1,200.50", "GBP", "1200.50", "GBP"),
        ("1'200 CHF", "", "1200", "CHF"),
        ("1 200 kr", "DKK", "1200", "DKK"),
        ("80.-", "CHF", "80", "CHF"),
        ("80 dollars", "", "80", "USD"),
        ("80 dollars", "AUD", "80", "AUD"),
        ("$80", "CAD", "80", "CAD"),
        ("US$ 80", "CAD", "80", "USD"),
        ("100 rupees", "", "100", "INR"),
        ("¥1000", "", "1000", "JPY"),
        ("80 british pounds", "EUR", "80", "GBP"),
        ("٣٥", "EUR", "35", "EUR"),
        ("2k", "EUR", "2000", "EUR"),
        ("€1.5K", "", "1500", "EUR"),
        ("50k kr", "SEK", "50000", "SEK"),
        ("CA$ 80", "EUR", "80", "CAD"),
        ("0.50", "EUR", "0.50", "EUR"),
        ("0,5", "EUR", "0.5", "EUR"),
    ],
)
def test_amounts_are_read(typed: str, usual: str, amount: str, currency: str) -> None:
    assert read(typed, usual) == Money(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("lots", words.unclear("lots")),
        ("", words.unclear("")),
        ("80 or 90", words.unclear("80 or 90")),
        ("80-90", words.unclear("80-90")),
        ("80 EUR and 20 GBP", words.unclear("80 EUR and 20 GBP")),
        ("80 bananas", words.unclear("80 bananas")),
        ("1e9", words.unclear("1e9")),
        ("NaN", words.unclear("NaN")),
        ("12,345.678", words.unclear("12,345.678")),
        ("5%", words.unclear("5%")),
        *((odd, words.unclear(odd)) for odd in ("50p", "50f", "50d", "50b", "50m", "20 c", "50 k")),
        *((odd, words.unclear(odd)) for odd in ("0.001", "0.500", "0,500 EUR", "1.2345", "2k5")),
        ("-5", words.not_positive()),
        ("€-5", words.not_positive()),
        ("−5 EUR", words.not_positive()),
        ("0", words.not_positive()),
        ("9" * 40, words.too_large()),
    ],
)
def test_what_is_no_amount_says_how_to_write_one(typed: str, fault: str) -> None:
    with pytest.raises(NotAnAmount) as refused:
        read(typed, "EUR")
    assert str(refused.value) == fault


@pytest.mark.parametrize(
    ("typed", "thousands", "cents"),
    [
        ("EUR 49.999", "€49,999", "€50.00"),
        ("1.250", "€1,250", "€1.25"),
        ("1234.567 €", "€1,234,567", "€1,234.57"),
        ("1234,567 €", "€1,234,567", "€1,234.57"),
    ],
)
def test_three_digits_after_one_point_can_mean_two_amounts(
    typed: str, thousands: str, cents: str
) -> None:
    with pytest.raises(NotAnAmount) as refused:
        read(typed, "EUR")
    assert str(refused.value) == words.two_ways(typed, thousands, cents)
    assert read(thousands, "EUR").amount == Decimal(thousands[1:].replace(",", ""))
    assert read(cents, "EUR").amount == Decimal(cents[1:].replace(",", ""))


def test_where_there_are_no_cents_it_means_one() -> None:
    assert read("1.200", "JPY") == Money(Decimal(1200), "JPY")
    assert read("1.200.000 EUR").amount == 1_200_000
    assert read("€1,200").amount == 1200


def test_a_currency_has_to_come_from_somewhere() -> None:
    with pytest.raises(NotAnAmount) as refused:
        read("80")
    assert str(refused.value) == words.which_currency("80")


def test_amounts_are_shown() -> None:
    assert shown(Money(Decimal("80"), "EUR")) == "€80"
    assert shown(Money(Decimal("1234567.5"), "USD")) == "$1,234,567.50"
    assert shown(Money(Decimal("1200"), "CHF")) == "CHF\u00a01,200"


@given(
    st.decimals(min_value="0.01", max_value=MOST, places=2),
    st.sampled_from(["EUR", "USD", "AUD", "CHF", "SEK", "INR", "GBP", "BRL", "PLN"]),
)
def test_what_is_shown_can_be_typed_again(amount: Decimal, currency: str) -> None:
    money = Money(amount, currency)
    assert read(shown(money), currency) == money


@given(st.text(max_size=40))
def test_anything_typed_is_an_amount_or_refused(typed: str) -> None:
    try:
        money = read(typed, "EUR")
    except NotAnAmount as fault:
        assert str(fault)
        return
    assert 0 < money.amount <= MOST
    assert shown(money)


def test_currencies_by_letters_sign_and_name() -> None:
    assert [currency_of(each) for each in ("eur", "£", "Swiss francs", "us$")] == [
        "EUR",
        "GBP",
        "CHF",
        "USD",
    ]
    assert currency_of("doubloons") == ""
    assert currency_of("") == ""


@given(
    st.sampled_from(["EUR", "JPY", "KWD", "BHD", "TND", "CHF"]),
    st.integers(min_value=1, max_value=10**8),
)
def test_what_is_shown_is_read_as_the_same(currency: str, smallest: int) -> None:
    money = Money(Decimal(smallest).scaleb(-decimals(currency)), currency)
    assert read(shown(money)) == money
