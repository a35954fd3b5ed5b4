"""A channel that gets another id takes along all that lives there."""

from bot.commands import MarkMessage, MessageRef, MoveStep
from bot.effects import EntryKind
from bot.playbook import Gesture
from bot.ports import ParcelKind
from bot.settings import Settings
from storage.store import Storage
from tests.storage.moves import ANN, BEN, NOON, ROOM, TEAM, Postman, opened

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


async def test_what_is_still_to_be_looked_up_is_looked_for_there(storage: Storage) -> None:
    incident = await opened(storage)
    await Postman(storage).round()
    for ts in ("77.7", "78.8"):
        mark = MarkMessage(ANN, MessageRef(ROOM, ts), BEN, as_words=False)
        await storage.desk.perform(TEAM, incident.number, mark, now=NOON)
    parcels = await storage.outbox.claim(now=NOON, limit=1)  # under way meanwhile
    await storage.desk.channel_renamed(TEAM, ROOM, NEW)
    for parcel in parcels:
        await storage.outbox.words_found(parcel, "Under the old id", now=NOON)
    while parcels := await storage.outbox.claim(now=NOON, limit=1):
        for parcel in parcels:
            assert (parcel.kind, parcel.payload["channel"]) == (ParcelKind.FETCH_WORDS, NEW)
            await storage.outbox.words_found(parcel, f"Seen at {parcel.payload['ts']}", now=NOON)
    entries = await storage.desk.timeline(incident.id)
    said = sorted(entry.text for entry in entries if entry.kind is EntryKind.PINNED)
    assert said == ["Seen at 77.7", "Seen at 78.8"]
