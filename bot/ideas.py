"""Ideas for making it up (P12): something they did not expect, by trade and by size.

A team adds its own in settings. The size is that of the mistake: a nuisance asks for less than a
thing that hurts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

SMALL, MEDIUM, LARGE = "low", "medium", "high"  # the severities they go with
ANY_TRADE = ""

TRADES: Mapping[str, str] = MappingProxyType(
    {
        "food": "Restaurant, café, hotel",
        "shop": "Shop, mail order",
        "freight": "Delivery, freight, travel",
        "care": "Clinic, practice, care",
        "craft": "Workshop, building, repairs",
        "money": "Bank, insurance, accounts",
        "online": "Software, online service",
    }
)


@dataclass(frozen=True)
class Idea:
    """One idea, for a trade (a key of TRADES, ANY_TRADE for all) and a size."""

    size: str
    trade: str
    text: str


IDEAS: tuple[Idea, ...] = (
    Idea(SMALL, ANY_TRADE, "A card in your own hand, from whoever leads this"),
    Idea(SMALL, ANY_TRADE, "The next one on us, and no form to fill in for it"),
    Idea(SMALL, ANY_TRADE, "The better version for the price of the usual one"),
    Idea(MEDIUM, ANY_TRADE, "All of it free of charge, not only the part that went wrong"),
    Idea(MEDIUM, ANY_TRADE, "Do the tedious part of it for them, at your expense"),
    Idea(MEDIUM, ANY_TRADE, "One person’s direct number, who knows their case, for the next year"),
    Idea(LARGE, ANY_TRADE, "The price back, and the thing done all the same"),
    Idea(LARGE, ANY_TRADE, "Pay what it cost them elsewhere, before they ask"),
    Idea(LARGE, ANY_TRADE, "A year at the next level up, with a visit from whoever runs the place"),
    Idea(SMALL, "food", "Dessert and coffee for the table, brought by the chef"),
    Idea(MEDIUM, "food", "The whole evening on the house, and a table kept for them next week"),
    Idea(LARGE, "food", "A weekend with you, or a dinner cooked at their home"),
    Idea(SMALL, "shop", "A small thing that goes with what they bought, in the same parcel"),
    Idea(MEDIUM, "shop", "Overnight delivery by hand, and they keep the wrong one"),
    Idea(LARGE, "shop", "The better model, brought and set up, and the price back"),
    Idea(SMALL, "freight", "The next delivery at the hour they choose, free of charge"),
    Idea(MEDIUM, "freight", "A driver of their own for the rest of the day, or the upgrade"),
    Idea(LARGE, "freight", "What the delay cost them, and a free journey of their choice"),
    Idea(SMALL, "care", "An appointment without waiting, at the time that suits them best"),
    Idea(MEDIUM, "care", "A visit at home, and the way there and back paid for"),
    Idea(LARGE, "care", "A second opinion of their choice, paid by you"),
    Idea(SMALL, "craft", "Mend that other thing that has bothered them, while you are there"),
    Idea(MEDIUM, "craft", "Work on a Saturday, so that they lose no day of their own"),
    Idea(LARGE, "craft", "The finer material, fitted at no charge, and five more years’ warranty"),
    Idea(SMALL, "money", "The fees of this quarter back"),
    Idea(MEDIUM, "money", "Interest on what was missing, and an hour with your best adviser"),
    Idea(LARGE, "money", "Their loss made good at once, with whatever it led to at other places"),
    Idea(SMALL, "online", "A month free, credited before they hear from you"),
    Idea(MEDIUM, "online", "Their data put right by your own people, and a quarter free"),
    Idea(LARGE, "online", "A year of the plan above theirs, and a say in what you build next"),
)


def fitting(size: str, trade: str, own: Sequence[str], turn: int, most: int = 3) -> tuple[str, ...]:
    """At most `most` ideas: the team's own first, then its trade's, then those for everyone. `turn`
    is any number, such as an incident's: another one begins at another place of the lists."""
    mine = [each.text for each in IDEAS if each.trade == trade != ANY_TRADE and each.size == size]
    everyones = [each.text for each in IDEAS if each.trade == ANY_TRADE and each.size == size]
    listed = (*_turned(own, turn), *mine, *_turned(everyones, turn))
    return tuple(dict.fromkeys(listed))[:most]


def _turned(texts: Sequence[str], turn: int) -> Iterator[str]:
    start = turn % len(texts) if texts else 0
    yield from (*texts[start:], *texts[:start])
