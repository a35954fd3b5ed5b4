"""What the deployment itself remembers from one start to the next."""

from sqlalchemy import bindparam, select
from sqlmodel import Session

from storage.database import Database
from storage.statements import insert_or_leave
from storage.tables import meta

_KEEP = insert_or_leave(meta)
_KEPT = select(meta.c.value).where(meta.c.key == bindparam("key"))


async def remembered(database: Database, key: str, first: str) -> str:
    """The value under `key`; `first` becomes it where there was none."""

    def work(session: Session) -> str:
        connection = session.connection()
        _KEEP.run(connection, {"key": key, "value": first})
        return str(connection.execute(_KEPT, {"key": key}).scalar_one())

    return await database.run(work)
