"""A channel is archived while things are to be said there: its people are told, and all that was
held is said once, in order, when it is brought back, or where they go on instead. The same of the
weekly digest, which belongs to none of them: whoever looks after Amends is told."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.change import replace
from bot.digest_settings import DigestSettings
from bot.incident import Incident
from bot.settings import Settings
from sandbox.model import Message
from storage.columns import NEVER
from tests.faults.deeds import react
from tests.faults.place import GATHER, ROOMS, Place, until
from tests.faults.replicas import replica
from tests.stories.cast import MARIA, PRIYA, TOM
from tests.stories.reading import elements, labels, words

AGAIN, IN_DM = "Try again", "Carry on in a direct message"
# What is to be said of hers, once "Own it" is skipped, in this order.
HELD = ["prompt:own_it", "prompt:keep_them_posted", "prompt:apologise"]


async def press(place: Place, user: str, label: str) -> None:
    """Press that button on the newest message that person had by direct message."""
    message = place.reminders(user)[-1]
    for block, part in elements(message.blocks):
        if part["type"] == "button" and part["text"]["text"] == label:
            await place.sandbox.gestures.press(
                user, message.channel, message.ts, part["action_id"], block["block_id"]
            )
            return
    raise AssertionError(f"no {label!r}: {words(message)!r}")


async def archived_with_all_in_hand(place: Place) -> None:
    """Slack holds a card of Tom's, which is not there yet, and an edit of Priya's; more is owed
    behind each. Nothing of that is said when the channel is archived."""
    await place.opened(PRIYA)
    await place.settle()
    [prompt] = place.prompts()
    held = [place.fault(f"chat.{each}", "hang", seconds=0.5) for each in ("update", "postMessage")]
    await place.report(TOM)
    await react(place, TOM, prompt, "fast_forward")
    await until(lambda: not any(map(place.pending, held)), "both are on their way")
    await place.sandbox.gestures.archive(MARIA, ROOMS[0])


def owed(place: Place) -> list[tuple[str, bool]]:
    """What belongs into that channel and waits, and whether it waits for a person’s help."""
    found = place.kept()
    homes = {each.id: each.home.channel for each in found.incidents.values()}
    return [
        (row["slot"], row["due_at"] >= NEVER)
        for row in sorted(found.outbox, key=lambda row: (row["incident_id"], row["place"]))
        if row["due_at"] and not row["target"] and homes[row["incident_id"]] == ROOMS[0]
    ]


def in_hand(place: Place) -> bool:
    """Whether somebody is at it."""
    return any(row["token"] for row in place.kept().outbox)


def said_in_order(place: Place, incident: Incident, slots: Sequence[str]) -> None:
    """All that was held of that mistake is where it lives, in the order in which it was wanted."""
    rows = [row for row in place.kept().outbox if row["incident_id"] == incident.id]
    there = {row["ts"]: row["slot"] for row in rows if row["channel"] == incident.home.channel}
    said = [there[ts] for ts in sorted(there) if not there[ts].startswith("trouble:")]
    assert said == ["card", *slots]


async def archived_and_brought_back(place: Place, hers: str) -> None:
    """`hers`: the button that Priya presses."""
    async with replica(place):
        await archived_with_all_in_hand(place)
        before = [message.ts for message in place.cards() + place.prompts()]
        await until(lambda: place.reminders(PRIYA) and place.reminders(TOM), "both are told")
        of_priya = [("card", True), *((slot, False) for slot in HELD)]
        of_tom = [("card", True), ("prompt:own_it", False)]
        await until(lambda: not in_hand(place), "both have come back")
        await until(lambda: owed(place) == of_priya + of_tom, "all of it waits behind a card")
    async with replica(place):  # whoever is started now knows no better, and forgets nothing
        line = await place.report(TOM, ROOMS[1])
        assert place.asked.lines[line]
        await until(lambda: place.cards(ROOMS[1]), "it goes on elsewhere")
        assert owed(place) == of_priya + of_tom
        told = [*place.reminders(PRIYA), *place.reminders(TOM)]
        assert len(told) == 2, "each is told once"
        assert [each.ts for each in place.cards() + place.prompts()] == before
        if hers == IN_DM:
            await press(place, PRIYA, IN_DM)
            await until(lambda: owed(place) == of_tom, "hers goes on, his waits for the channel")
        await place.sandbox.gestures.unarchive(MARIA, ROOMS[0])
        if hers == AGAIN:
            await press(place, PRIYA, AGAIN)
        await press(place, TOM, AGAIN)
        await until(
            lambda: not any(row["due_at"] for row in place.kept().outbox),
            "all that was held is said",
            30,
        )
        found = place.check(left=ROOMS[0] if hers == IN_DM else "")
        first, second, _ = (found.incidents[each] for each in sorted(found.incidents))
        assert (first.home.channel == ROOMS[0]) == (hers == AGAIN)
        said_in_order(place, first, HELD)
        said_in_order(place, second, ["prompt:own_it"])
        assert second.home.channel == ROOMS[0]
        assert not any(labels(each) for each in told), "they see that it is over"


@pytest.mark.parametrize("hers", [AGAIN, pytest.param(IN_DM, marks=pytest.mark.long)])
async def test_all_that_was_held_is_said(file_place: Place, hers: str) -> None:
    await archived_and_brought_back(file_place, hers)


@pytest.mark.long
@pytest.mark.parametrize("hers", [AGAIN, IN_DM])
async def test_all_that_was_held_is_said_on_postgres(shared_place: Place, hers: str) -> None:
    await archived_and_brought_back(shared_place, hers)


@pytest.mark.parametrize("to", [ROOMS[1], ROOMS[2]])
async def test_a_digest_that_was_refused_is_sent_once_somebody_has_helped(
    place: Place, to: str
) -> None:
    """`to`: where it goes in the end. The lead opens the channel again, or chooses another."""
    async with replica(place) as copy:
        await place.opened(PRIYA)
        due = place.time() + timedelta(hours=2)
        weekly = DigestSettings(day=due.weekday(), hour=due.hour, zone="UTC")
        chosen = Settings(lead=MARIA, incident_channel=ROOMS[1], digest=weekly)
        save, team = copy.storage.directory.save_settings, place.sandbox.slack.team.id
        await save(team, chosen, by=MARIA, now=place.time())
        await place.sandbox.gestures.archive(MARIA, ROOMS[1])
        await place.later(timedelta(hours=2))
        await place.later(GATHER)
        [told] = [each for each in place.reminders(MARIA) if AGAIN in labels(each)]
        assert f"The weekly digest, to <#{ROOMS[1]}>: the channel is archived" in words(told)
        if to == ROOMS[1]:
            await place.sandbox.gestures.unarchive(MARIA, to)
        else:
            await save(team, replace(chosen, incident_channel=to), by=MARIA, now=place.time())
        await press(place, MARIA, AGAIN)
        await until(lambda: digests(place, to), "it is sent")
        await place.later(GATHER)
        assert len(digests(place, to)) == 1
        assert f"✓ The weekly digest is in <#{to}> now" in words(told)
        assert AGAIN not in labels(told)


def digests(place: Place, room: str) -> list[Message]:
    """The weekly digests there."""
    said = place.sandbox.slack.history(room)
    return [each for each in said if "Our week with mistakes" in words(each)]
