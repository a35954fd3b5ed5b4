"""Places for faults, on both databases; and how often the bot was killed in a run."""

from collections import Counter
from collections.abc import AsyncIterator, Generator
from pathlib import Path

import pytest

from tests.faults.place import Place, open_place
from tests.faults.processes import Running

KILLED, DOUBLED = "killed", "doubled"  # what is counted for each test


@pytest.fixture
async def place(ready_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    """On SQLite, and on PostgreSQL."""
    async with open_place(ready_url, tmp_path) as opened:
        yield opened


@pytest.fixture
async def file_place(ready_sqlite_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    """On SQLite, for what does not depend on the database."""
    async with open_place(ready_sqlite_url, tmp_path) as opened:
        yield opened


@pytest.fixture
async def shared_place(ready_postgres_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    """On PostgreSQL, where several replicas may be at work."""
    async with open_place(ready_postgres_url, tmp_path) as opened:
        yield opened


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Count who is killed in each test, here or in a worker."""
    before = Running.killed
    try:
        return (yield)
    finally:
        item.user_properties.append((KILLED, Running.killed - before))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How often a process was killed in this run, and in which tests."""
    counts: dict[str, Counter[str]] = {KILLED: Counter(), DOUBLED: Counter()}
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport) and report.when == "call":
                test = report.nodeid.partition("[")[0]
                for name, number in report.user_properties:
                    if name in counts and isinstance(number, int):
                        counts[name][test] += number
    killed, doubled = counts[KILLED], counts[DOUBLED]
    if not killed.total():
        return
    terminalreporter.section(f"killed with SIGKILL: {killed.total()} times")
    for test, number in killed.most_common():
        if number:
            more = f", {doubled[test]} messages are there twice" if test in doubled else ""
            terminalreporter.line(f"{number:5} {test}{more}")
