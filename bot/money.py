"""Amounts of money: read as people write them, shown as people read them.

How numbers are written comes from price-parser, what currencies there are and how they look from
Babel. Both are loaded only once there is an amount to read or to show.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from types import MappingProxyType

from bot.text import one_line
from bot.wording import money as words

MOST = Decimal(10) ** 12  # beyond this somebody slipped
LOCALE = "en"
CENTS = 2  # digits after the point, in most currencies
MILLS = 3  # in dinars and the like, as we show them: KWD 1.500
_MINUS = re.compile(r"^\D{0,4}[-−–]\s*\D{0,4}\d")
_GROUPS = re.compile(r"(?<=\d)['’ \u00a0\u202f](?=\d{3}(?!\d))")  # 1'200, 1 200
_EITHER = re.compile(r"\d,\d{3}\.\d{3}(?!\d)|\d\.\d{3},\d{3}(?!\d)")  # which is the point?
# Thousands as many write them, or a sum of three decimals. A comma is how we show thousands.
_TWO_WAYS = re.compile(r"(?<![\d.,])(?:\d+\.|\d{4,},)\d{3}(?![.,]?\d)")
_MILL = re.compile(r"\d\.\d{3}(?!\d)")
_FIGURES = re.compile(r"[\d.,]+")
_UNCLEAR = re.compile(r"(?<![\d.,])0[.,]\d{3,}|[.,]\d{4,}")  # price-parser: 0.500 is 500
_THOUSANDS = re.compile(r"(?<=\d)[kK](?!\w)")
_LETTERS = re.compile(r"^([A-Z]{3})(?=\d)")
_TRIM = " .,-–−\u00a0\u202f"


class NotAnAmount(ValueError):
    """What was typed is no amount we can count with; the message says what to mend."""


@dataclass(frozen=True)
class Money:
    """An amount above zero in a currency (ISO 4217, such as EUR)."""

    amount: Decimal
    currency: str


def read(typed: str, currency: str = "") -> Money:
    """The amount in `typed`, such as “80”, “€1.200,50” or “80 euros”. Without a currency of its own
    it is in `currency` (ISO 4217, "" for none known). Raises NotAnAmount."""
    from price_parser import Price

    text, thousands = _THOUSANDS.subn("", _GROUPS.sub("", one_line(typed)))
    point = "." if _has_mills(text, currency) else None
    if point is None and (_EITHER.search(text) or _UNCLEAR.search(text)):
        raise NotAnAmount(words.unclear(typed))
    price = Price.fromstring(text, decimal_separator=point)
    if price.amount is None or price.amount_text is None:
        raise NotAnAmount(words.unclear(typed))
    before, _, after = text.partition(price.amount_text)
    beside = f"{before} {after}".strip(_TRIM)
    if any(sign.isdigit() for sign in beside):
        raise NotAnAmount(words.unclear(typed))
    amount = price.amount * 1000**thousands
    if _MINUS.match(text) or amount <= 0:
        raise NotAnAmount(words.not_positive())
    if amount > MOST:
        raise NotAnAmount(words.too_large())
    found = currency_of(beside, currency) if beside else currency
    if beside and not found:
        raise NotAnAmount(words.unclear(typed))
    if not found:
        raise NotAnAmount(words.which_currency(typed))
    if _TWO_WAYS.search(text) and decimals(found) == CENTS:
        rather = (amount / 1000).quantize(Decimal("0.01"), ROUND_HALF_UP)
        raise NotAnAmount(words.two_ways(typed, shown(Money(amount, found)), _cents(rather, found)))
    return Money(amount, found)


def _has_mills(text: str, currency: str) -> bool:
    """Whether three digits after a point are what they are in that currency."""
    beside = _FIGURES.sub("", text).strip(_TRIM)
    found = currency_of(beside, currency) if beside else currency
    return bool(found) and decimals(found) == MILLS and bool(_MILL.search(text))


def decimals(currency: str) -> int:
    """How many digits that currency (ISO 4217) has after the point: 2 for euros, 0 for yen."""
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)


def _cents(amount: Decimal, currency: str) -> str:
    """The amount with both digits after the point, so that it can be read one way only."""
    text = shown(Money(amount, currency))
    return text if amount != amount.to_integral_value() else f"{text}.00"


def shown(money: Money) -> str:
    """The amount as people read it: “€80”, “CHF 1,200.50”. Plain text."""
    from babel.numbers import format_currency

    text = format_currency(money.amount, money.currency, locale=LOCALE)
    whole = money.amount == money.amount.to_integral_value()
    text = text.partition(".")[0] if whole else text
    return _LETTERS.sub("\\1\u00a0", text)


def currency_of(typed: str, likely: str = "") -> str:
    """The currency (ISO 4217) people mean by `typed`: its letters, its sign or its name. Where that
    may be one of several, such as “dollars”, it is the `likely` one, if that is among them, or the
    one most use. "" where there is none."""
    asked = typed.strip(_TRIM).casefold()
    meant = _names().get(asked, ())
    if likely in meant:
        return likely
    return meant[0] if meant else ""


# What one word alone stands for, where several currencies have it: the one most people mean.
_FIRST = ("USD", "EUR", "GBP", "CHF", "SEK", "JPY", "INR")
# Short ways of writing one that Babel knows only where it is at home.
_SHORT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "fr": ("CHF",),
        "kr": ("SEK", "DKK", "NOK", "ISK"),
        "rs": ("INR", "PKR", "LKR", "NPR"),
        "us$": ("USD",),
        "zł": ("PLN",),
    }
)


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Every way to name a currency, in small letters, and the currencies it may mean."""
    from babel.numbers import get_currency_name, get_currency_symbol, list_currencies

    found: dict[str, list[str]] = {}
    codes = sorted(list_currencies(LOCALE), key=lambda code: (code not in _FIRST, code))
    for code in codes:
        several = get_currency_name(code, count=2, locale=LOCALE).casefold()
        one = get_currency_name(code, count=1, locale=LOCALE).casefold()
        sign = get_currency_symbol(code, locale=LOCALE).casefold()
        bare = sign.removeprefix(code[:2].casefold())  # “CA$”: a dollar
        ways = {code.casefold(), sign, bare if _no_letter(bare) else "", several, one}
        ways |= {several.rpartition(" ")[2], one.rpartition(" ")[2]}
        for way in ways:
            found.setdefault(way, []).append(code)
    several_ways = {way: tuple(codes) for way, codes in found.items() if _says_which(way)}
    return several_ways | dict(_SHORT)


def _no_letter(sign: str) -> bool:
    return not any(each.isalpha() for each in sign)


def _says_which(way: str) -> bool:
    """A single letter is a slip, or a thousand, sooner than a currency."""
    return len(way) > 1 or (bool(way) and _no_letter(way))
