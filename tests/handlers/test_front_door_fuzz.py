"""Random requests of every kind, signed and unsigned, of our people and of another company's,
through the real web side to the real listeners on a real database: never a 500, nothing of them in
the log, and what is not signed reaches nobody."""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from hypothesis import HealthCheck, given, settings
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands import OpenIncident
from bot.config import Config
from handlers import register
from handlers.connecting import new_app
from handlers.deps import Deps
from handlers.intake import Intake
from handlers.logging_setup import AsText
from handlers.metrics import Metrics
from handlers.sharing import Sharing
from handlers.web import WebSide
from storage.database import Database
from storage.store import Storage
from tests.handlers import payload_kinds as kinds
from tests.handlers import requests_at_random as requests
from tests.handlers.requests_at_random import NOW, OLD_SECRET, SECRET, Request
from tests.stories.keeping import kept
from tests.stories.stage import free_port

CLOCK = datetime.fromtimestamp(NOW, UTC)
# 503: something that looks like ours and is not known yet is to be delivered again.
FINE = {200, 400, 503}
REFUSED = {400, 401}
WRONG = ("unforeseen", " failed: ", "Bolt cannot read")  # in the log: nobody foresaw that
EXAMPLES = settings.default.max_examples if settings.default else 100


class Door:
    """The bot behind its front door, and a Slack that says yes to everything."""

    def __init__(self) -> None:
        self.reached: list[str] = []  # what got as far as the listeners
        self.asked = 0  # how often Slack was called
        self.metrics = Metrics()
        self.views: list[dict[str, Any]] = []  # forms that were opened
        self.port = free_port()
        self.deps: Deps

    async def slack(self, request: web.Request) -> web.Response:
        self.asked += 1
        sent = await (request.json() if request.content_type == kinds.JSON else request.post())
        view = sent.get("view")
        if view:
            self.views.append(view if isinstance(view, dict) else json.loads(str(view)))
        return web.json_response(
            {"ok": True, "ts": kinds.CARD_TS, "channel": {"id": kinds.CHANNEL}}
        )

    async def post(self, sent: Request) -> int:
        """The status, once all that came of it is done. Byte for byte as it is: the clients there
        are would not send half of this."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(sent.raw())
        said = await reader.read()
        writer.close()
        await writer.wait_closed()
        await self.deps.tasks.wait(5)
        return int(said.split(b" ", 2)[1])


@asynccontextmanager
async def open_door(url: str) -> AsyncIterator[Door]:
    """On a database with its tables."""
    door = Door()
    async with AsyncExitStack() as stack:
        slack = web.Application()
        slack.router.add_route("*", "/api/{method}", door.slack)
        server = await stack.enter_async_context(TestServer(slack))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        api = AsyncWebClient(
            "xoxb-1", base_url=str(server.make_url("/api/")), session=session, retry_handlers=[]
        )
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
        config = Config("xoxb-1", "", SECRET, OLD_SECRET, mode="http", http_port=door.port)
        side = WebSide(
            config, Intake(app, door.metrics), door.metrics, doors.pulse,
            clock=lambda: CLOCK, real_seconds=lambda: NOW,
        )  # fmt: skip
        await side.open()
        stack.push_async_callback(side.close)
        stack.push_async_callback(side.stop_taking)
        stack.push_async_callback(door.deps.tasks.close, 5)
        yield door


@contextmanager
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[StringIO]:
    """What is logged meanwhile, as it is in the bot whose operator wants to know everything."""
    said = StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(AsText())
    for ours in ("amends", "bot", "handlers", "storage"):
        caplog.set_level(logging.DEBUG, ours)
    logging.getLogger().addHandler(handler)
    try:
        yield said
    finally:
        logging.getLogger().removeHandler(handler)


async def test_what_is_sent_again_within_the_window_does_nothing_again(ready_url: str) -> None:
    async with open_door(ready_url) as door:
        typed = {
            "command": "/mistake", "text": "Wrong table", "user_id": "U0TOM0000",
            "channel_id": kinds.CHANNEL, "team_id": kinds.TEAM, "trigger_id": "1.2.3",
        }  # fmt: skip
        for _ in range(3):
            assert await door.post(requests.signed(kinds.as_form(typed))) == 200
        page = await door.deps.desk.open_incidents(kinds.TEAM, "U0TOM0000", offset=0, limit=9)
        assert page.total == 2, "the one that was there, and one more"
        assert b"amends_duplicates_total 2.0" in door.metrics.scrape()


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Type: application/json; a*",
        b"Expect: \xff",
        b"Expect: 200-ok",
        b"X-Slack-Retry-Num: \xff",
        b"X-Slack-Signature: \xff",
        b"X-Slack-Request-Timestamp: \xff",
        b"Content-Encoding: \xff",
        b"Content-Encoding: br",
        b"Content-Length: \xff",
        b"Transfer-Encoding: \xff",
        b"Cookie: \xff",
    ],
)
async def test_no_header_is_a_fault_of_ours(ready_sqlite_url: str, header: bytes) -> None:
    name, _, value = header.partition(b": ")
    asked = kinds.as_json({"type": "url_verification", "challenge": "c"})
    async with open_door(ready_sqlite_url) as door:
        assert await door.post(requests.signed(asked, {name: value})) in {200, 400, 401, 417}


async def test_who_asks_before_sending_is_told_to_go_on(ready_sqlite_url: str) -> None:
    asked = requests.signed(
        kinds.as_json({"type": "url_verification", "challenge": "c"}), {b"Expect": b"100-continue"}
    )
    async with open_door(ready_sqlite_url) as door:
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
        writer.write(asked.head())
        assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        writer.write(asked.body)
        assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")
        writer.close()
        await writer.wait_closed()


def forms_of(runner: asyncio.Runner, door: Door) -> list[dict[str, Any]]:
    """A form of every kind that opens, to be sent back."""
    for action in kinds.ACTIONS:
        button = {"type": "button", "action_id": action, "value": "1:own_it", "action_ts": "1"}
        press = {
            "type": "block_actions", "user": {"id": "U0PRIYA00", "team_id": kinds.TEAM},
            "trigger_id": action, "channel": {"id": kinds.CHANNEL}, "actions": [button],
        }  # fmt: skip
        assert runner.run(door.post(requests.signed(kinds.as_payload(press)))) in FINE
    assert len({view["callback_id"] for view in door.views}) > 8
    return list(door.views)


def test_whatever_comes_is_never_a_500_and_unsigned_it_reaches_nobody(
    ready_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    statuses = Counter[int]()
    with asyncio.Runner() as runner, logged(caplog) as log:
        stack = AsyncExitStack()
        door = runner.run(stack.enter_async_context(open_door(ready_url)))
        forms = forms_of(runner, door)

        def said_nothing_of_it() -> None:
            assert kinds.MARK not in log.getvalue()
            assert not [wrong for wrong in WRONG if wrong in log.getvalue()]
            log.seek(0)
            log.truncate()

        @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
        @given(sent=requests.taken(forms))
        def signed(sent: Request) -> None:
            status = runner.run(door.post(sent))
            statuses[status] += 1
            assert status in FINE
            said_nothing_of_it()

        @settings(max_examples=EXAMPLES * 2)
        @given(kind=requests.any_type())
        def of_any_type(kind: bytes) -> None:
            sent = requests.signed(
                kinds.as_json({"type": "url_verification"}), {requests.TYPE: kind}
            )
            assert runner.run(door.post(sent)) in FINE

        @settings(max_examples=EXAMPLES // 2, suppress_health_check=list(HealthCheck))
        @given(sent=requests.refused(forms))
        def unsigned(sent: Request) -> None:
            door.reached.clear()
            assert runner.run(door.post(sent)) in REFUSED
            assert door.reached == []
            said_nothing_of_it()

        @settings(max_examples=EXAMPLES // 2, suppress_health_check=list(HealthCheck))
        @given(sent=requests.of_outsiders(forms))
        def of_another_company(sent: Request) -> None:
            assert runner.run(door.post(sent)) in {200, 400}
            said_nothing_of_it()

        try:
            signed()
            assert statuses[200], "some of it is what Slack would send"
            of_any_type()
            unsigned()
            before, asked = kept(ready_url), door.asked
            of_another_company()
            assert kept(ready_url) == before
            assert door.asked == asked
        finally:
            runner.run(stack.aclose())
