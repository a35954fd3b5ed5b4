"""An incident's thread as people see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.model import Message
from tests.stories.cast import AMENDS, MARIA
from tests.stories.reading import labels, words

if TYPE_CHECKING:
    from tests.stories.stage import Stage


@dataclass
class Thread:
    """An incident as people see it."""

    stage: Stage
    channel: str
    ts: str

    @property
    def card(self) -> Message:
        """The card as it stands."""
        message = self.stage.sandbox.slack.message(self.channel, self.ts)
        assert message is not None
        return message

    def replies(self, viewer: str = MARIA) -> list[Message]:
        """What that person sees under the card."""
        seen = self.stage.sandbox.slack.thread(self.channel, self.ts, viewer)
        return [message for message in seen if message.ts != self.ts]

    def find(self, name: str, *, open_prompt: bool) -> Message | None:
        """The newest prompt of that step, open or settled."""
        found = [
            message
            for message in self.replies()
            if message.user == AMENDS
            and message.only_for is None
            and words(message).partition("\n")[0].find(f"*{name}*") >= 0
            and ("Skip…" in labels(message)) is open_prompt
        ]
        return found[-1] if found else None

    async def prompt(self, name: str) -> Message:
        """The open prompt of that step, once it is there."""
        return await self.stage.eventually(
            lambda: self.find(name, open_prompt=True), f"an open prompt {name!r}"
        )

    async def until_open(self, name: str, having: str) -> Message:
        """The open prompt of that step, once it has these words."""

        def shown() -> Message | None:
            found = self.find(name, open_prompt=True)
            return found if found and having in words(found) else None

        return await self.stage.eventually(shown, f"an open prompt {name!r} with {having!r}")

    async def settled(self, name: str) -> Message:
        """The prompt of that step, once it is folded into one line."""
        return await self.stage.eventually(
            lambda: self.find(name, open_prompt=False), f"a settled prompt {name!r}"
        )

    async def react(self, user: str, message: Message, name: str) -> None:
        """Add a reaction."""
        await self.stage.sandbox.gestures.react(user, self.channel, message.ts, name)

    async def unreact(self, user: str, message: Message, name: str) -> None:
        """Take an own reaction back."""
        await self.stage.sandbox.gestures.unreact(user, self.channel, message.ts, name)

    async def say(self, user: str, text: str) -> Message:
        """Say something in the thread."""
        ts = await self.stage.sandbox.gestures.say(user, self.channel, text, self.ts)
        message = self.stage.sandbox.slack.message(self.channel, ts)
        assert message is not None
        return message

    async def until_card(self, having: str) -> Message:
        """The card, once it has these words."""
        return await self.stage.eventually(
            lambda: self.card if having in words(self.card) else None, f"a card with {having!r}"
        )

    async def until_said(self, having: str) -> Message:
        """A reply of the bot, once there is one with these words."""
        return await self.stage.eventually(
            lambda: next(
                (
                    message
                    for message in self.replies()
                    if message.user == AMENDS
                    and message.only_for is None
                    and having in words(message)
                ),
                None,
            ),
            f"a reply with {having!r}",
        )
