"""Settings and people, remembered for a moment: nearly every decision needs them."""

import time
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy import Connection, bindparam, select

from bot.people import People, Person
from bot.settings import Settings
from storage.mapping import person_of, settings_of
from storage.statements import Later, Prepared, PreparedAmong
from storage.tables import people, team_settings

FRESH_FOR = 3.0  # seconds: how long another replica's change may go unnoticed
ROOM = 10_000  # entries

K = TypeVar("K")
V = TypeVar("V")

_SETTINGS = Prepared(
    select(team_settings.c.settings).where(team_settings.c.team_id == bindparam("team"))
)
_PEOPLE = PreparedAmong(
    people.c.user_id,
    lambda among: select(people).where(people.c.team_id == bindparam("team"), among),
)


class _Memory(Generic[K, V]):
    """Values that may be used until they are forgotten or old. Safe between threads."""

    def __init__(self) -> None:
        self._kept: dict[K, tuple[float, V]] = {}
        self._lock = Lock()
        self._forgotten = 0

    def get(self, key: K) -> V | None:
        kept = self._kept.get(key)
        return kept[1] if kept and time.monotonic() - kept[0] < FRESH_FOR else None

    def last(self, key: K) -> V | None:
        """The same, however old."""
        kept = self._kept.get(key)
        return kept[1] if kept else None

    def moment(self) -> int:
        """To be asked before reading what is to be put."""
        return self._forgotten

    def put(self, key: K, value: V, moment: int) -> None:
        """Keep it, unless something was forgotten since: then it may be old already."""
        with self._lock:
            if moment == self._forgotten:
                if len(self._kept) >= ROOM:
                    self._kept.clear()
                self._kept[key] = time.monotonic(), value

    def forget(self, key: K) -> None:
        with self._lock:
            self._forgotten += 1
            self._kept.pop(key, None)


class Known:
    """Settings and people as stored, or as they were a moment ago. One for all who share a
    database in this process."""

    def __init__(self) -> None:
        self._settings: _Memory[str, Settings] = _Memory()
        # Nobody is remembered too: an empty tuple.
        self._people: _Memory[tuple[str, str], tuple[Person, ...]] = _Memory()

    def settings(self, connection: Connection, team: str) -> Settings:
        """The team's settings."""
        known = self._settings.get(team)
        return self._ask_settings(connection, team)() if known is None else known

    def people(self, connection: Connection, team: str, users: Iterable[str]) -> People:
        """Those of `users` whom Slack has told us about."""
        found = {user: self._people.get((team, user)) for user in users}
        missing = [user for user, rows in found.items() if rows is None]
        if missing:
            found |= self._ask_people(connection, team, missing)()
        return {person.user: person for rows in found.values() for person in rows or ()}

    def ask_ahead(self, connection: Connection, team: str, users: Iterable[str]) -> Later[None]:
        """Ask for what `settings`, and `people` about these and the lead, would have to ask for.
        Once it is read they ask for nothing, or for a new lead."""
        asked: list[Later[object]] = []
        if self._settings.get(team) is None:
            asked.append(self._ask_settings(connection, team))
        before = self._settings.last(team)
        wanted = {*users, before.lead if before else None}
        missing = [user for user in wanted if user and self._people.get((team, user)) is None]
        if missing:
            asked.append(self._ask_people(connection, team, missing))

        def told() -> None:
            for each in asked:
                each()

        return told

    def _ask_settings(self, connection: Connection, team: str) -> Later[Settings]:
        moment = self._settings.moment()
        asked = _SETTINGS.asked(connection, {"team": team})

        def told() -> Settings:
            rows = asked()
            known = settings_of(rows[0]["settings"] if rows else {})
            self._settings.put(team, known, moment)
            return known

        return told

    def _ask_people(
        self, connection: Connection, team: str, users: Sequence[str]
    ) -> Later[dict[str, tuple[Person, ...] | None]]:
        moment = self._people.moment()
        asked = _PEOPLE.asked(connection, {"team": team, "among": users})

        def told() -> dict[str, tuple[Person, ...] | None]:
            stored = {row["user_id"]: (person_of(row),) for row in asked()}
            for user in users:
                self._people.put((team, user), stored.get(user, ()), moment)
            return {user: stored.get(user, ()) for user in users}

        return told

    def settings_changed(self, team: str) -> None:
        """Read them again."""
        self._settings.forget(team)

    def person_changed(self, team: str, user: str) -> None:
        """Read them again."""
        self._people.forget((team, user))
