"""`python -m sandbox` with a bot beside it, as make starts it."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from tests.sandbox.hello import MARIA, MISTAKES

ROOT = Path(__file__).resolve().parents[2]
HELLO_BOT = """
import asyncio, os
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

async def main():
    client = AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client)

    @app.command("/mistake")
    async def command(ack):
        await ack(os.environ["TIME_SCALE"] + " " + os.environ["DATABASE_URL"])

    await AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start_async()

asyncio.run(main())
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def launched(folder: Path, bot: str, port: int, *more: str) -> AsyncIterator[Process]:
    (folder / "app.py").write_text(bot)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--no-page", "--port", str(port),
        "--bot", str(folder / "app.py"), "--state-dir", str(folder / "state"), *more,
        cwd=ROOT, stdout=PIPE, stderr=PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def test_it_starts_the_bot_says_where_and_ends_both(tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "amends.db").write_text("old")
    async with launched(tmp_path, HELLO_BOT, port, "--scale", "30") as process:
        assert process.stdout is not None
        async with asyncio.timeout(20):
            while f"http://127.0.0.1:{port}".encode() not in await process.stdout.readline():
                assert process.returncode is None
        async with httpx.AsyncClient(trust_env=False) as client:
            control = f"http://127.0.0.1:{port}/control"
            typed = {"user": MARIA, "channel": MISTAKES, "command": "/mistake"}
            assert (await client.post(f"{control}/gesture/command", json=typed)).is_success
            seen = await client.get(
                f"{control}/messages", params={"channel": MISTAKES, "viewer": MARIA}
            )
        answer = seen.json()[-1]["text"]
        anchor = (tmp_path / "state" / "clock").read_text()
        assert answer == f"{anchor} sqlite:///{tmp_path}/state/amends.db"
        assert anchor.startswith("30@")
        assert not (tmp_path / "state" / "amends.db").exists()
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(10):
            await process.communicate()
        assert process.returncode == 130


async def test_a_bot_that_ends_ends_the_sandbox(tmp_path: Path) -> None:
    bot = "import sys; sys.exit('SLACK_MODE is wrong')"
    async with launched(tmp_path, bot, free_port()) as process:
        _, errors = await process.communicate()
    assert process.returncode == 1
    assert b"SLACK_MODE is wrong" in errors
    assert b"The bot stopped by itself (exit code 1)" in errors


async def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with launched(tmp_path, "", port) as process:
            _, errors = await process.communicate()
    assert process.returncode == 2
    assert f"make sandbox PORT={port + 1}".encode() in errors


@asynccontextmanager
async def without_a_bot(folder: Path) -> AsyncIterator[None]:
    """A sandbox that has begun: it has told its address."""
    async with launched(folder, "", free_port(), "--no-bot") as process:
        assert process.stdout is not None
        async with asyncio.timeout(20):
            while b"http://" not in await process.stdout.readline():
                assert process.returncode is None
        yield


async def test_a_second_one_leaves_the_data_of_the_first_alone(tmp_path: Path) -> None:
    data = tmp_path / "state" / "amends.db"
    async with without_a_bot(tmp_path):
        data.write_text("the first one’s")
        async with without_a_bot(tmp_path):
            assert data.read_text() == "the first one’s"
    async with without_a_bot(tmp_path):  # nobody uses it any more
        assert not data.exists()


@pytest.mark.parametrize("words", [("--scale", "0"), ("--workspace", "nowhere.yml")])
async def test_wrong_arguments(tmp_path: Path, words: tuple[str, str]) -> None:
    async with launched(tmp_path, "", free_port(), *words) as process:
        _, errors = await process.communicate()
    assert process.returncode == 2
    assert errors


async def test_without_a_page_its_library_is_not_loaded() -> None:
    look = "import sys, sandbox.__main__; sys.exit('nicegui' in sys.modules)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", look, cwd=ROOT)
    assert await process.wait() == 0


async def test_a_port_that_does_not_exist_is_said_in_a_line(tmp_path: Path) -> None:
    async with launched(tmp_path, HELLO_BOT, 80000) as process:
        _, said = await process.communicate()
        assert process.returncode == 2
        assert b"--port must be a number" in said and b"Traceback" not in said
