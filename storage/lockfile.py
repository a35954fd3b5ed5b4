"""One process per SQLite file: two would starve each other, or worse."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import IO


class DatabaseInUse(RuntimeError):
    """Another process has this SQLite file open."""

    def __init__(self, path: Path, holder: str) -> None:
        who = f" (process {holder})" if holder else ""
        super().__init__(
            f"Another Amends{who} is already using the database {path}. "
            "Stop that one first. To run several at once, use PostgreSQL: see DATABASE_URL."
        )


class FileLock:
    """A lock beside a SQLite file. It ends with the process, however that ends."""

    def __init__(self, database: Path) -> None:
        """Raises DatabaseInUse, and OSError where the folder cannot be written to."""
        path = database.with_name(f"{database.name}.lock")
        self._file: IO[str] = path.open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = self._holder()
            self._file.close()
            raise DatabaseInUse(database, holder) from None
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def _holder(self) -> str:
        self._file.seek(0)
        with suppress(UnicodeDecodeError):
            text = self._file.read(20).strip()
            return text if text.isdigit() else ""
        return ""

    def release(self) -> None:
        """Let another process have the database."""
        self._file.close()
