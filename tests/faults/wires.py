"""Ways from Slack to the bot on which payloads are repeated, lost, or remembered."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.delivery import Envelope, NotAcked, Transport
from sandbox.model import Json


@dataclass
class Wire:
    """A way around another one."""

    wire: Transport

    def __post_init__(self) -> None:
        self.timeout_reason = self.wire.timeout_reason


@dataclass
class Repeating(Wire):
    """Delivers everything several times at once; the first answer counts."""

    times: int = 4

    async def send(self, envelope: Envelope) -> Json | None:
        """See `Transport`."""
        copies = [self.wire.send(envelope) for _ in range(self.times)]
        found = await asyncio.gather(*copies, return_exceptions=True)
        first = next((answer for answer in found if answer), None)
        if isinstance(first, BaseException):
            raise first
        return first


@dataclass
class LosingFirst(Wire):
    """Loses every first delivery of an event: what arrives is marked as a retry."""

    lost: int = 0

    async def send(self, envelope: Envelope) -> Json | None:
        """See `Transport`."""
        if envelope.kind == "events_api" and envelope.attempt == 0:
            self.lost += 1
            raise NotAcked(self.timeout_reason)
        return await self.wire.send(envelope)


@dataclass
class Remembering(Wire):
    """Remembers what was delivered, to deliver it again."""

    delivered: list[Envelope] = field(default_factory=list)

    async def send(self, envelope: Envelope) -> Json | None:
        """See `Transport`."""
        self.delivered.append(envelope)
        return await self.wire.send(envelope)

    async def again(self) -> None:
        """Deliver everything once more, in the same order, as a retry of Slack's."""
        for envelope in list(self.delivered):
            retry = Envelope(envelope.kind, envelope.payload, envelope.attempt + 1, "http_timeout")
            await self.wire.send(retry)


@dataclass
class AfterAck(Wire):
    """Does something at the very moment an acknowledgement has arrived, once."""

    then: Callable[[], None] = lambda: None
    kind: str = "slash_commands"
    done: bool = False

    async def send(self, envelope: Envelope) -> Json | None:
        """See `Transport`."""
        answer = await self.wire.send(envelope)
        if envelope.kind == self.kind and not self.done:
            self.done = True
            self.then()
        return answer
