"""Having a picture drawn: by a process of its own, one at a time, so that the bot stays small and
nobody waits for it."""

import asyncio
import json
import logging
import sys
from pathlib import Path

from bot.pictures.chart import Chart

log = logging.getLogger(__name__)

ROOT = Path(__file__).parents[1]
ARTIST = (
    "import json, sys; from bot.pictures.chart import Chart; from bot.pictures.draw import draw; "
    "sys.stdout.buffer.write(draw(Chart.load(json.load(sys.stdin))))"
)
BUDGET = 60.0  # real seconds; the first one on a machine takes longest
_one_at_a_time = asyncio.Lock()


async def drawn(chart: Chart) -> bytes | None:
    """The picture as PNG; None where it cannot be drawn, which is logged."""
    async with _one_at_a_time:
        try:
            artist = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-c", ARTIST),
                cwd=ROOT,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
        except OSError as error:
            log.warning("no picture: %s", type(error).__name__)
            return None
        try:
            asked = json.dumps(chart.dump()).encode()
            async with asyncio.timeout(BUDGET):
                png, said = await artist.communicate(asked)
        except (TimeoutError, asyncio.CancelledError) as error:
            artist.kill()
            await artist.wait()
            if isinstance(error, asyncio.CancelledError):
                raise
            log.warning("no picture: it took too long")
            return None
    if artist.returncode != 0:
        log.warning("no picture: %s", _kind(said))
        return None
    return png


def _kind(said: bytes) -> str:
    """Which error a process ended with. Not what that says: it may quote anything."""
    *_, last = said.decode("utf-8", "replace").strip().splitlines() or [""]
    return last.partition(":")[0].strip() or "no reason given"
