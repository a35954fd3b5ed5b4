"""An office for the listeners: the local Slack, the real rules, and a desk that keeps everything in
memory. What the desk owes Slack is posted when a test says so."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands import Command, MessageRef, MoveStep, RecordArtefact
from bot.effects import CARD
from bot.incident import Chase, Home, Incident, Rung
from bot.playbook import Gesture
from bot.ports import ChaseItem, OurMessage, ParcelKind, Scene
from handlers import register
from handlers.deps import Deps
from handlers.sharing import Sharing
from handlers.views.render import render
from sandbox.clock import SandboxClock, real_now
from sandbox.model import Message, OpenView
from sandbox.server import Sandbox
from sandbox.testing import running_sandbox
from tests.handlers.cases import a_parcel
from tests.handlers.memory import MemoryCoachbook, MemoryDesk, MemoryDirectory
from tests.handlers.memory_library import MemoryLibrary
from tests.handlers.memory_marks import MemoryMarks
from tests.handlers.memory_postroom import MemoryPostroom
from tests.handlers.memory_records import MemoryHomes, MemoryRecords

MARIA, TOM, PRIYA, NOAH, BOT = "U0MARIA00", "U0TOM0000", "U0PRIYA00", "U0NOAH000", "U0AMENDS1"
MISTAKES, GENERAL, LEADERS = "C0MISTAKE", "C0GENERAL", "C0LEADERS"
TEAM = "T0HARBOUR"


class TestClock:
    """A clock that stands where it was put. Slack's begins a minute before it, and runs."""

    __test__ = False

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **length: Any) -> None:
        self.now += timedelta(**length)


@dataclass
class Office:
    """Everything a test of the listeners touches."""

    sandbox: Sandbox
    deps: Deps
    desk: MemoryDesk
    directory: MemoryDirectory
    coachbook: MemoryCoachbook
    library: MemoryLibrary
    clock: TestClock
    wakes: list[None] = field(default_factory=list)

    async def type(self, user: str, text: str, channel: str = MISTAKES) -> None:
        """Type `/mistake` and these words."""
        await self.sandbox.gestures.command(user, channel, "/mistake", text)
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is on its way in either direction."""
        await self.sandbox.delivery.settled()
        await self.deps.tasks.wait(5)
        await self.sandbox.delivery.settled()

    async def deliver(self) -> None:
        """Post or edit what is owed to Slack, as the sender would."""
        owed, self.desk.owed = list(dict.fromkeys(self.desk.owed)), []
        for number, slot in owed:
            await self.deliver_one(number, slot)
        await self.settle()

    async def deliver_one(self, number: int, slot: str) -> None:
        """Post or edit one message of ours."""
        incident = self.desk.incidents[number]
        scene = Scene(self.directory.kept, self.directory.known, incident)
        shown = render(a_parcel(ParcelKind.SLOT, slot), scene, command="/mistake")
        assert shown, f"nothing to say in {slot}"
        text, blocks = shown
        posted = self.at(number, slot)
        if posted:
            await self.deps.client.chat_update(
                channel=posted.channel, ts=posted.ts, text=text, blocks=blocks
            )
            return
        sent = await self.deps.client.chat_postMessage(
            channel=incident.home.channel,
            thread_ts=incident.home.thread_ts,
            text=text,
            blocks=blocks,
        )
        message = MessageRef(str(sent["channel"]), str(sent["ts"]))
        self.desk.slots[message] = OurMessage(ParcelKind.SLOT, slot, number)
        if slot == CARD:
            home = Home(message.channel, message.ts)
            self.desk.incidents[number] = replace(incident, home=home)

    def at(self, number: int, slot: str) -> MessageRef | None:
        """Where that message of ours is."""
        found = (
            ref
            for ref, ours in self.desk.slots.items()
            if (ours.number, ours.slot) == (number, slot)
        )
        return next(found, None)

    async def opened(
        self, by: str = PRIYA, text: str = "We sent ACME the wrong invoice"
    ) -> Incident:
        """An incident with its card and first prompt in #mistakes."""
        await self.type(by, text)
        await self.deliver()
        return self.incident(len(self.desk.incidents))

    async def close_anyway(self) -> None:
        """Priya, its owner, closes over what is missing."""
        await self.press(PRIYA, "card", "incident.close")
        await self.fill(PRIYA, reason="Settled by phone")
        await self.submit(PRIYA)

    async def settle_up_to(self, step_id: str) -> None:
        """Skip, with a reason, every step before that one; what must be recorded is recorded."""
        for step in self.incident().playbook.line:
            if step.id == step_id:
                break
            command: Command = MoveStep(PRIYA, step.id, Gesture.SKIP, "Not needed here")
            if step.id == "own_it":
                told = {"told_by": PRIYA, "told_at": self.clock.now.isoformat(), "way": "phone"}
                command = RecordArtefact(PRIYA, step.id, told)
            await self.desk.perform(TEAM, 1, command, now=self.clock.now)
        await self.deliver()

    def reminder_items(self) -> list[tuple[Incident, ChaseItem, Chase | None]]:
        """Everything that is owed on the first incident, as a reminder speaks of it."""
        incident = self.incident()
        return [
            (
                incident,
                ChaseItem(incident.id, key, chase.since, Rung.OWNER),
                replace(chase, rung=Rung.LEAD),  # where the ladder stands once the owner is told
            )
            for key, chase in incident.chases.items()
        ]

    def scene(self, items: Sequence[tuple[Incident, ChaseItem, Chase | None]]) -> Scene:
        """What a reminder is rendered from."""
        return Scene(self.directory.kept, self.directory.known, items=items)

    def incident(self, number: int = 1) -> Incident:
        """As it stands."""
        return self.desk.incidents[number]

    async def press(
        self, user: str, slot: str, action: str, *, selected: object = None, number: int = 1
    ) -> None:
        """Use a button or menu of that message of ours."""
        message = self.at(number, slot)
        assert message, f"{slot} is not posted"
        await self.sandbox.gestures.press(
            user, message.channel, message.ts, action, selected=selected
        )
        await self.settle()

    async def press_private(self, user: str, action: str, *, channel: str = MISTAKES) -> None:
        """Use a button of the newest private answer."""
        message = self.private(user, channel)[-1]
        await self.sandbox.gestures.press(user, channel, message.ts, action)
        await self.settle()

    async def react(self, user: str, slot: str, name: str, *, off: bool = False) -> None:
        """React to that message of ours, or take the reaction back."""
        message = self.at(1, slot)
        assert message, f"{slot} is not posted"
        gesture = self.sandbox.gestures.unreact if off else self.sandbox.gestures.react
        await gesture(user, message.channel, message.ts, name)
        await self.settle()

    async def fill(self, user: str, **values: Any) -> None:
        """Fill in fields of the open form; a dot in a block's id is written as two underscores."""
        for block, value in values.items():
            block_id = block.replace("__", ".")
            await self.sandbox.gestures.fill(user, block_id, "value", value)

    async def submit(self, user: str) -> None:
        """Send the open form."""
        await self.sandbox.gestures.submit(user)
        await self.settle()

    def form(self, user: str) -> OpenView | None:
        """The modal that person has open."""
        return self.sandbox.slack.view_of(user)

    def title(self, user: str) -> str:
        """The title of the modal that person has open; empty without one."""
        form = self.form(user)
        return str(form.view["title"]["text"]) if form else ""

    def errors(self, user: str) -> dict[str, str]:
        """What is to be mended in the open form."""
        form = self.form(user)
        return form.errors if form else {}

    def private(self, user: str, channel: str = MISTAKES) -> list[Message]:
        """Answers only that person can see, there and in its threads, oldest first."""
        slack = self.sandbox.slack
        tops = slack.messages(channel, user)
        found = list(tops)
        for top in tops:
            found += [each for each in slack.thread(channel, top.ts, user) if each.ts != top.ts]
        seen = {each.ts: each for each in found if each.only_for == user}
        return [seen[ts] for ts in sorted(seen)]

    def said(self, user: str, channel: str = MISTAKES) -> str:
        """The text of the newest private answer; empty without one."""
        answers = self.private(user, channel)
        return everything(answers[-1].blocks) if answers else ""

    def told_directly(self, user: str) -> list[str]:
        """What the bot wrote in the direct message with that person."""
        slack = self.sandbox.slack
        channel = slack.direct([user, BOT])
        found: list[str] = []
        for top in slack.messages(channel.id, user):
            found += [
                each.text
                for each in slack.thread(channel.id, top.ts, user) or [top]
                if each.user == BOT
            ]
        return found


def everything(blocks: object) -> str:
    """All words in some blocks, in order."""
    if isinstance(blocks, dict):
        own = [blocks["text"]] if isinstance(blocks.get("text"), str) else []
        return " ".join([*own, *(everything(each) for each in blocks.values())]).strip()
    if isinstance(blocks, list):
        return " ".join(filter(None, (everything(each) for each in blocks)))
    return ""


@asynccontextmanager
async def open_office() -> AsyncIterator[Office]:
    """The listeners, registered and connected over Socket Mode."""
    timeout, clock = aiohttp.ClientTimeout(total=10), TestClock()
    shift = clock.now.timestamp() - 60 - real_now()
    slacks = SandboxClock(real=lambda: real_now() + shift)
    async with (
        running_sandbox(clock=slacks, retry_seconds=(0.0, 0.05, 0.05)) as sandbox,
        aiohttp.ClientSession(timeout=timeout) as session,
    ):
        client = AsyncWebClient(
            sandbox.tokens.bot, base_url=f"{sandbox.url}/api/", session=session, retry_handlers=[]
        )
        app = AsyncApp(
            name="Amends",
            client=client,
            process_before_response=True,
            ignoring_self_events_enabled=False,
        )
        directory, wakes = MemoryDirectory(), list[None]()
        desk = MemoryDesk(directory)
        coachbook = MemoryCoachbook()
        library = MemoryLibrary(desk)
        doors = (
            desk, directory, coachbook, library, MemoryPostroom(), MemoryRecords(desk),
            MemoryHomes(), MemoryMarks(desk),
        )  # fmt: skip
        wake = partial(wakes.append, None)
        url = "https://harbour.slack.com/"
        deps = Deps(*doors, clock, client, TEAM, BOT, Sharing(client), wake=wake, workspace_url=url)
        register(app, deps)
        handler = AsyncSocketModeHandler(app, sandbox.tokens.app)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await sandbox.socket.connected.wait()
        try:
            yield Office(sandbox, deps, desk, directory, coachbook, library, clock, wakes)
        finally:
            await deps.tasks.close(5)
            await handler.close_async()  # type: ignore[no-untyped-call]


def blocks_of(view: OpenView | None) -> list[str]:
    """The block ids of a form's inputs."""
    blocks: list[dict[str, Any]] = view.view["blocks"] if view else []
    return [str(block["block_id"]) for block in blocks if block["type"] == "input"]
