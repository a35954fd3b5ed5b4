"""A running sandbox, a hello-world app connected to it, and a bare Web API client."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from sandbox.testing import running_sandbox
from tests.sandbox.hello import Hello, connected


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with running_sandbox(retry_seconds=(0.0, 0.05, 0.05)) as running:
        yield running


@pytest.fixture
async def hello(sandbox: Sandbox) -> AsyncIterator[Hello]:
    async with connected(sandbox) as app:
        yield app


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(sandbox.tokens.bot, base_url=f"{sandbox.url}/api/", retry_handlers=[])
