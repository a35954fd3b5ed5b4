"""Each call in its turn: for each channel and method, and after Slack said “slower”.

This is the pace of one process, to the moment of the call. What all replicas together may do is
kept with the outbox (see `bot.outbox`, and `bot.pace` for how fast that is). Times are real seconds
of a monotonic clock, whatever the bot's own clock does.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.pace import PACES, Pace, line_of

FORGET_AFTER = 120.0  # seconds after which a place in the line counts as not taken up


@dataclass
class _Line:
    """Who may go when, for one method (in one channel). `free_at` grows with every place taken."""

    free_at: float = 0.0
    resting_until: float = 0.0
    went_at: float = -FORGET_AFTER
    places: dict[str, float] = field(default_factory=dict)


class Pacer:
    """Gives every call a place in its line."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        """`seconds`: a monotonic clock, such as an event loop's `time`."""
        self._seconds = seconds
        self._lines: dict[str, _Line] = {}

    def wait(self, method: str, channel: str, ticket: str) -> float:
        """Seconds until this call may go. Asking again with the same ticket keeps its place."""
        now, line = self._seconds(), self._line(method, channel)
        place = line.places.get(ticket)
        if place is None or place < line.resting_until:
            place = line.places[ticket] = self._next(line, PACES.get(method), now)
        pace = PACES.get(method)
        if pace and pace.burst == 1:  # whoever went before may have been late
            place = max(place, line.went_at + pace.interval)
        return max(0.0, place - now)

    @staticmethod
    def _next(line: _Line, pace: Pace | None, now: float) -> float:
        earliest = max(now, line.resting_until)
        if pace is None:
            return earliest
        place = max(earliest, line.free_at - (pace.burst - 1) * pace.interval)
        line.free_at = max(line.free_at, place) + pace.interval
        return place

    def went(self, method: str, channel: str, ticket: str) -> None:
        """The call is being made: its place is used up."""
        line = self._line(method, channel)
        line.places.pop(ticket, None)
        now = line.went_at = self._seconds()
        for other in [key for key, place in line.places.items() if place < now - FORGET_AFTER]:
            del line.places[other]
        self._forget_idle(now)

    def rest(self, method: str, channel: str, seconds: float) -> None:
        """Slack said “slower”: nothing goes in this line for that long."""
        line = self._line(method, channel)
        line.resting_until = max(line.resting_until, self._seconds() + seconds)
        line.free_at = max(line.free_at, line.resting_until)

    def _line(self, method: str, channel: str) -> _Line:
        return self._lines.setdefault(line_of(method, channel), _Line())

    def _forget_idle(self, now: float) -> None:
        """Lines that have been still for long are forgotten: there may be a channel a person."""
        if len(self._lines) <= 1000:
            return
        for key, line in list(self._lines.items()):
            if not line.places and max(line.free_at, line.resting_until) < now:
                del self._lines[key]
