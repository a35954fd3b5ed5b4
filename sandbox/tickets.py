"""Things that work only for a while: trigger ids and response URLs. Real seconds."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.errors import ApiError

TRIGGER_SECONDS = 3.0  # Modals: "trigger_id ... expires in 3 seconds"
RESPONSE_URL_USES = 5  # Handling user interaction: "5 times within 30 minutes"
RESPONSE_URL_SECONDS = 30 * 60.0


@dataclass
class Ticket:
    """One trigger or response URL: whose, until when, how often still."""

    user: str
    expires: float
    uses: int
    channel: str | None = None
    message_ts: str | None = None
    thread_ts: str | None = None


class Tickets:
    """Hands out and takes back one kind of ticket after another. `clock` counts real seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._triggers: dict[str, Ticket] = {}
        self._urls: dict[str, Ticket] = {}
        self.base_url = ""

    def trigger(self, user: str) -> str:
        """A new trigger_id for this person's gesture."""
        key = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[key] = Ticket(user, self._clock() + TRIGGER_SECONDS, uses=1)
        return key

    def use_trigger(self, key: str) -> str:
        """The person whose gesture it was. Raises ApiError if unknown, late or used."""
        ticket = self._triggers.get(key)
        if ticket is None:
            raise ApiError("invalid_trigger_id", f"no gesture has the trigger_id {key!r}")
        if not ticket.uses:
            raise ApiError("exchanged_trigger_id", "this trigger_id was used already")
        if self._clock() > ticket.expires:
            raise ApiError("expired_trigger_id", f"a trigger_id lives {TRIGGER_SECONDS:g} seconds")
        ticket.uses -= 1
        return ticket.user

    def response_url(
        self, user: str, channel: str, message_ts: str | None = None, thread_ts: str | None = None
    ) -> str:
        """A URL for answers to a gesture in `channel` (on that message, in that thread)."""
        key = secrets.token_urlsafe(18)
        expires = self._clock() + RESPONSE_URL_SECONDS
        self._urls[key] = Ticket(user, expires, RESPONSE_URL_USES, channel, message_ts, thread_ts)
        return f"{self.base_url}/response/{key}"

    def use_response_url(self, key: str) -> Ticket:
        """What a response URL stands for. Raises ApiError if unknown, late or used up."""
        ticket = self._urls.get(key)
        if ticket is None:
            raise ApiError("no_such_url", "no gesture has this response_url")
        if self._clock() > ticket.expires:
            raise ApiError("expired_url", "a response_url lives 30 minutes")
        if not ticket.uses:
            raise ApiError("used_url", f"a response_url works {RESPONSE_URL_USES} times")
        ticket.uses -= 1
        return ticket
