"""Are we getting better at making it right? The figures of a period, never of a person.

All of them are about the mistakes that were opened in the period, as they stand now. Drills count
nowhere. A private one counts only for those who may see it, and in a channel not at all: a total
that others see could give it away (`bot.records.Records.history`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from bot.cases import Case, History, Past, noticed_by_us, remembered
from bot.periods import Period

REPEATS_WITHIN = timedelta(days=365)  # how far back a mistake counts as the same one again
SMALL = 5  # of fewer mistakes than these nothing is to be concluded


@dataclass(frozen=True)
class Part:
    """So many of so many."""

    some: int = 0
    all: int = 0

    @property
    def share(self) -> float | None:
        """From 0 to 1; None of nothing."""
        return self.some / self.all if self.all else None


@dataclass(frozen=True)
class Repeats:
    """Mistakes that had happened before: to the same customer, or from the same kind of systemic
    cause; `all` counts a mistake that is both once."""

    customer: int = 0
    cause: int = 0
    all: int = 0


@dataclass(frozen=True)
class Figures:
    """The figures of one period.

    `own`: the middle time from noticing to the first word, `told` and `untold` how many have and
    have not heard. `first`: where we told them before they noticed, of those where that is known;
    `lead` the middle time it took then. `causes` counts (kind of cause, recurrence). `make_ups` is
    the worth offered by currency, `offers` how many. `stayed` and `referring` are of those who gave
    an answer; `asked` counts those who were asked.
    """

    opened: int = 0
    closed: int = 0
    own: timedelta | None = None
    told: int = 0
    untold: int = 0
    first: Part = field(default_factory=Part)
    lead: timedelta | None = None
    updates: Part = field(default_factory=Part)
    promises: Part = field(default_factory=Part)
    debriefs: Part = field(default_factory=Part)
    recurrence: Mapping[str, int] = field(default_factory=dict)
    causes: Mapping[tuple[str, str], int] = field(default_factory=dict)
    repeats: Repeats = field(default_factory=Repeats)
    make_ups: Mapping[str, Decimal] = field(default_factory=dict)
    offers: int = 0
    asked: int = 0
    stayed: Part = field(default_factory=Part)
    referring: Part = field(default_factory=Part)


@dataclass(frozen=True)
class Insights:
    """A period beside the one before."""

    period: Period
    now: Figures
    before: Figures


def since(period: Period) -> datetime:
    """From when on incidents have to be known for that period's figures (UTC)."""
    return period.before - REPEATS_WITHIN


def insights(history: History, period: Period) -> Insights:
    """The figures of that period and of the one before. `history` has the cases of both, and what
    was opened before them from `since` on."""
    before = [case for case in history.cases if period.before <= case.opened_at < period.start]
    inside = [case for case in history.cases if period.start <= case.opened_at < period.end]
    earlier = _Memory(history.past)
    figures = _figures(before, earlier)  # in their order: each repeats what was before it
    return Insights(period, _figures(inside, earlier), figures)


def _figures(inside: Sequence[Case], earlier: "_Memory") -> Figures:
    leads = [case.lead for case in inside if case.lead is not None]
    by_us = [noticed_by_us(case) for case in inside]
    firsts = [case for case, ours in zip(inside, by_us, strict=True) if ours]
    others = by_us.count(False)
    in_time = sum(case.words_in_time for case in inside)
    debriefed = Counter(case.debriefed for case in inside)
    rated = [case for case in inside if case.recurrence]
    offers = [each for case in inside for each in case.make_ups]
    return Figures(
        opened=len(inside),
        closed=sum(not case.is_open for case in inside),
        own=_middle(leads),
        told=len(leads),
        untold=len(inside) - len(leads),
        first=Part(len(firsts), len(firsts) + others),
        lead=_middle([case.lead for case in firsts if case.lead is not None]),
        updates=Part(in_time, in_time + sum(case.words_late for case in inside)),
        promises=_promises(inside),
        debriefs=Part(debriefed[True], debriefed[True] + debriefed[False]),
        recurrence=Counter(case.recurrence for case in rated),
        causes=Counter((case.cause, case.recurrence) for case in rated if case.cause),
        repeats=earlier.repeats(inside),
        make_ups=_totals(offers),
        offers=len(offers),
        asked=sum(bool(case.stay or case.recommend) for case in inside),
        stayed=_answers(case.stay for case in inside),
        referring=_answers(case.recommend for case in inside),
    )


def _middle(lengths: Sequence[timedelta]) -> timedelta | None:
    """The median, None of nothing."""
    if not lengths:
        return None
    ordered, half = sorted(lengths), len(lengths) // 2
    return ordered[half] if len(lengths) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _promises(inside: Iterable[Case]) -> Part:
    """Kept in time, of all that were to be kept by now; what was released counts nowhere."""
    states: Counter[str] = Counter()
    for case in inside:
        if case.promises:
            states.update(case.promises)
    kept = states["kept"]
    return Part(kept, kept + states["kept_late"] + states["broken"] + states["overdue"])


def _answers(given: Iterable[str]) -> Part:
    counted = Counter(given)
    return Part(counted["yes"], counted["yes"] + counted["no"])


def _totals(offers: Iterable[tuple[str, Decimal]]) -> Mapping[str, Decimal]:
    found: dict[str, Decimal] = {}
    for currency, worth in offers:
        found[currency] = found.get(currency, Decimal()) + worth
    return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))


class _Memory:
    """When something last went wrong for a customer, or from a systemic cause of that kind."""

    def __init__(self, past: Iterable[Past]) -> None:
        self._customers: dict[str, datetime] = {}
        self._causes: dict[str, datetime] = {}
        for each in past:
            self._remember(each)

    def repeats(self, inside: Iterable[Case]) -> Repeats:
        """How many of these, oldest first, repeat one from before. They are remembered."""
        same_customer, same_cause, either = 0, 0, 0
        for case in inside:
            found = remembered(case)
            after = case.opened_at - REPEATS_WITHIN
            known = [self._customers.get(name, after) for name in found.customers]
            again = bool(known) and max(known) > after
            likewise = bool(found.systemic) and self._causes.get(found.systemic, after) > after
            same_customer += again
            same_cause += likewise
            either += again or likewise
            self._remember(found)
        return Repeats(same_customer, same_cause, either)

    def _remember(self, past: Past) -> None:
        for name in past.customers:
            self._customers[name] = past.opened_at
        if past.systemic:
            self._causes[past.systemic] = past.opened_at
