"""The floor of whatever keeps before it answers: the smallest Bolt app whose /mistake writes one
row and waits for the disk.

It does so through the door the bot uses (`storage.database`: what comes while a commit is under way
shares the next one) and otherwise as plainly as SQLModel has it. What the bot takes beyond it is
the product: the decision, and the incident, its words, its card, its prompts and its reminders.
"""

import sys

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Field, Session, SQLModel, create_engine

from bench.payloads import PATH, SECRET, TOKEN
from storage.database import Database


class SaidRow(SQLModel, table=True):
    """What somebody typed."""

    id: int | None = Field(default=None, primary_key=True)
    team: str
    channel: str
    by: str
    words: str


def main(port: int, api_url: str, database_url: str) -> None:
    """Serve on that loopback port until ended, on an empty database. `api_url`: the stand-in for
    Slack's Web API."""
    _create(database_url)
    database = Database.connect(database_url)
    app = AsyncApp(
        client=AsyncWebClient(token=TOKEN, base_url=api_url),
        signing_secret=SECRET,
        process_before_response=True,
    )

    @app.command("/mistake")
    async def keep(ack: AsyncAck, body: dict[str, str]) -> None:
        await database.run(lambda session: _keep(session, body))
        await ack("Hello, world!")

    app.start(port, path=PATH, host="127.0.0.1")


def _create(database_url: str) -> None:
    engine = create_engine(database_url)
    SQLModel.metadata.create_all(engine, [SQLModel.metadata.tables[str(SaidRow.__tablename__)]])
    engine.dispose()


def _keep(session: Session, body: dict[str, str]) -> None:
    said = SaidRow(
        team=body["team_id"], channel=body["channel_id"], by=body["user_id"], words=body["text"]
    )
    session.add(said)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
