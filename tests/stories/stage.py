"""The stage for whole conversations: the sandbox, the unmodified bot as its own process, and people
who see labels and words, never ids."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sandbox.clock import SandboxClock
from sandbox.model import Message, OpenView
from sandbox.server import Sandbox
from sandbox.testing import running_sandbox
from storage.outbox import LEASE
from tests.programs import Program, Start, forked
from tests.stories.cast import AMENDS, MISTAKES
from tests.stories.reading import elements, labels, words
from tests.stories.thread import Thread
from tests.stories.waiting import PATIENCE, eventually

T = TypeVar("T")
# Sooner than Slack; the last one when the lease of a bot that was killed is over, as with Slack.
RETRY_SECONDS = (0.2, 1.0, 2.0, 4.0, LEASE.total_seconds())


@dataclass
class Stage:
    """A running sandbox with the bot connected to it."""

    sandbox: Sandbox
    environment: dict[str, str]
    log: Path
    bot: Program | None = None
    patience: float = PATIENCE
    """Real seconds until something that should happen counts as not happening."""

    async def start_bot(self, start: Start = forked) -> None:
        """Start `python app.py` and wait until it is connected."""
        self.sandbox.socket.connected.clear()
        self.bot = await start((), self.environment, self.log)
        for _ in range(1000):
            if self.bot.returncode is not None:
                raise AssertionError(f"the bot stopped:\n{self.log.read_text()}")
            if await self._connected():
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"the bot did not connect:\n{self.log.read_text()}")

    async def _connected(self) -> bool:
        if self.sandbox.http is not None:
            return await self.sandbox.http.verify()
        return self.sandbox.socket.connected.is_set()

    async def kill_bot(self) -> None:
        """kill -9. On a server that several use, what it had in its hands is free again only when
        its lease is over."""
        if self.environment["DATABASE_URL"].startswith("postgresql"):
            self.patience = 2 * PATIENCE + LEASE.total_seconds()
        if self.bot and self.bot.returncode is None:
            self.bot.kill()
            await self.bot.wait()

    async def stop_bot(self) -> None:
        """Ask it to end, as a service manager would."""
        if self.bot and self.bot.returncode is None:
            self.bot.terminate()
            try:
                async with asyncio.timeout(12):
                    await self.bot.wait()
            except TimeoutError:
                await self.kill_bot()
                raise AssertionError("the bot did not end within 12 s") from None

    async def eventually(self, look: Callable[[], T | None], what: str, patience: float = 0) -> T:
        """What `look` finds, as soon as it finds it. `patience` 0: as long as is usual now."""
        return await eventually(look, what, patience or self.patience)

    # What people do.

    async def command(self, user: str, text: str, channel: str = MISTAKES) -> None:
        """Type /mistake and `text`."""
        await self.sandbox.gestures.command(user, channel, "/mistake", text)

    async def report(self, user: str, text: str, channel: str = MISTAKES) -> Thread:
        """Open an incident by a line, and wait for its card."""
        before = {message.ts for message in self.cards(user, channel)}
        await self.command(user, text, channel)
        return await self.new_thread(user, channel, before)

    async def new_thread(self, user: str, channel: str, before: set[str]) -> Thread:
        """The thread under the card that was not there before."""

        def new_card() -> Message | None:
            cards = [card for card in self.cards(user, channel) if card.ts not in before]
            return cards[-1] if cards else None

        card = await self.eventually(new_card, "a card appears")
        return Thread(self, channel, card.ts)

    def cards(self, viewer: str, channel: str) -> list[Message]:
        """The incident cards that person sees there."""
        return [
            message
            for message in self.sandbox.slack.messages(channel, viewer)
            if message.user == AMENDS
            and message.only_for is None
            and ("Close…" in labels(message) or "Reopen" in labels(message))
        ]

    async def press(self, user: str, message: Message, label: str) -> None:
        """Press the button with that label."""
        for block, part in elements(message.blocks):
            if part["type"] == "button" and part["text"]["text"] == label:
                await self.sandbox.gestures.press(
                    user,
                    message.channel,
                    message.ts,
                    part["action_id"],
                    block_id=block["block_id"],
                    value=part.get("value"),
                )
                return
        raise AssertionError(f"no button {label!r} on: {words(message)!r} {labels(message)}")

    async def choose(self, user: str, message: Message, choice: str) -> None:
        """Choose the option called `choice` in whichever menu of the message has it."""
        for block, part in elements(message.blocks):
            for option in part.get("options", []):
                if option["text"]["text"] == choice:
                    await self.sandbox.gestures.press(
                        user,
                        message.channel,
                        message.ts,
                        part["action_id"],
                        block_id=block["block_id"],
                        selected=option["value"],
                    )
                    return
        raise AssertionError(f"no choice {choice!r} on: {words(message)!r}")

    async def modal(self, user: str, title: str) -> OpenView:
        """The modal with that title, once it is on that person's screen."""

        def shown() -> OpenView | None:
            view = self.sandbox.slack.view_of(user)
            return view if view and view.view["title"]["text"] == title else None

        return await self.eventually(shown, f"a modal called {title!r}")

    async def fill(self, user: str, **answers: object) -> None:
        """Fill fields of the open modal, by the beginning of their label (`_` for a space)."""
        view = self.sandbox.slack.view_of(user)
        assert view is not None, "no modal is open"
        for begin, answer in answers.items():
            start = begin.replace("_", " ").lower()
            block = next(
                (
                    block
                    for block in view.view["blocks"]
                    if block["type"] == "input" and block["label"]["text"].lower().startswith(start)
                ),
                None,
            )
            assert block, f"no field {start!r} in {words(view)!r}"
            await self.sandbox.gestures.fill(
                user, block["block_id"], block["element"]["action_id"], answer
            )

    async def press_in_form(self, user: str, label: str) -> None:
        """Press the button with that label in the open modal."""
        view = self.sandbox.slack.view_of(user)
        assert view is not None, "no modal is open"
        for block, part in elements(view.view["blocks"]):
            if part["type"] == "button" and part["text"]["text"] == label:
                await self.sandbox.gestures.press_in_view(
                    user, part["action_id"], block["block_id"], value=part.get("value")
                )
                return
        raise AssertionError(f"no button {label!r} in: {words(view)!r}")

    async def submit(self, user: str) -> None:
        """Send the open modal."""
        await self.sandbox.gestures.submit(user)

    async def private(self, user: str, having: str, channel: str = MISTAKES) -> Message:
        """The newest message for that person's eyes only that has these words."""

        def told() -> Message | None:
            found = [told for told in self.privately(user, channel) if having in words(told)]
            return found[-1] if found else None

        return await self.eventually(told, f"a private answer with {having!r}")

    def privately(self, user: str, channel: str = MISTAKES) -> list[Message]:
        """What only that person sees there, oldest first."""
        seen = self.sandbox.slack.visible(channel, user)
        return [message for message in seen if message.only_for == user]

    async def answered(self, user: str, text: str) -> Message:
        """Type /mistake and `text`; the private answer to it."""
        before = len(self.privately(user))
        await self.command(user, text)
        answers = await self.eventually(
            lambda: self.privately(user)[before:], f"an answer to {text!r}"
        )
        return answers[-1]

    async def dm(self, user: str, having: str, patience: float = 0) -> Message:
        """The newest direct message from the bot to that person that has these words."""

        def told() -> Message | None:
            found = [message for message in self.dms(user) if having in words(message)]
            return found[-1] if found else None

        return await self.eventually(told, f"a direct message with {having!r}", patience)

    def dms(self, user: str) -> list[Message]:
        """Direct messages between the bot and that person, oldest first, those of the bot."""
        slack = self.sandbox.slack
        return [
            message
            for channel in slack.channels_of(user)
            if channel.kind == "im" and AMENDS in channel.members
            for message in slack.messages(channel.id, user)
            if message.user == AMENDS
        ]


def free_port() -> int:
    """A port on this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def raised(
    folder: Path,
    database_url: str,
    *,
    mode: str = "socket",
    scale: float = 1,
    begins: datetime | None = None,
    start: Start = forked,
    **more: str,
) -> AsyncIterator[Stage]:
    """A stage with sandbox and bot, both gone at the end; `scale` 60: an hour is a minute.
    `begins`: what its clocks show now (UTC, to some minutes; with a scale of 60 or more), instead
    of the real time. `more` variables for the bot's environment."""
    http_port = free_port()
    clock = SandboxClock()
    if scale != 1:
        real = clock.real()
        ahead = begins.timestamp() - real if begins else 0.0
        clock = SandboxClock(scale, int(real - ahead / (scale - 1)))
    http_to = f"http://127.0.0.1:{http_port}/slack/events" if mode == "http" else None
    async with running_sandbox(
        clock=clock, http_to=http_to, retry_seconds=RETRY_SECONDS
    ) as sandbox:
        environment = {
            "PATH": os.defpath,
            "SLACK_API_URL": f"{sandbox.url}/api/",
            "SLACK_BOT_TOKEN": sandbox.tokens.bot,
            "SLACK_APP_TOKEN": sandbox.tokens.app,
            "SLACK_SIGNING_SECRET": sandbox.tokens.signing_secret,
            "SLACK_MODE": mode,
            "DATABASE_URL": database_url,
            "HTTP_PORT": str(http_port),
            "PYTHONUNBUFFERED": "1",
            "LOG_LEVEL": "INFO",
            **more,
        }
        if scale != 1:
            environment["TIME_SCALE"] = f"{scale:g}@{clock.anchor}"
        stage = Stage(sandbox, environment, folder / "bot.log")
        await stage.start_bot(start)
        try:
            yield stage
        finally:
            await stage.kill_bot()
