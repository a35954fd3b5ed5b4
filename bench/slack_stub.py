"""A stand-in for Slack's Web API that costs next to nothing: it says yes and writes down when.

The sandbox is strict, and so it would be measured along with the bot. Here a reply takes as long as
was asked for, and what was posted or edited can be read back.
"""

import asyncio
import itertools
import json
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any

from aiohttp import web

from bench.payloads import APP, BOT, TEAM

Json = dict[str, Any]
WRITES = ("chat.postMessage", "chat.update")


class Stub:
    """`POST /delay` with seconds as its body sets how long each reply takes; `POST /pace` how long
    after a post the next one in that channel is taken, and says how many were not. `GET
    /log?since=N` gives the posts and edits from the N-th on: `at` is `time.monotonic()` when one
    arrived, which all processes of a machine share; `buttons` maps action ids to values."""

    def __init__(self) -> None:
        self._delay = 0.0
        self._pace = 0.0
        self._refused = 0
        self._posted: dict[str, float] = {}  # when something was last posted in each channel
        self._log: list[Json] = []
        self._count = itertools.count(1)
        self._begun = int(time.time())

    def site(self) -> web.Application:
        """The routes."""
        site = web.Application()
        site.router.add_post("/delay", self._set_delay)
        site.router.add_post("/pace", self._set_pace)
        site.router.add_get("/log", self._tell_log)
        site.router.add_post("/respond", self._method)
        site.router.add_route("*", "/api/{method}", self._method)
        return site

    async def _set_delay(self, request: web.Request) -> web.Response:
        self._delay = float(await request.text())
        return web.Response()

    async def _set_pace(self, request: web.Request) -> web.Response:
        self._pace, refused = float(await request.text()), self._refused
        self._refused = 0
        return web.Response(text=str(refused))

    async def _tell_log(self, request: web.Request) -> web.Response:
        return web.json_response(self._log[int(request.query.get("since", "0")) :])

    async def _method(self, request: web.Request) -> web.Response:
        at, method = time.monotonic(), request.match_info.get("method", "")
        sent: Mapping[str, Any] = {**request.query}
        if request.can_read_body:
            is_json = request.content_type == "application/json"
            sent = await (request.json() if is_json else request.post())
        if method == "chat.postMessage" and self._is_early(sent["channel"], at):
            self._refused += 1
            slower = {"ok": False, "error": "ratelimited"}
            return web.json_response(slower, status=429, headers={"Retry-After": "1"})
        answer = self._answer(method, sent, at)
        if self._delay:
            await asyncio.sleep(self._delay)
        return web.json_response({"ok": True, **answer})

    def _is_early(self, channel: str, at: float) -> bool:
        if at - self._posted.get(channel, -self._pace) < self._pace:
            return True
        self._posted[channel] = at
        return False

    def _answer(self, method: str, sent: Mapping[str, Any], at: float) -> Json:
        if method == "auth.test":
            return {"team_id": TEAM, "user_id": BOT, "bot_id": "B0BENCH", "app_id": APP}
        if method == "users.info":
            return {"user": {"id": sent["user"], "team_id": TEAM, "tz": "Europe/London"}}
        if method == "chat.getPermalink":
            return {"permalink": "https://bench.slack.com/archives/C0/p0"}
        if method not in WRITES:
            return {}
        ts = sent.get("ts") or f"{self._begun}.{next(self._count):06d}"
        entry = {"at": at, "method": method, "channel": sent["channel"], "ts": ts}
        self._log.append(entry | {"buttons": dict(_buttons(sent.get("blocks")))})
        return {"channel": sent["channel"], "ts": ts}


def _buttons(blocks: Any) -> Iterator[tuple[str, str]]:
    for block in json.loads(blocks) if isinstance(blocks, str) else blocks or ():
        for element in block.get("elements", ()):
            if element.get("type") == "button":
                yield element["action_id"], element.get("value", "")


if __name__ == "__main__":
    web.run_app(Stub().site(), host="127.0.0.1", port=int(sys.argv[1]), access_log=None)
