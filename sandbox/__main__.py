"""`python -m sandbox`: the local Slack, its page, and the bot connected to it."""

from __future__ import annotations

import argparse
import asyncio
import ctypes
import fcntl
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

import yaml

from sandbox.bot_process import Bot
from sandbox.clock import SandboxClock
from sandbox.model import WorkspaceError, load_workspace
from sandbox.scopes import load_manifest
from sandbox.server import LOOPBACK, Sandbox, build, served
from sandbox.testing import MANIFEST, WORKSPACE

CHECKOUT = Path(__file__).resolve().parent.parent
INTERRUPTED = 130


def main() -> int:
    """Run until Ctrl-C. Exit code: 130 after Ctrl-C, 2 for wrong arguments, else the bot's."""
    asked = _arguments()
    try:
        asked.state_dir, held = _folder_of_its_own(asked.state_dir, asked.port)
        sandbox, time_scale = _prepared(asked)
    except (OSError, KeyError, yaml.YAMLError, WorkspaceError) as error:
        print(f"The sandbox cannot start: {error}", file=sys.stderr)
        return 2
    try:
        with held:
            return asyncio.run(_run(sandbox, asked, time_scale))
    except OSError as error:
        print(f"Port {asked.port} cannot be used ({error.strerror}).", file=sys.stderr)
        print(f"Choose another: make sandbox PORT={asked.port + 1}", file=sys.stderr)
        return 2


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8484, help="of the page (default %(default)s)")
    parser.add_argument(
        "--scale", type=float, default=60.0,
        help="how fast time runs: 60 makes an hour pass in a minute (default %(default)g)",
    )  # fmt: skip
    parser.add_argument("--http", action="store_true", help="signed HTTP instead of Socket Mode")
    parser.add_argument("--no-bot", action="store_true", help="do not start the bot")
    parser.add_argument("--no-page", action="store_true", help="Web API and control API only")
    parser.add_argument("--keep", action="store_true", help="keep the bot's database")
    parser.add_argument("--bot", type=Path, default=CHECKOUT / "app.py", help="what to start")
    parser.add_argument("--workspace", type=Path, default=WORKSPACE)
    parser.add_argument("--manifest", type=Path, default=MANIFEST)
    parser.add_argument(
        "--database-url", help="where the bot keeps its data (default: amends.db in --state-dir)"
    )
    parser.add_argument("--state-dir", type=Path, default=CHECKOUT / ".sandbox")
    asked = parser.parse_args()
    if asked.scale <= 0:
        parser.error("--scale must be more than 0")
    if not 0 <= asked.port < 65536:
        parser.error("--port must be a number from 0 to 65535")
    asked.http_port = _free_port()
    return asked


def _folder_of_its_own(folder: Path, port: int) -> tuple[Path, IO[str]]:
    """Where nobody else works, and what is to be held open as long: that folder, or one for the
    port in it where a sandbox runs there already, whose bot would lose its database. Raises
    OSError."""
    for each in (folder, folder / str(port)):
        each.mkdir(parents=True, exist_ok=True)
        held = (each / "taken").open("w")
        with suppress(BlockingIOError):
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return each, held
        held.close()
    raise OSError(f"another one uses {each}")


def _prepared(asked: argparse.Namespace) -> tuple[Sandbox, str]:
    if not asked.keep:
        for old in asked.state_dir.glob("amends.db*"):
            old.unlink()
    anchor = _anchor(asked.state_dir / "clock", asked.scale, keep=asked.keep)
    clock = SandboxClock(asked.scale, anchor)
    url = f"http://{LOOPBACK}:{asked.http_port}/slack/events" if asked.http else None
    sandbox = build(
        load_workspace(asked.workspace), load_manifest(asked.manifest), clock, http_to=url
    )
    if not asked.no_page:
        from sandbox.page import mount

        mount(sandbox.app, sandbox.slack, sandbox.gestures, clock)
    return sandbox, "" if asked.scale == 1 else f"{asked.scale:g}@{anchor}"


def _anchor(file: Path, scale: float, *, keep: bool) -> int:
    """The second at which sandbox time and real time agree; a kept database keeps it too."""
    if keep and file.exists():
        before, _, anchor = file.read_text().partition("@")
        if before == f"{scale:g}":
            return int(anchor)
    now = int(time.time())
    file.write_text(f"{scale:g}@{now}")
    return now


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


async def _run(sandbox: Sandbox, asked: argparse.Namespace, time_scale: str) -> int:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with served(sandbox, asked.port):
        if asked.no_bot:
            _announce(sandbox, "No bot is connected.")
            await stop.wait()
            return INTERRUPTED
        environment = _environment(sandbox, asked, time_scale)
        bot = await Bot.start(asked.bot.resolve(), environment, _end_with_parent)
        try:
            return await _with_bot(sandbox, bot, stop)
        finally:
            await bot.stop()


async def _with_bot(sandbox: Sandbox, bot: Bot, stop: asyncio.Event) -> int:
    print("Starting the bot …", flush=True)
    connected = asyncio.create_task(_connected(sandbox))
    stopped, ended = asyncio.create_task(stop.wait()), asyncio.create_task(bot.ended())
    waits: set[asyncio.Task[object]] = {connected, stopped, ended}
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        if connected.done():
            _invite(sandbox)
            _announce(sandbox, "Press Ctrl-C to stop both.")
            await asyncio.wait(waits - {connected}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    if stop.is_set():
        return INTERRUPTED
    code = await bot.ended()
    print(f"The bot stopped by itself (exit code {code}); so does the sandbox.", file=sys.stderr)
    return code or 1


def _invite(sandbox: Sandbox) -> None:
    """The bot comes to its first channel as it would anywhere: an admin invites it."""
    slack = sandbox.slack
    bot = slack.team.bot_user
    admin = next(user.id for user in slack.users.values() if user.is_admin)
    for channel in slack.channels.values():
        if channel.kind == "public" and {bot, admin} <= set(channel.members):
            channel.members.remove(bot)
            slack.join(channel, bot, admin)
            return


async def _connected(sandbox: Sandbox) -> None:
    if sandbox.http is None:
        await sandbox.socket.connected.wait()
        return
    while True:
        if await sandbox.http.verify():
            return
        await asyncio.sleep(0.2)


def _environment(sandbox: Sandbox, asked: argparse.Namespace, time_scale: str) -> dict[str, str]:
    environment = {"LOG_LEVEL": "WARNING", **os.environ}
    environment |= {
        "SLACK_API_URL": f"{sandbox.url}/api/",
        "SLACK_BOT_TOKEN": sandbox.tokens.bot,
        "SLACK_APP_TOKEN": sandbox.tokens.app,
        "SLACK_SIGNING_SECRET": sandbox.tokens.signing_secret,
        "SLACK_MODE": "http" if asked.http else "socket",
        "DATABASE_URL": asked.database_url or _file(asked.state_dir),
        "HTTP_PORT": str(asked.http_port),
        "TIME_SCALE": time_scale,
    }
    if not time_scale:
        del environment["TIME_SCALE"]
    return environment


def _file(state: Path) -> str:
    return f"sqlite:///{(state / 'amends.db').resolve()}"


def _end_with_parent() -> None:
    """In the bot's process: ask Linux to end it should the sandbox be killed."""
    death_signal = 1  # PR_SET_PDEATHSIG
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(death_signal, signal.SIGTERM)


def _announce(sandbox: Sandbox, more: str) -> None:
    print(f"\n  {sandbox.slack.team.name} is open at {sandbox.url}\n  {more}\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
