"""Slack says slower, breaks down, takes long, loses its answer, or shuts us out."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.commands import OpenIncident
from bot.effects import CARD
from handlers.sender import LONGEST_WAIT, SELDOM, TRIES
from sandbox.faults import FaultKind
from tests.faults.chases import due, shown
from tests.faults.deeds import react
from tests.faults.place import LEASE, ROOMS, Place, until
from tests.faults.replicas import Replica, replica, replicas
from tests.stories.cast import MARIA, PRIYA, TOM

TEAM = "T0HARBOUR"
TEN_MINUTES = 600
LOST: tuple[FaultKind, ...] = ("500", "502", "503", "504", "lost_reply")


async def test_what_slack_loses_is_said_once(place: Place) -> None:
    """Whatever the answer was, for posts, for looks, and for edits."""
    async with replica(place):
        for kind, room in zip(LOST, ROOMS, strict=False):
            place.fault("chat.postMessage", kind, 2)
            place.fault("conversations.history", kind)
            await place.report(room=room)
        await gone_wrong(place)
        for kind, room in zip(LOST, ROOMS, strict=False):
            place.fault("chat.update", kind)
            await react(place, TOM, place.prompts(room)[-1], "hand")
        await gone_wrong(place)
        place.check()


async def test_a_reminder_that_slack_loses_is_told_once(place: Place) -> None:
    """Again and again, and at last Slack has it, and its answer is lost."""
    reminder = await due(place, PRIYA)
    for kind in LOST:
        place.fault("chat.postMessage", kind)
    async with replica(place):
        await gone_wrong(place)
    assert len(shown(place, reminder)) == 1
    place.check()


async def gone_wrong(place: Place) -> None:
    """All that was to go wrong did, and what comes of it is said."""
    await place.sandbox.delivery.settled()

    def used_up() -> bool:
        kept = place.kept()
        if kept.unsent() and not kept.waiting(place.time()):
            place.time.pass_by(timedelta(seconds=10))  # the pauses between tries grow
        return not place.sandbox.faults.waiting

    await until(used_up, "every fault that was set", 30)
    await place.later(timedelta(seconds=10))


async def test_what_fails_for_half_an_hour_is_in_the_figures(place: Place) -> None:
    place.fault("chat.postMessage", "503", 1000)
    async with replica(place) as watched:
        await place.report(PRIYA)
        tries = 0
        while tries < TRIES - 1:  # the first pauses are so short that one may go by unseen
            await until(partial(failed, place, tries), f"a try after {tries}")
            tries = failed(place, tries)
            assert await watched.figure("amends_stuck_total") == 0
            place.time.pass_by(timedelta(seconds=LONGEST_WAIT))
        await watched.shows("amends_stuck_total", bool)
        await watched.shows("amends_outbox_retried", bool)
        place.sandbox.faults.waiting.clear()
        await place.later(timedelta(seconds=SELDOM))
        assert place.cards()
        place.check()


def failed(place: Place, before: int) -> int:
    """How often the card was tried, if that is more than `before` and it is not in hand; else 0."""
    [card] = (row for row in place.kept().outbox if row["slot"] == CARD)
    tries = int(card["attempts"])
    return tries if tries > before and card["due_at"] > place.time() else 0


@pytest.mark.timeout(180)  # a lease of a minute may have to run out
async def test_slower_for_ten_minutes(place: Place) -> None:
    """A storm of 429 with Retry-After: 600: whoever is told to wait waits, also after a restart,
    and holds up nobody else."""
    storm = place.fault("chat.postMessage", "429", 1000, retry_after=TEN_MINUTES)
    async with replica(place):
        for room in ROOMS[:3]:
            await place.report(room=room)
        await until(lambda: storm.count <= 997, "each room is told once")
    for passed in (0, TEN_MINUTES - 60):
        place.time.pass_by(timedelta(seconds=passed))
        async with replica(place):
            for room in ROOMS[:3]:
                await place.report(TOM, room)
            await asyncio.sleep(2.5)
            assert storm.count == 997, "nobody asks again before the time"
    place.sandbox.faults.waiting.clear()
    async with replica(place):
        await place.opened(TOM, ROOMS[3])
        assert not any(place.cards(room) for room in ROOMS[:3])
    place.time.pass_by(timedelta(seconds=61))
    async with replica(place):
        await until(lambda: all(place.prompts(room) for room in ROOMS[:4]), "all is said")
        await place.settle()
        place.check()


SLOW = ("conversations.info", "conversations.open", "conversations.history")


@pytest.mark.parametrize("method", SLOW)
async def test_slower_for_what_comes_before_a_post(place: Place, method: str) -> None:
    """Who is started meanwhile does not ask again, whatever it was that others were to post."""
    storm = place.fault(method, "429", 1000, retry_after=TEN_MINUTES)
    async with replica(place) as told:
        await owe(place, told, method)
        await until(lambda: storm.count == 999, "somebody is told")
    place.time.pass_by(timedelta(seconds=TEN_MINUTES - 60))
    async with replica(place) as later:
        await owe(place, later, method)
        await asyncio.sleep(2.5)
        assert storm.count == 999, "nobody asks again before the time"
        place.sandbox.faults.waiting.clear()
    place.time.pass_by(timedelta(seconds=61))
    async with replica(place):
        await place.settle()
        kept = place.kept().outbox
        assert [bool(row["ts"]) for row in kept if row["slot"] == CARD] == [True, True]


@pytest.mark.parametrize("method", SLOW)
async def test_slower_is_for_all_who_are_there(shared_place: Place, method: str) -> None:
    place = shared_place
    storm = place.fault(method, "429", 1000, retry_after=TEN_MINUTES)
    async with replicas(place, 2) as both:
        await owe(place, both[0], method)
        await until(lambda: storm.count == 999, "one of them is told")
        await asyncio.sleep(0.5)  # it is written down
        for room in ROOMS[1:]:
            await owe(place, both[0], method, room)
            await asyncio.sleep(0.3)  # so that either has some of them in hand
        await asyncio.sleep(2.5)
        assert storm.count == 999, "nor does the other ask"


async def test_slower_for_the_home_of_many(place: Place) -> None:
    """Whoever has it open waits, also where another replica keeps it up to date by then."""
    storm = place.fault("views.publish", "429", 1000, retry_after=TEN_MINUTES)
    async with replica(place):
        await place.sandbox.gestures.open_home(TOM)
        await until(lambda: storm.count < 1000, "somebody is told")
        await asyncio.sleep(0.5)
    told = storm.count
    for passed in (0, TEN_MINUTES - 60):
        place.time.pass_by(timedelta(seconds=passed))
        async with replica(place):
            await place.sandbox.gestures.open_home(TOM)
            await asyncio.sleep(1.5)
            assert storm.count == told, "nobody asks again before the time, who opens it neither"
    place.sandbox.faults.waiting.clear()
    place.time.pass_by(timedelta(seconds=61))
    async with replica(place):
        await until(lambda: place.sandbox.slack.home_of(TOM), "it is shown")


async def test_slower_for_who_people_are(shared_place: Place) -> None:
    """Asked at once, not queued: who was told so asks no more, nor does another or a later one."""
    place = shared_place
    storm = place.fault("users.info", "429", 1000, retry_after=TEN_MINUTES)
    async with replicas(place, 2):
        await place.report(PRIYA)
        await until(lambda: storm.count < 1000, "one of them is told")
        await asyncio.sleep(2.5)  # it is learnt
        told = storm.count
        for each in (TOM, MARIA, TOM, MARIA):  # of either
            await place.report(each, ROOMS[1])
        await place.settle()
    async with replica(place):
        for each in (TOM, MARIA):
            await place.report(each, ROOMS[2])
        await place.settle()
    assert storm.count == told


async def owe(place: Place, replica: Replica, method: str, room: str = ROOMS[0]) -> None:
    """Have a card to post for which that method is needed first."""
    if method == "conversations.history":
        place.fault("chat.postMessage", "lost_reply")
    private = method == "conversations.open"
    asked = OpenIncident(PRIYA, "A wrong invoice", room, owner=TOM, private=private)
    await replica.storage.desk.perform(TEAM, None, asked, now=place.time())


async def test_thirty_seconds_without_an_answer(shared_place: Place) -> None:
    """Posts, edits and looks that hang: given up after ten seconds, and said once all the same."""
    place = shared_place
    async with replicas(place, 2):
        await place.opened(PRIYA, ROOMS[1])
        post = place.fault("chat.postMessage", "hang", seconds=30)
        for method in ("chat.update", "conversations.history"):
            place.fault(method, "hang", seconds=30)
        await place.report(PRIYA)
        await until(lambda: not place.pending(post), "that card hangs, and no other")
        await react(place, TOM, place.prompts(ROOMS[1])[0], "hand")
        await place.opened(TOM, ROOMS[2])
        await until(lambda: not place.sandbox.faults.waiting, "all of it hangs", 30)
        await until(place.prompts, "it is said after all", 40)
        await place.settle(40)
        place.check()


async def test_a_revoked_token(file_place: Place) -> None:
    """Nothing can be said until somebody installs the app again; then all of it is."""
    place = file_place
    tokens = place.sandbox.slack.tokens
    async with replica(place):
        await place.opened(PRIYA)
        place.sandbox.slack.tokens = replace(tokens, bot="xoxb-revoked")
        await place.report(TOM, ROOMS[1])
        await place.report(TOM)
        await asyncio.sleep(1.5)
        assert not place.cards(ROOMS[1])
        place.sandbox.slack.tokens = tokens
        await place.later(LEASE)
        place.check()
        assert place.prompts(ROOMS[1])
