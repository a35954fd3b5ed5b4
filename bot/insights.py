"""Are we getting better at making it right? The figures of a period, never of a person.

All of them are about the mistakes that were opened in the period, as they stand now. Drills count
nowhere; which private ones count is decided by `counts`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median

from bot.cases import Case, noticed_by_us
from bot.incident import Incident, may_see
from bot.periods import Period

REPEATS_WITHIN = timedelta(days=365)  # how far back a mistake counts as the same one again
SMALL = 5  # of fewer mistakes than these nothing is to be concluded


def counts(incident: Incident, viewer: str | None, lead: str | None) -> bool:
    """Whether an incident counts in the figures shown to `viewer`; None: to a whole channel.

    A private one counts only for those who may see it: a total that others see could give it away.
    This is the one place where that is decided.
    """
    if viewer is None:
        return not incident.private
    return may_see(incident, viewer, lead)


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


def insights(cases: Sequence[Case], period: Period) -> Insights:
    """The figures of that period and of the one before, from all cases opened since `since`."""
    ordered = sorted(cases, key=lambda case: case.opened_at)
    return Insights(period, _figures(ordered, period), _figures(ordered, period.earlier))


def _figures(ordered: Sequence[Case], period: Period) -> Figures:
    inside = [case for case in ordered if period.start <= case.opened_at < period.end]
    leads = [case.lead for case in inside if case.lead is not None]
    firsts = [case for case in inside if noticed_by_us(case)]
    others = sum(noticed_by_us(case) is False for case in inside)
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
        repeats=_repeats(ordered, inside),
        make_ups=_totals(offers),
        offers=len(offers),
        asked=sum(bool(case.stay or case.recommend) for case in inside),
        stayed=_answers(case.stay for case in inside),
        referring=_answers(case.recommend for case in inside),
    )


def _middle(lengths: Sequence[timedelta]) -> timedelta | None:
    return median(lengths) if lengths else None


def _promises(inside: Iterable[Case]) -> Part:
    """Kept in time, of all that were to be kept by now; what was released counts nowhere."""
    states: Counter[str] = Counter()
    for case in inside:
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


def _repeats(ordered: Iterable[Case], inside: Sequence[Case]) -> Repeats:
    """`ordered` by when they were opened: a mistake repeats one from before it."""
    wanted = {id(case) for case in inside}
    customers: dict[str, datetime] = {}
    causes: dict[str, datetime] = {}
    same_customer, same_cause, either = 0, 0, 0
    for case in ordered:
        from_when = case.opened_at - REPEATS_WITHIN
        again = any(customers.get(name, from_when) > from_when for name in case.customers)
        systemic = case.cause if case.recurrence == "systemic" else ""
        likewise = bool(systemic) and causes.get(systemic, from_when) > from_when
        if id(case) in wanted:
            same_customer += again
            same_cause += likewise
            either += again or likewise
        customers.update(dict.fromkeys(case.customers, case.opened_at))
        if systemic:
            causes[systemic] = case.opened_at
    return Repeats(same_customer, same_cause, either)
