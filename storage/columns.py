"""Column types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator

# Due here means: not before somebody has done something about it.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Takes aware datetimes only and always gives back aware ones in UTC.

    SQLite keeps it as text in UTC, PostgreSQL as `timestamptz`. Raises ValueError for a naive
    datetime.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a time zone: {value!r}")
        instant = value if value.tzinfo is UTC else value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if not isinstance(value, datetime):
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
