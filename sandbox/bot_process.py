"""The bot as a process of its own, unmodified."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PATIENCE = 4.0  # seconds between asking it to end and ending it


class Bot:
    """A running bot; what it prints goes to this terminal."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(
        cls, script: Path, environment: dict[str, str], in_child: Callable[[], None]
    ) -> Bot:
        """Run `script` from its own folder; `in_child` runs in its process first."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            script.name,
            cwd=script.parent,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the sandbox, which then ends the bot
            preexec_fn=in_child,
        )
        return cls(process)

    async def ended(self) -> int:
        """Wait for its end; its exit code."""
        return await self._process.wait()

    async def stop(self) -> None:
        """Ask it to end, and end it if it does not."""
        if self._process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            self._process.terminate()
        try:
            async with asyncio.timeout(PATIENCE):
                await self._process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
