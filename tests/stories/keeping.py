"""What the bot keeps."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, create_engine, select

from storage.tables import Row


def kept(url: str) -> dict[str, Sequence[RowMapping]]:
    """Every row of every table, by the table's name. The bot may be at work on it."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found: dict[str, Sequence[Any]] = {
            table.name: connection.execute(select(table)).mappings().all()
            for table in Row.metadata.sorted_tables
        }
    engine.dispose()
    return found
