"""All tables there are, wherever they are described."""

from sqlalchemy import MetaData, Table

from storage import tables, tables_home, tables_ops

METADATA: MetaData = tables.Row.metadata
MODULES = (tables, tables_home, tables_ops)  # each adds its own to the catalogue when it is loaded


def all_tables() -> list[Table]:
    """Every table, each after those it refers to."""
    return METADATA.sorted_tables
