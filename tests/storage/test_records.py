"""Figures, learnings and exports from a database, and that they agree with each other."""

import json
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from bot.exporting import people_of
from bot.incident import Incident, may_see
from bot.insights import Figures, Part, insights
from bot.periods import read
from bot.settings import Settings
from handlers.export_files import ExportFiles, write_all
from storage.database import Database
from storage.incidents import add_all
from storage.store import Storage
from storage.taking import taken
from tests.many import ANN, BEN, NOW, many
from tests.recompute import figures
from tests.storage.moves import LEAD, TEAM

SOMEBODY = "U0ELSE"


async def kept(database: Database, incidents: list[Incident]) -> None:
    def work(session: Session) -> None:
        add_all(session.connection(), incidents)

    await database.run(work)


async def exported(storage: Storage, folder: Path, viewer: str) -> dict[str, Any]:
    """What `viewer` would get as JSON."""
    with ExportFiles(folder, "all", team=TEAM, now=NOW) as files:
        after = 0
        while page := await storage.records.page(TEAM, viewer, after=after, limit=50):
            files.add(page, {})
            after = page[-1].incident.number
    found: dict[str, Any] = json.loads(files.json.read_text())
    assert len(files.table.read_text().splitlines()) == len(found["incidents"]) + 1
    return found


def pair(part: Part) -> tuple[int, int]:
    return part.some, part.all


def comparable(found: Figures) -> dict[str, Any]:
    """Our figures as the independent script gives them."""
    return {
        "opened": found.opened,
        "closed": found.closed,
        "own": found.own.total_seconds() if found.own is not None else None,
        "untold": found.untold,
        "first": pair(found.first),
        "lead": found.lead.total_seconds() if found.lead is not None else None,
        "updates": pair(found.updates),
        "promises": pair(found.promises),
        "debriefs": pair(found.debriefs),
        "causes": dict(found.causes),
        "repeats": (found.repeats.customer, found.repeats.cause, found.repeats.all),
        "make_ups": dict(found.make_ups),
        "asked": found.asked,
        "stayed": pair(found.stayed),
        "referring": pair(found.referring),
    }


@pytest.mark.parametrize("viewer", [ANN, SOMEBODY])
async def test_the_figures_agree_with_those_worked_out_from_the_export(
    storage: Storage, database: Database, tmp_path: Path, viewer: str
) -> None:
    everything = many(260, 5)
    await kept(database, [replace(each, owner=BEN, steps=_by_ben(each)) for each in everything])
    data = await exported(storage, tmp_path, viewer)
    for typed in ("90d", "6 months", "2026-Q3"):
        period = read(typed, NOW, "Europe/Berlin")
        history = await storage.records.history(TEAM, viewer, period, now=NOW)
        found = insights(history, period)
        assert comparable(found.now) == figures(data, period.start, period.end), typed
        assert comparable(found.before) == figures(data, period.before, period.start), typed
        assert found.now.opened > 10


def _by_ben(incident: Incident) -> Any:
    return {key: replace(state, settled_by=BEN) for key, state in incident.steps.items()}


async def test_a_private_incident_counts_only_for_those_who_may_see_it(
    storage: Storage, database: Database
) -> None:
    found = [
        replace(each, private=True, drill=False, opened_at=NOW - timedelta(days=1), promises={})
        for each in many(3, 1)
    ]
    await kept(database, found)
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=LEAD, now=NOW)
    period = read("90d", NOW, "UTC")

    async def counted(viewer: str | None) -> int:
        history = await storage.records.history(TEAM, viewer, period, now=NOW)
        return len(history.cases)

    assert [await counted(each) for each in (ANN, LEAD, SOMEBODY, None)] == [3, 3, 0, 0]
    assert await storage.records.count(TEAM, SOMEBODY) == 0
    assert await storage.records.count(TEAM, LEAD) == 3
    assert await storage.records.learnings(TEAM, SOMEBODY, limit=5) == []
    assert await storage.records.page(TEAM, SOMEBODY, after=0, limit=5) == []


async def test_the_database_shows_what_may_be_seen(storage: Storage, database: Database) -> None:
    found = [replace(each, private=each.number % 2 == 0, drill=False) for each in many(60, 6)]
    found = [
        replace(each, owner=f"U{each.number % 7}", reporter=f"U{each.number % 5}", promises={})
        for each in found
    ]
    await kept(database, found)
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=LEAD, now=NOW)
    for viewer in (ANN, LEAD, SOMEBODY, "U1", "U_", "%", ""):
        seen = [each.number for each in found if may_see(each, viewer, LEAD)]
        page = await storage.records.page(TEAM, viewer, after=0, limit=100)
        assert [each.incident.number for each in page] == seen
        assert await storage.records.count(TEAM, viewer) == len(seen)


async def test_what_is_shown_itself_is_decided_by_the_incident_itself(
    storage: Storage, database: Database
) -> None:
    await kept(database, [replace(each, private=True, drill=False) for each in many(9, 3)])
    widened = text(f"UPDATE incident_words SET readers = ' {SOMEBODY} ' WHERE incident_id < 9")
    await database.run(lambda session: session.connection().execute(widened))
    assert await storage.records.page(TEAM, SOMEBODY, after=0, limit=2) == []
    assert await storage.records.learnings(TEAM, SOMEBODY, limit=5) == []
    assert len(await storage.records.page(TEAM, ANN, after=0, limit=20)) == 9


async def test_private_ones_are_not_read_to_show_none_of_them(
    storage: Storage, database: Database
) -> None:
    """Each was made an `Incident` on each question: 3 s for ten thousand of them."""
    await kept(database, [replace(each, private=True, drill=False) for each in many(3_000, 3)])
    period = read("90d", NOW, "UTC")
    begun = time.process_time()
    history = await storage.records.history(TEAM, SOMEBODY, period, now=NOW)
    assert await storage.records.count(TEAM, SOMEBODY) == len(history.cases) == 0
    assert time.process_time() - begun < 0.25


async def test_drills_are_nowhere(storage: Storage, database: Database) -> None:
    await kept(database, [replace(each, drill=True) for each in many(5, 2)])
    period = read("10y", NOW, "UTC")
    history = await storage.records.history(TEAM, ANN, period, now=NOW)
    assert (history.cases, history.past) == ([], [])
    assert await storage.records.count(TEAM, ANN) == 0
    assert await storage.records.learnings(TEAM, ANN, limit=5) == []


async def test_learnings_are_the_latest_first(storage: Storage, database: Database) -> None:
    words = 'They said: "learned": "nothing"'
    found = [
        replace(each, drill=False, private=False, title=words if not each.steps else each.title)
        for each in many(40, 3)
    ]
    await kept(database, found)
    learned = await storage.records.learnings(TEAM, ANN, limit=4)
    noted = [
        (each.steps["debrief"].settled_at or NOW, each.number)
        for each in found
        if "debrief" in each.steps
    ]
    expected = [number for _, number in sorted(noted, reverse=True)]
    assert expected != sorted(expected, reverse=True)
    assert [each.number for each in learned] == expected[:4]
    newest = replace(many(1, 1)[0], id=99, number=3_000, steps={}, drill=False)
    await kept(database, [newest])
    assert await storage.records.learnings(TEAM, ANN, limit=4) == []  # they are too long ago


async def test_a_page_brings_timelines_along(storage: Storage) -> None:
    from tests.storage.moves import opened

    incident = await opened(storage)
    [record] = await storage.records.page(TEAM, ANN, after=0, limit=5)
    assert record.incident == incident
    assert [entry.text for entry in record.entries] == ["Opened"]
    assert await storage.records.page(TEAM, ANN, after=1, limit=5) == []


async def test_everything_is_taken_beside_a_running_bot(
    ready_url: str, storage: Storage, database: Database, tmp_path: Path
) -> None:
    await kept(database, many(7, 4))
    with taken(ready_url) as teams:
        [said] = write_all(tmp_path / "out", teams, now=NOW)
    assert "mistakes-T1-2026-11-22.csv" in said
    assert len(list((tmp_path / "out").iterdir())) == 2
    with taken(ready_url) as teams:
        [(team, pages)] = teams
        [(records, people)] = list(pages)
    assert team == TEAM and people == {}
    assert len(records) == len([each for each in many(7, 4) if not each.drill])
    assert people_of(records[0]) >= {ANN}
