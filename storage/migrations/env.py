"""Alembic's way in: it works on the connection that `storage.schema` hands over."""

from alembic import context
from sqlalchemy import Connection

from storage.catalogue import METADATA

connection: Connection | None = context.config.attributes.get("connection")
if connection is None:
    raise RuntimeError("Migrations are run by: python app.py migrate")
context.configure(
    connection=connection,
    target_metadata=METADATA,
    # SQLite cannot change most of a table in place: there it is written anew.
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
