"""Settings and people, remembered for a moment: nearly every decision needs them."""

import time
from collections.abc import Iterable
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy import Connection, bindparam, select

from bot.people import People, Person
from bot.settings import Settings
from storage.mapping import person_of, settings_of
from storage.tables import people, team_settings

FRESH_FOR = 3.0  # seconds: how long another replica's change may go unnoticed
ROOM = 10_000  # entries

K = TypeVar("K")
V = TypeVar("V")

_SETTINGS = select(team_settings.c.settings).where(team_settings.c.team_id == bindparam("team"))
_PEOPLE = select(people).where(
    people.c.team_id == bindparam("team"),
    people.c.user_id.in_(bindparam("users", expanding=True)),
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
        if known is None:
            moment = self._settings.moment()
            stored = connection.execute(_SETTINGS, {"team": team}).scalar()
            known = settings_of(stored or {})
            self._settings.put(team, known, moment)
        return known

    def people(self, connection: Connection, team: str, users: Iterable[str]) -> People:
        """Those of `users` whom Slack has told us about."""
        found = {user: self._people.get((team, user)) for user in users}
        missing = [user for user, rows in found.items() if rows is None]
        if missing:
            moment = self._people.moment()
            rows = connection.execute(_PEOPLE, {"team": team, "users": missing}).mappings()
            stored = {row["user_id"]: (person_of(row),) for row in rows}
            for user in missing:
                found[user] = stored.get(user, ())
                self._people.put((team, user), stored.get(user, ()), moment)
        return {person.user: person for rows in found.values() for person in rows or ()}

    def settings_changed(self, team: str) -> None:
        """Read them again."""
        self._settings.forget(team)

    def person_changed(self, team: str, user: str) -> None:
        """Read them again."""
        self._people.forget((team, user))
