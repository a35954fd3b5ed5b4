"""Random payloads of every kind, signed and unsigned, through the real front door to the real
listeners on a real database: never a 500, and what is not signed reaches nobody."""

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands import OpenIncident
from handlers import register
from handlers.connecting import new_app
from handlers.deps import Deps
from handlers.front_door import BODY_LIMIT, FrontDoor, mount
from handlers.intake import Intake
from handlers.metrics import Metrics
from handlers.sharing import Sharing
from storage import schema
from storage.database import Database
from storage.store import Storage
from tests.handlers import payload_kinds as kinds

SECRET, NOW = "secret", 1_800_000_000.0
CLOCK = datetime.fromtimestamp(NOW, UTC)
# 503: something that looks like ours and is not known yet is to be delivered again.
FINE = {200, 400, 503}
WRONG = ("unforeseen", " failed: ", "Bolt cannot read")
Request = tuple[bytes, str]


class Door:
    """The bot behind its front door, and a Slack that says yes to everything."""

    def __init__(self) -> None:
        self.reached: list[str] = []  # what got as far as the listeners
        self.metrics = Metrics()
        self.views: list[dict[str, Any]] = []  # forms that were opened
        self.client: TestClient[Any, Any]
        self.deps: Deps

    async def slack(self, request: web.Request) -> web.Response:
        sent = await (request.json() if request.content_type == kinds.JSON else request.post())
        view = sent.get("view")
        if view:
            self.views.append(view if isinstance(view, dict) else json.loads(str(view)))
        return web.json_response(
            {"ok": True, "ts": kinds.CARD_TS, "channel": {"id": kinds.CHANNEL}}
        )

    async def post(self, sent: Request, signature: str | None = None) -> int:
        """The status; signed as Slack does unless told otherwise."""
        body, kind = sent
        stamp = str(int(NOW))
        if signature is None:
            base = b"v0:" + stamp.encode() + b":" + body
            signature = "v0=" + hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature,
        }
        async with self.client.post("/slack/events", data=body, headers=headers) as answer:
            await answer.read()
            await self.deps.tasks.wait(5)
            return answer.status


@asynccontextmanager
async def open_door(url: str) -> AsyncIterator[Door]:
    door = Door()
    async with AsyncExitStack() as stack:
        slack = web.Application()
        slack.router.add_route("*", "/api/{method}", door.slack)
        server = await stack.enter_async_context(TestServer(slack))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        api = AsyncWebClient(
            "xoxb-1", base_url=str(server.make_url("/api/")), session=session, retry_handlers=[]
        )
        schema.prepare(url)
        database = Database.connect(url)
        stack.push_async_callback(database.close)
        doors = Storage.over(database, repeated=door.metrics.repeated)
        opened = OpenIncident(by="U0PRIYA00", text="We sent ACME the wrong invoice", channel="C1")
        await doors.desk.perform(kinds.TEAM, None, opened, now=CLOCK)
        door.deps = Deps(
            doors.desk, doors.directory, doors.coachbook, doors.library, doors.postroom,
            doors.records, doors.homes, doors.marks, lambda: CLOCK, api, kinds.TEAM, kinds.BOT,
            Sharing(api),
        )  # fmt: skip
        who = AuthorizeResult(enterprise_id=None, team_id=kinds.TEAM, bot_token="xoxb-1")
        app = new_app(api, who)

        @app.middleware
        async def note(body: dict[str, Any], next: Any) -> None:
            door.reached.append(str(body.get("type")))
            await next()

        register(app, door.deps)
        site = web.Application(client_max_size=BODY_LIMIT)
        intake = Intake(app, door.metrics)
        mount(site, FrontDoor(intake, (SECRET,), lambda: NOW, door.metrics))
        door.client = await stack.enter_async_context(TestClient(TestServer(site)))
        stack.push_async_callback(door.deps.tasks.close, 5)
        yield door


async def test_what_is_sent_again_within_the_window_does_nothing_again(tmp_path: Path) -> None:
    async with open_door(f"sqlite:///{tmp_path}/again.db") as door:
        typed = {
            "command": "/mistake", "text": "Wrong table", "user_id": "U0TOM0000",
            "channel_id": kinds.CHANNEL, "team_id": kinds.TEAM, "trigger_id": "1.2.3",
        }  # fmt: skip
        for _ in range(3):
            assert await door.post(kinds.as_form(typed)) == 200
        page = await door.deps.desk.open_incidents(kinds.TEAM, "U0TOM0000", offset=0, limit=9)
        assert page.total == 2, "the one that was there, and one more"
        assert b"amends_duplicates_total 2.0" in door.metrics.scrape()


def requests(views: list[dict[str, Any]]) -> st.SearchStrategy[Request]:
    """Anything that may arrive."""
    return st.one_of(
        kinds.odd(kinds.commands).map(kinds.as_form),
        kinds.odd(kinds.presses).map(kinds.as_payload),
        kinds.odd(kinds.presses).map(kinds.as_payload),
        kinds.odd(kinds.submissions(views)).map(kinds.as_payload),
        kinds.odd(kinds.submissions(views)).map(kinds.as_payload),
        kinds.odd(kinds.shortcuts).map(kinds.as_payload),
        kinds.odd(kinds.events).map(kinds.as_json),
        kinds.odd(kinds.events).map(kinds.as_json),
        st.tuples(st.binary(max_size=200), st.sampled_from((kinds.FORM, kinds.JSON, "a/b", ""))),
    )


def test_whatever_comes_is_never_a_500_and_unsigned_it_reaches_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        door = runner.run(stack.enter_async_context(open_door(f"sqlite:///{tmp_path}/fuzz.db")))
        for action in kinds.ACTIONS:  # so that there are forms to send back
            button = {"type": "button", "action_id": action, "value": "1:own_it", "action_ts": "1"}
            press = {
                "type": "block_actions", "user": {"id": "U0PRIYA00", "team_id": kinds.TEAM},
                "trigger_id": action, "channel": {"id": kinds.CHANNEL}, "actions": [button],
            }  # fmt: skip
            assert runner.run(door.post(kinds.as_payload(press))) in FINE
        forms = list(door.views)
        assert len({view["callback_id"] for view in forms}) > 8

        @settings(suppress_health_check=list(HealthCheck))
        @given(sent=requests(forms))
        def signed(sent: Request) -> None:
            caplog.clear()
            assert runner.run(door.post(sent)) in FINE
            assert not [
                line for line in caplog.messages if "unforeseen" in line or " failed" in line
            ]

        @settings(max_examples=30, suppress_health_check=list(HealthCheck))
        @given(sent=requests(forms), signature=st.sampled_from(("", "v0=", "v0=" + "0" * 64)))
        def unsigned(sent: Request, signature: str) -> None:
            door.reached.clear()
            assert runner.run(door.post(sent, signature)) in {400, 401}
            assert door.reached == []

        try:
            signed()
            unsigned()
        finally:
            runner.run(stack.aclose())
