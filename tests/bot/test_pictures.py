"""The picture: drawn by a process of its own, whatever there is to draw."""

import json
import struct
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.insights import Figures, Insights, Part
from bot.periods import read
from bot.pictures.chart import Chart
from bot.pictures.draw import draw
from handlers.pictures import drawn
from handlers.views.insights import chart
from tests.many import NOW

ROOT = Path(__file__).parents[2]
FEW = Insights(read("90d", NOW, "UTC"), Figures(opened=1), Figures())
MANY = replace(
    FEW,
    now=Figures(
        opened=4000,
        own=timedelta(minutes=12),
        first=Part(1234, 5678),
        causes={("not_followed", "one_off"): 1900, ("something_else", "systemic"): 3},
    ),
    before=Figures(opened=9, own=timedelta(days=12), updates=Part(1, 2)),
)


def size(png: bytes) -> tuple[int, int]:
    """Width and height, from the PNG's own header."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return int(width), int(height)


def test_a_chart_travels_as_json() -> None:
    found = chart(MANY)
    assert Chart.load(json.loads(json.dumps(found.dump()))) == found


@pytest.mark.parametrize("found", [FEW, MANY], ids=["few", "many"])
async def test_it_is_drawn_for_the_width_of_a_phone(found: Insights) -> None:
    png = await drawn(chart(found))
    assert png is not None
    assert size(png) == (1080, 1440)
    assert len(png) < 500_000


@pytest.mark.parametrize("found", [FEW, MANY], ids=["few", "many"])
def test_drawing_takes_nothing_but_the_figures(found: Insights) -> None:
    assert draw(chart(found)) == draw(Chart.load(chart(found).dump()))


async def test_what_cannot_be_drawn_is_none(caplog: pytest.LogCaptureFixture) -> None:
    odd = replace(chart(FEW).length, now="x")  # type: ignore[arg-type]
    assert await drawn(replace(chart(FEW), length=odd)) is None
    assert caplog.messages == ["no picture: TypeError"]


def test_the_bot_itself_never_loads_what_draws() -> None:
    code = "import sys, app; sys.exit(any(name in sys.modules for name in ('matplotlib', 'numpy')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
