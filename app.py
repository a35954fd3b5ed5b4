"""Amends: the command line, and where all parts are put together.

The only place that reads the environment and the clock.
"""

import argparse
import asyncio
import contextlib
import gc
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
from bot.finding import Finding
from bot.language.lines import EXAMPLE, answered
from bot.wording import files as file_words
from handlers.check import check_slack
from handlers.connecting import NotWelcome
from handlers.export_files import write_all
from handlers.logging_setup import set_up
from handlers.logs import outline, unseen
from handlers.metrics import Metrics
from handlers.port import check_port
from handlers.service import Service
from handlers.web import PortTaken
from storage import console
from storage.agreed import Agreed
from storage.checking import look, unopened
from storage.database import Database
from storage.engines import WrongDatabaseUrl
from storage.lockfile import DatabaseInUse
from storage.meta import remembered
from storage.problems import NotDone
from storage.schema import WrongSchema, current, prepare, upgrade
from storage.store import Storage
from storage.taking import taken

AGREE_EVERY = 2.0  # seconds: for so long replicas may differ after a clock has jumped
EXIT_OK, EXIT_FAILED, EXIT_CONFIG = 0, 1, 2
ENDS_WITHIN = 9.5  # seconds; service managers kill after ten
_SET_THESE = "Settings go into .env (see .env.example). Then try again."
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
    console.add_commands(commands)
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
    exporting = commands.add_parser(
        "export", help="write every mistake to a table (CSV) and to JSON, one of each for a team"
    )
    exporting.add_argument("folder", type=Path, nargs="?", default=Path(), help="where (here)")
    given = parser.parse_args(arguments)
    asked = given.command or "run"
    if asked == "review":
        return _review()
    try:
        config = read(_environment(), slack=asked != "export")
    except ConfigError as error:
        if asked == "check":
            set_up(error.config.log_level, error.config.log_format, error.config.secrets)
            return _check(error.config, error)
        for fault in error.faults:
            print(f"✗ {fault}", file=sys.stderr)
        print(f"\n{_SET_THESE}", file=sys.stderr)
        return EXIT_CONFIG
    set_up(config.log_level, config.log_format, config.secrets)
    if asked in ("run", "check"):
        return {"run": _run, "check": _check}[asked](config)
    return _operate(config, given)


def _review() -> int:
    """Review standard input, a line at a time."""
    outcome = EXIT_OK
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        answer, fine = answered(line, number)
        outcome = outcome if fine else EXIT_FAILED
        try:
            sys.stdout.buffer.write(answer)
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
    made = upgrade(config.database_url)
    print(f"✓ {_made(made)}" if made else "✓ The database is up to date.")
    return EXIT_OK


def _export(config: Config, folder: Path) -> int:
    """Also while the bot runs. Nothing is changed."""
    with taken(config.database_url) as teams:
        try:
            for line in write_all(folder, teams, now=_real_now()):
                print(f"✓ {line}", flush=True)
        except OSError as error:  # the database’s own come as SQLAlchemyError
            raise NotDone(file_words.not_written(str(folder), error.strerror or "")) from error
    return EXIT_OK


def _operate(config: Config, given: argparse.Namespace) -> int:
    """What an operator does to the database."""
    try:
        if given.command == "migrate":
            return _migrate(config)
        if given.command == "export":
            return _export(config, given.folder)
        print(console.operate(config.database_url, given, now=_real_now()))
    except (NotDone, DatabaseInUse, WrongDatabaseUrl, WrongSchema) as error:
        print(f"✗ {error}", file=sys.stderr)
        return EXIT_FAILED
    except (SQLAlchemyError, OSError) as error:
        print(f"✗ The database: {unopened(config.database_url, error)}", file=sys.stderr)
        return EXIT_FAILED
    return EXIT_OK


def _made(path: Path) -> str:
    return f"Set up a new database: {path}. If you have one already, check DATABASE_URL."


def _check(config: Config, wrong: ConfigError | None = None) -> int:
    """Everything that is wrong, at once: also what can be looked at in spite of the rest."""
    faults, unusable = (wrong.faults, wrong.wrong) if wrong else ((), frozenset[str]())
    findings = [Finding(False, fault) for fault in faults]
    channels: tuple[str, ...] = ()
    if "DATABASE_URL" not in unusable:
        found, channels = look(config.database_url, now=_real_now())
        findings += found
    findings += asyncio.run(check_slack(config, channels, unusable))
    if not unusable & {"SLACK_MODE", "HTTP_PORT"}:
        findings += asyncio.run(check_port(config))
    for finding in findings:
        print(f"{'✓' if finding.fine else '✗'} {finding.text}")
    if wrong:
        print(f"\n{_SET_THESE}")
    return EXIT_OK if all(finding.fine for finding in findings) else EXIT_CONFIG


def _run(config: Config) -> int:
    try:
        _set_up_apart(config.database_url)
        _set_up(config.database_url)
        console.refuse_moved(config.database_url)
        return asyncio.run(_serve(config))
    except (WrongSchema, WrongDatabaseUrl, DatabaseInUse, NotDone, NotWelcome, PortTaken) as error:
        print(f"✗ {error}", file=sys.stderr)
        return EXIT_CONFIG
    except (SQLAlchemyError, OSError) as error:
        print(f"✗ The database: {unopened(config.database_url, error)}", file=sys.stderr)
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
    agreed = Agreed(_real_now)
    agreeing = asyncio.create_task(_keep_agreeing(database, agreed))
    try:
        await agreed.agree(database)
        clock = await _clock(config, database, agreed)
        metrics = Metrics()
        storage = Storage.over(database, speed=config.time_scale, repeated=metrics.repeated)
        await storage.outbox.take_over()
        await storage.sweeper.take_note(now=clock())
        service = Service(config, storage, clock=clock, real_seconds=time.time, metrics=metrics)
        await service.run(stop)
    finally:
        agreeing.cancel()
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


async def _keep_agreeing(database: Database, agreed: Agreed) -> None:
    """Clocks drift."""
    while True:
        await asyncio.sleep(AGREE_EVERY)
        with contextlib.suppress(SQLAlchemyError, OSError):  # the next time may go better
            await agreed.agree(database)


async def _clock(config: Config, database: Database, real: Agreed) -> Callable[[], datetime]:
    """The clock everything goes by. In a drill it keeps its pace through restarts."""
    if config.time_scale == 1:
        return real
    anchor = config.time_anchor
    if anchor is None:
        begun = str(int(real().timestamp()))
        anchor = int(await remembered(database, f"clock:{config.time_scale:g}", begun))
    agreed = datetime.fromtimestamp(anchor, UTC)
    return lambda: scaled(real(), config.time_scale, agreed)


def _real_now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main())
