"""Amends: the command line, and where all parts are put together.

The only place that reads the environment and the clock.
"""

import argparse
import asyncio
import gc
import json
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from dotenv import dotenv_values
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import scaled
from bot.config import Config, ConfigError, read
from bot.language.lines import EXAMPLE, BrokenLine, reviewed
from handlers.check import Finding, check_slack
from handlers.connecting import NotWelcome
from handlers.logging_setup import set_up
from handlers.logs import outline, unseen
from handlers.metrics import Metrics
from handlers.service import Service
from handlers.web import PortTaken
from storage.database import Database
from storage.engines import WrongDatabaseUrl
from storage.lockfile import DatabaseInUse
from storage.meta import remembered
from storage.outbox import LEASE
from storage.peek import incident_channels
from storage.schema import WrongSchema, check_schema, current, prepare, upgrade
from storage.store import Storage

EXIT_OK, EXIT_FAILED, EXIT_CONFIG = 0, 1, 2
ENDS_WITHIN = 9.5  # seconds; service managers kill after ten
log = logging.getLogger("amends")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for. Returns the exit code: 2 where the configuration cannot work."""
    parser = argparse.ArgumentParser(
        prog="app.py", description="Helps a team put things right after a mistake."
    )
    commands = parser.add_subparsers(dest="command", metavar="command")
    commands.add_parser("run", help="connect to Slack and work (the default)")
    commands.add_parser("check", help="say what is wrong with the set-up, and the fix")
    commands.add_parser("migrate", help="bring the database up to date")
    commands.add_parser(
        "review",
        help="review JSON lines from standard input for blame and bad apologies",
        description="Reads JSON lines with `text` and `surface` (thread or customer_draft) from "
        "standard input and writes them back with `findings` (category, start, end, why, rewrite) "
        "and, for customer drafts, `missing`. Needs no tokens and no database. A line that cannot "
        "be read is answered by a line with `error`, and the exit code is 1.",
        epilog=f"example:  echo '{EXAMPLE}' | python app.py review",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    asked = parser.parse_args(arguments).command or "run"
    if asked == "review":
        return _review()
    try:
        config = read(_environment())
    except ConfigError as error:
        for fault in error.faults:
            print(f"✗ {fault}", file=sys.stderr)
        print("\nSet these in .env (see .env.example), then try again.", file=sys.stderr)
        return EXIT_CONFIG
    set_up(config.log_level, config.log_format, config.secrets)
    return {"run": _run, "check": _check, "migrate": _migrate}[asked](config)


def _review() -> int:
    """Review standard input, a line at a time."""
    outcome = EXIT_OK
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        try:
            answer = reviewed(line.decode("utf-8-sig", "replace"))
        except BrokenLine as broken:
            answer = {"error": str(broken), "line": number}
            outcome = EXIT_FAILED
        try:
            written = json.dumps(answer, ensure_ascii=False).encode()
        except UnicodeEncodeError:  # half a character: JSON can name it, UTF-8 cannot
            written = json.dumps(answer).encode()
        try:
            sys.stdout.buffer.write(written + b"\n")
            sys.stdout.buffer.flush()
        except BrokenPipeError:  # whoever reads has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return outcome
    return outcome


def _environment() -> dict[str, str]:
    """The variables of .env beside this file, overruled by those of the process."""
    from_file = dotenv_values(Path(__file__).with_name(".env"))
    known = {name: value for name, value in from_file.items() if value is not None}
    return {**known, **os.environ}


def _migrate(config: Config) -> int:
    try:
        made = upgrade(config.database_url)
    except (DatabaseInUse, WrongDatabaseUrl) as error:
        print(f"✗ {error}", file=sys.stderr)
        return EXIT_FAILED
    except (SQLAlchemyError, OSError) as error:
        print(f"✗ The database: {_unopened(error)}", file=sys.stderr)
        return EXIT_FAILED
    print(f"✓ {_made(made)}" if made else "✓ The database is up to date.")
    return EXIT_OK


def _made(path: Path) -> str:
    return f"Set up a new database: {path}. If you have one already, check DATABASE_URL."


def _check(config: Config) -> int:
    database = _check_database(config)
    channels = incident_channels(config.database_url) if _is_set_up(config, database) else ()
    findings = (database, *asyncio.run(check_slack(config, channels)))
    for finding in findings:
        print(f"{'✓' if finding.fine else '✗'} {finding.text}")
    return EXIT_OK if all(finding.fine for finding in findings) else EXIT_CONFIG


def _is_set_up(config: Config, database: Finding) -> bool:
    return database.fine and current(config.database_url) is not None


def _check_database(config: Config) -> Finding:
    try:
        if current(config.database_url) is None:
            return Finding(True, "Database: empty; it is set up at the first start.")
        check_schema(config.database_url)
    except (WrongSchema, WrongDatabaseUrl) as error:
        return Finding(False, f"Database: {error}")
    except (SQLAlchemyError, OSError) as error:
        return Finding(False, f"Database: {_unopened(error)}")
    return Finding(True, "Database: reachable and up to date.")


def _unopened(error: Exception) -> str:
    return (
        f"it cannot be opened ({type(error).__name__}). Check that DATABASE_URL is right and that "
        "the server runs, or that the folder exists and can be written to."
    )


def _run(config: Config) -> int:
    try:
        _set_up_apart(config.database_url)
        _set_up(config.database_url)
        return asyncio.run(_serve(config))
    except (WrongSchema, WrongDatabaseUrl, DatabaseInUse, NotWelcome, PortTaken) as error:
        print(f"✗ {error}", file=sys.stderr)
        return EXIT_CONFIG
    except (SQLAlchemyError, OSError) as error:
        print(f"✗ The database: {_unopened(error)}", file=sys.stderr)
        return EXIT_CONFIG
    except Exception as error:  # Python would print what it says, which may quote a person
        log.critical("it cannot go on: %s", outline(error))
        return EXIT_FAILED


def _set_up(url: str) -> None:
    if made := prepare(url):
        log.info(_made(made))


def _set_up_apart(url: str) -> None:
    """Set up an empty database in a child, so that what that takes (Alembic, a tenth of our memory)
    is gone afterwards. Where that does not work, the parent does it, or says why not."""
    if current(url) is not None or not hasattr(os, "fork"):
        return
    child = os.fork()
    if child == 0:
        try:
            _set_up(url)
        finally:
            os._exit(EXIT_OK)
    os.waitpid(child, 0)


async def _serve(config: Config) -> int:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.set_exception_handler(unseen)
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, _end, stop)
    database = Database.connect(config.database_url)
    _spare_the_collector()
    try:
        clock = await _clock(config, database)
        lease = max(LEASE, LEASE * config.time_scale)
        metrics = Metrics()
        storage = Storage.over(database, lease=lease, repeated=metrics.repeated)
        await storage.outbox.take_over()
        service = Service(config, storage, clock=clock, real_seconds=time.time, metrics=metrics)
        await service.run(stop)
    finally:
        await database.close()
    return EXIT_OK


def _end(stop: asyncio.Event) -> None:
    """Ask all to end. Whatever then hangs is cut off: what was acknowledged is kept already."""
    stop.set()
    last = threading.Timer(ENDS_WITHIN, os._exit, (EXIT_OK,))
    last.daemon = True
    last.start()


def _spare_the_collector() -> None:
    """Leave what was loaded for good out of every later search for garbage: each thorough one went
    through all of it and held everybody up for a tenth of a second. And search less often: what a
    command leaves behind is rarely a cycle."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


async def _clock(config: Config, database: Database) -> Callable[[], datetime]:
    """The clock everything goes by. In a drill it keeps its pace through restarts."""
    if config.time_scale == 1:
        return _real_now
    anchor = config.time_anchor
    if anchor is None:
        begun = str(int(_real_now().timestamp()))
        anchor = int(await remembered(database, f"clock:{config.time_scale:g}", begun))
    agreed = datetime.fromtimestamp(anchor, UTC)
    return lambda: scaled(_real_now(), config.time_scale, agreed)


def _real_now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main())
