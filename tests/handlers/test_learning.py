"""Insights and exports as people ask for them, and the settings of the weekly digest."""

import asyncio
import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from bot.digest_settings import DigestSettings
from bot.incident import Home
from bot.people import People, Person
from bot.settings import Settings
from handlers import exporting, ids_home
from handlers.ids import Meta
from handlers.views import insights as views
from handlers.views.form_digest import digest
from sandbox.faults import ApiFault
from tests.handlers.limits import check_message, check_view
from tests.handlers.office import BOT, GENERAL, MARIA, MISTAKES, PRIYA, TOM, Office

LESSON = "Read the label twice"


def files(office: Office, user: str) -> list[dict[str, Any]]:
    """The files in the direct message with that person, oldest first."""
    channel = office.sandbox.slack.direct([user, BOT])
    messages = office.sandbox.slack.messages(channel.id, user)
    return [file for message in messages for file in message.files]


async def read(file: dict[str, Any]) -> bytes:
    async with aiohttp.ClientSession() as session, session.get(file["url_private"]) as answer:
        return await answer.read()


async def settled(office: Office) -> None:
    """Until what goes on after an ack is over: a picture takes a while."""
    for _ in range(4):
        await office.deps.tasks.wait(10)
        await office.sandbox.delivery.settled()


async def test_insights_say_the_figures_and_send_the_picture(office: Office) -> None:
    await office.opened()
    office.clock.pass_by(minutes=1)
    await office.type(TOM, "insights 90d")
    await settled(office)
    said = office.said(TOM)
    assert "Insights: the last 90 days" in said and "One mistake was reported." in said
    assert "a story, not a trend" in said and "Time to own:" in said
    [picture] = files(office, TOM)
    assert picture["alt_txt"].startswith("Figures of the last 90 days")
    assert (await read(picture)).startswith(b"\x89PNG")
    check_message((said, office.private(TOM)[-1].blocks))


async def test_an_empty_period_gets_words_and_no_picture(office: Office) -> None:
    await office.type(TOM, "insights")
    await settled(office)
    assert "there is nothing to count" in office.said(TOM)
    assert files(office, TOM) == []


async def test_a_private_incident_is_in_nobody_elses_figures(office: Office) -> None:
    await office.opened()
    office.desk.incidents[1] = replace(office.incident(), private=True, home=Home("C0LEADERS"))
    await office.type(TOM, "insights")
    await settled(office)
    assert "there is nothing to count" in office.said(TOM)


@pytest.mark.parametrize("typed", ["forever", "0d", "2027-Q1", "<!channel>"])
async def test_what_is_no_period_is_answered_and_can_be_opened(office: Office, typed: str) -> None:
    await office.type(TOM, f"insights {typed}")
    assert "`90d`" in office.said(TOM)
    await office.press_private(TOM, "answer.open_text")
    assert office.incident().title == f"insights {typed}"


async def test_a_picture_that_cannot_be_sent_is_explained(office: Office) -> None:
    await office.opened()
    office.clock.pass_by(minutes=1)
    office.sandbox.faults.waiting.append(ApiFault("files.getUploadURLExternal", "500"))
    await office.type(TOM, "insights")
    await settled(office)
    assert "did not take the file" in office.said(TOM)
    assert len(office.private(TOM)) == 2


async def test_insights_that_fail_are_said(
    office: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.deps.records, "history", _lost)
    await office.type(TOM, "insights")
    await settled(office)
    assert "Something went wrong on my side" in office.said(TOM)
    assert "RuntimeError" in caplog.text and LESSON not in caplog.text


async def _lost(*_: object, **__: Any) -> Any:
    raise RuntimeError(LESSON)


async def test_one_incident_comes_as_two_documents(office: Office) -> None:
    await office.opened()
    await office.type(PRIYA, "export 1")
    await settled(office)
    assert "as 2 documents" in office.said(PRIYA)
    whole, theirs = files(office, PRIYA)
    assert (whole["name"], theirs["name"]) == ("mistake-1-full.md", "mistake-1-customer.md")
    text = (await read(whole)).decode()
    assert "We sent ACME the wrong invoice" in text and "Owner: Priya Nair" in text
    assert f"clock of {office.sandbox.slack.users[PRIYA].tz}" in text
    assert "We sent ACME" not in (await read(theirs)).decode()


async def test_of_several_customers_each_has_a_document(office: Office) -> None:
    await office.type(PRIYA, "")
    await office.fill(PRIYA, what="The bench came broken", customers="ACME\nBolt & Sons / Ω")
    await office.submit(PRIYA)
    await office.type(TOM, "export 1")
    await settled(office)
    said = office.said(TOM)
    assert "as 3 documents" in said and "one for each of its 2 customers" in said
    assert [file["name"] for file in files(office, TOM)][1:] == [
        "mistake-1-customer-ACME.md",
        "mistake-1-customer-Bolt-Sons-Ω.md",
    ]


async def test_only_what_the_asker_may_see(office: Office) -> None:
    await office.opened()
    office.desk.incidents[1] = replace(office.incident(), private=True, home=Home("C0LEADERS"))
    await office.type(TOM, "export 1")
    assert "I can’t find #1" in office.said(TOM)
    await office.type(TOM, "export all")
    await settled(office)
    assert "nothing to export" in office.said(TOM)
    assert files(office, TOM) == []


async def test_everything_comes_as_a_table_and_as_json(office: Office) -> None:
    await office.opened(text="=1+1 is what we charged")
    await office.opened()
    await office.type(TOM, "export all", GENERAL)
    await settled(office)
    table, data = files(office, TOM)
    rows = list(csv.DictReader((await read(table)).decode("utf-8-sig").splitlines()))
    assert [row["title"] for row in rows] == [
        "'=1+1 is what we charged",
        "We sent ACME the wrong invoice",
    ]
    found = json.loads(await read(data))
    assert [each["number"] for each in found["incidents"]] == [1, 2]
    assert found["format"] == 1 and found["exported_at"] == office.clock.now.isoformat()


async def test_a_long_export_says_how_far_it_is(office: Office) -> None:
    first = await office.opened()
    for number in range(2, 2 * exporting.PAGE + 2):
        office.desk.incidents[number] = replace(first, id=number, number=number)
    await office.type(TOM, "export all")
    await settled(office)
    assert "Your export is written: 401 of 401." in office.told_directly(TOM)


async def test_only_one_export_of_all_at_a_time(office: Office) -> None:
    await office.opened()
    office.sandbox.faults.waiting.append(
        ApiFault("files.getUploadURLExternal", "delay", seconds=0.6)
    )
    await office.sandbox.gestures.command(TOM, MISTAKES, "/mistake", "export all")
    await asyncio.sleep(0.1)
    await office.sandbox.gestures.command(TOM, MISTAKES, "/mistake", "export all")
    await settled(office)
    assert "being written already" in office.said(TOM)
    assert len(files(office, TOM)) == 2
    assert office.deps.exporting == set()


async def test_an_export_that_fails_is_said(
    office: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.opened()
    office.sandbox.faults.waiting.append(ApiFault("files.completeUploadExternal", "500"))
    await office.type(TOM, "export 1")
    await settled(office)
    assert "did not take the file" in office.said(TOM)
    monkeypatch.setattr(office.desk, "timeline", _broken)
    await office.type(TOM, "export 1")
    await settled(office)
    assert "RuntimeError" in office.said(TOM)


@pytest.mark.parametrize(
    "method", ["conversations.open", "files.getUploadURLExternal", "files.completeUploadExternal"]
)
async def test_an_export_waits_when_slack_says_slower(office: Office, method: str) -> None:
    await office.opened()
    office.sandbox.faults.waiting.append(ApiFault(method, "429", retry_after=1))
    await office.type(TOM, "export 1")
    await settled(office)
    assert len(files(office, TOM)) == 2
    office.sandbox.faults.waiting.append(ApiFault(method, "429", retry_after=600))
    await office.type(TOM, "export 1")
    await settled(office)
    assert "try again in a few minutes" in office.said(TOM), "nobody waits that long for a file"
    assert len(files(office, TOM)) == 2


async def _broken(incident_id: int) -> Any:
    raise RuntimeError


async def test_the_digest_has_settings_of_its_own(office: Office) -> None:
    office.directory.kept = Settings(lead=TOM, incident_channel=MISTAKES)
    office.directory.known[TOM] = Person(TOM, zone="Europe/London", known_at=office.clock.now)
    await office.type(TOM, "settings")
    await office.sandbox.gestures.press_in_view(TOM, ids_home.SETTINGS_DIGEST)
    await office.settle()
    assert office.title(TOM) == "Weekly digest"
    await office.fill(TOM, digest_switch="off", digest_day="4", digest_hour="16")
    await office.submit(TOM)
    kept = office.directory.kept.digest
    assert kept == DigestSettings(on=False, day=4, hour=16, zone="Europe/London")
    assert "no digest comes" in office.said(TOM)


async def test_the_digest_is_not_for_everyone_to_change(office: Office) -> None:
    office.directory.kept = Settings(lead=TOM, incident_channel=MISTAKES)
    office.directory.known[TOM] = Person(TOM, known_at=office.clock.now)
    await office.type(TOM, "settings")
    await office.sandbox.gestures.press_in_view(TOM, ids_home.SETTINGS_DIGEST)
    await office.settle()
    office.directory.kept = Settings(lead=MARIA)
    office.directory.known[MARIA] = Person(MARIA, known_at=office.clock.now)
    await office.submit(TOM)
    assert office.directory.kept.digest == DigestSettings()


async def test_who_changes_the_digest_leaves_what_others_change_meanwhile(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.directory.kept = Settings(lead=TOM, incident_channel=MISTAKES)
    office.directory.known[TOM] = Person(TOM, known_at=office.clock.now)
    await office.type(TOM, "settings")
    await office.sandbox.gestures.press_in_view(TOM, ids_home.SETTINGS_DIGEST)
    await office.settle()
    people = office.directory.people

    async def meanwhile(team: str, users: Sequence[str]) -> People:
        office.directory.kept = replace(office.directory.kept, currency="CHF")
        return await people(team, users)

    monkeypatch.setattr(office.directory, "people", meanwhile)
    await office.fill(TOM, digest_hour="16")
    await office.submit(TOM)
    assert (office.directory.kept.currency, office.directory.kept.digest.hour) == ("CHF", 16)


def test_the_digests_form_is_one_slack_takes() -> None:
    for settings in (Settings(), Settings(incident_channel="C0MISTAKE")):
        check_view(digest(Meta(), settings, "Europe/Berlin"))
    check_message(views.not_a_period("No.", "x" * 4000))
