"""A channel that gets another id takes along all that lives there."""

from bot.commands import MoveStep
from bot.playbook import Gesture
from bot.settings import Settings
from storage.store import Storage
from tests.storage.moves import ANN, NOON, ROOM, TEAM, Postman, opened

CARD_TS, NEW = "1.000100", "G0NEW"


async def test_everything_goes_along(storage: Storage) -> None:
    await storage.directory.save_settings(TEAM, Settings(incident_channel=ROOM), by=ANN, now=NOON)
    incident = await opened(storage)
    await Postman(storage).round()
    for _ in range(2):
        await storage.desk.channel_renamed(TEAM, ROOM, NEW)
    moved = await storage.desk.incident(TEAM, incident.number, ANN)
    assert (moved.home.channel, moved.home.thread_ts) == (NEW, CARD_TS)
    assert await storage.desk.thread_number(TEAM, NEW, CARD_TS) == incident.number
    assert (await storage.directory.settings(TEAM)).incident_channel == NEW
    taken = MoveStep(ANN, "own_it", Gesture.TAKE)
    await storage.desk.perform(TEAM, incident.number, taken, now=NOON)
    parcels = await storage.outbox.claim(now=NOON, limit=10)
    assert {parcel.posted.channel for parcel in parcels if parcel.posted} == {NEW}
