"""Whether HTTP_PORT can be had, and what an operator is told."""

import errno
import os
import socket

import pytest
from aiohttp import web

from bot.config import Config
from handlers.admin_words import port_taken
from handlers.port import check_port, why_not
from tests.stories.stage import free_port


def config(port: int, mode: str = "http") -> Config:
    return Config("xoxb-1", "xapp-1", "hush", mode=mode, http_port=port)


async def test_a_free_port_is_worth_a_word_only_where_all_depends_on_it() -> None:
    [finding] = await check_port(config(free_port()))
    assert (finding.fine, "free" in finding.text) == (True, True)
    assert await check_port(config(free_port(), "socket")) == ()


async def test_another_program_that_speaks_http_is_in_our_way() -> None:
    runner = web.AppRunner(web.Application())
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        [finding] = await check_port(config(port))
    finally:
        await runner.cleanup()
    assert (finding.fine, finding.text) == (False, port_taken(port))


async def test_one_that_never_answers_is_in_our_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.port.ANSWERS_WITHIN", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        [finding] = await check_port(config(port))
        assert (finding.fine, finding.text) == (False, port_taken(port))
        [finding] = await check_port(config(port, "socket"))
        assert (finding.fine, port_taken(port) in finding.text) == (True, True)


def test_a_port_that_is_not_for_us_is_not_called_taken() -> None:
    said = why_not(OSError(errno.EACCES, "long words of the system"), 80)
    assert os.strerror(errno.EACCES) in said
    assert "taken" not in said


def test_the_port_that_is_proposed_exists() -> None:
    assert "such as 3001." in port_taken(3000)
    assert "such as 65534." in port_taken(65535)
