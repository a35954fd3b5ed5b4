"""What the storage tests do over and over: open an incident, send what is promised."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.commands import MessageRef, OpenIncident
from bot.effects import CARD
from bot.incident import Incident
from bot.people import Person
from bot.ports import Parcel, ParcelKind
from storage.outbox import LEASE
from storage.store import Storage

TEAM, ANN, BEN, LEAD, ROOM = "T1", "U0ANN", "U0BEN", "U0LEAD", "C0MISTAKES"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)  # a Tuesday
PROMPT = "prompt:own_it"
LAPSED = NOON + LEASE + timedelta(seconds=1)  # when what was claimed at noon is free again
SETTLED = NOON + timedelta(minutes=2)  # when it has been looked for what an opening repeats
STALE = NOON + timedelta(days=1)  # when what was opened at noon is due


async def opened(
    storage: Storage, text: str = "We sent ACME the wrong invoice", **details: Any
) -> Incident:
    """A new incident of Ann's, opened at noon."""
    asked = {"by": ANN, "channel": ROOM, "text": text} | details
    outcome = await storage.desk.perform(TEAM, None, OpenIncident(**asked), now=NOON)
    assert outcome.incident is not None
    return outcome.incident


async def known(storage: Storage, *users: str, zone: str = "Europe/London") -> None:
    """People Slack has told us about."""
    for user in users:
        await storage.directory.save_person(TEAM, Person(user, user, zone, known_at=NOON))


@dataclass
class Postman:
    """Sends what is promised to a Slack that takes everything, and remembers it."""

    storage: Storage
    posts: list[Parcel] = field(default_factory=list)
    edits: list[Parcel] = field(default_factory=list)

    async def round(self, now: datetime = NOON) -> list[str]:
        """Send until nothing is due. Returns the slots in the order they went."""
        slots: list[str] = []
        while parcels := await self.storage.outbox.claim(now=now, limit=20):
            for parcel in parcels:
                if parcel.kind is ParcelKind.REPEAT:  # nothing like it happened before
                    await self.storage.outbox.sent(parcel, None, now=now)
                    continue
                await self.send(parcel, now)
                slots.append(parcel.slot)
        return slots

    async def send(self, parcel: Parcel, now: datetime = NOON) -> MessageRef:
        """Send one."""
        if parcel.posted:
            self.edits.append(parcel)
            message = parcel.posted
        else:
            assert await self.storage.outbox.starting(parcel)
            self.posts.append(parcel)
            channel = "D" + parcel.target if parcel.target.startswith("U") else parcel.target
            message = MessageRef(channel, f"{len(self.posts)}.000100")
        await self.storage.outbox.sent(parcel, message, now=now)
        return message


async def claimed(storage: Storage, now: datetime = NOON) -> list[str]:
    """The slots that may be sent now; they stay claimed."""
    return [parcel.slot for parcel in await storage.outbox.claim(now=now, limit=50)]


async def claim_one(storage: Storage, slot: str = CARD) -> Parcel:
    """Claim at noon; nothing but that slot is due."""
    [parcel] = await storage.outbox.claim(now=NOON, limit=10)
    assert parcel.slot == slot
    return parcel
