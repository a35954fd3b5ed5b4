"""`python app.py check`: can HTTP_PORT be listened on? Beside a bot that may be doing just that."""

import errno
import os
import socket

import aiohttp

from bot.config import Config
from bot.finding import Finding
from handlers import admin_words as words

ANSWERS_WITHIN = 5.0  # seconds; its figures may wait for the database
OURS = "amends_ready"  # a figure that nobody else has


def host_of(config: Config) -> str:
    """Where to listen: in HTTP mode Slack must reach it; otherwise nobody else."""
    return "0.0.0.0" if config.mode == "http" else "127.0.0.1"


def why_not(error: OSError, port: int) -> str:
    """Why that port could not be had, and what to do."""
    if error.errno == errno.EADDRINUSE:
        return words.port_taken(port)
    return words.port_refused(port, os.strerror(error.errno or errno.EIO))


async def check_port(config: Config) -> tuple[Finding, ...]:
    """Whether a start would get the port. In Socket Mode it starts without, too, and there is
    nothing to say of a port that is free. Where Amends answers there it may be this very one at
    work, which is no fault, or one that would be in our way: only the operator knows."""
    try:
        socket.create_server((host_of(config), config.http_port)).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE and await _is_amends(config.http_port):
            return (Finding(True, words.port_of_amends(config.http_port)),)
        said = why_not(error, config.http_port)
        if config.mode == "http":
            return (Finding(False, said),)
        return (Finding(True, words.no_pages(said)),)
    return (Finding(True, words.port_free(config.http_port)),) if config.mode == "http" else ()


async def _is_amends(port: int) -> bool:
    timeout = aiohttp.ClientTimeout(total=ANSWERS_WITHIN)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(f"http://127.0.0.1:{port}/metrics", allow_redirects=False) as answer,
        ):
            return OURS in await answer.text()
    except (aiohttp.ClientError, TimeoutError, ValueError, LookupError):
        return False
