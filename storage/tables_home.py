"""Who looked at their App Home lately."""

from datetime import datetime

from sqlmodel import Field

from storage.columns import UtcDateTime
from storage.tables import Row, table_of


class HomeReaderRow(Row, table=True):
    """A person whose App Home is kept up to date. Slack does not say when they close it, so it is
    forgotten after a while."""

    __tablename__ = "home_readers"

    team_id: str = Field(primary_key=True)
    user_id: str = Field(primary_key=True)
    opened_at: datetime = Field(sa_type=UtcDateTime)


home_readers = table_of(HomeReaderRow)
