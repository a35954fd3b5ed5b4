"""The command line: what is wrong is said at once, with the fix and the right exit code."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from uuid import uuid4

import pytest

from sandbox.server import Sandbox
from sandbox.testing import running_sandbox
from tests.programs import Start, forked, fresh
from tests.stories.stage import free_port

ROOT = Path(__file__).parent.parent
Run = Callable[..., Awaitable[tuple[int, str]]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the command line. Returns the exit code and all that was printed."""

    async def run(*arguments: str, start: Start = forked, **environment: str) -> tuple[int, str]:
        printed = tmp_path / f"{uuid4().hex}.log"
        whole = {"PATH": os.defpath, **environment}
        process = await start(arguments, whole, printed)
        try:
            async with asyncio.timeout(30):
                code = await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
            raise
        return code, printed.read_text()

    return run


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    """A Slack to talk to."""
    async with running_sandbox() as sandbox:
        yield sandbox


def settings(slack: Sandbox, folder: Path, **more: str) -> dict[str, str]:
    """A configuration that works, but for what is given."""
    return {
        "SLACK_API_URL": f"{slack.url}/api/",
        "SLACK_BOT_TOKEN": slack.tokens.bot,
        "SLACK_APP_TOKEN": slack.tokens.app,
        "DATABASE_URL": f"sqlite:///{folder / 'amends.db'}",
        "HTTP_PORT": str(free_port()),
        **more,
    }


async def test_an_empty_environment_is_told_all_that_is_missing(run: Run) -> None:
    code, said = await run(SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="", HTTP_PORT="none")
    assert code == 2
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "HTTP_PORT"):
        assert name in said
    assert "Traceback" not in said


async def test_a_refused_bot_token_is_said_with_the_fix(
    run: Run, slack: Sandbox, tmp_path: Path
) -> None:
    code, said = await run(**settings(slack, tmp_path, SLACK_BOT_TOKEN="xoxb-wrong"))
    assert (code, "OAuth & Permissions" in said) == (2, True)
    assert "xoxb-wrong" not in said


async def test_a_refused_app_token_is_said_with_the_fix(
    run: Run, slack: Sandbox, tmp_path: Path
) -> None:
    code, said = await run(**settings(slack, tmp_path, SLACK_APP_TOKEN="xapp-wrong"))
    assert (code, "connections:write" in said) == (2, True)
    assert "xapp-wrong" not in said


async def test_check_says_what_is_fine_and_what_is_not(
    run: Run, slack: Sandbox, tmp_path: Path
) -> None:
    code, said = await run("check", start=fresh, **settings(slack, tmp_path))
    assert code == 0, said
    assert said.count("✓") == 4
    assert f"none yet at {tmp_path / 'amends.db'}" in said
    code, said = await run("check", **settings(slack, tmp_path, SLACK_BOT_TOKEN="xoxb-wrong"))
    assert code == 2
    assert "✗ Slack does not take SLACK_BOT_TOKEN" in said


async def test_check_names_missing_scopes(run: Run, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.yml"
    whole = (ROOT / "manifest.yml").read_text()
    manifest.write_text(whole.replace("      - users:read\n", ""))
    async with running_sandbox(manifest=manifest) as slack:
        code, said = await run("check", **settings(slack, tmp_path))
    assert code == 2
    assert "users:read missing" in said


async def test_check_when_slack_is_not_there(run: Run, tmp_path: Path) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/api/"
    async with running_sandbox() as slack:
        settings_ = settings(slack, tmp_path, SLACK_API_URL=nowhere)
    code, said = await run("check", **settings_)
    assert code == 2
    assert said.count("cannot be reached") == 1


async def test_a_database_that_cannot_be_opened(run: Run, slack: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    missing = f"sqlite:///{tmp_path / 'file' / 'amends.db'}"
    code, said = await run(**settings(slack, tmp_path, DATABASE_URL=missing))
    assert code == 2
    assert "DATABASE_URL" in said
    assert "Traceback" not in said
    code, said = await run("migrate", **settings(slack, tmp_path, DATABASE_URL=missing))
    assert code == 1


@pytest.mark.parametrize("command", ["run", "check", "migrate"])
async def test_a_folder_that_is_not_there_is_not_made(
    run: Run, slack: Sandbox, tmp_path: Path, command: str
) -> None:
    folder = tmp_path / "lib" / "ammends"
    url = f"sqlite:///{folder / 'amends.db'}"
    code, said = await run(command, **settings(slack, tmp_path, DATABASE_URL=url))
    assert code == (1 if command == "migrate" else 2)
    assert "there is no such folder. Check it for a typo; if it is meant, make the folder" in said
    assert f"mkdir -p {folder}" in said
    assert not folder.parent.exists()


async def test_migrate_sets_up_a_database(run: Run, slack: Sandbox, tmp_path: Path) -> None:
    code, said = await run("migrate", **settings(slack, tmp_path))
    assert (code, said.count(str(tmp_path / "amends.db"))) == (0, 1)
    code, said = await run("migrate", **settings(slack, tmp_path))
    assert (code, "up to date" in said) == (0, True)
    code, said = await run("check", **settings(slack, tmp_path))
    assert "reachable and up to date" in said


async def test_check_looks_at_everything_in_spite_of_other_faults(
    run: Run, slack: Sandbox, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'none' / 'amends.db'}"
    wrong = settings(slack, tmp_path, SLACK_BOT_TOKEN="xoxb-wrong", DATABASE_URL=url)
    code, said = await run("check", **{**wrong, "HTTP_PORT": "abc"})
    assert (code, said.count("✗")) == (2, 3), said
    for each in ("✗ HTTP_PORT should", "✗ Slack does not take SLACK_BOT_TOKEN", "no such folder"):
        assert said.count(each) == 1
    assert "✓ App-level token: works" in said
    assert "xoxb-wrong" not in said


async def test_check_asks_nothing_of_what_cannot_be_used(
    run: Run, slack: Sandbox, tmp_path: Path
) -> None:
    unusable = {
        "SLACK_BOT_TOKEN": "none",
        "SLACK_APP_TOKEN": "",
        "DATABASE_URL": "mysql://u:pw@h/d",
    }
    code, said = await run("check", **settings(slack, tmp_path, **unusable))
    assert (code, said.count("✗"), said.count("✓")) == (2, 3, 0), said
    for name in unusable:
        assert said.count(f"✗ {name} ") == 1
    code, said = await run("check", **settings(slack, tmp_path, SLACK_API_URL="slack"))
    assert (code, said.count("✗"), said.count("✓")) == (2, 1, 1), said


async def test_check_says_that_the_port_is_taken(run: Run, slack: Sandbox, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        door = {"SLACK_MODE": "http", "SLACK_SIGNING_SECRET": "0" * 32}
        code, said = await run("check", **settings(slack, tmp_path, HTTP_PORT=port, **door))
        assert (code, said.count(f"✗ Port {port} is taken: set HTTP_PORT")) == (2, 1)
        code, said = await run("check", **settings(slack, tmp_path, HTTP_PORT=port))
        assert (code, said.count(f"Port {port} is taken: set HTTP_PORT")) == (0, 1)
    code, said = await run("check", **settings(slack, tmp_path, HTTP_PORT=port, **door))
    assert (code, f"✓ Port {port}: free." in said) == (0, True), said


@pytest.mark.parametrize("mode", ["http", "socket"])
async def test_check_beside_the_running_bot_is_no_fault(
    run: Run, slack: Sandbox, tmp_path: Path, mode: str
) -> None:
    given = settings(slack, tmp_path, SLACK_MODE=mode, SLACK_SIGNING_SECRET="0" * 32)
    log = tmp_path / "bot.log"
    bot = await forked((), {"PATH": os.defpath, **given}, log)
    try:
        async with asyncio.timeout(30):
            while "Ready." not in (log.read_text() if log.exists() else ""):
                assert bot.returncode is None
                await asyncio.sleep(0.05)
        code, said = await run("check", **given)
    finally:
        bot.terminate()
        await bot.wait()
    assert (code, said.count(f"✓ Port {given['HTTP_PORT']}: Amends answers there")) == (0, 1), said


@pytest.mark.parametrize("command", ["run", "check", "outbox"])
async def test_a_damaged_file_is_called_so(
    run: Run, slack: Sandbox, tmp_path: Path, command: str
) -> None:
    file = tmp_path / "amends.db"
    file.write_bytes(b"no database" * 500)
    code, said = await run(command, **settings(slack, tmp_path))
    assert code == (1 if command == "outbox" else 2)
    assert f"{file} is damaged, or is no database at all" in said
    assert "python app.py restore FILE" in said
    assert "server" not in said
    assert file.read_bytes() == b"no database" * 500


async def test_an_unknown_word_gets_help(run: Run) -> None:
    code, said = await run("dance")
    assert code == 2
    assert "check" in said


async def test_everything_is_exported_to_a_folder(run: Run, tmp_path: Path) -> None:
    there = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    there["DATABASE_URL"] = f"sqlite:///{tmp_path / 'a.db'}"
    folder = str(tmp_path / "out")
    assert await run("export", folder, **there) == (
        1,
        "✗ The database is not set up yet. Run: python app.py migrate\n",
    )
    await run("migrate", **there)
    without_slack = {"DATABASE_URL": there["DATABASE_URL"]}
    for known in (there, without_slack):
        assert await run("export", folder, **known) == (0, "✓ There is nothing to export yet.\n")
    (tmp_path / "file").write_text("no folder")
    for place in ("file", "file/out"):
        code, said = await run("export", str(tmp_path / place), **without_slack)
        assert (code, f"✗ The folder {tmp_path / place} cannot be written" in said) == (1, True)
        assert "atabase" not in said
