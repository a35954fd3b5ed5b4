"""**Add details** from two people at once: neither takes back what the other has just kept."""

import asyncio
from dataclasses import replace
from typing import Any

from bot.commands import AddDetails, DetailsChanged
from bot.incident import Incident, Severity
from storage.store import Storage
from tests.storage.moves import ANN, BEN, NOON, TEAM, opened
from tests.storage.test_replicas import two

ROUNDS = 12


def details(by: str, on: Incident, **changes: Any) -> AddDetails:
    """The form as it stands, with some answers changed."""
    stands = AddDetails(
        by=by,
        text=on.title,
        severity=on.severity,
        noticed_by=on.noticed_by,
        customers=tuple(customer.name for customer in on.customers),
        happened_at=on.happened_at,
        expected=on.expected,
        on=on,
    )
    return replace(stands, **changes)


async def both_are_kept(here: Storage, there: Storage, number: int) -> None:
    """Ann and Ben send what they put together from the same. One of them is to look again, and
    what they send then is no repetition, though it is the same form."""
    desks = {ANN: here.desk, BEN: there.desk}
    changes: dict[str, dict[str, Any]] = {
        ANN: {"severity": Severity.HIGH, "customers": ("ACME",)},
        BEN: {"expected": "One table"},
    }
    seen = await here.desk.incident(TEAM, number, ANN)

    async def send(by: str, on: Incident) -> None:
        command = details(by, on, **changes[by])
        key = f"view:{number}:{by}"
        outcome = await desks[by].perform(TEAM, number, command, now=NOON, key=key)
        assert outcome.changed

    ends = await asyncio.gather(*(send(by, seen) for by in desks), return_exceptions=True)
    assert sorted(map(type, ends), key=str) == [type(None), DetailsChanged]
    second = next(by for by, end in zip(desks, ends, strict=True) if end)
    first = ANN if second is BEN else BEN
    between = await desks[second].incident(TEAM, number, second)
    alone = details(first, seen, **changes[first])
    assert (between.severity, between.expected) == (alone.severity, alone.expected)
    assert between.version == seen.version + 1
    await send(second, between)
    after = await desks[first].incident(TEAM, number, first)
    names = tuple(customer.name for customer in after.customers)
    assert (after.severity, names, after.expected) == (Severity.HIGH, ("ACME",), "One table")
    by = [entry.by for entry in await here.desk.timeline(after.id)]
    assert sorted(by) == [ANN, ANN, BEN]  # opened, and from each of them once


async def test_whoever_is_second_looks_again_and_both_are_kept(storage: Storage) -> None:
    for number in range(1, ROUNDS + 1):
        await opened(storage, f"Mistake {number}")
        await both_are_kept(storage, storage, number)


async def test_on_two_replicas_too(ready_postgres_url: str) -> None:
    async with two(ready_postgres_url) as (here, there):
        for number in range(1, ROUNDS + 1):
            await opened(here, f"Mistake {number}")
            await both_are_kept(here, there, number)


async def test_a_form_that_was_delivered_twice_is_kept_once(storage: Storage) -> None:
    """Not even its own first delivery makes the second look again."""
    seen = await opened(storage)
    command = details(ANN, seen, expected="One table")
    outcomes = await asyncio.gather(
        *(storage.desk.perform(TEAM, 1, command, now=NOON, key="view:1") for _ in range(3))
    )
    assert sorted(outcome.changed for outcome in outcomes) == [False, False, True]
    assert len(await storage.desk.timeline(seen.id)) == 2
