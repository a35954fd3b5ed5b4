"""Figures as a table in Markdown."""

import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One thing that was measured several times. `target` in the same unit; `at_least`: more is
    better. A figure without a target is there to read the others by. `curve`: what was seen for how
    many of something, to be drawn."""

    what: str
    seen: Sequence[float]
    unit: str = ""
    target: float | None = None
    at_least: bool = False
    curve: Sequence[tuple[int, float]] = ()

    @property
    def row(self) -> str:
        """Its row of the table."""
        low, high = self._say(min(self.seen)), self._say(max(self.seen))
        middle = self._say(self.median)
        cells = (self.what, f"**{middle}**", low, high, str(len(self.seen)), self._goal())
        return f"| {' | '.join(cells)} |"

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.seen)

    def _goal(self) -> str:
        if self.target is None:
            return ""
        met = self.median >= self.target if self.at_least else self.median <= self.target
        sign = "≥" if self.at_least else "≤"
        return f"{sign} {self._say(self.target)}: {'met' if met else '**missed**'}"

    def _say(self, value: float) -> str:
        digits = 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
        return f"{value:.{digits}f} {self.unit}".strip()


HEAD = """\
| what | median | min | max | times | target |
|---|---|---|---|---|---|"""


def table(figures: Iterable[Figure]) -> str:
    """The whole table."""
    return "\n".join((HEAD, *(figure.row for figure in figures)))


def machine() -> str:
    """One line on what this ran on, with how busy it was."""
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores ({_processor()}), {platform.system()}, "
        f"Python {platform.python_version()}, load {load:.1f} at the start"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
