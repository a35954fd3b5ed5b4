"""Files for a conversation, from memory or disk, in Slack's three moves: announce, send, share.

(Slack: "files.getUploadURLExternal", "files.completeUploadExternal"; both need `files:write`.)
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from handlers.payload import text

log = logging.getLogger(__name__)

ALT_LIMIT = 1000  # Slack: "files.getUploadURLExternal", alt_txt
SEND_SECONDS = 300.0  # how long sending one file may take


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
    opened = await client.conversations_open(users=user)
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
    files = [await send(client, each) for each in uploads]
    await share(client, channel, files, comment)
