"""`python app.py` in a process of its own, without loading Python and the app anew each time.

A server that has imported `app` once forks a child for each run (multiprocessing's "forkserver").
The child has an environment, an output and an input of its own and runs `app.main` as it stands; it
is killed, asked to end and asked for its exit code like any other. What only a fresh start can show
is for `fresh`: the very command people type.
"""

import asyncio
import multiprocessing
import os
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).resolve().parent.parent

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["app", "tests.programs"])


class Program(Protocol):
    """A run of the app, under way or over; asyncio's subprocesses are such as well."""

    @property
    def pid(self) -> int: ...

    @property
    def returncode(self) -> int | None: ...

    def kill(self) -> None: ...

    def terminate(self) -> None: ...

    async def wait(self) -> int: ...


Start = Callable[..., Awaitable[Program]]  # `fresh` or `forked`


async def fresh(arguments: Sequence[str], environment: Mapping[str, str], output: Path) -> Program:
    """Start `python app.py` with these arguments and nothing else in its environment. What it
    prints is added to the file `output`."""
    with output.open("ab") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable, "app.py", *arguments,
            cwd=ROOT, env=environment, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip


async def forked(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    output: Path,
    typed: Path = Path(os.devnull),
    first: Callable[[], None] | None = None,
) -> Program:
    """The same in a fraction of the time; `typed` is what it can read, `first` what it does before
    anything else."""
    given = (tuple(arguments), dict(environment), output, typed, first)
    process = _forks.Process(target=_live, args=given, daemon=True)
    process.start()
    return _Forked(process)


class _Forked:
    """A child of the server."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """The exit code; the negative number of the signal that ended it; None while it runs."""
        return self._process.exitcode

    def kill(self) -> None:
        """kill -9."""
        self._process.kill()

    def terminate(self) -> None:
        """Ask it to end."""
        self._process.terminate()

    async def wait(self) -> int:
        """Wait for its end; its exit code."""
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_reader(self._process.sentinel, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        self._process.join()
        assert self._process.exitcode is not None
        return self._process.exitcode


def _live(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    output: Path,
    typed: Path,
    first: Callable[[], None] | None,
) -> None:
    """In the child: what Python does before it runs app.py, then app.py."""
    import app

    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["app.py", *arguments]
    log = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.dup2(os.open(typed, os.O_RDONLY), 0)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - it lives as long as the process
    if first is not None:
        first()
    sys.exit(app.main())
