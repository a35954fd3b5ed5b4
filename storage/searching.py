"""Looking for words in the index: FTS5 on SQLite, a tsvector on PostgreSQL. Both find the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, TextClause, text

from bot.words import beginnings, begins
from storage.statements import on_sqlite

# Whom it is for. `bot.incident.may_see` decides about each that is shown; this is for counting.
_MAY = """
    words.team_id = :team AND (words.readers IS NULL OR :everything OR words.readers LIKE :reader
    ESCAPE '/' OR EXISTS (SELECT 1 FROM incidents
                          WHERE incidents.id = words.incident_id AND incidents.channel = :place))
    AND words.incident_id < :before
"""
_ON_SQLITE = f"""
    FROM incident_words_index JOIN incident_words AS words
    ON words.incident_id = incident_words_index.rowid
    WHERE incident_words_index MATCH :asked AND {_MAY}
"""
_VECTOR = "array_to_tsvector(string_to_array(words.words, ' '))"
_ON_POSTGRES = f"""
    FROM incident_words AS words WHERE {_VECTOR} @@ CAST(:asked AS tsquery) AND {_MAY}
"""


# What is rarer says more, as in FTS5's own order. PostgreSQL's ts_rank does not know what is rare,
# and reads every text again (measured: three times as long).
_LIKEST_ON_POSTGRES = f"""
    SELECT incident_id FROM (
        SELECT words.incident_id, 20 - ln(count(*) OVER (PARTITION BY word.one)) AS says
        FROM unnest(string_to_array(:asked, ' | ')) AS word(one) JOIN incident_words AS words
        ON {_VECTOR} @@ CAST(word.one || CAST(:with_key AS text) AS tsquery) WHERE {_MAY}
    ) AS shared GROUP BY incident_id ORDER BY sum(says) DESC, incident_id DESC
"""


@dataclass(frozen=True)
class _Texts:
    """The questions in one database's words."""

    count: TextClause
    newest: TextClause
    numbered: TextClause
    likest: TextClause


_NUMBERED = "(SELECT id FROM incidents WHERE team_id = :team AND number = :first)"


def _texts(source: str, likest: str) -> _Texts:
    page = "LIMIT :count OFFSET :skip"
    order = f"words.incident_id = {_NUMBERED} DESC, words.incident_id DESC"
    return _Texts(
        text(f"SELECT count(*) {source}"),
        text(f"SELECT words.incident_id {source} ORDER BY words.incident_id DESC {page}"),
        text(f"SELECT words.incident_id {source} ORDER BY {order} {page}"),
        text(f"{likest} {page}"),
    )


_SQLITE = _texts(
    _ON_SQLITE,
    f"SELECT words.incident_id {_ON_SQLITE} "
    "ORDER BY incident_words_index.rank, words.incident_id DESC",
)
_POSTGRES = _texts(_ON_POSTGRES, _LIKEST_ON_POSTGRES)


@dataclass(frozen=True)
class Search:
    """What is looked for, and for whom: `viewer`, who is in the channel `place` ("": nowhere), and
    may see `everything` as the team's lead. `before`: the id of the incident that all of it has to
    be older than."""

    team: str
    viewer: str
    everything: bool
    place: str = ""
    before: int = 2**63 - 1

    def count(self, connection: Connection, asked: str) -> int:
        """How many match (see `all_of`, `any_of`)."""
        found = connection.execute(_of(connection).count, self._values(asked))
        return int(found.scalar_one())

    def newest(self, connection: Connection, asked: str, count: int, skip: int) -> list[int]:
        """The ids of those that match, the newest first."""
        return self._ids(connection, _of(connection).newest, asked, count, skip)

    def numbered(
        self, connection: Connection, asked: str, number: int, count: int, skip: int
    ) -> list[int]:
        """The same, the incident with that number before all others."""
        return self._ids(connection, _of(connection).numbered, asked, count, skip, first=number)

    def likest(
        self, connection: Connection, asked: str, count: int, skip: int = 0, *, with_key: str = ""
    ) -> list[int]:
        """The ids of those that match `any_of`, those with the most and the rarest words first;
        only those that have that key as well, where one is given."""
        likest = _of(connection).likest
        if not on_sqlite(connection):
            key = f" & '{with_key}'" if with_key else ""
            return self._ids(connection, likest, asked, count, skip, with_key=key)
        both = f'({asked}) AND "{with_key}"' if with_key else asked
        return self._ids(connection, likest, both, count, skip)

    def _ids(
        self,
        connection: Connection,
        question: TextClause,
        asked: str,
        count: int,
        skip: int,
        **more: int | str,
    ) -> list[int]:
        values = self._values(asked) | {"count": count, "skip": skip} | more
        return list(connection.execute(question, values).scalars())

    def _values(self, asked: str) -> dict[str, Any]:
        return {
            "asked": asked,
            "team": self.team,
            "everything": self.everything,
            "reader": among_readers(self.viewer),
            "place": self.place,
            "before": self.before,
        }


def _of(connection: Connection) -> _Texts:
    return _SQLITE if on_sqlite(connection) else _POSTGRES


def among_readers(user: str) -> str:
    """What `incident_words.readers` is LIKE where that user is among them (escaped by “/”)."""
    for sign in "/%_":
        user = user.replace(sign, f"/{sign}")
    return f"% {user} %"


def all_of(connection: Connection, words: Sequence[str]) -> str:
    """Whatever has a word that begins with each of these (folded: letters and digits only)."""
    return _joined(connection, words, (), every=True)


def any_of(connection: Connection, words: Iterable[str], keys: Iterable[str] = ()) -> str:
    """Whatever has one of these, or exactly one of these keys."""
    return _joined(connection, words, keys, every=False)


def _joined(
    connection: Connection, words: Iterable[str], keys: Iterable[str], *, every: bool
) -> str:
    sqlite = on_sqlite(connection)
    both, either = (" AND ", " OR ") if sqlite else (" & ", " | ")
    sign, begun = ('"', "*") if sqlite else ("'", ":*")
    parts = [
        either.join(f"{sign}{one}{sign}{begun * begins(word)}" for one in _ways(word))
        for word in words
    ]
    if every:
        return both.join(f"({part})" for part in parts)
    return either.join([*parts, *(f"{sign}{key}{sign}" for key in keys)])


def _ways(word: str) -> tuple[str, ...]:
    return beginnings(word) if begins(word) else (word,)
