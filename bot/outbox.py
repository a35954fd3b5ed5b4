"""The promised messages as whoever sends them sees them; what they are is said in `bot.ports`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.commands import MessageRef
from bot.ports import Parcel, Scene


class Outbox(Protocol):
    """Promised messages. Never lost; at most one double per crash."""

    async def claim(self, *, now: datetime, limit: int) -> Sequence[Parcel]:
        """Lease what is due, oldest first, at most one per lane (a thread, a person's DM), and no
        more of it than all replicas together may send to Slack (`bot.pace`). A server that crashes
        may forget that somebody holds what is to be posted: `starting` says so."""
        ...

    async def park(self, team: str, line: str, *, now: datetime, seconds: float) -> None:
        """Slack said “slower”: nothing goes in that line (`bot.pace.line_of`) for so many real
        seconds, from any replica. Who was to go there waits, and holds up nobody else."""
        ...

    async def silence(self, team: str, line: str, *, now: datetime) -> float:
        """For how many real seconds from now nothing goes in that line, because some replica was
        told so, maybe before the last start. For lines that `claim` has not looked at."""
        ...

    async def resting(self, team: str, *, now: datetime) -> Mapping[str, float]:
        """All lines in which nothing goes because some replica was told so, each with for how many
        real seconds more."""
        ...

    async def scene(self, parcel: Parcel) -> Scene:
        """What to render that parcel from, as it stands this moment."""
        ...

    async def starting(self, parcel: Parcel) -> bool:
        """Write down that a post is about to be tried; from here on it may have reached Slack.
        False: the lease is no longer ours, so do not send."""
        ...

    async def is_known(self, parcel: Parcel, message: MessageRef) -> bool:
        """Whether that message is known as one of ours already."""
        ...

    async def sent(self, parcel: Parcel, message: MessageRef | None, *, now: datetime) -> None:
        """It is in Slack as `message` (None: there was nothing left to say)."""
        ...

    async def retry(
        self, parcel: Parcel, *, at: datetime, error: str, unsure: bool, failed: bool
    ) -> None:
        """Try again at `at`. `unsure`: a try may have reached Slack. `failed`: this one did fail,
        rather than wait for its turn."""
        ...

    async def rest(self, parcel: Parcel, *, now: datetime, until: datetime) -> None:
        """Nothing is wrong, but it is not the time for that reminder, and it is not in Slack: what
        it was to say is told anew from then on, or it is claimed again."""
        ...

    async def give_back(self, parcels: Sequence[Parcel]) -> None:
        """They are not being sent after all: whoever looks next may claim them at once. What is
        not ours any more stays as it is."""
        ...

    async def stuck(
        self, parcel: Parcel, *, now: datetime, at: datetime, error: str, unsure: bool
    ) -> None:
        """It has failed for long: somebody hears of it, as in `give_up`, and what comes behind it
        goes on without it. It is tried again at `at`, and somebody hears of it once."""
        ...

    async def gone(self, parcel: Parcel, *, now: datetime) -> None:
        """The message to edit no longer exists: post it again."""
        ...

    async def give_up(self, parcel: Parcel, *, now: datetime, error: str, barred: bool) -> None:
        """Slack will never take it like that; `barred`: nor anything else of ours in that place.

        Somebody hears of it: of a place that takes nothing, or no card, the incident's people
        (`HomeTrouble`), and what belongs there waits; of one message alone, or a digest, whoever
        looks after Amends, or else the incident's owner; a reminder goes to whoever is next
        (`Unreached`). A look at a message that was marked is forgotten: whoever marked it has been
        told before. Nobody hears of a hello, nor of a question to who cannot be written to."""
        ...

    async def words_found(self, parcel: Parcel, text: str, *, now: datetime) -> None:
        """The words of a pinned message, plain text, for its timeline entry."""
        ...
