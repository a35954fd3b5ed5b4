"""App Home: what waits for its reader first, kept up to date, within Slack's limits."""

import asyncio
import json
from dataclasses import replace

import pytest

from bot.incident import Home
from bot.ports import Mine
from handlers import ids_home
from handlers.home import HomeKeeper
from sandbox.faults import ApiFault
from tests.handlers.cases import PRIYA, TOM
from tests.handlers.homes import kept_up, readers, shown, until, words
from tests.handlers.office import MARIA, Office

LESSON = "Read the label twice"


async def test_an_empty_home_is_kind_and_its_button_reports(office: Office) -> None:
    said = await shown(office, TOM)
    assert "Nothing is waiting for you" in said and "Nothing is open" in said
    await office.sandbox.gestures.press_in_view(TOM, "answer.open_form")
    await office.settle()
    assert office.title(TOM) == "What went wrong?"


async def test_mine_comes_first_then_what_is_open(office: Office) -> None:
    await office.opened()
    said = await shown(office, PRIYA)
    places = [said.index(each) for each in ("Waiting for you", "*Own it*", "Open mistakes")]
    assert places == sorted(places)
    assert "also the owner" not in said
    other = await shown(office, TOM)
    assert "Nothing is waiting for you" in other and "We sent ACME" in other


async def test_open_leads_to_the_thread_or_brings_the_card(office: Office) -> None:
    await office.type(PRIYA, "We sent ACME the wrong invoice")
    await shown(office, TOM)
    await office.sandbox.gestures.press_in_view(TOM, "incident.show")
    await office.settle()
    assert any("We sent ACME" in told for told in office.told_directly(TOM))
    await office.deliver()
    keeper = HomeKeeper(office.deps)
    await keeper.publish(office.deps.team, TOM)
    view = office.sandbox.slack.home_of(TOM)
    assert view and "https://harbour.slack.com/archives/C0MISTAKE/p" in json.dumps(view.view)
    await office.sandbox.gestures.press_in_view(TOM, ids_home.OPEN)
    await office.settle()
    assert office.form(TOM) is None


async def test_it_follows_a_change_within_two_seconds(office: Office) -> None:
    await shown(office, TOM)
    async with kept_up(office) as keeper:
        await office.type(PRIYA, "We sent ACME the wrong invoice")
        keeper.stir()
        assert await until(office, TOM, "We sent ACME") < 2
        assert office.sandbox.slack.home_of(PRIYA) is None  # never opened hers
        await office.type(PRIYA, "The bench came broken")
        keeper.stir()
        assert await until(office, TOM, "The bench") < 2


async def test_without_news_nothing_is_published(office: Office) -> None:
    await shown(office, TOM)
    view = office.sandbox.slack.home_of(TOM)
    assert view
    keeper = HomeKeeper(office.deps)
    await keeper.publish(office.deps.team, TOM)
    before = view.hash
    await keeper.publish(office.deps.team, TOM)
    assert view.hash == before


async def test_where_somebody_else_was_faster_it_is_published_anew(office: Office) -> None:
    await shown(office, TOM)
    first, second = HomeKeeper(office.deps), HomeKeeper(office.deps)
    await first.publish(office.deps.team, TOM)
    await office.opened()
    await second.publish(office.deps.team, TOM)
    await office.opened(text="The bench came broken")
    assert await first.publish(office.deps.team, TOM) == 0
    assert "The bench" in words(office, TOM)
    office.sandbox.slack.refusals.clear()  # a stale hash is what this is about


async def test_slower_makes_it_wait_and_nothing_else(office: Office) -> None:
    await office.opened()
    keeper = HomeKeeper(office.deps)
    office.sandbox.faults.waiting.append(ApiFault("views.publish", "429", retry_after=7))
    assert await keeper.publish(office.deps.team, TOM) == 7
    office.sandbox.faults.waiting.append(ApiFault("views.publish", "500"))
    assert await keeper.publish(office.deps.team, TOM) == 0
    assert await keeper.publish(office.deps.team, TOM) == 0
    assert "We sent ACME" in words(office, TOM)


async def test_a_round_that_fails_is_followed_by_the_next(
    office: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shown(office, TOM)
    async with kept_up(office) as keeper:
        with monkeypatch.context() as while_broken:
            while_broken.setattr(office.desk, "mine", _broken)
            await office.opened()
            keeper.stir()
            await asyncio.sleep(0.6)
        keeper.stir()
        await until(office, TOM, "We sent ACME")
    assert LESSON not in caplog.text and "RuntimeError" in caplog.text


async def test_many_see_it_at_once(office: Office) -> None:
    await office.opened()
    users = readers(office, 40)
    slow = ApiFault("views.publish", "delay", count=40, seconds=0.3)
    office.sandbox.faults.waiting.append(slow)
    async with kept_up(office), asyncio.timeout(9):  # one after another takes twelve seconds
        for user in users:
            await until(office, user, "We sent ACME", within=9)
    assert slow.count == 0


async def test_one_whose_home_fails_does_not_keep_it_from_the_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.opened()
    first, *others = readers(office, 20)
    mine = office.desk.mine

    async def broken_for_one(team: str, user: str) -> Mine:
        return await (_broken if user == first else mine)(team, user)

    monkeypatch.setattr(office.desk, "mine", broken_for_one)
    async with kept_up(office):
        for user in others:
            await until(office, user, "We sent ACME")
    assert words(office, first) == ""


async def test_after_slower_it_goes_on_with_those_who_wait(office: Office) -> None:
    await office.opened()
    users = readers(office, 30)
    office.sandbox.faults.waiting.append(ApiFault("views.publish", "429", retry_after=1))
    async with kept_up(office):
        for user in users:
            await until(office, user, "We sent ACME", within=5)


async def test_who_opens_it_while_slack_wants_silence_sees_it_afterwards(office: Office) -> None:
    await office.opened()
    office.sandbox.faults.waiting.append(ApiFault("views.publish", "429", retry_after=1))
    async with kept_up(office) as keeper:
        await keeper.opened(office.deps.team, TOM, "")
        assert words(office, TOM) == ""
        await until(office, TOM, "We sent ACME", within=5)


async def test_two_replicas_that_take_turns_leave_nothing_old(office: Office) -> None:
    team, desk = office.deps.team, office.desk
    first, second = HomeKeeper(office.deps, sure=0), HomeKeeper(office.deps)
    await first.publish(team, TOM)
    await office.opened()
    await second.publish(team, TOM)
    desk.incidents.clear()  # as it was
    assert await first.publish(team, TOM) == 0
    assert "Nothing is open" in words(office, TOM)
    office.sandbox.slack.refusals.clear()  # a stale hash is what this is about


async def test_what_is_probably_shown_waits_behind_what_is_new(office: Office) -> None:
    users = readers(office, 12)
    keeper = HomeKeeper(office.deps, sure=0)
    for _ in range(2):
        for user in users:
            assert await keeper.publish(office.deps.team, user, in_turn=True) == 0
    before = {user: home_hash(office, user) for user in users}
    for user in users:
        assert await keeper.publish(office.deps.team, user, in_turn=True) == 0
    after = {user: home_hash(office, user) for user in users}
    assert len(set(before.items()) & set(after.items())) > 6


def home_hash(office: Office, user: str) -> str:
    """The hash of the Home that person has."""
    home = office.sandbox.slack.home_of(user)
    assert home is not None
    return home.hash


async def _broken(team: str, user: str) -> Mine:
    raise RuntimeError(LESSON)


async def test_private_ones_and_drills_are_not_shown_to_others(office: Office) -> None:
    await office.opened()
    office.desk.incidents[1] = replace(office.incident(), private=True, home=Home("C0LEADERS"))
    assert "ACME" not in await shown(office, TOM)
    assert "ACME" in await shown(office, PRIYA)


async def test_the_messages_tab_does_not_concern_it(office: Office) -> None:
    event = {"type": "app_home_opened", "user": MARIA, "tab": "messages", "event_ts": "1.0"}
    office.sandbox.slack.emit(event, None)
    await office.settle()
    assert office.sandbox.slack.home_of(MARIA) is None
