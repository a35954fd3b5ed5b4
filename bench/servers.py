"""The processes that are measured, each on a loopback port of its own, and gone afterwards."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bench.payloads import SECRET, TOKEN

ROOT = Path(__file__).resolve().parent.parent
STARTS_WITHIN = 30.0  # seconds
QUIET = 1.5  # seconds: longer than the pace of messages in one channel
POSTED_WITHIN, LOOKED_AT_EVERY = 60.0, 0.2  # seconds
POST = "chat.postMessage"


@dataclass(frozen=True)
class Server:
    """A process that listens on `port`."""

    port: int
    pid: int

    def memory(self) -> float:
        """What of it is in memory, in MiB (resident set size; Linux)."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        kilobytes = next(line.split()[1] for line in status.splitlines() if "VmRSS" in line)
        return int(kilobytes) / 1024


class Slack(Server):
    """The stand-in for Slack."""

    @property
    def api_url(self) -> str:
        """Where its Web API is."""
        return f"http://127.0.0.1:{self.port}/api/"

    @property
    def respond_to(self) -> str:
        """A response_url."""
        return f"http://127.0.0.1:{self.port}/respond"

    async def take(self, seconds: float) -> None:
        """From now on each reply takes that long."""
        url = f"http://127.0.0.1:{self.port}/delay"
        async with aiohttp.ClientSession() as session, session.post(url, data=str(seconds)):
            pass

    async def pace(self, seconds: float) -> int:
        """From now on it takes a post in a channel only that long after the one before (0: any).
        Returns how many it has refused since it was last asked."""
        url = f"http://127.0.0.1:{self.port}/pace"
        async with aiohttp.ClientSession() as session, session.post(url, data=str(seconds)) as said:
            return int(await said.text())

    async def log(self, since: int = 0) -> list[dict[str, Any]]:
        """Posts and edits; see `bench.slack_stub`."""
        url = f"http://127.0.0.1:{self.port}/log?since={since}"
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            found: list[dict[str, Any]] = await answer.json()
            return found

    async def quiet(self) -> None:
        """Wait until nobody has posted or edited anything for a while."""
        before, now = -1, len(await self.log())
        while before != now:
            await asyncio.sleep(QUIET)
            before, now = now, len(await self.log())

    async def posts(self, since: int, count: int) -> list[dict[str, Any]]:
        """The posts of the log from `since` on, once there are `count`. Raises TimeoutError."""
        async with asyncio.timeout(POSTED_WITHIN):
            while True:
                found = [each for each in await self.log(since) if each["method"] == POST]
                if len(found) >= count:
                    return found
                await asyncio.sleep(LOOKED_AT_EVERY)


@asynccontextmanager
async def slack() -> AsyncIterator[Slack]:
    """The stand-in for Slack, for the length of the block."""
    port = _free_port()
    async with _process(("-m", "bench.slack_stub", str(port)), {}) as pid:
        await _listens(port, "/log")
        yield Slack(port, pid)


@asynccontextmanager
async def hello(api: Slack) -> AsyncIterator[Server]:
    """The floor, for the length of the block."""
    port = _free_port()
    async with _process(("-m", "bench.hello", str(port), api.api_url), {}) as pid:
        await _listens(port, "/", but=404)
        yield Server(port, pid)


@asynccontextmanager
async def hello_kept(api: Slack, database_url: str) -> AsyncIterator[Server]:
    """The floor that keeps the rows of an opening, on that empty database, for the length of the
    block."""
    port = _free_port()
    arguments = ("-m", "bench.hello_kept", str(port), api.api_url, database_url)
    async with _process(arguments, {}) as pid:
        await _listens(port, "/", but=404)
        yield Server(port, pid)


@asynccontextmanager
async def amends(api: Slack, database_url: str) -> AsyncIterator[Server]:
    """The bot as it is, in HTTP mode on that database, for the length of the block."""
    port = _free_port()
    settings = {**_settings(database_url), "SLACK_API_URL": api.api_url, "HTTP_PORT": str(port)}
    async with _process(("app.py",), settings) as pid:
        await _listens(port, "/ready")
        yield Server(port, pid)


async def set_up(database_url: str) -> None:
    """Give that database its tables."""
    arguments = (sys.executable, "app.py", "migrate")
    environment = {**os.environ, **_settings(database_url)}
    process = await asyncio.create_subprocess_exec(
        *arguments, cwd=ROOT, env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    if await process.wait() != 0:
        raise RuntimeError("python app.py migrate did not work")


def _settings(database_url: str) -> Mapping[str, str]:
    return {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_MODE": "http",
        "DATABASE_URL": database_url,
        "LOG_LEVEL": "WARNING",
        "LOG_FORMAT": "text",
        "TIME_SCALE": "",  # whatever .env says
    }


@asynccontextmanager
async def _process(arguments: Sequence[str], settings: Mapping[str, str]) -> AsyncIterator[int]:
    """What it complains about goes to our own error output."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=ROOT,
        env={**os.environ, **settings},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process.pid
    finally:
        if process.returncode is None:
            process.kill()  # its database is thrown away: it need not put anything in order
        await process.wait()


async def _listens(port: int, path: str, but: int = 200) -> None:
    """Wait until that page answers so. Raises TimeoutError."""
    async with asyncio.timeout(STARTS_WITHIN), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}{path}") as answer:
                    if answer.status == but:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
