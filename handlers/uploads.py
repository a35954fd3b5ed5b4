"""Files for a conversation, from memory or disk, in Slack's three moves: announce, send, share.

(Slack: "files.getUploadURLExternal", "files.completeUploadExternal"; both need `files:write`.)
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.payload import text
from handlers.slack_errors import judge

log = logging.getLogger(__name__)
T = TypeVar("T")

ALT_LIMIT = 1000  # Slack: "files.getUploadURLExternal", alt_txt
SEND_SECONDS = 300.0  # how long sending one file may take
PATIENCE = 120.0  # real seconds; if Slack wants silence for longer, whoever waits is told instead


class NotTaken(RuntimeError):
    """The place that Slack gave for a file did not take it."""


@dataclass(frozen=True)
class Upload:
    """One file. `content` is its bytes, or where they are on disk: then they are never in memory
    as a whole. `alt` says what a picture shows."""

    content: bytes | Path
    name: str
    title: str
    alt: str = ""

    @property
    def length(self) -> int:
        """Its bytes."""
        return self.content.stat().st_size if isinstance(self.content, Path) else len(self.content)


@dataclass(frozen=True)
class SentFile:
    """A file that Slack has and nobody sees yet."""

    id: str
    title: str


async def conversation(client: AsyncWebClient, user: str) -> str:
    """The direct message between us and `user`: files go to a conversation, not to a person."""
    opened = await _in_turn(lambda: client.conversations_open(users=user))
    return text(opened.data, "channel", "id")


async def send(client: AsyncWebClient, upload: Upload) -> SentFile:
    """Announce a file and send it."""
    announced = await client.files_getUploadURLExternal(
        filename=upload.name, length=upload.length, alt_txt=upload.alt[:ALT_LIMIT] or None
    )
    url, file_id = text(announced.data, "upload_url"), text(announced.data, "file_id")
    if isinstance(upload.content, Path):
        with upload.content.open("rb") as content:
            await _post(client, url, content)
    else:
        await _post(client, url, upload.content)
    return SentFile(file_id, upload.title)


async def _post(client: AsyncWebClient, url: str, content: object) -> None:
    session = client.session
    assert session is not None  # ours always has one
    timeout = aiohttp.ClientTimeout(total=SEND_SECONDS)
    async with session.post(url, data=content, timeout=timeout) as answer:
        if answer.status != 200:
            raise NotTaken(str(answer.status))


async def share(
    client: AsyncWebClient, channel: str, files: Sequence[SentFile], comment: str
) -> None:
    """Show files in one message with these words (finished mrkdwn)."""
    await client.files_completeUploadExternal(
        files=[{"id": file.id, "title": file.title} for file in files],
        channel_id=channel,
        initial_comment=comment,
    )


async def upload(
    client: AsyncWebClient, channel: str, uploads: Sequence[Upload], comment: str
) -> None:
    """All of it. Raises what Slack or the network raises, and NotTaken."""
    files = [await _in_turn(partial(send, client, each)) for each in uploads]
    await _in_turn(lambda: share(client, channel, files, comment))


async def _in_turn(call: Callable[[], Awaitable[T]]) -> T:
    """Make the call, again where Slack said “slower”: then it has not taken it."""
    end = asyncio.get_running_loop().time() + PATIENCE
    while True:
        try:
            return await call()
        except SlackApiError as error:
            failure = judge(error)
            wait = (failure.wait or 0.0) if failure and failure.limited else PATIENCE
            if asyncio.get_running_loop().time() + wait >= end:
                raise
        await asyncio.sleep(wait)
