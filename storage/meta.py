"""What the deployment itself remembers from one start to the next."""

from sqlalchemy import bindparam, select
from sqlmodel import Session

from storage.database import Database
from storage.inserts import InsertOrLeave
from storage.statements import Prepared
from storage.tables import meta

_KEEP = InsertOrLeave(meta)
_KEPT = Prepared(select(meta.c.value).where(meta.c.key == bindparam("key")))


async def remembered(database: Database, key: str, first: str) -> str:
    """The value under `key`; `first` becomes it where there was none."""

    def work(session: Session) -> str:
        connection = session.connection()
        _KEEP.run(connection, {"key": key, "value": first})
        [kept] = _KEPT.rows(connection, {"key": key})
        return str(kept["value"])

    return await database.run(work)
