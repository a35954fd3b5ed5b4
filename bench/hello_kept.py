"""The floor of whatever keeps before it answers: the smallest Bolt app whose /mistake writes the
rows of an opening, by hand (`bench.by_hand`), and waits for the disk.

What the bot takes beyond it is the product: what it looks up and decides.
"""

import sys

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bench.by_hand import Said, by_hand
from bench.payloads import PATH, SECRET, TOKEN


def main(port: int, api_url: str, database_url: str) -> None:
    """Serve on that loopback port until ended, on an empty database. `api_url`: the stand-in for
    Slack's Web API."""
    keeper = by_hand(database_url)
    app = AsyncApp(
        client=AsyncWebClient(token=TOKEN, base_url=api_url),
        signing_secret=SECRET,
        process_before_response=True,
    )

    @app.command("/mistake")
    async def keep(ack: AsyncAck, body: dict[str, str]) -> None:
        said = Said(body["trigger_id"], body["user_id"], body["channel_id"], body["text"])
        await keeper.keep(said)
        await ack("Hello, world!")

    app.start(port, path=PATH, host="127.0.0.1")


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
