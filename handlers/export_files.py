"""An export on disk: a table and JSON, written page by page, so that no more than a page is ever in
memory. Nothing of Slack in here."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from bot.exporting import COLUMNS, FORMAT, as_json, row
from bot.people import People, person
from bot.records import Record

SAID_EVERY = 1_000  # mistakes written, between two words about how far it is


class ExportFiles:
    """`<name>.csv` and `<name>.json` in a folder that exists, complete once it is closed."""

    def __init__(self, folder: Path, name: str, *, team: str, now: datetime) -> None:
        """`now` is the moment (UTC) that what is exported stands at."""
        self.table, self.json = folder / f"{name}.csv", folder / f"{name}.json"
        self._about = {"format": FORMAT, "exported_at": now.isoformat(), "team": team}
        self._names: dict[str, str] = {}
        self._count = 0
        self._json: TextIO | None = None
        self._table: TextIO | None = None

    def __enter__(self) -> Self:
        # A byte order mark tells spreadsheets that it is UTF-8.
        self._table = self.table.open("w", encoding="utf-8-sig", newline="")
        self._json = self.json.open("w", encoding="utf-8")
        csv.writer(self._table).writerow(COLUMNS)
        head = json.dumps(self._about, ensure_ascii=False).removesuffix("}")
        self._json.write(f'{head}, "incidents": [')
        return self

    def add(self, records: Iterable[Record], people: People) -> int:
        """Write these, too; `people` are those they name. Returns how many there are by now."""
        assert self._table is not None and self._json is not None
        table = csv.writer(self._table)
        for record in records:
            table.writerow(row(record, people))
            self._json.write(",\n" if self._count else "\n")
            self._json.write(_encoded(as_json(record)))
            self._count += 1
        self._names.update({user: person(people, user).name for user in people})
        return self._count

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._table is not None and self._json is not None
        self._json.write(f'\n], "people": {_encoded(self._names)}}}\n')
        self._json.close()
        self._table.close()


def write_all(
    folder: Path,
    teams: Iterable[tuple[str, Iterable[tuple[list[Record], People]]]],
    *,
    now: datetime,
) -> Iterator[str]:
    """A table and JSON for each team, in a folder that is made where it is missing. Yields how far
    it is, and after each team's what there is now, for the terminal. Raises OSError where nothing
    can be written there."""
    folder.mkdir(parents=True, exist_ok=True)
    nothing = True
    for team, pages in teams:
        count = 0
        with ExportFiles(folder, f"mistakes-{team}-{now:%Y-%m-%d}", team=team, now=now) as files:
            for records, people in pages:
                before, count = count, files.add(records, people)
                if count // SAID_EVERY > before // SAID_EVERY:
                    yield f"{count:,} written so far …"
        yield f"{count} written to {files.table} and {files.json}"
        nothing = False
    if nothing:
        yield "There is nothing to export yet."


def _encoded(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
