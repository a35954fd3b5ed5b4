"""Promises and actions are kept on either database, also beside an older version of the bot."""

from datetime import date, timedelta

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from bot.commands import CloseIncident
from bot.customer_commands import TellCustomers
from bot.incident import Rung
from bot.ledger_commands import (
    AddActions,
    FinishAction,
    KeepPromise,
    LedgerCommand,
    MakePromise,
    NewAction,
    ReleasePromise,
)
from bot.people import Person
from bot.wording import answers
from storage import schema
from storage.store import Storage
from tests.storage.moves import ANN, BEN, NOON, TEAM, opened

SOON, LATER = NOON + timedelta(hours=1), NOON + timedelta(days=9)
WORDS = (
    "title story owner reporter severity status playbook_key noticed_by expected source_link "
    "channel trouble"
)
NASTY = "<!channel> & `code` 🧾 é \\ ' \" %s :x:"


async def test_all_of_it_comes_back_as_it_went(storage: Storage) -> None:
    incident = await opened(storage, customers=("ACME", "Globex"))
    commands: tuple[LedgerCommand, ...] = (
        MakePromise(ANN, NASTY, SOON, BEN, ("ACME",), BEN, "https://x.example/p1"),
        MakePromise(ANN, "Call", LATER),
        ReleasePromise(ANN, "2", NASTY),
        KeepPromise(BEN, "1"),
        AddActions(ANN, tuple(NewAction(NASTY, each, date(2027, 1, 2)) for each in (ANN, BEN))),
        FinishAction(BEN, "2"),
    )
    for minutes, gesture in enumerate(commands):
        now = NOON + timedelta(minutes=minutes, microseconds=123_456)
        outcome = await storage.desk.perform(TEAM, incident.number, gesture, now=now)
        assert outcome.changed
        assert outcome.incident == await storage.desk.incident(TEAM, incident.number, ANN)


async def test_the_next_promise_decides_what_is_most_pressing(storage: Storage) -> None:
    first, second, third = [await opened(storage, text) for text in ("One", "Two", "Three")]
    for incident, hours in ((first, 2), (second, 3), (third, 4)):
        tell = TellCustomers(ANN, "Hello", next_update_at=NOON + timedelta(hours=hours))
        await storage.desk.perform(TEAM, incident.number, tell, now=NOON)
    promise = MakePromise(ANN, "Refund", SOON)
    await storage.desk.perform(TEAM, third.number, promise, now=NOON)
    assert await numbers(storage) == [third.number, first.number, second.number]
    await storage.desk.perform(TEAM, third.number, KeepPromise(ANN, "1"), now=NOON)
    assert await numbers(storage) == [first.number, second.number, third.number]


async def numbers(storage: Storage) -> list[int]:
    page = await storage.desk.open_incidents(TEAM, ANN, offset=0, limit=10)
    return [incident.number for incident in page.incidents]


async def test_mine_has_promises_and_actions_also_of_closed_ones(storage: Storage) -> None:
    incident = await opened(storage)
    promise = MakePromise(ANN, "Refund", LATER, BEN)
    action = AddActions(ANN, (NewAction("Scan twice", BEN, date(2027, 1, 2)),))
    for gesture in (promise, action, CloseIncident(ANN, "All is well")):
        await storage.desk.perform(TEAM, incident.number, gesture, now=NOON)
    mine = await storage.desk.mine(TEAM, BEN)
    assert [owed.chase.key for owed in mine.owed] == ["promise:1", "action:1"]


async def test_a_promise_of_a_closed_incident_is_still_chased(storage: Storage) -> None:
    incident = await opened(storage)
    await storage.desk.perform(TEAM, incident.number, MakePromise(ANN, "Refund", SOON), now=NOON)
    await storage.desk.perform(TEAM, incident.number, CloseIncident(ANN, "Well"), now=NOON)
    assert await storage.sweeper.sweep(now=SOON, limit=10) == 1
    after = await storage.desk.incident(TEAM, incident.number, ANN)
    assert after.chases["promise:1"].rung is Rung.LEAD


async def test_nothing_is_given_to_somebody_who_has_left(storage: Storage) -> None:
    await storage.directory.save_person(TEAM, Person(BEN, active=False, known_at=NOON))
    incident = await opened(storage)
    given = (
        MakePromise(ANN, "Refund", LATER, BEN),
        AddActions(ANN, (NewAction("Scan twice", BEN, date(2027, 1, 2)),)),
    )
    for gesture in given:
        outcome = await storage.desk.perform(TEAM, incident.number, gesture, now=NOON)
        assert outcome.answer == answers.cannot_lead(BEN)


@pytest.mark.parametrize("column", ["promises", "actions", "next_promise_at"])
async def test_what_an_older_version_left_empty_is_read(
    storage: Storage, ready_url: str, column: str
) -> None:
    incident = await opened(storage)
    changed(ready_url, f"UPDATE incidents SET {column} = NULL")
    assert await storage.desk.incident(TEAM, incident.number, ANN) == incident


def changed(url: str, statement: str, **values: object) -> None:
    """Run one statement beside the bot."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement), values)
    engine.dispose()


def test_the_upgrade_keeps_the_order_of_the_list(database_url: str) -> None:
    before(database_url, "0003")
    row = {
        **dict.fromkeys(WORDS.split(), "x"),
        **{"team_id": TEAM, "number": 1, "version": 0, "close_reason": ""},
        **{"private": False, "drill": False, "customers": "[]", "steps": "{}"},
        **{"opened_at": NOON, "next_update_at": SOON},
    }
    names = ", ".join(row)
    places = ", ".join(f":{name}" for name in row)
    changed(database_url, f"INSERT INTO incidents ({names}) VALUES ({places})", **row)
    schema.upgrade(database_url)
    engine = create_engine(database_url)
    with engine.connect() as connection:
        asked = text("SELECT next_update_at = next_promise_at, promises FROM incidents")
        same, promises = connection.execute(asked).one()
    engine.dispose()
    assert same
    assert promises is None


def before(url: str, revision: str) -> None:
    """Bring an empty database to where it was before that revision."""
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, f"{revision}-1")
    engine.dispose()
