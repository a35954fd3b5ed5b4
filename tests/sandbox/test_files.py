"""Files: announced, sent, shared; and refused as Slack refuses them."""

from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.mrkdwn import Reader
from sandbox.page.rows import Talk, row
from sandbox.page.surface import Surface
from sandbox.scopes import load_manifest
from sandbox.server import Sandbox
from sandbox.testing import MANIFEST, running_sandbox

MISTAKES, LEADERS, TOM = "C0MISTAKE", "C0LEADERS", "U0TOM0000"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with running_sandbox() as running:
        yield running


def client_of(sandbox: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(sandbox.tokens.bot, base_url=f"{sandbox.url}/api/")


async def sent(sandbox: Sandbox, content: bytes = b"abc", name: str = "a.png") -> str:
    """A file that was announced and sent."""
    found = await client_of(sandbox).files_getUploadURLExternal(
        filename=name, length=3, alt_txt="Three letters"
    )
    async with (
        aiohttp.ClientSession() as session,
        session.post(str(found["upload_url"]), data=content) as answer,
    ):
        assert answer.status == (200 if len(content) == 3 else 400)
    return str(found["file_id"])


async def refused(sandbox: Sandbox, file_id: str, channel: str, thread_ts: str = "") -> str:
    with pytest.raises(SlackApiError) as fault:
        await client_of(sandbox).files_completeUploadExternal(
            files=[{"id": file_id, "title": "A"}], channel_id=channel, thread_ts=thread_ts
        )
    return str(fault.value.response["error"])


async def test_a_file_is_shared_and_can_be_read(sandbox: Sandbox) -> None:
    ids = [await sent(sandbox), await sent(sandbox, name="b.csv")]
    await client_of(sandbox).files_completeUploadExternal(
        files=[{"id": each, "title": "Title"} for each in ids],
        channel_id=MISTAKES,
        initial_comment="Two files",
    )
    message = sandbox.slack.messages(MISTAKES, TOM)[-1]
    assert message.text == "Two files"
    picture, table = message.files
    assert (picture["mimetype"], picture["alt_txt"], table["name"]) == (
        "image/png",
        "Three letters",
        "b.csv",
    )
    async with aiohttp.ClientSession() as session, session.get(picture["url_private"]) as answer:
        assert await answer.read() == b"abc"
        assert answer.content_type == "image/png"
    reader = Reader(TOM, "UTC", 0.0, {}, {})
    html = row(message, Talk(sandbox.slack.users, Surface(reader)))
    assert 'alt="Three letters"' in html and "📄 Title" in html


async def test_a_file_that_is_not_there_cannot_be_shared(sandbox: Sandbox) -> None:
    assert await refused(sandbox, "F0NONE", MISTAKES) == "file_not_found"
    broken = await sent(sandbox, b"abcd")
    assert await refused(sandbox, broken, MISTAKES) == "file_not_found"
    file_id = await sent(sandbox)
    assert await refused(sandbox, file_id, TOM) == "channel_not_found"
    assert await refused(sandbox, file_id, MISTAKES, "1.0") == "thread_not_found"
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{sandbox.url}/files/{file_id}/a.png") as answer,
    ):
        assert answer.status == 404


async def test_it_takes_a_scope(sandbox: Sandbox) -> None:
    manifest = load_manifest(MANIFEST)
    without = replace(manifest, scopes=manifest.scopes - {"files:write"})
    async with running_sandbox(manifest=without) as strict:
        with pytest.raises(SlackApiError, match="missing_scope"):
            await client_of(strict).files_getUploadURLExternal(filename="a", length=1)
