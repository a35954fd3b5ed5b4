"""What was learned, found again: by words, and by likeness."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    bindparam,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    table,
    true,
)
from sqlmodel import Session

from bot.find import Found, Query
from bot.incident import Incident, may_see
from bot.library import Asked, Said
from bot.similarity import LookFor, Similar, look_for, ranked
from storage import debriefs
from storage.database import Database
from storage.incidents import by_ids
from storage.known import Known
from storage.statements import on_sqlite
from storage.tables import incidents
from storage.tables_learning import incident_words

COMPARED = 30  # incidents that are compared with one: those that share the most with it
LOOKED_AT = 2_000  # the newest that share anything with it; of those the most alike are compared

_INDEX = table("incident_words_index", column("rowid"), column("rank"))
_MATCHES = literal_column("incident_words_index").op("MATCH")(bindparam("asked", type_=String))
# Exactly the expression that the index is over.
_VECTOR: ColumnElement[object] = literal_column(
    "array_to_tsvector(string_to_array(incident_words.words, ' '))"
)
_TSQUERY: ColumnElement[object] = literal_column("CAST(:asked AS tsquery)")
_HERE = exists().where(
    incidents.c.id == incident_words.c.incident_id, incidents.c.channel == bindparam("at")
)
_FOR_THEIR_EYES = (
    incident_words.c.team_id == bindparam("team"),
    or_(
        incident_words.c.readers.is_(None),
        bindparam("all") == true(),
        incident_words.c.readers.like(bindparam("reader"), escape="/"),
        _HERE,
    ),
)
