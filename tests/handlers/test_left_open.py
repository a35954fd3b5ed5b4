"""A form that was left open takes nothing back that a colleague recorded meanwhile."""

from datetime import timedelta
from typing import Any

import pytest

from bot.incident import Incident, NoticedBy, Severity
from bot.settings import Settings
from handlers.fields_shown import since_opened
from handlers.form_values import Submission
from handlers.ids import Meta, short_key
from tests.handlers.office import MARIA, PRIYA, TOM, Office
from tests.phrases import WHOLE

DAY = 86400


async def opened(office: Office, names: str = "ACME\nBolt") -> None:
    await office.opened()
    await details(office, PRIYA, customers=names)


async def details(office: Office, user: str, **values: object) -> None:
    await office.press(user, "card", "incident.add_details")
    await office.fill(user, **values)
    await office.submit(user)


async def told(office: Office, user: str, **values: object) -> None:
    await office.press(user, "card", "incident.tell")
    await office.fill(user, words=WHOLE, **values)
    await office.submit(user)


async def correct(office: Office, user: str, name: str) -> None:
    """Open the form of that customer's record."""
    await office.press(user, "card", "incident.more", selected="contacts|1:")
    key = f"1:{short_key(name)}"
    await office.sandbox.gestures.press_in_view(user, "contacts.correct", value=key)
    await office.settle()


def names(office: Office) -> list[str]:
    return [each.name for each in office.incident().customers]


async def test_details_that_two_people_send_at_once_are_both_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A colleague’s are kept while ours are put together with what was known a moment before."""
    await opened(office, "ACME")
    await office.press(PRIYA, "card", "incident.add_details")
    await office.fill(PRIYA, customers="ACME\nBolt", severity="low")
    look = office.desk.incident

    async def a_moment_before(*given: Any, **more: Any) -> Incident:
        monkeypatch.setattr(office.desk, "incident", look)
        before = await look(*given, **more)
        await details(office, TOM, customers="ACME\nZoe", expected="The right one")
        return before

    monkeypatch.setattr(office.desk, "incident", a_moment_before)
    await office.submit(PRIYA)
    assert sorted(names(office)) == ["ACME", "Bolt", "Zoe"]
    incident = office.incident()
    assert (incident.expected, incident.severity) == ("The right one", Severity.LOW)


async def test_details_keep_what_came_meanwhile(office: Office) -> None:
    await opened(office)
    await office.press(PRIYA, "card", "incident.add_details")
    await told(office, TOM, new_customers="Zoe")
    await details(office, TOM, noticed="us", severity="high", what="It was the wrong table")
    await office.fill(PRIYA, expected="The right one", customers="Bolt\nInitech")
    await office.submit(PRIYA)
    assert office.form(PRIYA) is None
    incident = office.incident()
    assert names(office) == ["Bolt", "Initech", "Zoe"]
    assert incident.customers[2].told_by == TOM
    assert (incident.noticed_by, incident.severity) == (NoticedBy.US, Severity.HIGH)
    assert (incident.title, incident.expected) == ("It was the wrong table", "The right one")
    assert incident.first_told_at == incident.customers[2].told_at


async def test_who_was_taken_off_meanwhile_stays_off(office: Office) -> None:
    await opened(office)
    await office.press(PRIYA, "card", "incident.add_details")
    await details(office, TOM, customers="Bolt")
    await office.submit(PRIYA)
    assert names(office) == ["Bolt"]


async def test_both_changed_one_field(office: Office) -> None:
    await opened(office)
    await office.press(PRIYA, "card", "incident.add_details")
    await details(office, TOM, expected="A table by noon", severity="high")
    await office.fill(PRIYA, expected="A chair", severity="high")
    await office.submit(PRIYA)
    [(block, said)] = office.errors(PRIYA).items()
    assert block == "expected"
    assert said.startswith(
        "Tom Whitaker has changed this meanwhile (it says “A table by noon” now)"
    )
    assert office.incident().expected == "A table by noon"
    await office.fill(PRIYA, expected="A table   by noon", happened_at=DAY)
    await office.submit(PRIYA)
    assert list(office.errors(PRIYA)) == ["happened_at"]


async def test_nobody_is_named_where_it_may_have_been_two(office: Office) -> None:
    await opened(office)
    await office.press(PRIYA, "card", "incident.add_details")
    await details(office, TOM, expected="A table by noon")
    await details(office, MARIA, expected="A table by one")
    await office.fill(PRIYA, expected="A chair")
    await office.submit(PRIYA)
    assert office.errors(PRIYA)["expected"].startswith("Somebody has changed this")


async def test_a_story_that_grew_too_long_for_the_field(office: Office) -> None:
    await opened(office)
    await office.press(PRIYA, "card", "incident.add_details")
    incident = office.incident()
    story = "It was the wrong table. " * 200
    office.desk.incidents[1] = type(incident)(**{**vars(incident), "story": story.strip()})
    await office.fill(PRIYA, expected="The right one")
    await office.submit(PRIYA)
    assert office.incident().expected == "The right one"
    assert office.incident().story == story.strip()


async def test_a_record_keeps_what_came_meanwhile(office: Office) -> None:
    await opened(office)
    await correct(office, PRIYA, "ACME")
    await told(office, TOM, way="letter")
    office.clock.pass_by(minutes=1)
    await office.fill(PRIYA, name="ACME Ltd")
    await office.submit(PRIYA)
    acme, bolt = office.incident().customers
    assert acme.name == "ACME Ltd"
    assert (acme.words, acme.told_by, acme.way) == (WHOLE, TOM, "letter")
    assert (acme.told_at, acme.next_at) == (bolt.told_at, bolt.next_at)


async def test_a_record_both_changed(office: Office) -> None:
    await opened(office)
    await correct(office, PRIYA, "ACME")
    await told(office, TOM, way="letter")
    await office.fill(PRIYA, way="phone")
    await office.submit(PRIYA)
    said = office.errors(PRIYA)["way"]
    assert said.startswith("Tom Whitaker has changed this meanwhile (it says “By letter” now)")


async def test_a_next_word_that_passed_and_was_left_alone_is_no_fault(office: Office) -> None:
    await opened(office)
    await told(office, TOM, next_update_at=int(office.clock.now.timestamp()) + 600)
    await correct(office, PRIYA, "ACME")
    office.clock.pass_by(hours=1)
    await told(office, TOM)
    await office.fill(PRIYA, name="ACME Ltd")
    await office.submit(PRIYA)
    assert names(office) == ["ACME Ltd", "Bolt"]
    due = office.incident().next_update_at
    assert due and due > office.clock.now


async def test_a_promise_keeps_the_time_agreed_meanwhile(office: Office) -> None:
    await opened(office)
    await office.type(PRIYA, "promise 1 refund by Friday noon")
    await office.deliver()
    promise = office.incident().promises["1"]
    later = promise.due + timedelta(days=5)
    office.directory.kept = Settings(lead=TOM)
    for user in (PRIYA, TOM):
        await office.press(user, "promise:1", "promise.change")
    await office.fill(TOM, due=int(later.timestamp()))
    await office.submit(TOM)
    await office.fill(PRIYA, owner=TOM)
    await office.submit(PRIYA)
    [after] = office.incident().promises.values()
    assert (after.due, after.owner, after.words) == (later, TOM, promise.words)


async def test_an_action_keeps_the_day_agreed_meanwhile(office: Office) -> None:
    await office.opened()
    await office.press(PRIYA, "card", "incident.more", selected="action|1:")
    await office.fill(PRIYA, what="Scan twice", owner=TOM, day="2026-12-01")
    await office.submit(PRIYA)
    await office.deliver()
    for user in (PRIYA, TOM):
        await office.press(user, "prevention", "action.more", selected="change|1:1")
    await office.fill(TOM, day="2026-12-08")
    await office.submit(TOM)
    await office.fill(PRIYA, what="Scan each box twice")
    await office.submit(PRIYA)
    action = office.incident().actions["1"]
    assert (action.what, f"{action.day}") == ("Scan each box twice", "2026-12-08")


async def test_settings_keep_what_was_saved_meanwhile(office: Office) -> None:
    office.directory.kept = Settings(lead=TOM)
    await office.type(TOM, "settings")
    await office.fill(TOM, updates__high="1h")
    office.directory.kept = Settings(lead=TOM, check_back_after=timedelta(days=21))
    await office.submit(TOM)
    kept = office.directory.kept
    assert kept.check_back_after == timedelta(days=21)
    assert kept.update_spans[Severity.HIGH].hours == 1


async def test_a_time_before_it_can_have_been_is_asked_about(office: Office) -> None:
    await opened(office)
    now = int(office.clock.now.timestamp())
    await told(office, TOM, told_at=now - 400 * DAY)
    assert "more than a day before this was opened" in office.errors(TOM)["told_at"]
    assert office.incident().first_told_at is None
    await office.fill(TOM, told_at=now - DAY // 2)
    await office.submit(TOM)
    assert office.incident().first_told_at is not None
    await correct(office, PRIYA, "ACME")
    await office.fill(PRIYA, told_at=now - 3 * DAY)
    await office.submit(PRIYA)
    assert list(office.errors(PRIYA)) == ["told_at"]


def test_a_form_that_remembers_nothing_counts_whole() -> None:
    for seen in ("", "abc", "5", '["x",{}]', "[1,2]", '[1,{"what":2}]'):
        sent = Submission("T", PRIYA, "", Meta(seen=seen), {"state": {"values": {}}}, "")
        since = since_opened(sent, {"blocks": []})
        assert (since.both, since.sent.meta) == ({}, sent.meta)
