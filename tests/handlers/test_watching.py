"""What the process says about itself: the clock, the figures, the lines it logs."""

import json
import logging
import math
import sys
from datetime import UTC, datetime, timedelta

import pytest

from bot.vitals import Vitals
from handlers.about import about, it_is_about, working_on
from handlers.logging_setup import AsJson, AsText
from handlers.metrics import MOST_METHODS, Metrics, age
from handlers.watched import SlacksClock

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
WRITTEN = "what a customer wrote"
THERE = "Mon, 23 Nov 2026 10:00:00 GMT"


def figure(metrics: Metrics, name: str) -> float:
    """The value of that line of /metrics."""
    lines = metrics.scrape().decode().splitlines()
    [found] = [line for line in lines if line.rpartition(" ")[0] == name]
    return float(found.rpartition(" ")[2])


@pytest.mark.parametrize(("off", "said"), [(0, ""), (59, ""), (-90, "behind"), (90, "ahead of")])
def test_a_clock_that_is_wrong_is_said_once(
    off: float, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    metrics = Metrics()
    clock = SlacksClock(metrics, lambda: NOW.timestamp() + off)
    for date in ("", "yesterday", THERE, THERE):
        clock.says(date)
    assert abs(figure(metrics, "amends_clock_skew_seconds") - off) <= 0.5
    assert [said in line for line in caplog.messages] == ([True] if said else [])


def test_how_things_stand() -> None:
    metrics = Metrics()
    late = NOW - timedelta(seconds=40)
    metrics.keeping_up(Vitals(3, 1, oldest=late, overdue=NOW + timedelta(hours=1)), NOW)
    assert figure(metrics, "amends_outbox_waiting") == 3
    assert figure(metrics, "amends_outbox_oldest_seconds") == 40
    assert figure(metrics, "amends_due_lag_seconds") == 0
    metrics.keeping_up(None, NOW)
    assert figure(metrics, "amends_database_up") == 0
    assert math.isnan(figure(metrics, "amends_outbox_waiting"))
    assert math.isnan(age(lambda: 5.0, lambda: None)())
    assert age(lambda: 5.0, lambda: 3.0)() == 2


def test_there_are_only_so_many_lines_whatever_is_called() -> None:
    metrics = Metrics()
    for number in range(1_000):
        metrics.called(f"method.{number}", 200, 0.1)
    assert metrics.scrape().count(b"amends_slack_calls_total{") == MOST_METHODS + 1


def a_record(said: str, **more: object) -> logging.LogRecord:
    try:
        raise ValueError(WRITTEN)
    except ValueError:
        error = sys.exc_info()
    record = logging.LogRecord("amends", logging.ERROR, __file__, 1, said, (), error)
    vars(record).update(more)
    return record


def test_a_line_has_what_it_is_about_and_no_secret() -> None:
    with working_on(event="Ev1"):
        it_is_about(12)
        line = AsJson(["s3cret-of-ours", "x"]).format(a_record("xoxb-1-2 s3cret-of-ours xylophone"))
        plain = AsText().format(a_record("it failed", incident=13))
    assert about() == {}
    found = json.loads(line)
    assert (found["event"], found["incident"], found["level"]) == ("Ev1", 12, "ERROR")
    assert found["message"] == "[secret] [secret] xylophone"
    assert found["error"].startswith("ValueError")
    assert WRITTEN not in line + plain
    assert "ERROR amends: it failed [event=Ev1 incident=13]\nValueError" in plain
    assert datetime.fromisoformat(found["time"]).tzinfo is not None
