"""Time that runs faster, for drills."""

from datetime import timedelta

import pytest

from bot.clock import scaled
from tests.bot.story import MONDAY


@pytest.mark.parametrize(
    ("minutes", "scale", "shown"), [(0, 60, 0), (2, 60, 120), (7, 1, 7), (-1, 60, -60)]
)
def test_a_clock_that_runs_faster(minutes: int, scale: float, shown: int) -> None:
    real = MONDAY + timedelta(minutes=minutes)
    assert scaled(real, scale, MONDAY) == MONDAY + timedelta(minutes=shown)
