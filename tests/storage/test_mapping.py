"""Values come back as they went, and rows of another version can be read."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import create_engine

from bot.calendar import Span, WorkingTime
from bot.commands import AddDetails, CloseIncident, Command, MoveStep, OfferMakeUp, RecordArtefact
from bot.customer_commands import TellCustomers
from bot.incident import Customer, Home, Incident, NoticedBy, Severity
from bot.money import Money
from bot.own_playbooks import read
from bot.playbook import Gesture
from bot.settings import UPDATE_SPANS, Settings
from storage.columns import UtcDateTime
from storage.mapping import incident_of, incident_values, settings_json, settings_of
from storage.store import Storage
from tests.storage.moves import ANN, BEN, NOON, TEAM, opened

EVERYTHING = Settings(
    lead="U0LEAD",
    incident_channel="C9",
    update_spans={severity: Span(hours=0.5) for severity in Severity},
    step_spans={severity: Span(working_days=5) for severity in Severity},
    debrief_span=Span(hours=8),
    check_back_after=timedelta(days=3, hours=1),
    work=WorkingTime(frozenset({6, 0}), time(22, 30), time(6, 15), weekend_quiet=False),
    high_breaks_quiet=False,
    playbook="own_1",
    own_playbooks=(read("own_1", "Ours\nSay it was us: They know. [own it]\nAsk [after closing]"),),
    currency="EUR",
    make_up_limit=Money(Decimal("99.90"), "EUR"),
    trade="food",
    own_ideas=("A song",),
)
NASTY = "<!channel> @here & `code` *x* \u202e 🧾 é \\ ' \" %s :x: \n" * 60


async def test_an_incident_comes_back_as_it_was(storage: Storage) -> None:
    incident = await opened(storage, NASTY, customers=("ACME & Söhne", "Ünï <1>"))
    commands: tuple[Command, ...] = (
        AddDetails(
            BEN, NASTY, Severity.HIGH, NoticedBy.CUSTOMER, ("ACME",), NOON - timedelta(days=2), "x"
        ),
        MoveStep(BEN, "own_it", Gesture.TAKE),
        TellCustomers(
            BEN, NASTY, "phone", ("ACME",), NOON, NOON + timedelta(hours=5), new=("Globex",)
        ),
        TellCustomers(BEN, "On it.", "letter", ("Globex",), told_by=ANN),
        RecordArtefact(
            BEN, "own_it", {"told_by": BEN, "told_at": NOON.isoformat(), "way": "email"}
        ),
        MoveStep(ANN, "apologise", Gesture.SKIP, reason=NASTY),
        OfferMakeUp(ANN, {"offer": NASTY, "worth": "80.50 EUR", "valued": "300"}, "make_it_up"),
        CloseIncident(ANN, anyway=NASTY),
        RecordArtefact(BEN, "check_back", {"asked": "no"}),
    )
    for minutes, command in enumerate(commands):
        now = NOON + timedelta(minutes=minutes, microseconds=123_456)
        outcome = await storage.desk.perform(TEAM, incident.number, command, now=now)
        assert outcome.changed
        assert outcome.incident == await storage.desk.incident(TEAM, incident.number, ANN)
        assert outcome.incident.version == minutes + 1


async def test_settings_come_back_as_they_were(storage: Storage) -> None:
    assert await storage.directory.settings(TEAM) == Settings()
    await storage.directory.save_settings(TEAM, EVERYTHING, by=ANN, now=NOON)
    assert await storage.directory.settings(TEAM) == EVERYTHING
    assert settings_of(settings_json(EVERYTHING)) == EVERYTHING


async def test_an_incident_keeps_its_teams_own_playbook(storage: Storage) -> None:
    await storage.directory.save_settings(TEAM, EVERYTHING, by=ANN, now=NOON)
    incident = await opened(storage, "Wrong dish")
    await storage.directory.save_settings(TEAM, Settings(), by=ANN, now=NOON)
    kept = await storage.desk.incident(TEAM, incident.number, ANN)
    assert kept.playbook == EVERYTHING.own_playbooks[0]
    assert kept == incident


def test_settings_of_another_version_are_read() -> None:
    stored = {"lead": "U1", "from_the_future": 3, "update_spans": {"high": {"hours": 1}}}
    assert settings_of(stored) == Settings(
        lead="U1", update_spans={**UPDATE_SPANS, Severity.HIGH: Span(hours=1)}
    )


def test_an_incident_of_another_version_is_read() -> None:
    incident = an_incident()
    row = incident_values(incident) | {"id": 7, "from_the_future": "x"}
    row["steps"] = {"own_it": {"status": "done", "mood": "good"}, "dance": {}}
    row["customers"] = [{"name": "ACME", "colour": "red"}]
    read = incident_of(row, ())
    assert read.settled("own_it")
    assert read.customers == (Customer("ACME"),)
    assert replace(read, steps={}, customers=()) == incident


def an_incident() -> Incident:
    return Incident(
        id=7,
        team=TEAM,
        number=1,
        title="Wrong invoice",
        owner=ANN,
        reporter=ANN,
        opened_at=NOON,
        home=Home("C1"),
    )


@pytest.mark.parametrize("url", ["sqlite://", "postgresql+psycopg://"])
def test_an_instant_needs_a_zone_and_comes_back_in_utc(url: str) -> None:
    dialect = create_engine(url).dialect
    column = UtcDateTime().dialect_impl(dialect)
    there, back_again = column.bind_processor(dialect), column.result_processor(dialect, None)
    assert there is not None and back_again is not None
    with pytest.raises(ValueError, match="needs a time zone"):
        there(datetime(2026, 11, 24))
    kolkata = datetime(2026, 11, 24, 17, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    for value in (kolkata, NOON):
        back = back_again(there(value))
        assert back == NOON
        assert back is not None and back.tzinfo is UTC
    assert there(None) is None
    assert back_again(None) is None
