"""The floor: the smallest Bolt app that answers /mistake, served as Bolt's documentation says.

It acknowledges when the listener is done, as the bot does. Bolt's own default looks for the
acknowledgement every 10 ms, which would make the floor's answers slower, and the bot look better.
"""

import sys

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bench.payloads import PATH, SECRET, TOKEN


def main(port: int, api_url: str) -> None:
    """Serve on that loopback port until ended. `api_url`: the stand-in for Slack's Web API."""
    app = AsyncApp(
        client=AsyncWebClient(token=TOKEN, base_url=api_url),
        signing_secret=SECRET,
        process_before_response=True,
    )

    @app.command("/mistake")
    async def hello(ack: AsyncAck) -> None:
        await ack("Hello, world!")

    app.start(port, path=PATH, host="127.0.0.1")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
