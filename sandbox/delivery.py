"""Payloads on their way to the app: who gets what, deadlines, redelivery, and mishaps."""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from sandbox.model import Channel, Json
from sandbox.payloads import VERIFICATION_TOKEN
from sandbox.scopes import Manifest
from sandbox.slack import Slack
from sandbox.tickets import Tickets

ACK_SECONDS = 3.0  # The Events API; Implementing slash commands
RETRY_SECONDS = (0.0, 60.0, 300.0)  # The Events API: "almost immediately", 1 min, 5 min

log = logging.getLogger("sandbox")


class NotAcked(Exception):
    """The app did not acknowledge. `reason` is Slack's word for why."""

    def __init__(self, reason: str, *, retry: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry = retry


@dataclass(frozen=True)
class Envelope:
    """One attempt to hand over a payload; `kind` is Socket Mode's type."""

    kind: str
    payload: Json
    attempt: int = 0
    reason: str = ""


class Transport(Protocol):
    """A way to the app."""

    timeout_reason: str

    async def send(self, envelope: Envelope) -> Json | None:
        """Hand over; the app's answer. Raises NotAcked."""


class Delivery:
    """Hands events and interactions to the app.

    `double` and `silent` count down: that many deliveries are made twice, or their
    acknowledgement is ignored. While `held` is a list, events gather in it.
    """

    def __init__(
        self,
        slack: Slack,
        manifest: Manifest,
        tickets: Tickets,
        transport: Transport,
        retry_seconds: tuple[float, ...] = RETRY_SECONDS,
    ) -> None:
        self.slack = slack
        self.manifest = manifest
        self.tickets = tickets
        self.transport = transport
        self.retry_seconds = retry_seconds
        self.double = 0
        self.silent = 0
        self.held: list[Json] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._under_way = 0
        self._quiet = asyncio.Event()
        self._count(0)
        slack.emit = self.event

    def event(self, event: Json, channel: Channel | None) -> None:
        """Tell the app, if it subscribed, may know, and is in the channel."""
        if channel is not None and self.slack.team.bot_user not in channel.members:
            return
        if not self.manifest.hears(event["type"], channel):
            return
        body = self._wrapped(event, channel)
        if self.held is not None:
            self.held.append(body)
        else:
            self._send_event(body)

    async def interact(self, kind: str, payload: Json) -> Json | None:
        """Hand over a command or an interaction and wait for the answer. Raises NotAcked."""
        if self._doubled():
            self._spawn(self._quietly(Envelope(kind, payload)))
        return await self._attempt(Envelope(kind, payload))

    def hold(self) -> None:
        """Keep events back from now on."""
        self.held = self.held or []

    def release(self, order: str = "as_sent") -> int:
        """Let held events go: as_sent, reversed or shuffled. Returns how many."""
        held, self.held = self.held or [], None
        if order == "reversed":
            held.reverse()
        elif order == "shuffled":
            random.shuffle(held)
        for body in held:
            self._send_event(body)
        return len(held)

    @property
    def undelivered(self) -> int:
        """How many deliveries are under way or wait to be tried again."""
        return len(self._tasks)

    async def settled(self) -> None:
        """Wait until no event is on its way (those waiting for a retry do not count)."""
        await self._quiet.wait()

    async def close(self) -> None:
        """Drop whatever is still to be delivered."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _send_event(self, body: Json) -> None:
        for _ in range(2 if self._doubled() else 1):
            self._count(+1)
            self._spawn(self._persist(body))

    async def _persist(self, body: Json) -> None:
        try:
            await self._send_until_acked(body)
        finally:
            self._count(-1)

    async def _send_until_acked(self, body: Json) -> None:
        reason = ""
        for attempt, wait in enumerate((0.0, *self.retry_seconds)):
            if wait:
                self._count(-1)
                try:
                    await asyncio.sleep(wait)
                finally:
                    self._count(+1)
            try:
                await self._attempt(Envelope("events_api", body, attempt, reason))
                return
            except NotAcked as fault:
                reason = fault.reason
                log.info("event %s not acknowledged: %s", body["event_id"], reason)
                if not fault.retry:
                    return

    async def _attempt(self, envelope: Envelope) -> Json | None:
        try:
            async with asyncio.timeout(ACK_SECONDS):
                answer = await self.transport.send(envelope)
        except TimeoutError:
            raise NotAcked(self.transport.timeout_reason) from None
        if self.silent > 0:
            self.silent -= 1
            raise NotAcked(self.transport.timeout_reason)
        return answer

    async def _quietly(self, envelope: Envelope) -> None:
        try:
            await self._attempt(envelope)
        except NotAcked as fault:
            log.info("the doubled %s was not acknowledged: %s", envelope.kind, fault.reason)

    def _count(self, by: int) -> None:
        self._under_way += by
        if self._under_way:
            self._quiet.clear()
        else:
            self._quiet.set()

    def _doubled(self) -> bool:
        self.double, doubled = max(0, self.double - 1), self.double > 0
        return doubled

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _wrapped(self, event: Json, channel: Channel | None) -> Json:
        team = self.slack.team
        allowed = {
            "enterprise_id": None,
            "team_id": team.id,
            "user_id": team.bot_user,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": team.id,
            "context_team_id": team.id,
            "context_enterprise_id": None,
            "api_app_id": team.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev0{secrets.token_hex(5).upper()}",
            "event_time": int(float(event["event_ts"])),
            "authorizations": [allowed],
            "is_ext_shared_channel": bool(channel and channel.is_ext_shared),
            "event_context": f"4-{secrets.token_hex(8)}",
        }
