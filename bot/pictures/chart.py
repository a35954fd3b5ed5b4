"""What a picture of figures shows: plain values, so that they travel as JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Pair:
    """A figure of now beside the one of before. `now` and `before` are numbers to draw, None where
    nothing is known; the labels say them in words."""

    name: str
    now: float | None
    before: float | None
    now_label: str
    before_label: str


@dataclass(frozen=True)
class Stack:
    """So many of one kind and so many of the other under one name."""

    name: str
    first: int
    second: int


@dataclass(frozen=True)
class Chart:
    """A picture of three parts. `shares` are from 0 to 1. `first` and `second` name the two kinds
    of the stacks; `small` is said where the numbers are."""

    title: str
    subtitle: str
    small: str
    now: str
    before: str
    length: Pair
    shares_title: str
    shares: tuple[Pair, ...]
    stacks_title: str
    stacks: tuple[Stack, ...]
    first: str
    second: str
    nothing: str

    def dump(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self)

    @classmethod
    def load(cls, raw: Mapping[str, Any]) -> "Chart":
        """What `dump` gave."""
        return cls(
            **{
                **raw,
                "length": Pair(**raw["length"]),
                "shares": tuple(Pair(**each) for each in raw["shares"]),
                "stacks": tuple(Stack(**each) for each in raw["stacks"]),
            }
        )
