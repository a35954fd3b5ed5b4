"""For tests: the local Slack within this process, without its page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from sandbox.clock import SandboxClock
from sandbox.delivery import RETRY_SECONDS
from sandbox.model import load_workspace
from sandbox.scopes import Manifest, load_manifest
from sandbox.server import Sandbox, build, served
from sandbox.slack import Slack

Found = TypeVar("Found")

WORKSPACE = Path(__file__).parent / "workspace.yml"
MANIFEST = Path(__file__).parent.parent / "manifest.yml"


@asynccontextmanager
async def running_sandbox(
    *,
    clock: SandboxClock | None = None,
    manifest: Manifest | Path = MANIFEST,
    workspace: Path = WORKSPACE,
    http_to: str | None = None,
    retry_seconds: tuple[float, ...] = RETRY_SECONDS,
    port: int = 0,
) -> AsyncIterator[Sandbox]:
    """A sandbox served on a free loopback port while the block runs.

    Point the app at `sandbox.url + "/api/"` with `sandbox.tokens`, act through
    `sandbox.gestures`, look at `sandbox.slack`. `http_to` is the app's request URL for HTTP
    delivery; `retry_seconds` shortens the waits before redelivery.
    """
    app_manifest = manifest if isinstance(manifest, Manifest) else load_manifest(manifest)
    sandbox = build(
        load_workspace(workspace),
        app_manifest,
        clock or SandboxClock(),
        http_to=http_to,
        retry_seconds=retry_seconds,
    )
    async with served(sandbox, port):
        yield sandbox


async def until(slack: Slack, look: Callable[[], Found | None], seconds: float = 5.0) -> Found:
    """What `look` finds, as soon as it finds something; it looks again at every change.

    Raises TimeoutError after that many real seconds.
    """
    changed = asyncio.Event()
    unsubscribe = slack.subscribe(lambda change: changed.set())
    try:
        async with asyncio.timeout(seconds):
            while not (found := look()):
                await changed.wait()
                changed.clear()
            return found
    finally:
        unsubscribe()
