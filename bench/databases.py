"""Empty databases for the bot, each of which waits for the disk at a commit.

They are in temporary directories: TMPDIR should be on a disk, not in memory.
"""

import itertools
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from psycopg import sql

from tools.postgres import connect, postgres_server, postgres_url


class Databases(Protocol):
    """Gives the URL of an empty database, for the length of a block."""

    def __call__(self) -> AbstractContextManager[str]: ...


@contextmanager
def sqlite() -> Iterator[str]:
    """A file of its own."""
    with TemporaryDirectory(prefix="amends-bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'amends.db'}"


@contextmanager
def postgres() -> Iterator[Databases]:
    """One real server, in which each gets a database of its own. Raises RuntimeError."""
    count = itertools.count(1)
    with postgres_server(durable=True) as host:

        @contextmanager
        def database() -> Iterator[str]:
            name = f"bench_{next(count)}"
            with connect(host) as connection:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            yield postgres_url(host, name)

        yield database
