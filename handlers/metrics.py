"""What the process counts about itself, for Prometheus (docs/monitoring.md has the table).

A registry of our own: nothing of the whole process's is changed. No label ever names a workspace, a
channel or a person: there may be any number of them, and who they are is nobody's business here.
"""

import math
from collections.abc import Callable
from datetime import datetime

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from bot.vitals import Vitals

# Slack gives up after 3 s (Slack: "The Events API"); a good ack takes a few milliseconds.
ACK_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
CALL_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
MOST_METHODS = 40  # of Slack's Web API; we use fewer than twenty


class Metrics:
    """All figures of one process. Ages and lengths are in seconds."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)  # memory and open files; Linux only
        self._ack = self._histogram(
            "ack", "From a delivery's arrival to its ack", ACK_BUCKETS, "kind"
        )
        self._not_acked = self._counter("not_acked", "Deliveries answered with an error", "kind")
        self._refused = self._counter("refused", "HTTP requests let no further", "status")
        self._duplicates = self._counter("duplicates", "Deliveries that had been dealt with before")
        self._calls = self._counter("slack_calls", "Calls to Slack", "method", "outcome")
        self._call_time = self._histogram("slack_call", "How long a call took", CALL_BUCKETS)
        self._limited = self._counter("slack_rate_limited", "Calls answered with 429", "method")
        self._sent = self._counter("sent", "Promised messages that reached Slack")
        self._retries = self._counter("retries", "Promised messages to be tried once more")
        self._dead = self._counter("dead_letters", "Promised messages Slack will never take")
        self._stuck = self._counter("stuck", "Promised messages that fail for long")
        self._reconnects = self._counter("reconnects", "Socket Mode connections made anew", "why")
        self._sweep_failures = self._counter("sweep_failures", "Looks at what is due that failed")
        self._waiting = self._gauge("outbox_waiting", "Promised messages not in Slack yet")
        self._retried = self._gauge("outbox_retried", "Those of them that failed before")
        self._oldest = self._gauge("outbox_oldest_seconds", "How long the first has been sendable")
        self._due_lag = self._gauge("due_lag_seconds", "How long the first chase has been due")
        self._database = self._gauge("database_up", "Whether the database answered just now")
        self._skew = self._gauge("clock_skew_seconds", "How far our clock is ahead of Slack's")
        self.ready = self._gauge("ready", "Whether /ready says yes")
        self.connections = self._gauge("connections", "Socket Mode connections that are alive")
        self.ping_age = self._gauge("ping_age_seconds", "Since the freshest connection was heard")
        self.envelope_age = self._gauge("envelope_age_seconds", "Since Slack last sent something")
        self.sweep_age = self._gauge("sweep_age_seconds", "Since what is due was last looked at")
        self._methods: set[str] = set()
        self._skew.set(math.nan)

    def acked(self, kind: str, seconds: float, *, ok: bool) -> None:
        """A delivery of that kind was answered. Not `ok`: with an error, so that it comes again."""
        self._ack.labels(kind).observe(seconds)
        if not ok:
            self._not_acked.labels(kind).inc()

    def refused(self, status: int) -> None:
        """A request did not get past the front door."""
        self._refused.labels(str(status)).inc()

    def repeated(self) -> None:
        """Something was delivered that had been dealt with."""
        self._duplicates.inc()

    def called(self, method: str, status: int | None, seconds: float) -> None:
        """A call to Slack ended with that HTTP status; None: with none."""
        if method not in self._methods:
            if len(self._methods) >= MOST_METHODS:
                method = "other"
            self._methods.add(method)
        self._calls.labels(method, _outcome(status)).inc()
        self._call_time.observe(seconds)
        if status == 429:
            self._limited.labels(method).inc()

    def skewed(self, seconds: float) -> None:
        """Our clock is that far ahead of Slack's."""
        self._skew.set(seconds)

    def sent(self) -> None:
        """A promised message is in Slack."""
        self._sent.inc()

    def retried(self) -> None:
        """A promised message did not get through and is to be tried once more."""
        self._retries.inc()

    def gave_up(self) -> None:
        """Slack will never take a promised message like that."""
        self._dead.inc()

    def stuck(self) -> None:
        """A promised message fails for so long that somebody is told."""
        self._stuck.inc()

    def reconnected(self, why: str) -> None:
        """A connection is made anew. `why` is one of a few words."""
        self._reconnects.labels(why).inc()

    def sweep_failed(self) -> None:
        """A look at what is due did not get through."""
        self._sweep_failures.inc()

    def keeping_up(self, vitals: Vitals | None, now: datetime) -> None:
        """How the database says things stand at `now` (UTC); None where it does not answer."""
        self._database.set(vitals is not None)
        self._waiting.set(vitals.waiting if vitals else math.nan)
        self._retried.set(vitals.retried if vitals else math.nan)
        self._oldest.set(_late(vitals.oldest, now) if vitals else math.nan)
        self._due_lag.set(_late(vitals.overdue, now) if vitals else math.nan)

    def scrape(self) -> bytes:
        """All of it, in Prometheus's text format."""
        return generate_latest(self._registry)

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"amends_{name}", says, labels, registry=self._registry)

    def _gauge(self, name: str, says: str) -> Gauge:
        return Gauge(f"amends_{name}", says, registry=self._registry)

    def _histogram(
        self, name: str, says: str, buckets: tuple[float, ...], *labels: str
    ) -> Histogram:
        name = f"amends_{name}_seconds"
        return Histogram(name, says, labels, buckets=buckets, registry=self._registry)


def age(seconds: Callable[[], float], last: Callable[[], float | None]) -> Callable[[], float]:
    """How long ago `last` was, by the monotonic clock `seconds`; not a number before the first."""

    def passed() -> float:
        then = last()
        return math.nan if then is None else seconds() - then

    return passed


def _late(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _outcome(status: int | None) -> str:
    if status is None:
        return "no_answer"
    if status == 429:
        return "limited"
    return "answered" if status < 500 else "failed"
