"""Calls to Slack, watched from beside: how they end, how long they take, and what time it is there.

Every reply says the time (RFC 9110: "Date"). Reminders, signatures and what a user is told of times
all rest on our own clock, so a clock that is wrong is said aloud.
"""

import asyncio
import logging
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from types import SimpleNamespace

import aiohttp

from handlers.admin_words import clock_is_off
from handlers.metrics import Metrics

log = logging.getLogger("amends")

ALARM = 60.0  # seconds; Slack's signatures allow for 300 (Slack: "Verifying requests from Slack")
SLOW = 2.0  # seconds; what takes longer does not tell what time it is
OTHER = "other"


def watching(
    metrics: Metrics, api_url: str, real_seconds: Callable[[], float]
) -> aiohttp.TraceConfig:
    """For a session whose calls are to be counted. `real_seconds`: the real time, epoch seconds."""
    clock = SlacksClock(metrics, real_seconds)

    async def begun(
        _session: aiohttp.ClientSession,
        context: SimpleNamespace,
        _params: aiohttp.TraceRequestStartParams,
    ) -> None:
        context.begun = _now()

    async def ended(
        _session: aiohttp.ClientSession,
        context: SimpleNamespace,
        params: aiohttp.TraceRequestEndParams,
    ) -> None:
        took = _now() - context.begun
        metrics.called(_method(str(params.url), api_url), params.response.status, took)
        if took < SLOW:
            clock.says(params.response.headers.get("Date", ""))

    async def failed(
        _session: aiohttp.ClientSession,
        context: SimpleNamespace,
        params: aiohttp.TraceRequestExceptionParams,
    ) -> None:
        metrics.called(_method(str(params.url), api_url), None, _now() - context.begun)

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(begun)
    trace.on_request_end.append(ended)
    trace.on_request_exception.append(failed)
    return trace


class SlacksClock:
    """Compares ours with Slack's, and says once where they differ too much."""

    def __init__(self, metrics: Metrics, real_seconds: Callable[[], float]) -> None:
        self._metrics = metrics
        self._real_seconds = real_seconds
        self._alarmed = False

    def says(self, date: str) -> None:
        """Slack has just said it is `date` (whole seconds)."""
        try:
            there = parsedate_to_datetime(date).timestamp() + 0.5
        except (ValueError, OverflowError):
            return
        ahead = self._real_seconds() - there
        self._metrics.skewed(ahead)
        off = abs(ahead) > ALARM
        if off and not self._alarmed:
            log.warning(clock_is_off(ahead))
        self._alarmed = off


def _now() -> float:
    return asyncio.get_running_loop().time()


def _method(url: str, api_url: str) -> str:
    """The method of Slack's Web API; all other addresses are one."""
    if not url.startswith(api_url):
        return OTHER
    return url[len(api_url) :].partition("?")[0] or OTHER
